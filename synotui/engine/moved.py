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
_ROWS_AT_ONCE = 1024
"""Rows taken in together, so that they stay in the processor's cache."""


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
        self._settled = self._to_the_end(rows[self.settled(rows)], self._settled)
        added = rows[~self.has(rows)]
        end = self._count + len(added)
        self._grow(end)
        self._slots[added] = np.arange(self._count, end)
        self._rows[self._count : end] = added
        self._count = end
        slots = self._slots[rows]
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            lengths = norms(vectors[part])
            self._vectors[slots[part]] = vectors[part]
            self._inverse_norms[slots[part]] = 1 / np.where(lengths > 0, lengths, 1)
        self._stamps[slots] = self._now

    def restore(self, rows: Ints) -> None:
        """Let `rows`, each once, be at their base again."""
        rows = rows[self.has(rows)]
        self._settled = self._to_the_end(rows[self.settled(rows)], self._settled)
        self._count = self._to_the_end(rows, self._count)
        self._slots[rows] = -1

    def _grow(self, needed: int) -> None:
        if needed <= len(self._rows):
            return
        room = max(needed, 2 * len(self._rows))
        for name in ("_rows", "_vectors", "_inverse_norms", "_stamps"):
            held = getattr(self, name)
            grown = np.empty((room, *held.shape[1:]), held.dtype)
            grown[: self._count] = held[: self._count]
            setattr(self, name, grown)

    def _to_the_end(self, rows: Ints, end: int) -> int:
        """Let `rows`, all in slots before `end`, be in the last of these; give where they begin."""
        if not len(rows):
            return end
        begin = end - len(rows)
        slots = self._slots[rows]
        others = np.ones(len(rows), bool)
        others[slots[slots >= begin] - begin] = False
        a, b = slots[slots < begin], begin + np.flatnonzero(others)
        there, here = np.concatenate([a, b]), np.concatenate([b, a])
        for held in (self._rows, self._vectors, self._inverse_norms, self._stamps):
            held[there] = held[here]
        self._slots[self._rows[there]] = there
        return begin

    # Settling --------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Copy what has moved by now."""
        return Snapshot(self.rows.copy(), self._vectors[: self._count].copy(), self._now)

    def settle(self, snapshot: Snapshot) -> None:
        """Let those rows of `snapshot` be settled that are now as they were then; no others."""
        slots = self._slots[snapshot.rows[self.has(snapshot.rows)]]
        same = np.zeros(self._count, bool)
        same[slots] = self._stamps[slots] <= snapshot.at
        self._settled = self._to_the_end(self.rows[~same], self._count)

    def unsettle(self) -> None:
        """Let none be settled."""
        self._settled = 0
