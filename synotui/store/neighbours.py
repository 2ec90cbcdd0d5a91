"""The nearest of every term, in blocks of rows of a space: derived, and can be found again.

Nothing here is in the ledger: it changes nothing that anybody decided. What is
held of a space is one pass, whose blocks are written one after the other; so
lists found in different ways, or among different vectors, are never mixed.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synotui.errors import DictionaryBusy
from synotui.store.translating import translated

Rows = NDArray[np.int32]
Cosines = NDArray[np.float16]

_FEW = 4
"""Lists of one block up to which each is read by itself."""


@dataclass(frozen=True, slots=True)
class HeldPass:
    """What is kept of a pass through a space; the first `blocks` of its blocks are there."""

    k: int
    """The length of a list."""
    among: int
    """Vectors there were when it began: lists are about these, and there is one for each."""
    searched: str
    """What found them: "exact", or the backend of an index."""
    rows_per_block: int
    blocks: int = 0
    seconds: float = 0.0
    """Time it took so far."""
    recall: float | None = None
    """Share of the exact neighbours it found, of a sample; None until it is measured."""
    recall_at_10: float | None = None
    """The same of the first ten."""
    sampled: int = 0
    """Terms in that sample; 0 where the search was exact."""
    token: str = ""
    """Who goes on with it: another than whoever began or resumed it last may not."""

    @property
    def rows(self) -> int:
        """How many rows have their lists."""
        return min(self.blocks * self.rows_per_block, self.among)

    @property
    def complete(self) -> bool:
        """Whether every row has."""
        return self.rows == self.among

    @property
    def finished(self) -> bool:
        """Whether every row has, and the recall is known."""
        return self.complete and self.recall is not None

    def continues(self, wanted: "HeldPass") -> bool:
        """Say whether this is the beginning of what is wanted, or all of it."""
        lists = self.k, self.among, self.rows_per_block
        same = lists == (wanted.k, wanted.among, wanted.rows_per_block)
        return same and (self.complete or self.searched == wanted.searched)

    def with_block(self, seconds: float) -> "HeldPass":
        """Give it with one more block, found in `seconds`."""
        return replace(self, blocks=self.blocks + 1, seconds=self.seconds + seconds)

    def with_recall(self, recall: float, recall_at_10: float, sampled: int) -> "HeldPass":
        """Give it with its recall, of all lists and of the first tens of them."""
        return replace(self, recall=recall, recall_at_10=recall_at_10, sampled=sampled)


class Neighbours:
    """Reads and writes the neighbours of every term."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def held(self, space: int) -> HeldPass | None:
        """Give what there is of a pass through `space`; None if there is nothing of use."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = ?", (_name(space),)
        ).fetchone()
        try:
            return HeldPass(**json.loads(row[0])) if row else None
        except (TypeError, ValueError):
            return None

    def begin(self, space: int, wanted: HeldPass) -> HeldPass:
        """Begin a pass, or go on with one; give it with its token.

        What does not belong to it counts as absent from now on, and is
        overwritten block by block.
        """
        begun = replace(wanted, token=os.urandom(8).hex())
        self._write(space, begun)
        return begun

    def write(
        self, space: int, begun: HeldPass, neighbours: Rows, cosines: Cosines, seconds: float
    ) -> HeldPass:
        """Write the next block of a pass (m, k), found in `seconds`; give what is held then.

        Raises DictionaryBusy if another program took the pass over.
        """
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO neighbour_blocks "
                "(space_id, block, count, k, among, neighbours, cosines) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    space,
                    begun.blocks,
                    len(neighbours),
                    begun.k,
                    begun.among,
                    neighbours.astype("<i4").tobytes(),
                    cosines.astype("<f2").tobytes(),
                ),
            )
        after = begun.with_block(seconds)
        self.keep(space, begun, after)
        return after

    def keep(self, space: int, begun: HeldPass, after: HeldPass) -> None:
        """Let `after` be held in place of `begun`. Raises DictionaryBusy if that is not held."""
        if self.held(space) != begun:
            raise self._busy()
        self._write(space, after)

    def _write(self, space: int, held: HeldPass) -> None:
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
                (_name(space), json.dumps(asdict(held))),
            )

    def blocks(self, space: int, held: HeldPass) -> Iterator[tuple[Rows, Cosines]]:
        """Give the blocks of a pass, first to last: neighbours and cosines (m, k).

        -1 and NaN where a list is shorter. Each block is read when it is asked
        for. Raises DictionaryBusy if another pass has begun meanwhile.
        """
        for number in range(held.blocks):
            row = self._connection.execute(
                "SELECT neighbours, cosines FROM neighbour_blocks "
                "WHERE space_id = ? AND block = ? AND k = ? AND among = ?",
                (space, number, held.k, held.among),
            ).fetchone()
            if row is None:
                raise self._busy()
            yield (
                np.frombuffer(row[0], "<i4").reshape(-1, held.k),
                np.frombuffer(row[1], "<f2").reshape(-1, held.k),
            )

    def near(self, space: int, held: HeldPass, rows: NDArray[np.int64]) -> Rows:
        """Give the neighbours of `rows` (m,) as rows (m, k); -1 where there is none.

        Reads no more than their lists. Raises DictionaryBusy.
        """
        found = np.full((len(rows), held.k), -1, np.int32)
        for chosen, lists in self._lists(space, held, rows, "neighbours", "<i4"):
            found[chosen] = lists
        return found

    def cosines(self, space: int, held: HeldPass, rows: NDArray[np.int64]) -> Cosines:
        """Give the cosines of `rows` (m,) with their neighbours (m, k); NaN where there is none.

        Reads no more than their lists. Raises DictionaryBusy.
        """
        found = np.full((len(rows), held.k), np.nan, np.float16)
        for chosen, lists in self._lists(space, held, rows, "cosines", "<f2"):
            found[chosen] = lists
        return found

    def _lists(
        self, space: int, held: HeldPass, rows: NDArray[np.int64], column: str, kind: str
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[Any]]]:
        """Read one column of lists, block by block: which of `rows` they are of, and they."""
        there = (rows >= 0) & (rows < held.rows)
        numbers = np.where(there, rows // held.rows_per_block, -1)
        for number in np.unique(numbers[there]).tolist():
            chosen = np.flatnonzero(numbers == number)
            inside = rows[chosen] - number * held.rows_per_block
            yield chosen, self._some(space, held, number, column, kind, inside)

    def _some(
        self,
        space: int,
        held: HeldPass,
        number: int,
        column: str,
        kind: str,
        inside: NDArray[np.int64],
    ) -> NDArray[Any]:
        """Read the lists at the places `inside` a block."""
        place = self._connection.execute(
            "SELECT rowid FROM neighbour_blocks "
            "WHERE space_id = ? AND block = ? AND k = ? AND among = ?",
            (space, number, held.k, held.among),
        ).fetchone()
        if place is None:
            raise self._busy()
        size = held.k * np.dtype(kind).itemsize
        with (
            translated(self._path),
            self._connection.blobopen("neighbour_blocks", column, *place, readonly=True) as blob,
        ):
            if len(inside) > _FEW:
                return np.frombuffer(blob.read(), kind).reshape(-1, held.k)[inside]
            found = bytearray()
            for at in inside.tolist():
                blob.seek(at * size)
                found += blob.read(size)
        return np.frombuffer(found, kind).reshape(-1, held.k)

    def _busy(self) -> DictionaryBusy:
        return DictionaryBusy(
            f"Another program is finding the neighbours in {self._path}",
            "Wait for it to finish: what it finds is kept",
        )


def _name(space: int) -> str:
    return f"neighbours {space}"
