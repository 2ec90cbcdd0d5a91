"""Answers to questions about the current space; each figure is of the base and of now."""

from dataclasses import dataclass
from typing import Literal

from synotui.model import IndexKind, Term
from synotui.ops.spaces.points import How

By = Literal["base", "now"]
"""The vectors that decide: as the encoder gave them, or as adjusted."""
Measure = Literal["3CosAdd", "3CosMul"]
"""How what is added and taken away makes one score: as a mean vector, or as a product."""


@dataclass(frozen=True, slots=True)
class Given:
    """A term or text that was asked about."""

    text: str
    term: Term | None
    """None for a text that is not in the dictionary."""
    how: How
    """Where its vector is from."""
    parts: tuple[str, ...] = ()
    """The words or parts its vector was put together from."""
    weight: float = 1.0
    """What it counts; less than 0 where it is taken away."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of an answer."""

    rank: int
    term: Term
    base: float
    now: float
    """Its cosines with what was asked."""
    score: float
    """What it ranks by: one of the cosines, or 3CosMul."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The terms most similar to a sum of terms, best first."""

    given: tuple[Given, ...]
    space: str
    by: By
    measure: Measure
    index: IndexKind
    """What answered."""
    items: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Central:
    """One of several terms, and its cosines with the direction of them all."""

    given: Given
    base: float
    now: float


@dataclass(frozen=True, slots=True)
class OddOneOut:
    """Several terms, the most central first."""

    space: str
    by: By
    items: tuple[Central, ...]
    odd: Given | None
    """The one farthest from the others; None where the last two are equally far."""


@dataclass(frozen=True, slots=True)
class Closer:
    """The terms nearer to `a` than `b` is, nearest first, as many of them as were wanted."""

    a: Given
    b: Given
    space: str
    by: By
    base: float
    now: float
    """The cosines of the two."""
    rank_base: int
    rank_now: int
    """The place of `b` among the neighbours of `a`, from 1; without their own rows."""
    items: tuple[Hit, ...]

    @property
    def count(self) -> int:
        """Count all terms that are nearer."""
        return (self.rank_base if self.by == "base" else self.rank_now) - 1


@dataclass(frozen=True, slots=True)
class Between:
    """The cosine of the means of two sets."""

    ones: tuple[Given, ...]
    others: tuple[Given, ...]
    space: str
    base: float
    now: float


@dataclass(frozen=True, slots=True)
class Related:
    """One term's cosines with another, relative to those of that one's nearest."""

    given: Given
    base: float
    now: float
    cosine_base: float
    cosine_now: float
    above: bool
    """Whether it is more similar than one of the nearest taken at random."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Relative cosines of several terms with one, in the order given."""

    term: Given
    space: str
    by: By
    k: int
    """How many of the nearest they are relative to."""
    items: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Components:
    """The first components of a vector."""

    given: Given
    space: str
    dim: int
    base: tuple[float, ...]
    now: tuple[float, ...]
    length_base: float
    length_now: float
    """Euclidean lengths of the whole vectors."""
