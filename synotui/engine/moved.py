"""The terms whose vector is not the base: where they are now, and since when.

They lie in slots, next to one another, so that a pass over them is one product.
The first slots may be `settled`: those are found through an index of their own
(`engine.moved_index`), and only what lies behind them is passed over.
"""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, norms

_ROOM = 64
"""Slots there are to begin with."""


class Snapshot(NamedTuple):
    """What had moved at one time: a copy, so that any thread may work on it."""

    rows: Ints
    """Rows of the space (m,)."""
    vectors: Floats
    """Theirs (m, dim)."""
    at: int
    """When it was taken: what moved later has a later stamp."""


class Moved:
    """Vectors in place of the base, by row. Every change takes time for the rows it is about."""

    def __init__(self, rows: int, dim: int) -> None:
        """Begin with none of `rows` rows moved."""
        self._slots = np.full(rows, -1, np.int32)
        self._count = 0
        self._settled = 0
        self._now = 0
        self._rows: Ints = np.empty(_ROOM, np.int64)
        self._vectors: Floats = np.empty((_ROOM, dim), np.float32)
        self._inverse_norms: Floats = np.empty(_ROOM, np.float32)
        self._stamps: Ints = np.empty(_ROOM, np.int64)

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> Ints:
        """The rows that moved, in no particular order (m,). True until the next change."""
        return self._rows[: self._count]

    @property
    def every(self) -> tuple[Ints, Floats, Floats]:
        """The rows (m,), their vectors (m, dim), one over the lengths (m,). True until a change."""
        part = slice(0, self._count)
        return self._rows[part], self._vectors[part], self._inverse_norms[part]

    @property
    def loose(self) -> tuple[Ints, Floats, Floats]:
        """The same of the rows that are not settled."""
        part = slice(self._settled, self._count)
        return self._rows[part], self._vectors[part], self._inverse_norms[part]

    def has(self, rows: Ints) -> Mask:
        """Say for each of `rows`, an array of any shape, whether it moved."""
        moved: Mask = self._slots[rows] >= 0
        return moved

    @property
    def count_settled(self) -> int:
        """How many are settled."""
        return self._settled

    def settled(self, rows: Ints) -> Mask:
        """Say for each of `rows` whether it moved and is settled."""
        slots = self._slots[rows]
        return (slots >= 0) & (slots < self._settled)

    def vectors(self, rows: Ints) -> Floats:
        """Give the vectors of `rows` (m,), all of them moved, as (m, dim), copied."""
        found: Floats = self._vectors[self._slots[rows]]
        return found

    def units(self, rows: Ints) -> Floats:
        """Give the unit vectors of `rows` (m,), all of them moved, as (m, dim)."""
        slots = self._slots[rows]
        found: Floats = self._vectors[slots]
        found *= self._inverse_norms[slots, None]
        return found

    def make_room(self, rows: int) -> None:
        """Know `rows` more rows, at their base."""
        self._slots = np.concatenate([self._slots, np.full(rows, -1, np.int32)])

    # Changes ---------------------------------------------------------------------------

    def put(self, rows: Ints, vectors: Floats) -> None:
        """Let `rows` (m,), each once, have `vectors` (m, dim)."""
        self._now += 1
        for row in rows[self.settled(rows)].tolist():
            self._loosen(row)
        added = rows[~self.has(rows)]
        self._grow(self._count + len(added))
        end = self._count + len(added)
        self._slots[added] = np.arange(self._count, end)
        self._rows[self._count : end] = added
        self._count = end
        slots = self._slots[rows]
        lengths = norms(vectors)
        self._vectors[slots] = vectors
        self._inverse_norms[slots] = 1 / np.where(lengths > 0, lengths, 1)
        self._stamps[slots] = self._now

    def restore(self, rows: Ints) -> None:
        """Let `rows`, each once, be at their base again."""
        self._now += 1
        for row in rows[self.has(rows)].tolist():
            if self._slots[row] < self._settled:
                self._loosen(row)
            self._count -= 1
            self._swap(int(self._slots[row]), self._count)
            self._slots[row] = -1

    def _grow(self, needed: int) -> None:
        if needed <= len(self._rows):
            return
        room = max(needed, 2 * len(self._rows))
        for name in ("_rows", "_vectors", "_inverse_norms", "_stamps"):
            held = getattr(self, name)
            grown = np.empty((room, *held.shape[1:]), held.dtype)
            grown[: self._count] = held[: self._count]
            setattr(self, name, grown)

    def _loosen(self, row: int) -> None:
        """Take a row from those that are settled."""
        self._settled -= 1
        self._swap(int(self._slots[row]), self._settled)

    def _swap(self, a: int, b: int) -> None:
        if a != b:
            self._exchange(np.array([a]), np.array([b]))

    def _exchange(self, a: Ints, b: Ints) -> None:
        """Exchange what is in slots `a` (m,) with what is in `b` (m,), all of them different."""
        there, here = np.concatenate([a, b]), np.concatenate([b, a])
        for held in (self._rows, self._vectors, self._inverse_norms, self._stamps):
            held[there] = held[here]
        self._slots[self._rows[there]] = there

    # Settling --------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Copy what has moved by now."""
        return Snapshot(self.rows.copy(), self._vectors[: self._count].copy(), self._now)

    def settle(self, snapshot: Snapshot) -> None:
        """Let those rows of `snapshot` be settled that are now as they were then; no others."""
        slots = self._slots[snapshot.rows[self.has(snapshot.rows)]]
        same = slots[self._stamps[slots] <= snapshot.at]
        self._settled = len(same)
        within = np.zeros(self._count, bool)
        within[same] = True
        behind = np.flatnonzero(within[self._settled :]) + self._settled
        before = np.flatnonzero(~within[: self._settled])
        self._exchange(before, behind)

    def unsettle(self) -> None:
        """Let none be settled."""
        self._settled = 0
