"""What two terms or texts, or several, are to each other in a space of vectors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.model.pairs import Pair, Proposal, Relation
    from synotui.model.terms import Term


@dataclass(frozen=True, slots=True)
class Placed:
    """A term or a text with a place in the space."""

    text: str
    term: "Term | None"
    """None for a text that is not in the dictionary."""
    how: str
    """Where its vector is from: "term", or "encoded", "words", "subwords" just now."""
    parts: tuple[str, ...] = ()
    """The words or parts its vector was put together from."""

    @property
    def id(self) -> int | None:
        """The term's id; None for a text that is not in the dictionary."""
        return self.term.id if self.term else None


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart two vectors are."""

    cosine: float
    euclidean: float
    dot: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a cosine stands among those of other pairs: base among base, now among now.

    A percentile is the share of pairs, of 100, with a lower cosine; equal ones count half.
    """

    pairs: int
    base: float
    now: float
    base_spread: tuple[float, ...]
    """Cosines that 5, 25, 50, 75 and 95 of 100 pairs do not exceed."""
    now_spread: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SharedNeighbour:
    """A term among the first neighbours of both; ranks count from 1, by current cosine."""

    term: "Term"
    rank_a: int
    rank_b: int
    cosine_a: float
    cosine_b: float


@dataclass(frozen=True, slots=True)
class PathLink:
    """One accepted pair of a way from one term to another, as it is gone along."""

    head: "Term"
    synonym: "Term"
    relation: "Relation | None"
    """Of the synonym, as seen from the head."""
    head_sense: str
    synonym_sense: str
    base: float | None
    """Cosine by base vectors; None where one of the two has no vector."""
    now: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms or texts measured in base and adjusted vectors.

    Ranks count from 1 and are exact; 0 where both are the same. `rank_a_to_b`
    is the place of `b` among the neighbours of `a`.
    """

    a: Placed
    b: Placed
    base: Distances
    now: Distances
    rank_a_to_b: int
    rank_b_to_a: int
    pair: "Pair | None"
    base_rank_a_to_b: int
    base_rank_b_to_a: int
    random: Standing | None
    """Among random pairs of terms; None where there is no pair."""
    accepted: Standing | None
    """Among the other accepted pairs; None where there is none with vectors."""
    k: int
    """How many neighbours of each count as the first ones."""
    shared: tuple[SharedNeighbour, ...]
    """Those among the first `k` of both, the nearest to both first."""
    path: tuple[PathLink, ...]
    """The shortest way from `a` to `b` through accepted synonyms, else through any accepted."""
    no_path: str
    """Why no way leads through synonyms alone; "" where one does."""
    proposals: "tuple[Proposal, ...]"
    """Who proposes the pair, decided or not."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cosines of several terms or texts with one another."""

    items: tuple[Placed, ...]
    base: tuple[tuple[float, ...], ...]
    now: tuple[tuple[float, ...], ...]
    pairs: "tuple[Pair, ...]"
    """What is decided about any two of them."""
