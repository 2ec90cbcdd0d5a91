"""One space of vectors in memory: the base once, and over it the vectors that moved."""

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, clipped, dots, norms, row_dots
from synotui.engine.moved import Moved

_ROWS_AT_ONCE = 4096
"""Rows whose lengths are computed together: no second copy of the vectors is ever made."""
_REMEMBERED = 32
"""Changes whose rows are known, for those who follow what moves."""


class Moves(NamedTuple):
    """New places for some terms: `vectors` for those that leave their base, by term id."""

    moved: Mapping[int, Floats]
    """Term id to its vector (dim,)."""
    restored: Ints
    """Ids of terms that are at their base vector again."""

    def ids(self) -> list[int]:
        """Give every term the moves are about."""
        return [*self.moved, *self.restored.tolist()]


class Space:
    """Vectors of the terms, by row; rows are in the order they were stored and never move.

    The base may still be on its way into memory (`Space.arriving`): a term
    whose vector is not there yet has no row, and is in no answer.
    """

    def __init__(self, ids: Ints, base: Floats, inverse_norms: Floats | None = None) -> None:
        """Take term ids (n,) and base vectors (n, dim), none of them zero. Neither is copied.

        `inverse_norms` (n,) are one over the lengths of the vectors, computed if not given.
        """
        self._stored = base
        self._tail = base[:0]
        self._in_tail = 0
        if inverse_norms is None:
            inverse_norms = np.empty(len(base), np.float32)
            for start in range(0, len(base), _ROWS_AT_ONCE):
                part = slice(start, start + _ROWS_AT_ONCE)
                inverse_norms[part] = 1 / norms(base[part])
        self.inverse_norms = inverse_norms
        self._missing = 0
        self._know(ids)
        self.moved = Moved(len(ids), base.shape[1])
        """The vectors that are not the base."""
        self._version = 0
        self._changes: deque[Ints] = deque(maxlen=_REMEMBERED)

    @classmethod
    def arriving(cls, ids: Ints, dim: int) -> "Space":
        """Give the space of terms `ids` (n,) whose vectors are still to come, with `arrive`."""
        space = cls(ids, np.zeros((len(ids), dim), np.float32), np.zeros(len(ids), np.float32))
        space._missing = len(ids)
        return space

    def arrive(self, start: int, vectors: Floats) -> None:
        """Take in the base vectors (m, dim) of the rows from `start` on. Any thread may do so."""
        end = start + len(vectors)
        self._stored[start:end] = vectors
        self.inverse_norms[start:end] = 1 / norms(vectors)
        self._missing -= len(vectors)

    @property
    def missing(self) -> int:
        """How many vectors are still to come."""
        return self._missing

    def _know(self, ids: Ints) -> None:
        self.ids = ids
        self._order: Ints | None = None
        self._sorted_ids = ids
        if (ids[1:] < ids[:-1]).any():
            self._order = np.argsort(ids, kind="stable")
            self._sorted_ids = ids[self._order]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dim(self) -> int:
        """Components of a vector."""
        return int(self._stored.shape[1])

    def rows_of(self, ids: Ints) -> Ints:
        """Give the rows of terms `ids` (m,); -1 for one without a vector."""
        rows = self._places(ids)
        if self._missing:
            rows = np.where(self.inverse_norms[rows] > 0, rows, -1)
        return rows

    def row_of(self, term: int) -> int | None:
        """Give the row of one term, None without a vector."""
        place = int(self._sorted_ids.searchsorted(term))
        if place == len(self.ids) or self._sorted_ids[place] != term:
            return None
        row = place if self._order is None else int(self._order[place])
        return None if self._missing and not self.inverse_norms[row] > 0 else row

    def append(self, ids: Ints, base: Floats) -> None:
        """Add terms (m,) with vectors (m, dim) behind the others."""
        end = self._in_tail + len(base)
        if end > len(self._tail):
            grown = np.empty((max(64, 2 * end), self.dim), np.float32)
            grown[: self._in_tail] = self._tail[: self._in_tail]
            self._tail = grown
        self._tail[self._in_tail : end] = base
        self._in_tail = end
        added = (1 / norms(base)).astype(np.float32)
        self.inverse_norms = np.concatenate([self.inverse_norms, added])
        self.moved.make_room(len(ids))
        self._know(np.concatenate([self.ids, ids]))
        self._version += 1
        self._changes.append(np.arange(len(self) - len(ids), len(self)))

    def rest_on(self, base: Floats) -> None:
        """Take `base` (m, dim), equal to the first m vectors held, in their place.

        m is at least the number of vectors the space began with.
        """
        appended = len(base) - len(self._stored)
        self._tail = self._tail[appended:]
        self._in_tail -= appended
        self._stored = base

    def parts(self) -> list[Floats]:
        """Give the base vectors as arrays (m, dim) that follow one another. Not copied."""
        tail = self._tail[: self._in_tail]
        return [part for part in (self._stored, tail) if len(part)]

    def base(self, rows: Ints) -> Floats:
        """Give the base vectors of `rows` (m,) as (m, dim), copied."""
        stored = len(self._stored)
        if not self._in_tail or (rows < stored).all():
            vectors: Floats = self._stored[rows]
            return vectors
        found = np.empty((len(rows), self.dim), np.float32)
        newer = rows >= stored
        found[~newer] = self._stored[rows[~newer]]
        found[newer] = self._tail[rows[newer] - stored]
        return found

    # What moved ------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """Counts the changes: while it is the same, so are all vectors that are there."""
        return self._version

    def changed_since(self, version: int) -> Ints | None:
        """Give the rows that moved or were restored since `version`; None if that is too long."""
        count = self._version - version
        if not count:
            return np.empty(0, np.int64)
        if count > len(self._changes):
            return None
        recent = list(self._changes)[len(self._changes) - count :]
        return recent[0] if count == 1 else np.unique(np.concatenate(recent))

    @property
    def moved_rows(self) -> Ints:
        """Rows whose vector is not the base, in no particular order. True until the next move."""
        return self.moved.rows

    def has_moved(self, rows: Ints) -> Mask:
        """Say for each of `rows`, an array of any shape, whether its vector is not the base."""
        return self.moved.has(rows)

    def apply(self, moves: Moves) -> Moves:
        """Move terms; give the moves that take it back exactly.

        A term without a row, or at that very vector already, is passed over. No
        term is both moved and restored.
        """
        rows, vectors = self._of_those_there(
            np.array(list(moves.moved), np.int64), self._stacked(moves.moved)
        )
        restored = self._places(moves.restored)
        restored = restored[restored >= 0]
        restored = restored[self.has_moved(restored)]
        rows, vectors = self._of_those_elsewhere(rows, vectors)
        had_moved = self.has_moved(rows)
        leaving = np.concatenate([rows[had_moved], restored])
        before = self.moved.vectors(leaving)
        back = Moves(
            dict(zip(self.ids[leaving].tolist(), before, strict=True)), self.ids[rows[~had_moved]]
        )
        self._change(rows, vectors, restored)
        return back

    def become(self, ids: Ints, vectors: Floats) -> None:
        """Let terms `ids` (m,) be at `vectors` (m, dim), and all others at their base."""
        rows, vectors = self._of_those_there(ids, vectors)
        moved = self.moved_rows
        restored = moved[~np.isin(moved, rows)]
        self._change(*self._of_those_elsewhere(rows, vectors), restored)

    def _change(self, rows: Ints, vectors: Floats, restored: Ints) -> None:
        self.moved.restore(restored)
        self.moved.put(rows, vectors)
        changed = np.concatenate([rows, restored])
        if len(changed):
            self._version += 1
            self._changes.append(changed)

    def _of_those_there(self, ids: Ints, vectors: Floats) -> tuple[Ints, Floats]:
        rows = self._places(ids)
        there = rows >= 0
        return (rows, vectors) if there.all() else (rows[there], vectors[there])

    def _of_those_elsewhere(self, rows: Ints, vectors: Floats) -> tuple[Ints, Floats]:
        there = self._is_at(rows, vectors)
        return (rows[~there], vectors[~there]) if there.any() else (rows, vectors)

    def differing(self, moves: Moves) -> Moves:
        """Give those of `moves`, all of terms with a row, that change any bit."""
        rows = self._places(np.array(list(moves.moved), np.int64))
        same = self._is_at(rows, self._stacked(moves.moved))
        here = self.has_moved(self._places(moves.restored))
        moved = zip(moves.moved.items(), same.tolist(), strict=True)
        return Moves(dict(item for item, at in moved if not at), moves.restored[here])

    def _stacked(self, vectors: Mapping[int, Floats]) -> Floats:
        if not vectors:
            return np.empty((0, self.dim), np.float32)
        return np.stack(list(vectors.values()))

    def _is_at(self, rows: Ints, vectors: Floats) -> Mask:
        """Say which of `rows` (m,) have moved to the very `vectors` (m, dim)."""
        same = self.has_moved(rows)
        if same.any():
            held = self.moved.vectors(rows[same])
            same[same] = (held.view(np.int32) == vectors[same].view(np.int32)).all(axis=1)
        return same

    def _places(self, ids: Ints) -> Ints:
        """Give the rows that terms `ids` (m,) have or will have; -1 for one that has none."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        places = np.minimum(self._sorted_ids.searchsorted(ids), len(self.ids) - 1)
        rows = places if self._order is None else self._order[places]
        return np.where(self._sorted_ids[places] == ids, rows, -1)

    # Vectors and cosines ---------------------------------------------------------------

    def vectors(self, rows: Ints) -> Floats:
        """Give the vectors of `rows` (m,) as they are now (m, dim), copied."""
        found = self.base(rows)
        moved = self.has_moved(rows)
        if moved.any():
            found[moved] = self.moved.vectors(rows[moved])
        return found

    def raw(self, row: int, *, base: bool = False) -> Floats:
        """Give the vector of `row` (dim,) as it is now, or with `base` as the encoder gave it."""
        rows = np.array([row])
        vector: Floats = (self.base(rows) if base else self.vectors(rows))[0]
        return vector

    def units(self, rows: Ints, *, base: bool = False) -> Floats:
        """Give the unit vectors of `rows` (m, dim), as they are now or of the base."""
        vectors: Floats = self.base(rows)
        vectors *= self.inverse_norms[rows, None]
        if not base and len(self.moved):
            moved = self.has_moved(rows)
            if moved.any():
                vectors[moved] = self.moved.units(rows[moved])
        return vectors

    def cosines(self, row: int, rows: Ints, *, base: bool = False) -> Floats:
        """Give the cosines of `row` with each of `rows` (m,), now or of the base.

        Each is summed by itself: the same two vectors give the same bits.
        """
        units = self.units(np.append(rows, row), base=base)
        return clipped(row_dots(units[:-1], units[-1]))

    def both_cosines(self, row: int, rows: Ints) -> tuple[Floats, Floats]:
        """Give the cosines of `row` with each of `rows` (m,), of the base and now, as `cosines`."""
        rows = np.append(rows, row)
        units = self.units(rows, base=True)
        base = clipped(row_dots(units[:-1], units[-1]))
        moved = self.has_moved(rows)
        if not moved.any():
            return base, base
        units[moved] = self.moved.units(rows[moved])
        return base, clipped(row_dots(units[:-1], units[-1]))

    def all_cosines(self, query: Floats, start: int = 0) -> Floats:
        """Give the cosines of a unit vector `query` (dim,) with the rows from `start` on (n,).

        As they are now. A row whose vector is still to come gets -inf. For
        ordering many: the bits of one depend on where it lies.
        """
        found = np.empty(len(self) - start, np.float32)
        first = 0
        for part in self.parts():
            here = part[max(0, start - first) :]
            at = max(first, start) - start
            dots(here, query, out=found[at : at + len(here)])
            first += len(part)
        found *= self.inverse_norms[start:]
        if len(self.moved):
            rows, vectors, inverse_norms = self.moved.every
            cosines = dots(vectors, query) * inverse_norms
            later = rows >= start
            found[rows[later] - start] = cosines[later]
        if self._missing:
            found[self.inverse_norms[start:] == 0] = -np.inf
        return found
