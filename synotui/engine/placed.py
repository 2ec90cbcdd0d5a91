"""The vectors of a space with some terms put elsewhere, gone through block by block.

It reads nothing of a space but its base vectors, which stay, so it may be used in any thread.
"""

from collections.abc import Callable, Iterator

import numpy as np

from synotui.engine.arrays import Floats, Ints, unit
from synotui.engine.space import Space

COLUMNS = 8192
"""Rows of a block."""
_QUERIES = 256
"""Queries whose cosines with a block are held at once."""


class Placed:
    """The first `among` vectors of a space at their base, but for some."""

    def __init__(self, space: Space, among: int, rows: Ints, vectors: Floats) -> None:
        """Put `rows` (m,), each once, at `vectors` (m, dim)."""
        order = np.argsort(rows)
        self._space = space
        self.among = among
        self.rows: Ints = rows[order]
        """Those that are elsewhere, ascending."""
        self._elsewhere = unit(vectors[order])

    def units(self, rows: Ints) -> Floats:
        """Give the unit vectors of `rows` (m,) as (m, dim); a zero vector stays zero."""
        return self._put(self._space.units(rows, base=True), rows)

    def _put(self, found: Floats, rows: Ints) -> Floats:
        if len(self.rows):
            places = np.searchsorted(self.rows, rows).clip(max=len(self.rows) - 1)
            here = self.rows[places] == rows
            found[here] = self._elsewhere[places[here]]
        return found

    def cosines(
        self, queries: Floats, on_block: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[int, slice, Floats]]:
        """Give the cosines of unit `queries` (q, dim) with all rows, in blocks.

        Each is (the first row, which queries, cosines (some queries, some
        rows)); the array is used again for the next block. `on_block` is
        called after every row block, and stops the work by raising.
        """
        room = np.empty((min(_QUERIES, len(queries)), min(COLUMNS, self.among)), np.float32)
        for start in range(0, self.among, COLUMNS):
            rows = np.arange(start, min(start + COLUMNS, self.among))
            block = self.units(rows).T
            for first in range(0, len(queries), _QUERIES):
                part = slice(first, min(first + _QUERIES, len(queries)))
                out = room[: part.stop - first, : len(rows)]
                if out.flags.c_contiguous:
                    np.matmul(queries[part], block, out=out)
                else:
                    out = queries[part] @ block
                yield start, part, out
            on_block()
