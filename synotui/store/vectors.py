"""Spaces of vectors: base vectors in blobs of a few thousand, adjusted ones a row each."""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.model import SpaceInfo
from synotui.store.batches import batches, marks
from synotui.store.translating import translated

VECTORS_PER_BLOCK = 2048

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]

_STORED = {"float32": "<f4", "float16": "<f2"}


class Block(NamedTuple):
    """Where some vectors lie that were added together."""

    place: int
    """The rowid of the block."""
    start: int
    """The row of the space that its first vector is."""
    size: int
    """Its vectors."""


class Vectors:
    """Reads and writes the vectors of every space."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def spaces(self, *, counted: bool = True) -> list[SpaceInfo]:
        """Give all spaces, oldest first.

        Without `counted` none has `moved` terms: counting them takes time for each.
        """
        moved = "(SELECT count(*) FROM adjusted WHERE space_id = spaces.id)" if counted else "0"
        rows = self._connection.execute(
            "SELECT id, name, encoder, dim, "
            "(SELECT coalesce(max(rows), 0) FROM block_stamps WHERE space_id = spaces.id), "
            f"{moved}, "
            "CAST(id AS TEXT) = (SELECT value FROM settings WHERE name = 'space'), storage "
            "FROM spaces ORDER BY id"
        )
        return [
            SpaceInfo(id_, name, encoder, dim, vectors, moved, bool(current), storage)
            for id_, name, encoder, dim, vectors, moved, current, storage in rows
        ]

    def current(self) -> SpaceInfo | None:
        """Give the current space, if the dictionary has one."""
        return next((space for space in self.spaces() if space.current), None)

    def make_space(
        self, name: str, encoder: str, dim: int, created_at: str, *, half: bool = False
    ) -> int:
        """Add an empty space and make it current; give its id.

        With `half` its vectors are kept as float16, in half the room.
        """
        storage = "float16" if half else "float32"
        with translated(self._path):
            cursor = self._connection.execute(
                "INSERT INTO spaces (name, encoder, dim, created_at, storage) "
                "VALUES (?, ?, ?, ?, ?)",
                (name, encoder, dim, created_at, storage),
            )
        space = int(cursor.lastrowid or 0)
        self.make_current(space)
        return space

    def make_current(self, space: int) -> None:
        """Let `space` be the one suggestions come from."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES ('space', ?)", (str(space),)
            )

    def remove_space(self, space: int) -> None:
        """Delete a space with all its vectors and whatever else is kept of it.

        No term loses a verdict. The file does not shrink: its room is used again.
        """
        with translated(self._path):
            tables = self._connection.execute(
                "SELECT tables.name FROM sqlite_master AS tables "
                "JOIN pragma_table_info(tables.name) AS columns "
                "WHERE tables.type = 'table' AND columns.name = 'space_id'"
            ).fetchall()
            for (table,) in tables:
                self._connection.execute(f'DELETE FROM "{table}" WHERE space_id = ?', (space,))
            self._connection.execute("DELETE FROM spaces WHERE id = ?", (space,))

    def append(self, space: int, ids: Ids, vectors: Matrix) -> None:
        """Add base vectors: `ids` (n,), `vectors` (n, dim), none of them there yet."""
        with translated(self._path):
            block, rows = self._connection.execute(
                "SELECT coalesce(max(block), -1) + 1, coalesce(max(rows), 0) FROM block_stamps "
                "WHERE space_id = ?",
                (space,),
            ).fetchone()
            (storage,) = self._connection.execute(
                "SELECT storage FROM spaces WHERE id = ?", (space,)
            ).fetchone()
            kind = _STORED[storage]
            for start in range(0, len(ids), VECTORS_PER_BLOCK):
                part = slice(start, start + VECTORS_PER_BLOCK)
                count = len(ids[part])
                rows += count
                self._connection.execute(
                    "INSERT INTO vector_blocks (space_id, block, count, term_ids, vectors) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (space, block, count, _bytes(ids[part], "<i8"), _bytes(vectors[part], kind)),
                )
                self._connection.execute(
                    "INSERT INTO block_stamps (space_id, block, rows, stamp) "
                    "VALUES (?, ?, ?, randomblob(8))",
                    (space, block, rows),
                )
                block += 1

    def replace(self, space: int, ids: Ids, vectors: Matrix) -> int:
        """Put other base vectors (n, dim) in the place of those of the terms `ids` (n,).

        Gives how many of them have one. Caches of the space and what is known of its
        neighbours are no longer true of it, and are made again when next wanted.
        """
        info = next(each for each in self.spaces() if each.id == space)
        order = np.argsort(ids)
        ids, vectors = ids[order], vectors[order]
        every = self.ids(space)
        count = 0
        with translated(self._path):
            for block in self.blocks(space):
                here = every[block.start : block.start + block.size]
                inside = np.flatnonzero(np.isin(here, ids))
                if not len(inside):
                    continue
                held = self.read_block(info, block).copy()
                held[inside] = vectors[ids.searchsorted(here[inside])]
                self._connection.execute(
                    "UPDATE vector_blocks SET vectors = ? WHERE rowid = ?",
                    (_bytes(held, _STORED[info.storage]), block.place),
                )
                self._connection.execute(
                    "UPDATE block_stamps SET stamp = randomblob(8) WHERE space_id = ? AND rows = ?",
                    (space, block.start + block.size),
                )
                count += len(inside)
            self._connection.execute(
                "DELETE FROM settings WHERE name = ?", (f"neighbours {space}",)
            )
        return count

    def fingerprint(self, space: int, rows: int | None = None) -> str | None:
        """Give what tells the first `rows` vectors of `space`, or all, from any others.

        Vectors are only ever added, so it stays true of them. None if no
        number of added blocks makes up `rows`, or there are no vectors.
        """
        stamps = self._connection.execute(
            "SELECT rows, stamp FROM block_stamps WHERE space_id = ? ORDER BY block", (space,)
        ).fetchall()
        digest = hashlib.sha256()
        for so_far, stamp in stamps:
            digest.update(stamp)
            if so_far == (stamps[-1][0] if rows is None else rows):
                return digest.hexdigest()
        return None

    def blocks(self, space: int) -> list[Block]:
        """Give where the vectors of `space` lie, in stored order."""
        found = self._connection.execute(
            "SELECT vector_blocks.rowid, rows - count, count FROM vector_blocks "
            "JOIN block_stamps USING (space_id, block) WHERE space_id = ? ORDER BY block",
            (space,),
        )
        return [Block(*row) for row in found]

    def read_block(self, space: SpaceInfo, block: Block) -> Matrix:
        """Read one block of vectors (count, dim)."""
        with (
            translated(self._path),
            self._connection.blobopen(
                "vector_blocks", "vectors", block.place, readonly=True
            ) as blob,
        ):
            held = np.frombuffer(blob.read(), _STORED[space.storage])
        return held.reshape(block.size, space.dim).astype(np.float32, copy=False)

    def load(
        self, space: SpaceInfo, on_vectors: Callable[[int], None] = lambda done: None
    ) -> tuple[Ids, Matrix]:
        """Read all base vectors of `space`: ids (n,) and vectors (n, dim), in stored order.

        `on_vectors` hears how many are read, block by block.
        """
        vectors = np.empty((space.vectors, space.dim), np.float32)
        for block in self.blocks(space.id):
            end = block.start + block.size
            vectors[block.start : end] = self.read_block(space, block)
            on_vectors(end)
        return self.ids(space.id), vectors

    def some(self, space: SpaceInfo, wanted: Ids) -> tuple[Ids, Matrix]:
        """Read the base vectors of the `wanted` terms that have one: ids (m,), vectors (m, dim).

        Reads only the blocks they are in.
        """
        ids, vectors = [], []
        every = self.ids(space.id)
        asked = np.isin(every, wanted)
        for block in self.blocks(space.id):
            part = slice(block.start, block.start + block.size)
            chosen = asked[part]
            if chosen.any():
                ids.append(every[part][chosen])
                vectors.append(self.read_block(space, block)[chosen])
        if not ids:
            return np.empty(0, np.int64), np.empty((0, space.dim), np.float32)
        return np.concatenate(ids), np.concatenate(vectors)

    def ids(self, space: int) -> Ids:
        """Give the ids of the terms that have a base vector in `space`, in stored order."""
        rows = self._connection.execute(
            "SELECT term_ids FROM vector_blocks WHERE space_id = ? ORDER BY block", (space,)
        )
        parts = [np.frombuffer(row[0], "<i8") for row in rows]
        return np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)

    def lacking(self, space: int | None) -> Ids:
        """Give the ids of the terms in use that have no vector in `space`, ascending."""
        rows = self._connection.execute("SELECT id FROM terms WHERE NOT retired ORDER BY id")
        used = np.fromiter((row[0] for row in rows), np.int64)
        return used if space is None else used[~np.isin(used, self.ids(space))]

    def load_adjusted(self, space: SpaceInfo) -> tuple[Ids, Matrix]:
        """Read the adjusted vectors: ids (m,), ascending, and vectors (m, dim)."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM adjusted WHERE space_id = ?", (space.id,)
        ).fetchone()
        ids, vectors = np.empty(count, np.int64), np.empty((count, space.dim), np.float32)
        rows = self._connection.execute(
            "SELECT term_id, vector FROM adjusted WHERE space_id = ? ORDER BY term_id", (space.id,)
        )
        start = 0
        for batch in batches(rows):
            end = start + len(batch)
            ids[start:end] = [row[0] for row in batch]
            joined = b"".join(row[1] for row in batch)
            vectors[start:end] = np.frombuffer(joined, "<f4").reshape(len(batch), space.dim)
            start = end
        return ids, vectors

    def write_adjusted(self, space: int, moved: Mapping[int, Matrix], restored: Ids) -> None:
        """Keep the vectors of `moved` terms; those of `restored` terms are base again."""
        with translated(self._path):
            # An update, unlike a replacement, leaves the index of the table as it is.
            self._connection.executemany(
                "INSERT INTO adjusted (space_id, term_id, vector) VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET vector = excluded.vector",
                ((space, i, _bytes(vector, "<f4")) for i, vector in moved.items()),
            )
            for batch in batches(restored.tolist()):
                self._connection.execute(
                    f"DELETE FROM adjusted WHERE space_id = ? AND term_id IN ({marks(batch)})",
                    [space, *batch],
                )

    def clear_adjusted(self, space: int) -> None:
        """Forget every adjusted vector of `space`."""
        with translated(self._path):
            self._connection.execute("DELETE FROM adjusted WHERE space_id = ?", (space,))


def usable(vectors: Matrix) -> NDArray[np.bool_]:
    """Say which of `vectors` (n, dim) can be measured: finite, not zero, not too long for it."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.einsum("ij,ij->i", vectors, vectors, dtype=np.float32)
    found: NDArray[np.bool_] = np.isfinite(lengths) & (lengths > 0)
    return found


def _bytes(values: NDArray[Any], kind: str) -> memoryview:
    """Give an array as the bytes of another kind of numbers, copied only where they differ."""
    return np.ascontiguousarray(values, kind).data.cast("B")
