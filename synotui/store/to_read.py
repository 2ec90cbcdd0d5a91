"""Connections that only read.

A process that is killed in the middle of a commit leaves a journal, by which
the next one to read takes the half of it back. That takes a connection which
could write: one that could not would refuse to read at all.
"""

import sqlite3
import stat
from pathlib import Path

_ANYBODY = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def may_be_written(path: Path) -> bool:
    """Say whether a file has any write permission, whoever asks."""
    try:
        return bool(path.stat().st_mode & _ANYBODY)
    except OSError:
        return False


def open_unlocked(path: Path) -> sqlite3.Connection:
    """Open a file to look at what is in it, whoever has locked it: nobody may be writing to it.

    Raises sqlite3.Error.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def open_to_read(path: Path, *, patience: float = 5.0) -> sqlite3.Connection:
    """Open a file that is there so that no statement can write to it.

    Waits `patience` seconds for another process. Raises sqlite3.Error.
    """
    mode = "rw" if may_be_written(path) else "ro"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience)
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA query_only = ON")
    return connection
