"""The neighbours of every term as they lie in the dictionary, for whatever builds on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from synotui.model import SpaceInfo
from synotui.ops.workbench import Workbench
from synotui.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from synotui.engine.arrays import Ints
    from synotui.engine.neighbourhoods import Rows32
    from synotui.engine.passes import Lists
    from synotui.store.neighbours import HeldPass


class KnownNeighbours:
    """The lists of one pass: all of them block by block, or those of a few rows.

    Iterating it, as often as one likes, suits the functions of
    `engine.neighbourhoods` (`occurrences(known, known.among)`). Terms added
    since the pass are in no list and have none. It belongs to the thread of
    its store. Raises DictionaryBusy where another program begins a new pass.
    """

    def __init__(self, store: Store, info: SpaceInfo, held: "HeldPass") -> None:
        self._store = store
        self.info = info
        self.held = held

    @property
    def k(self) -> int:
        """The length of a list."""
        return self.held.k

    @property
    def among(self) -> int:
        """How many rows of the space were searched: those that have lists and are in them."""
        return self.held.among

    @property
    def newer(self) -> int:
        """How many vectors came after the pass."""
        return self.info.vectors - self.held.among

    def __iter__(self) -> "Iterator[Lists]":
        from synotui.engine.passes import Lists

        start = 0
        for neighbours, cosines in self._store.neighbours.blocks(self.info.id, self.held):
            yield Lists(start, neighbours, cosines)
            start += len(neighbours)

    def near(self, rows: "Ints") -> "Rows32":
        """Give the neighbours of `rows` (m,) as rows (m, k), nearest first; -1 for none."""
        with self._store.reading():
            return self._store.neighbours.near(self.info.id, self.held, rows)

    def cosines(self, rows: "Ints") -> "NDArray[np.float16]":
        """Give the base cosines of `rows` (m,) with their neighbours (m, k); NaN for none."""
        with self._store.reading():
            return self._store.neighbours.cosines(self.info.id, self.held, rows)

    def ranks(self, a: "Ints", b: "Ints") -> "Ints":
        """Give two ranks for each pair of rows `a` (m,), `b` (m,), as (m, 2), from 1.

        That of b in the list of a, and that of a in the list of b; 0 where it is
        not among the `k`.
        """
        import numpy as np

        from synotui.engine.neighbourhoods import ranks

        both = self.near(np.concatenate([a, b]))
        return np.stack([ranks(both[: len(a)], b), ranks(both[len(a) :], a)], axis=1)


def known_neighbours(bench: Workbench) -> KnownNeighbours | None:
    """Give the neighbours of every term of the current space, if a pass was brought to its end.

    Vectors may have been added since: see `KnownNeighbours.newer`.
    """
    with bench.store.reading():
        info = bench.store.vectors.current()
        held = bench.store.neighbours.held(info.id) if info else None
    if info is None or held is None or not held.complete:
        return None
    return KnownNeighbours(bench.store, info, held)
