"""Nearest neighbours by current cosine: from an index of the base vectors, or exactly.

The index never changes while vectors move. What it gives is taken where the
vector is still the base; every term that moved or is newer than the index is
looked at as well (the "overlay"), those that moved some time ago through a
small graph of their own. All are scored with current vectors. So moving and
undoing cost nothing here, and the index file stays a cache of the base space.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, clipped, dots, row_dots
from synotui.engine.space import Space
from synotui.model import IndexKind

if TYPE_CHECKING:
    from synotui.engine.index import Index
    from synotui.engine.moved_index import MovedIndex

_FETCHED = 84
"""Rows an index is asked for at least: the more, the higher the recall.

With 64, as many as HNSW looks at in any case, it is .96 for the ten nearest of
400,000 words, with 84 .97.
"""
_MOVED_FETCHED = 32
"""The same for the index of moved terms: few of them are nearer than all that did not move."""
_MOST_FETCHED = 4096
"""Rows from which asking an index takes longer than looking at everything."""
_SPARE = 8
"""Rows looked at beyond those wanted, for the query itself and the order of equal ones."""
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
        depth = max(_RANKED, k + min(len(left_out), _FETCHED))
        answer = self._held(row) or self._answer(row, depth)
        while True:
            rows, cosines = answer.nearest
            if len(left_out):
                wanted = ~np.isin(rows, left_out)
                rows, cosines = rows[wanted], cosines[wanted]
            if len(rows) >= k or answer.all:
                return Neighbours(rows[:k], cosines[:k])
            depth = max(depth, 4 * len(answer.nearest.rows))
            answer = self._answer(row, depth)

    def _key(self, row: int) -> _Key:
        return _Key(row, self.space.version, self.index, self._moved_index)

    def _held(self, row: int) -> _Answer | None:
        """Give the last answer if it is about `row` and nothing has changed."""
        last = self._last
        return last if last is not None and last.key == self._key(row) else None

    def _answer(self, row: int, depth: int) -> _Answer:
        """Find `depth` neighbours of `row`."""
        # Vectors may arrive while this looks: asked before, lest it be kept as the whole answer.
        arriving = self.space.missing > 0
        query = self.space.units(np.array([row], np.int64))[0]
        fetched = None if self.index is None else self._fetch(self.index, query, depth)
        if self.index is None or fetched is None:
            found = self._exact(query, row, depth)
        else:
            found = self._overlay(query, row, depth, self.index.rows, *fetched)
        answer = _Answer(self._key(row), found, len(found.rows) < depth)
        self._last = None if arriving else answer
        return answer

    def _exact(self, query: Floats, row: int, depth: int) -> Neighbours:
        cosines = self.space.all_cosines(query)
        cosines[row] = -np.inf
        there = len(cosines) - self.space.missing - 1
        rows = _leading(cosines, min(depth, there))
        return _ordered(rows, self._cosines(query, rows), row, depth)

    # The overlay -----------------------------------------------------------------------

    def _overlay(
        self, query: Floats, row: int, depth: int, indexed: int, found: Ints, at_base: Mask
    ) -> Neighbours:
        """Merge what an index of `indexed` rows `found` with all that it does not know."""
        space = self.space
        rows = found[at_base][: depth + _SPARE]
        cosines = self._cosines(query, rows, base=True)
        # What is nearer than the last of these is wanted of all that the index does not know.
        least = float(np.partition(cosines, -depth)[-depth]) if len(rows) >= depth else -np.inf
        if indexed < len(space):
            newer = self._newer(query, indexed, depth, least - _SLACK)
            rows = np.concatenate([rows, newer])
            cosines = np.concatenate([cosines, self._cosines(query, newer, base=True)])
        if len(space.moved):
            # One that moved is likely to be still among those that were near it.
            parts = [found[~at_base], self._settled(query, depth, least)]
            parts.append(self._loose(query, depth, least - _SLACK))
            moved = np.concatenate(parts)
            theirs = clipped(row_dots(space.moved.units(moved), query))
            rows = np.concatenate([rows, moved])
            cosines = np.concatenate([cosines, theirs])
        return _ordered(rows, cosines, row, depth)

    def _fetch(self, index: "Index", query: Floats, depth: int) -> tuple[Ints, Mask] | None:
        """Ask for ever more until more than `depth` are at their base; say which these are.

        None where so much has moved that it is quicker to look at everything.
        """
        wanted = max(_FETCHED, 2 * depth)
        most = max(_MOST_FETCHED, wanted)
        while wanted <= most:
            found = index.nearest(query, min(wanted, index.rows))
            at_base = ~self.space.has_moved(found)
            if wanted >= index.rows or np.count_nonzero(at_base) > depth:
                return found, at_base
            wanted *= 4
        return None

    def _newer(self, query: Floats, start: int, depth: int, least: float) -> Ints:
        """Give what is at its base from row `start` on: more than the `depth` nearest, if many."""
        rows = np.arange(start, len(self.space))
        cosines = self.space.all_cosines(query, start)
        cosines[self.space.has_moved(rows)] = -np.inf
        near: Ints = rows[_near(cosines, depth + 1, least)]
        return near

    def _settled(self, query: Floats, depth: int, least: float) -> Ints:
        """Give more than the `depth` nearest of the settled rows, or all nearer than `least`."""
        moved, own = self.space.moved, self._moved_index
        if own is not None and moved.count_settled >= _WORTH_ASKING * len(own):
            wanted = _MOVED_FETCHED
            while wanted <= _MOST_FETCHED:
                rows, cosines = own.nearest(query, min(wanted, len(own)))
                still = moved.settled(rows)
                rows, cosines = rows[still], cosines[still]
                if len(rows) > depth or wanted >= len(own) or (len(rows) and cosines[-1] < least):
                    return rows
                wanted *= 4
        moved.unsettle()
        return np.empty(0, np.int64)

    def _loose(self, query: Floats, depth: int, least: float) -> Ints:
        """Give what moved and is not settled: more than the `depth` nearest, if many."""
        rows, vectors, inverse_norms = self.space.moved.loose
        if not len(rows):
            return rows
        cosines = dots(vectors, query)
        cosines *= inverse_norms
        near: Ints = rows[_near(cosines, depth + 1, least)]
        return near

    def _cosines(self, query: Floats, rows: Ints, *, base: bool = False) -> Floats:
        """Give the cosines of a unit vector with `rows`, now or at their base, each by itself."""
        return clipped(row_dots(self.space.units(rows, base=base), query))


def _near(cosines: Floats, k: int, least: float) -> Ints:
    """Give the places of cosines from `least` on; if there are more, about the `k` largest."""
    near = np.flatnonzero(cosines >= max(least, _FARTHEST))
    return near if len(near) <= k else near[_leading(cosines[near], k)]


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


def _ordered(rows: Ints, cosines: Floats, row: int, depth: int) -> Neighbours:
    """Put rows in order, each once and `row` left out; give the first `depth`."""
    order = np.lexsort((rows, -cosines))
    rows, cosines = rows[order], cosines[order]
    wanted = rows != row
    wanted[1:] &= rows[1:] != rows[:-1]
    return Neighbours(rows[wanted][:depth], cosines[wanted][:depth])
