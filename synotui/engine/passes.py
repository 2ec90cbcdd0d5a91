"""The nearest of every term by base vectors, block by block: through an index, or exactly.

Everything here only reads the space and may run in any thread. A block's lists
depend on nothing but the base vectors, `k` and the index, so a pass that was
stopped goes on where it was.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints
from synotui.engine.space import Space

_Any = TypeVar("_Any", np.int64, np.float32)

ROWS_PER_BLOCK = 2048
"""Rows whose lists are computed and kept together."""
_QUERIES = 512
_COLUMNS = 8192
"""Cosines held at once by exact search: `_QUERIES` x `_COLUMNS`."""
_GATHERED = 1 << 22
"""Components of neighbours' vectors held at once."""
_SAME = 1e-5
"""Cosines that differ by less are taken as equal: they are summed in different orders."""


class Lists(NamedTuple):
    """The nearest of some rows that follow one another, nearest first."""

    start: int
    """The row of the space that the first list is of."""
    neighbours: NDArray[np.int32]
    """Rows (m, k); -1 where the space has no more."""
    cosines: NDArray[np.float16]
    """By base vectors (m, k); NaN where the space has no more."""

    @property
    def end(self) -> int:
        """The row after the last one."""
        return self.start + len(self.neighbours)


class Batched(Protocol):
    """What an index must offer for a pass."""

    rows: int
    """How many of the first rows of the space it holds."""

    def nearest_many(self, queries: Floats, k: int, threads: int) -> Ints:
        """Give the rows nearest to `queries` (m, dim) as (m, k), -1 where it finds fewer."""


