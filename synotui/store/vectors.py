"""Spaces of vectors: base vectors in blobs of a few thousand, adjusted ones a row each."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synotui.model import SpaceInfo
from synotui.store.batches import batches, marks
from synotui.store.connect import translated

VECTORS_PER_BLOCK = 2048

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]


class Vectors:
    """Reads and writes the vectors of every space."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def spaces(self) -> list[SpaceInfo]:
        """Give all spaces, oldest first."""
        rows = self._connection.execute(
            "SELECT id, name, encoder, dim, "
            "(SELECT coalesce(sum(count), 0) FROM vector_blocks WHERE space_id = spaces.id), "
            "(SELECT count(*) FROM adjusted WHERE space_id = spaces.id), "
            "CAST(id AS TEXT) = (SELECT value FROM settings WHERE name = 'space') "
            "FROM spaces ORDER BY id"
        )
        return [
            SpaceInfo(id_, name, encoder, dim, vectors, moved, bool(current))
            for id_, name, encoder, dim, vectors, moved, current in rows
        ]

    def current(self) -> SpaceInfo | None:
        """Give the current space, if the dictionary has one."""
        return next((space for space in self.spaces() if space.current), None)

    def make_space(self, name: str, encoder: str, dim: int, created_at: str) -> int:
        """Add an empty space and make it current; give its id."""
        with translated(self._path):
            cursor = self._connection.execute(
                "INSERT INTO spaces (name, encoder, dim, created_at) VALUES (?, ?, ?, ?)",
                (name, encoder, dim, created_at),
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

    def append(self, space: int, ids: Ids, vectors: Matrix) -> None:
        """Add base vectors: `ids` (n,), `vectors` (n, dim), none of them there yet."""
        with translated(self._path):
            row = self._connection.execute(
                "SELECT coalesce(max(block), -1) + 1 FROM vector_blocks WHERE space_id = ?",
                (space,),
            ).fetchone()
            for block, start in enumerate(range(0, len(ids), VECTORS_PER_BLOCK), int(row[0])):
                part = slice(start, start + VECTORS_PER_BLOCK)
                self._connection.execute(
                    "INSERT INTO vector_blocks (space_id, block, count, term_ids, vectors) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (
                        space,
                        block,
                        len(ids[part]),
                        ids[part].astype("<i8").tobytes(),
                        vectors[part].astype("<f4").tobytes(),
                    ),
                )

    def load(
        self, space: SpaceInfo, on_vectors: Callable[[int], None] = lambda done: None
    ) -> tuple[Ids, Matrix]:
        """Read all base vectors of `space`: ids (n,) and vectors (n, dim), in stored order.

        `on_vectors` hears how many are read, block by block.
        """
        ids = np.empty(space.vectors, np.int64)
        vectors = np.empty((space.vectors, space.dim), np.float32)
        done = 0
        rows = self._connection.execute(
            "SELECT count, term_ids, vectors FROM vector_blocks WHERE space_id = ? ORDER BY block",
            (space.id,),
        )
        with translated(self._path):
            for count, id_bytes, vector_bytes in rows:
                ids[done : done + count] = np.frombuffer(id_bytes, "<i8")
                vectors[done : done + count] = np.frombuffer(vector_bytes, "<f4").reshape(
                    count, space.dim
                )
                done += count
                on_vectors(done)
        return ids, vectors

    def ids(self, space: int) -> Ids:
        """Give the ids of the terms that have a base vector in `space`, in stored order."""
        rows = self._connection.execute(
            "SELECT term_ids FROM vector_blocks WHERE space_id = ? ORDER BY block", (space,)
        )
        parts = [np.frombuffer(row[0], "<i8") for row in rows]
        return np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)

    def lacking(self, space: int | None) -> Iterator[tuple[int, str]]:
        """Give (id, text) of the terms in use that have no vector in `space`."""
        have = set(self.ids(space).tolist()) if space is not None else set()
        rows = self._connection.execute("SELECT id, text FROM terms WHERE NOT retired ORDER BY id")
        return (row for row in rows.fetchall() if row[0] not in have)

    def load_adjusted(self, space: SpaceInfo) -> tuple[Ids, Matrix]:
        """Read the adjusted vectors: ids (m,), ascending, and vectors (m, dim)."""
        rows = self._connection.execute(
            "SELECT term_id, vector FROM adjusted WHERE space_id = ? ORDER BY term_id", (space.id,)
        ).fetchall()
        ids = np.array([row[0] for row in rows], np.int64)
        joined = b"".join(row[1] for row in rows)
        return ids, np.frombuffer(joined, "<f4").astype(np.float32).reshape(len(ids), space.dim)

    def write_adjusted(self, space: int, moved: Mapping[int, Matrix], restored: Ids) -> None:
        """Keep the vectors of `moved` terms; those of `restored` terms are base again."""
        with translated(self._path):
            self._connection.executemany(
                "INSERT OR REPLACE INTO adjusted (space_id, term_id, vector) VALUES (?, ?, ?)",
                ((space, i, vector.astype("<f4").tobytes()) for i, vector in moved.items()),
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

    def index_record(self, space: int) -> tuple[int, str] | None:
        """Give rows and SHA-256 of the index file that belongs to `space`, if one was built."""
        row = self._connection.execute(
            "SELECT index_rows, index_sha256 FROM spaces WHERE id = ?", (space,)
        ).fetchone()
        return (row[0], row[1]) if row and row[1] else None

    def record_index(self, space: int, rows: int, sha256: str) -> None:
        """Note which index file belongs to `space`."""
        with translated(self._path):
            self._connection.execute(
                "UPDATE spaces SET index_rows = ?, index_sha256 = ? WHERE id = ?",
                (rows, sha256, space),
            )
