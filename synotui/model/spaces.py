"""Spaces of vectors: what is known of them, how pairs adjust them, what is measured in them."""

from dataclasses import dataclass
from typing import Literal, get_args

from synotui.model.pairs import Pair
from synotui.model.terms import Term


@dataclass(frozen=True, slots=True)
class SpaceInfo:
    """What the store knows of one space of vectors."""

    id: int
    name: str
    encoder: str
    """The encoder that makes its vectors, or "" for one that was imported."""
    dim: int
    vectors: int
    moved: int
    """Terms whose adjusted vector differs from the base."""
    current: bool
    storage: Literal["float32", "float16"] = "float32"
    """How a component of a vector is kept in the file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How accepted pairs adjust the vectors; kept in the dictionary.

    `stay`, `push` and `sweeps` belong to `anchored`, `factor` and
    `iterations` to `pull`.
    """

    method: Literal["anchored", "pull", "none"] = "anchored"
    stay: float = 0.5
    """How strongly a term holds to its base vector (a); above 0."""
    push: float = 0.5
    """How strongly antonyms push each other away (r); 0 or more."""
    sweeps: int = 10
    """Jacobi sweeps of `anchored`."""
    factor: float = 0.1
    """Share of the difference each side gives up in a round of `pull` (f); 0 to 0.5."""
    iterations: int = 5
    """Rounds of `pull` for each pair."""


Backend = Literal["hnswlib", "exact", "faiss-hnsw", "faiss-ivf", "faiss-lsh", "kdtree"]
"""What finds neighbours. A dictionary remembers which; hnswlib unless another is chosen."""
BACKENDS: tuple[Backend, ...] = get_args(Backend)

IndexKind = Literal["hnsw", "exact", "faiss-hnsw", "faiss-ivf", "faiss-lsh", "kdtree"]
"""What answered: "hnsw" is that of hnswlib, the others are named as their backends."""


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart two vectors are."""

    cosine: float
    euclidean: float
    dot: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms measured in base and adjusted vectors. Ranks count from 1, by current cosine."""

    a: Term
    b: Term
    base: Distances
    now: Distances
    rank_a_to_b: int
    rank_b_to_a: int
    pair: Pair | None