class Pass:
    """The first `among` vectors of a space, as they are and stay, with an index if there is one."""

    def __init__(self, space: Space, among: int, index: Batched | None, threads: int = 1) -> None:
        self._space = space
        self.among = among
        self._index = index
        self._threads = threads

    def lists(
        self, start: int, k: int, on_rows: Callable[[int], None] = lambda done: None
    ) -> Lists:
        """Give the `k` nearest of each row of the block that begins at `start`, itself left out.

        `on_rows` hears how many rows of the block are done, and stops the work
        by raising. Cosines through an index are computed anew from the vectors.
        """
        rows = np.arange(start, min(start + ROWS_PER_BLOCK, self.among))
        if self._index is None:
            near, cosines = self._exact(rows, k, 0, on_rows)
        else:
            near, cosines = self._through(self._index, rows, k, on_rows)
        cosines[near < 0] = np.nan
        return Lists(start, near.astype(np.int32), cosines.clip(-1, 1).astype(np.float16))

    def nearest(self, rows: Ints, k: int) -> tuple[Ints, Floats]:
        """Give the `k` nearest of any `rows` (m,) and their cosines, (m, k) each; -1 and NaN.

        The same for a row in whatever company it is asked for.
        """
        if self._index is None:
            near, _ = self._exact(rows, k, 0, lambda done: None)
            cosines = self._cosines(rows, near)
            order = np.argsort(-cosines, axis=1, kind="stable")
            near = np.take_along_axis(near, order, axis=1)
            cosines = np.take_along_axis(cosines, order, axis=1)
        else:
            near, cosines = self._through(self._index, rows, k, lambda done: None)
        cosines[near < 0] = np.nan
        return near, cosines

    def recall(
        self,
        rows: Ints,
        neighbours: NDArray[np.int32],
        depths: Sequence[int],
        on_rows: Callable[[int], None] = lambda done: None,
    ) -> list[float]:
        """Give the share of the exact nearest of `rows` (m,) that their lists (m, k) have.

        One figure for each of `depths`: among so many from the first. A
        neighbour counts if it is as near as the last of the exact ones, so that
        terms equally near may stand for each other.
        """
        _, exact = self._exact(rows, neighbours.shape[1], 0, on_rows)
        cosines = self._cosines(rows, neighbours.astype(np.int64))
        found = []
        for depth in depths:
            wanted = (exact[:, :depth] > -np.inf).sum(axis=1)
            last = np.where(wanted, exact[np.arange(len(rows)), wanted - 1], np.inf)
            hits = (cosines[:, :depth] >= last[:, None] - _SAME).sum(axis=1)
            found.append(float(hits.sum() / wanted.sum()) if wanted.any() else 1.0)
        return found

    def _through(
        self, index: Batched, rows: Ints, k: int, on_rows: Callable[[int], None]
    ) -> tuple[Ints, Floats]:
        """Search an index, and beside it the rows that are newer than it, exactly.

        A row for which the index gives less than it was asked for is searched exactly.
        """

        def none_done(done: int) -> None:
            on_rows(0)

        units = self._space.units(rows, base=True)
        asked = min(k + 1, index.rows)
        found = index.nearest_many(units, asked, self._threads)
        near = np.sort(found.astype(np.int64, copy=False), axis=1)
        short = np.flatnonzero(near[:, 0] < 0)
        near[near == rows[:, None]] = -1
        cosines = self._cosines(rows, near, units)
        if index.rows < self.among:
            newer, newer_cosines = self._exact(rows, k, index.rows, none_done)
            near = np.concatenate([near, newer], axis=1)
            cosines = np.concatenate([cosines, newer_cosines], axis=1)
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        near = _to_width(np.take_along_axis(near, order, axis=1), k, -1)
        cosines = _to_width(np.take_along_axis(cosines, order, axis=1), k, -np.inf)
        near[short], cosines[short] = self._exact(rows[short], k, 0, none_done)
        return near, cosines

    def _cosines(self, rows: Ints, near: Ints, units: Floats | None = None) -> Floats:
        """Give the base cosines of `rows` (m,) with `near` (m, k); -inf where that is -1."""
        units = self._space.units(rows, base=True) if units is None else units
        cosines = np.empty(near.shape, np.float32)
        step = max(1, _GATHERED // max(1, near.shape[1] * self._space.dim))
        for start in range(0, len(rows), step):
            part = slice(start, start + step)
            here = near[part]
            vectors = self._space.base(here.ravel()).reshape(*here.shape, -1)
            np.matmul(vectors, units[part, :, None], out=cosines[part, :, None])
            cosines[part] *= self._space.inverse_norms[here]
        cosines[near < 0] = -np.inf
        return cosines

    def _exact(
        self, rows: Ints, k: int, first: int, on_rows: Callable[[int], None]
    ) -> tuple[Ints, Floats]:
        """Give the `k` nearest of `rows` among the rows from `first` on, by matrix products."""
        near = np.full((len(rows), k), -1, np.int64)
        cosines = np.full((len(rows), k), -np.inf, np.float32)
        for start in range(0, len(rows), _QUERIES):
            part = slice(start, start + _QUERIES)
            best = Best(len(rows[part]), k)
            units = self._space.units(rows[part], base=True)
            for offset in range(first, self.among, _COLUMNS):
                end = min(offset + _COLUMNS, self.among)
                products = units @ self._vectors(offset, end).T
                products *= self._space.inverse_norms[offset:end]
                own = np.flatnonzero((rows[part] >= offset) & (rows[part] < end))
                products[own, rows[part][own] - offset] = -np.inf
                best.take_in(products, offset)
            near[part], cosines[part] = best.near, best.cosines
            on_rows(min(start + _QUERIES, len(rows)))
        return near, cosines

    def _vectors(self, start: int, end: int) -> Floats:
        """Give the base vectors of the rows from `start` to `end`, copied only if they must be."""
        stored = self._space.parts()[0]
        if end <= len(stored):
            return stored[start:end]
        return self._space.base(np.arange(start, end))


class Best:
    """The nearest found so far of some queries, while all rows go by."""

    def __init__(self, queries: int, k: int) -> None:
        self._k = k
        self._begun = False
        self.near: Ints = np.full((queries, k), -1, np.int64)
        self.cosines: Floats = np.full((queries, k), -np.inf, np.float32)

    def take_in(self, cosines: Floats, offset: int) -> None:
        """Take in the cosines (m, n) of the queries with the rows from `offset` on."""
        if not self._begun and cosines.shape[1] > self._k:
            columns = np.argpartition(-cosines, self._k - 1, axis=1)[:, : self._k].ravel()
            queries = np.repeat(np.arange(len(cosines)), self._k)
        else:
            # Few pass the last of those found so far: much cheaper than ordering all of them.
            passing = np.flatnonzero(cosines > self.cosines[:, -1:])
            queries, columns = np.divmod(passing, cosines.shape[1])
        self._merge(queries, columns + offset, cosines[queries, columns])
        self._begun = True

    def _merge(self, queries: Ints, rows: Ints, cosines: Floats) -> None:
        mine = np.repeat(np.arange(len(self.near)), self._k)
        queries = np.concatenate([mine, queries])
        rows = np.concatenate([self.near.ravel(), rows])
        cosines = np.concatenate([self.cosines.ravel(), cosines])
        order = np.lexsort((rows, -cosines, queries))
        queries = queries[order]
        first = np.searchsorted(queries, np.arange(len(self.near)))
        order = order[np.arange(len(order)) - first[queries] < self._k]
        self.near = rows[order].reshape(-1, self._k)
        self.cosines = cosines[order].reshape(-1, self._k)


def _to_width(lists: NDArray[_Any], k: int, filling: float) -> NDArray[_Any]:
    return np.pad(lists, ((0, 0), (0, k - lists.shape[1])), constant_values=filling)
