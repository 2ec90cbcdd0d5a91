"""A look at a dictionary from the side: has anybody written, is the file still there, is it locked.

It takes no thread of whoever works on the dictionary, and never waits.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from synotui.store.footing import FileIs, Footing, Identity, identity
from synotui.store.to_read import open_to_read


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen."""

    file: FileIs
    locked: bool
    """Whether another process keeps the file from being read."""
    version: int | None
    """What changes with every write of another connection; None where it cannot be read."""


class Watch:
    """Looks at one file. It belongs to the thread that looks."""

    def __init__(self, path: Path, opened: Identity | None) -> None:
        """Look at the file that was `opened` at `path`. It is opened by the first look."""
        self.path = path
        self._file = opened
        self._connection: sqlite3.Connection | None = None

    def look(self) -> Look:
        """Say what is seen now."""
        found = Footing.compare(self._file, identity(self.path))
        if found != "same":
            return Look(found, locked=False, version=None)
        try:
            if self._connection is None:
                self._connection = open_to_read(self.path, patience=0)
                self._connection.execute("PRAGMA cache_size = -64")
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            return Look("same", locked=code == sqlite3.SQLITE_BUSY, version=None)
        return Look("same", locked=False, version=int(version))

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
