"""What rankers learnt of verdicts: derived from the ledger, in a table that nothing else is in.

SQLite reads the whole of a long value when it looks for another one in the same table by name.
"""

import sqlite3
from pathlib import Path

from synotui.store.settings import NamedValues
from synotui.store.translating import translated


class Rankers:
    """Reads and writes the state of a ranker for each space; of space 0 for one without vectors."""

    def __init__(self, connection: sqlite3.Connection, path: Path, values: NamedValues) -> None:
        self._connection = connection
        self._path = path
        self._values = values

    def state(self, space: int) -> bytes | None:
        """Give what a ranker learnt by the vectors of a space, if it is kept."""
        row = self._connection.execute(
            "SELECT state FROM rankers WHERE space = ?", (space,)
        ).fetchone()
        return bytes(row[0]) if row else None

    def keep(self, space: int, state: bytes) -> None:
        """Keep what a ranker learnt: no change of what is decided, see `Store.state`."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO rankers (space, state) VALUES (?, ?)", (space, state)
            )
        self._values.view_writes += 1
