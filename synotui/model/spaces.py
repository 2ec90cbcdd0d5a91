"""Spaces of vectors: what is known of them, and what finds neighbours."""

from dataclasses import dataclass
from typing import Literal, get_args


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


Composed = Literal["words", "subwords"]
"""How a vector was put together that is not a term's own: from its words, or parts of them."""

Backend = Literal["hnswlib", "exact", "faiss-hnsw", "faiss-ivf", "faiss-lsh", "kdtree"]
"""What finds neighbours. A dictionary remembers which; hnswlib unless another is chosen."""
BACKENDS: tuple[Backend, ...] = get_args(Backend)

IndexKind = Literal["hnsw", "exact", "faiss-hnsw", "faiss-ivf", "faiss-lsh", "kdtree"]
"""What answered: "hnsw" is that of hnswlib, the others are named as their backends."""
