"""Derived spaces: which spaces one was made from, and its fixes for vectors that come later."""

from typing import TYPE_CHECKING

from synotui.model import SpaceInfo
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

MARK = "derived:"
"""How the encoder of a derived space begins."""


def is_derived(info: SpaceInfo) -> bool:
    """Say whether the vectors of a space are made from those of another."""
    return info.encoder.startswith(MARK)


def lineage(store: Store, info: SpaceInfo) -> list[SpaceInfo]:
    """Give the spaces that `info` comes from, the first of them not derived; `info` is last."""
    if not is_derived(info):
        return [info]
    every = {space.id: space for space in store.vectors.spaces()}
    sources = store.fixes.sources()
    line = [info]
    while line[0].id in sources:
        line.insert(0, every[sources[line[0].id]])
    return line


def through_fixes(store: Store, line: list[SpaceInfo], vectors: "Floats") -> "Floats":
    """Give `vectors` (n, dim) of the first space of a lineage as they are in its last.

    One that a fix takes to nothing is all zeros.
    """
    from synotui.engine.fixes import restored

    for info in line[1:]:
        held = store.fixes.of(info.id)
        assert held is not None, f"space {info.name} is derived, but not by what"
        here = vectors.any(axis=1)
        vectors = restored(held.name, held.mean, held.basis).apply(vectors)
        vectors[~here] = 0
    return vectors
