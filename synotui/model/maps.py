"""A picture of terms in two dimensions: where each was by its base vector, and where it is now."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

MapMethod = Literal["pca", "umap", "tsne"]
"""How vectors are brought into two dimensions."""
MAP_METHODS: tuple[MapMethod, ...] = ("pca", "umap", "tsne")
METHOD_NAMES: dict[MapMethod, str] = {"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE"}
"""As people write them."""
MapKind = Literal["head", "accepted", "rejected", "skipped", "chosen", "member", "neighbour"]
"""What a point is to the subject of the map."""
MAP_KINDS: tuple[MapKind, ...] = (
    "head",
    "accepted",
    "rejected",
    "skipped",
    "chosen",
    "member",
    "neighbour",
)
"""Those whose labels come first, first."""


class SetOf(NamedTuple):
    """The synonym set of a term, as the subject of a map."""

    term: int


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A term, or another text, on a map."""

    term: int | None
    """None for a text that is not in the dictionary."""
    text: str
    base: tuple[float, float]
    """Where its base vector is, in map units: right and up."""
    now: tuple[float, float]
    """Where it is now, in the same frame; the same place where nothing moved it."""
    kind: MapKind
    moved: bool
    """Whether its vector is not its base."""
    how: Literal["term", "encoded", "words", "subwords"] = "term"
    """Where its vector is from: the dictionary, or placed just now and how."""


@dataclass(frozen=True, slots=True)
class TermMap:
    """Terms in the plane."""

    points: tuple[MapPoint, ...]
    """By kind as in MAP_KINDS, then the nearest to the subject first: as labels matter."""
    method: MapMethod
    """The one that was used; `note` says why if it is not the one asked for."""
    explained: tuple[float, float] | None
    """Share of what varies that each axis shows, across and up; None but for PCA.

    Also None where nothing varies: all points are at one place then.
    """
    about: str
    """The subject, as a title."""
    links: tuple[tuple[int, int], ...]
    """Accepted pairs, as indexes into `points`, the smaller first."""
    note: str
    """What is left out or was done otherwise than asked, as sentences; empty if nothing."""
