"""Nearest neighbours by current cosine: from an index of the base vectors, or exactly.

The index never changes while vectors move. What it gives is taken where the
vector is still the base; every term that moved or is newer than the index is
looked at as well (the "overlay"), those that moved some time ago through a
small graph of their own. All are scored with current vectors. So moving and
undoing cost nothing here, and the index file stays a cache of the base space.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, dots, row_dots
from synotui.engine.space import Space
from synotui.model import IndexKind

if TYPE_CHECKING:
    from synotui.engine.index import Index
    from synotui.engine.moved_index import MovedIndex

_FETCHED = 64
"""Rows an index is asked for at least: HNSW looks at as many in any case."""
_RANKED = 32
"""Neighbours found at least, so that the next search for the same term has its answer."""
_SLACK = 4e-6
"""How far cosines summed in another order may be from those that are given."""
_FARTHEST = -2.0
"""Less than any cosine of a vector that is there."""
_WORTH_ASKING = 0.25
"""Share of the terms in the index of moved ones that must still be where it has them."""
_TIED = 4096
"""Rows that may all be equally near, of which those are sure to be given that come first."""


class Neighbours(NamedTuple):
    """Rows and their cosines, the nearest first; equal cosines in order of rows."""

    rows: Ints
    cosines: Floats


class Search:
    """Answers from a space, through an index once there is one."""

    def __init__(self, space: Space, index: "Index | None" = None) -> None:
        self.space = space
        self.index = index
        self._moved_index: MovedIndex | None = None
        self._last: _Answer | None = None

    @property
    def kind(self) -> IndexKind:
        """Which kind of search answers."""
        return "exact" if self.index is None else self.index.kind

    def settle(self, moved_index: "MovedIndex") -> None:
        """Look for moved terms in `moved_index`, as far as they are still where it has them."""
        self.space.moved.settle(moved_index.snapshot)
        self._moved_index = moved_index

    def neighbours(self, row: int, k: int, *, exclude: Ints | None = None) -> Neighbours:
        """Give the `k` nearest to `row`, itself and the rows in `exclude` left out."""
        left_out = np.empty(0, np.int64) if exclude is None else exclude
        answer = self._held(row)
        depth = max(_RANKED, k + min(len(left_out), _FETCHED))
        while True:
            if answer is not None:
                rows, cosines = answer.nearest
                if len(left_out):
                    wanted = ~np.isin(rows, left_out)
                    rows, cosines = rows[wanted], cosines[wanted]
                if len(rows) >= k or answer.all:
                    return Neighbours(rows[:k], cosines[:k])
                depth = max(depth, 4 * len(answer.nearest.rows))
            answer = self._answer(row, depth)

    def rank(self, row: int, other: int) -> int:
        """Give the place, from 1, of `other` among the neighbours of `row`. Exact."""
        query = self.space.units(np.array([row], np.int64))[0]
        cosines = self.space.all_cosines(query)
        cosines[row] = -np.inf
        return int((cosines > cosines[other]).sum()) + 1

    def _key(self, row: int) -> "_Key":
        return _Key(row, self.space.version, self.index, self._moved_index)

    def _held(self, row: int) -> "_Answer | None":
        """Give the last answer if it is about `row` and nothing has changed."""
        last = self._last
        return last if last is not None and last.key == self._key(row) else None

    def _answer(self, row: int, depth: int) -> "_Answer":
        """Find `depth` neighbours of `row`."""
        query = self.space.units(np.array([row], np.int64))[0]
        if self.index is None:
            found = self._exact(query, row, depth)
        else:
            found = self._overlay(self.index, query, row, depth)
        answer = _Answer(self._key(row), found, len(found.rows) < depth)
        # While vectors arrive, the next answer is another.
        self._last = None if self.space.missing else answer
        return answer

    def _exact(self, query: Floats, row: int, depth: int) -> Neighbours:
        cosines = self.space.all_cosines(query)
        cosines[row] = -np.inf
        there = len(cosines) - self.space.missing - 1
        rows = _leading(cosines, min(depth, there))
        return _ordered(rows, self._cosines(query, rows), depth)

    def _overlay(self, index: "Index", query: Floats, row: int, depth: int) -> Neighbours:
        space = self.space
        rows = _fetch(index.nearest, index.rows, query, depth, lambda at: ~space.has_moved(at))
        if len(space.moved):
            rows = np.concatenate([rows, self._settled(query, depth)])
        rows = rows[rows != row]
        cosines = self._cosines(query, rows)
        # What is nearer than the last of these is wanted of all that no index knows.
        last = float(-np.inf if len(rows) < depth else np.partition(cosines, -depth)[-depth])
        beside = self._beside(index, query, depth + 1, last - _SLACK)
        beside = beside[beside != row]
        if len(beside):
            rows = np.concatenate([rows, beside])
            cosines = np.concatenate([cosines, self._cosines(query, beside)])
        return _ordered(rows, cosines, depth)

    def _settled(self, query: Floats, depth: int) -> Ints:
        """Give the nearest of the moved terms that are found through their own index."""
        moved, own = self.space.moved, self._moved_index
        if own is None or not moved.count_settled:
            return np.empty(0, np.int64)
        if moved.count_settled < _WORTH_ASKING * len(own):
            moved.unsettle()
            return np.empty(0, np.int64)
        return _fetch(own.nearest, len(own), query, min(depth, moved.count_settled), moved.settled)

    def _beside(self, index: "Index", query: Floats, most: int, least: float) -> Ints:
        """Give rows that no index knows: about the `most` nearest, with cosines from `least` on."""
        rows, vectors, inverse_norms = self.space.moved.loose
        cosines = dots(vectors, query)
        cosines *= inverse_norms
        if index.rows < len(self.space):
            newer = np.arange(index.rows, len(self.space))
            others = self.space.all_cosines(query, index.rows)
            others[self.space.has_moved(newer)] = -np.inf
            rows, cosines = np.concatenate([rows, newer]), np.concatenate([cosines, others])
        near = np.flatnonzero(cosines >= max(least, _FARTHEST))
        if len(near) > most:
            near = near[_leading(cosines[near], most)]
        chosen: Ints = rows[near]
        return chosen

    def _cosines(self, query: Floats, rows: Ints) -> Floats:
        """Give the cosines of a unit vector with `rows` as they are now, each by itself."""
        return row_dots(self.space.units(rows), query).clip(-1, 1)


class _Key(NamedTuple):
    """What an answer depends on."""

    row: int
    version: int
    by: "Index | None"
    beside: "MovedIndex | None"


class _Answer(NamedTuple):
    """The nearest of one row, as long as nothing changes."""

    key: _Key
    nearest: Neighbours
    all: bool
    """Whether there are no more."""


def _fetch(
    nearest: Callable[[Floats, int], Ints],
    size: int,
    query: Floats,
    depth: int,
    counts: Callable[[Ints], Mask],
) -> Ints:
    """Ask an index of `size` rows for ever more until `depth` of them count."""
    wanted = max(_FETCHED, 2 * depth)
    while True:
        found = nearest(query, min(wanted, size))
        found = found[counts(found)]
        if len(found) >= depth or wanted >= size:
            return found
        wanted *= 4


def _leading(cosines: Floats, k: int) -> Ints:
    """Give the places of the `k` largest, and of those that may be as large as the last."""
    if k <= 0:
        return np.empty(0, np.int64)
    last = np.partition(cosines, -k)[-k]
    near = np.flatnonzero(cosines >= last - _SLACK)
    if len(near) > k + _TIED:
        sure = cosines[near] > last + _SLACK
        near = np.concatenate([near[sure], near[~sure][:_TIED]])
    return near


def _ordered(rows: Ints, cosines: Floats, depth: int) -> Neighbours:
    order = np.lexsort((rows, -cosines))[:depth]
    return Neighbours(rows[order], cosines[order])
