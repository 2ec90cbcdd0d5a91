"""One space of vectors in memory: the base once, and over it the vectors that moved."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, norms, unit


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
    """Vectors of the terms, by row; rows are in the order they were stored and never move."""

    def __init__(self, ids: Ints, base: Floats) -> None:
        """Take term ids (n,) and base vectors (n, dim), none of them zero. Neither is copied."""
        self.ids = ids
        self.base = base
        self._finish()
        self._slots = np.full(len(ids), -1, np.int64)
        self._moved_rows: list[int] = []
        self._moved_units: Floats = np.empty((0, base.shape[1]), np.float32)
        self._moved_raw: dict[int, Floats] = {}

    def _finish(self) -> None:
        self.inverse_norms: Floats = (1 / norms(self.base)).astype(np.float32)
        self._order = np.argsort(self.ids, kind="stable")
        self._sorted_ids = self.ids[self._order]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dim(self) -> int:
        """Components of a vector."""
        return int(self.base.shape[1])

    def rows_of(self, ids: Ints) -> Ints:
        """Give the rows of terms `ids` (m,); -1 for one without a vector."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        places = np.searchsorted(self._sorted_ids, ids).clip(max=len(self.ids) - 1)
        return np.where(self._sorted_ids[places] == ids, self._order[places], -1)

    def row_of(self, term: int) -> int | None:
        """Give the row of one term, None without a vector."""
        row = int(self.rows_of(np.array([term], np.int64))[0])
        return None if row < 0 else row

    def append(self, ids: Ints, base: Floats) -> None:
        """Add terms behind the others."""
        self.ids = np.concatenate([self.ids, ids])
        self.base = np.concatenate([self.base, base])
        self._slots = np.concatenate([self._slots, np.full(len(ids), -1, np.int64)])
        self._finish()

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
            row = self.row_of(term)
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
        vector: Floats = self.base[row]
        return vector

    def units(self, rows: Ints, *, base: bool = False) -> Floats:
        """Give the unit vectors of `rows` (m, dim), as they are now or of the base."""
        vectors: Floats = self.base[rows] * self.inverse_norms[rows, None]
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
        """Give the cosines of a unit vector `query` (dim,) with every row as it is now (n,)."""
        found: Floats = (self.base @ query) * self.inverse_norms
        if self._moved_rows:
            found[self._moved_rows] = self.moved_units @ query
        return found
