"""Nearest neighbours by current cosine: from the HNSW graph of the base vectors, or exactly.

The graph never changes while vectors move. It is asked for more than is
wanted, what it gives is scored with current vectors, and every term that moved
or is newer than the graph is scored as well (the "overlay"). So moving and
undoing cost nothing here, and the index file stays a cache of the base space.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.space import Space
from synotui.model import IndexKind

if TYPE_CHECKING:
    from synotui.engine.index import Index

_OVERFETCH = 4


class Neighbours(NamedTuple):
    """Rows and their cosines, the nearest first; equal cosines in order of rows."""

    rows: Ints
    cosines: Floats


class Search:
    """Answers from a space, through an index once there is one."""

    def __init__(self, space: Space, index: "Index | None" = None) -> None:
        self.space = space
        self.index = index

    @property
    def kind(self) -> IndexKind:
        """Which kind of search answers."""
        return "exact" if self.index is None else self.index.kind

    def neighbours(self, row: int, k: int, *, exclude: Ints | None = None) -> Neighbours:
        """Give the `k` nearest to `row`, itself and the rows in `exclude` left out."""
        query = self.space.units(np.array([row], np.int64))[0]
        left_out = np.array([row], np.int64)
        if exclude is not None and len(exclude):
            left_out = np.concatenate([left_out, exclude])
        if self.index is None:
            return self._exact(query, k, left_out)
        return self._overlay(self.index, query, k, left_out)

    def _exact(self, query: Floats, k: int, left_out: Ints) -> Neighbours:
        cosines = self.space.all_cosines(query)
        cosines[left_out] = -np.inf
        there = len(cosines) - self.space.missing - len(left_out)
        return _nearest(np.arange(len(cosines)), cosines, min(k, there))

    def _overlay(self, index: "Index", query: Floats, k: int, left_out: Ints) -> Neighbours:
        found = index.nearest(query, min(_OVERFETCH * (k + len(left_out)), index.rows))
        still = found[~self.space.has_moved(found)]
        newer = np.arange(index.rows, len(self.space), dtype=np.int64)
        moved = self.space.moved_rows
        rows = np.concatenate([still, moved, newer[~self.space.has_moved(newer)]])
        rows = rows[~np.isin(rows, left_out)]
        cosines = np.empty(len(rows), np.float32)
        is_moved = self.space.has_moved(rows)
        unmoved = rows[~is_moved]
        cosines[~is_moved] = (self.space.base(unmoved) @ query) * self.space.inverse_norms[unmoved]
        cosines[is_moved] = self.space.units(rows[is_moved]) @ query
        return _nearest(rows, cosines, k)

    def rank(self, row: int, other: int) -> int:
        """Give the place, from 1, of `other` among the neighbours of `row`. Exact."""
        query = self.space.units(np.array([row], np.int64))[0]
        cosines = self.space.all_cosines(query)
        cosines[row] = -np.inf
        return int((cosines > cosines[other]).sum()) + 1


def _nearest(rows: Ints, cosines: Floats, k: int) -> Neighbours:
    k = max(0, min(k, len(rows)))
    if k < len(rows):
        chosen = np.argpartition(-cosines, k)[:k] if k else np.empty(0, np.int64)
        rows, cosines = rows[chosen], cosines[chosen]
    order = np.lexsort((rows, -cosines))
    return Neighbours(rows[order], cosines[order].clip(-1, 1))
