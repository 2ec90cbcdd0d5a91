"""How far a dictionary's vectors went from where they were, and what that did around them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from synotui.model.changes import CosineChange, NeighbourChange
    from synotui.model.pairs import Verdict
    from synotui.model.terms import Term

DriftScope = Literal["last", "session", "all", "entry"]
"""Since the last decision, the session's beginning, the base vectors, or a ledger entry."""


@dataclass(frozen=True, slots=True)
class TermDrift:
    """A term that moved, and its cosine with where it was."""

    term: "Term"
    cosine: float


@dataclass(frozen=True, slots=True)
class Bin:
    """How many terms' cosines with where they were lie from `low` to below `high`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class PairDrift:
    """A pair whose cosine changed, with its verdict: None where nobody has decided it."""

    change: "CosineChange"
    verdict: "Verdict | None"


@dataclass(frozen=True, slots=True)
class SetDrift:
    """A set of synonyms: its head, how many it has, the mean cosine within it."""

    head: "Term"
    size: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What changed since some point of the ledger; lists have the worst cases first.

    Of each list there are as many as were asked for; the counts are of all.
    """

    scope: DriftScope
    since: int
    """The ledger entry after which "before" is; 0 is before the first."""
    entries: int
    """Ledger entries since then that changed pairs or settings."""
    label: str
    """What the last of these did; "" if there is none."""
    began: str
    """When the first of these was made (UTC, ISO 8601); "" if there is none."""
    space: str
    terms: int
    """Vectors in the space."""
    threshold: float
    bound: float
    """Mean cosine from which the inside of a set counts as collapsed."""
    moved: int
    quantiles: tuple[tuple[float, float], ...]
    """(share, cosine): this share of the terms that moved is no nearer to where it was."""
    histogram: tuple[Bin, ...]
    farthest: tuple[TermDrift, ...]
    looked_at: int
    """Moved terms whose ten nearest were compared."""
    entered: int
    left: int
    """Neighbours that came among the ten nearest of these, and that left them."""
    neighbours: tuple["NeighbourChange", ...]
    kept_moved: float | None
    """Mean share of their ten nearest that moved terms kept; None if none moved."""
    moved_sampled: int
    """Terms this is the mean of: all that moved, or drawn from them."""
    kept_untouched: float | None
    untouched_sampled: int
    accepted_below: int
    """Accepted pairs that fell below the threshold."""
    below: tuple[PairDrift, ...]
    others_above: int
    """Pairs not accepted that rose above it: rejected, skipped, proposed, or new neighbours."""
    above: tuple[PairDrift, ...]
    rejected_closer: int
    """Rejected pairs whose cosine rose by what shows in two decimals."""
    closer: tuple[PairDrift, ...]
    sets_collapsed: int
    """Sets whose mean cosine rose to the bound or beyond."""
    collapsed: tuple[SetDrift, ...]
    waiting: int = 0
    """Changes of pairs that have moved nothing yet: they wait for a rebuild."""
