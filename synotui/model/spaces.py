"""Spaces of vectors: what is known of them, what finds neighbours, what is measured in them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
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

    a: "Term"
    b: "Term"
    base: Distances
    now: Distances
    rank_a_to_b: int
    rank_b_to_a: int
    pair: "Pair | None"
