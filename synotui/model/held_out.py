"""Whether adjusting helps pairs that nobody told it: what was measured with some held out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.model.adjusting import MethodName, Settings


@dataclass(frozen=True, slots=True)
class Found:
    """How well hidden pairs are found. All but `pairs` is None where there are none."""

    pairs: int
    recall_at_10: float | None
    """Share of hidden partners among the ten nearest of the other term, asked from either side."""
    low: float | None
    """`low` to `high` holds the recall in 95 of 100 cases (bootstrap over pairs)."""
    high: float | None
    mrr: float | None
    """Mean of one over the rank of the partner."""
    cosine: float | None
    """Mean cosine of the pairs."""


@dataclass(frozen=True, slots=True)
class HiddenFound:
    """The hidden pairs, and the two kinds of them."""

    every: Found
    connected: Found
    """Those that accepted pairs, which were not hidden, connect through other terms."""
    unconnected: Found
    random_cosine: float | None
    """Mean cosine of two terms of accepted pairs, drawn at random."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What adjusting by the pairs that were not hidden did to those that were."""

    settings: "Settings"
    found: HiddenFound
    gain_low: float | None
    """`gain_low` to `gain_high` holds what it adds to recall in 95 of 100 cases."""
    gain_high: float | None
    moved: int
    """Terms that moved."""
    kept_untouched: float | None
    """Share of their ten nearest that terms without a pair kept, by a sample."""
    kept_moved: float | None
    """The same of terms in pairs."""
    seconds: float
    """What solving took."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Some accepted pairs hidden, by chance, and methods judged by them."""

    space: str
    terms: int
    """Terms with a vector, among which a partner is looked for."""
    share: float
    seed: int
    pairs: int
    """Accepted pairs that act and have both their vectors."""
    without_vectors: int
    """Accepted pairs that lack a vector: they are left out."""
    hidden: int
    asked: int
    """Hidden pairs that were looked for: of very many, some drawn by chance."""
    needed: int
    """Accepted pairs that it takes, at this share, for figures to rely on."""
    before: HiddenFound
    """By base vectors."""
    trials: tuple[Trial, ...]
    recommended: "MethodName | None"
    """The method to use, where several were compared and there are pairs enough to tell."""
    reason: str
    """Why, in a sentence or two; "" where nothing was compared."""

    @property
    def enough(self) -> bool:
        """Whether there are pairs enough to rely on the figures."""
        return self.pairs >= self.needed
