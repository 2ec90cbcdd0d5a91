"""One space of vectors in memory: the base once, and over it the vectors that moved."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, norms, unit

_ROWS_AT_ONCE = 4096
"""Rows whose lengths are computed together: no second copy of the vectors is ever made."""


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
        self._slots = np.full(len(ids), -1, np.int32)
        self._moved_rows: list[int] = []
        self._moved_units: Floats = np.empty((0, base.shape[1]), np.float32)
        self._moved_raw: dict[int, Floats] = {}

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
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        places = np.searchsorted(self._sorted_ids, ids).clip(max=len(self.ids) - 1)
        rows = places if self._order is None else self._order[places]
        here = self._sorted_ids[places] == ids
        if self._missing:
            here &= self.inverse_norms[rows] > 0
        return np.where(here, rows, -1)

    def row_of(self, term: int) -> int | None:
        """Give the row of one term, None without a vector."""
        row = int(self.rows_of(np.array([term], np.int64))[0])
        return None if row < 0 else row

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
        self._slots = np.concatenate([self._slots, np.full(len(ids), -1, np.int32)])
        self._know(np.concatenate([self.ids, ids]))

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
    def moved_rows(self) -> Ints:
        """Rows whose current vector is not the base, in no particular order."""
        return np.array(self._moved_rows, np.int64)

    @property
    def moved_units(self) -> Floats:
        """The unit vectors of `moved_rows`, in the same order (m, dim)."""
        return self._moved_units[: len(self._moved_rows)]

    def has_moved(self, rows: Ints) -> Mask:
        """Say for each of `rows`, an array of any shape, whether its vector is not the base."""
        moved: Mask = self._slots[rows] >= 0
        return moved

    def apply(self, moves: Moves) -> Moves:
        """Move terms; give the moves that take it back exactly. Terms without a row are passed."""
        back_moved: dict[int, Floats] = {}
        back_restored: list[int] = []
        for term in moves.ids():
            row = self._place_of(term)
            if row is None:
                continue
            before = self._moved_raw.get(row)
            if before is None:
                back_restored.append(term)
            else:
                back_moved[term] = before
            after = moves.moved.get(term)
            if after is None:
                self._restore(row)
            else:
                self._move(row, after)
        return Moves(back_moved, np.array(back_restored, np.int64))

    def _place_of(self, term: int) -> int | None:
        """Give the row a term has or will have."""
        place = int(np.searchsorted(self._sorted_ids, term))
        if place == len(self.ids) or self._sorted_ids[place] != term:
            return None
        return place if self._order is None else int(self._order[place])

    def _move(self, row: int, vector: Floats) -> None:
        slot = int(self._slots[row])
        if slot < 0:
            slot = len(self._moved_rows)
            if slot == len(self._moved_units):
                grown = np.empty((max(64, 2 * slot), self.dim), np.float32)
                grown[:slot] = self._moved_units
                self._moved_units = grown
            self._slots[row] = slot
            self._moved_rows.append(row)
        self._moved_units[slot] = unit(vector[None])[0]
        self._moved_raw[row] = vector

    def _restore(self, row: int) -> None:
        slot = int(self._slots[row])
        if slot < 0:
            return
        last_row = self._moved_rows.pop()
        last_slot = len(self._moved_rows)
        self._slots[row] = -1
        del self._moved_raw[row]
        if last_row != row:
            self._moved_units[slot] = self._moved_units[last_slot]
            self._moved_rows[slot] = last_row
            self._slots[last_row] = slot

    # Vectors and cosines ---------------------------------------------------------------

    def raw(self, row: int, *, base: bool = False) -> Floats:
        """Give the vector of `row` (dim,) as it is now, or with `base` as the encoder gave it."""
        if not base and row in self._moved_raw:
            return self._moved_raw[row]
        vector: Floats = self.base(np.array([row]))[0]
        return vector

    def units(self, rows: Ints, *, base: bool = False) -> Floats:
        """Give the unit vectors of `rows` (m, dim), as they are now or of the base."""
        vectors: Floats = self.base(rows) * self.inverse_norms[rows, None]
        if not base and self._moved_rows:
            slots = self._slots[rows]
            moved = slots >= 0
            vectors[moved] = self._moved_units[slots[moved]]
        return vectors

    def cosines(self, row: int, rows: Ints, *, base: bool = False) -> Floats:
        """Give the cosines of `row` with each of `rows` (m,), now or of the base.

        Each is summed by itself: the same two vectors give the same bits.
        """
        one = self.units(np.array([row], np.int64), base=base)
        found: Floats = (self.units(rows, base=base) * one).sum(axis=1)
        return found.clip(-1, 1)

    def all_cosines(self, query: Floats) -> Floats:
        """Give the cosines of a unit vector `query` (dim,) with every row as it is now (n,).

        A row whose vector is still to come gets -inf.
        """
        found = np.empty(len(self), np.float32)
        start = 0
        for part in self.parts():
            np.matmul(part, query, out=found[start : start + len(part)])
            start += len(part)
        found *= self.inverse_norms
        if self._moved_rows:
            found[self._moved_rows] = self.moved_units @ query
        if self._missing:
            found[self.inverse_norms == 0] = -np.inf
        return found
