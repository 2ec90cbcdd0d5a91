"""Whether the pages of a dictionary are sound: looked at once, before anything is written.

SQLite tells of a damaged page only when it comes by it. A decision that comes
by none would be written into a file that is damaged elsewhere, and what seems
a free page there may be one that is still needed.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from synotui.errors import DictionaryDamaged, NotADictionary
from synotui.store.integrity import surplus
from synotui.store.refusing import remedy_of_damage
from synotui.store.to_read import open_to_read, open_unlocked
from synotui.store.translating import translated


class _Stamp(NamedTuple):
    """What changes when a file is written to, or another is put in its place."""

    device: int
    number: int
    size: int
    changed: int
    """When, in nanoseconds."""


class Soundness:
    """Looks at every page of one dictionary, in any thread; what is found holds until forgotten."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._found: str | None = None
        self._before: _Stamp | None = None
        """Of the file, when it was about to be looked at."""

    @property
    def fault(self) -> str:
        """What is wrong, in SQLite's words; "" where all is well or nobody has looked yet."""
        return self._found or ""

    @property
    def is_known(self) -> bool:
        """Whether somebody has looked."""
        return self._found is not None

    def check(self) -> None:
        """Look, if nobody has yet. Raises DictionaryDamaged, DictionaryError.

        What another thread is looking at already is waited for.
        """
        with self._lock:
            if self._found is None:
                self._before = _stamp_of(self._path)
                self._found = damage_of(self._path)
        if self._found:
            raise damaged(self._path, self._found, ": nothing is written to it")

    def stands(self) -> bool:
        """Say whether the file is as it was before it was looked at, as far as its stamp tells."""
        return self._before is not None and self._before == _stamp_of(self._path)

    def forget(self) -> None:
        """Let it be looked at anew: the file holds something else now."""
        with self._lock:
            self._found = None


def damage_of(path: Path) -> str:
    """Give the first thing that is wrong with the pages of a file, "" if nothing is.

    They are read without a lock, so that nobody waits for it; where somebody
    wrote meanwhile, or something seems wrong, once more with one. Raises
    DictionaryError if it cannot be read for now.
    """
    try:
        if not _first_fault(open_unlocked(path), path):
            return ""
    except (sqlite3.Error, UnicodeDecodeError, OSError):
        pass
    try:
        with translated(path):
            return _first_fault(open_to_read(path), path)
    except NotADictionary as error:
        return str(error.__cause__ or error.message)


def damaged(path: Path, told: str, more: str = "") -> DictionaryDamaged:
    """Give the error that says a file is damaged, by what `damage_of` told, and what to do."""
    # SQLite may begin with a line that only names the database.
    last = told.splitlines()[-1]
    return DictionaryDamaged(path, f" ({last}){more}", remedy_of_damage(path))


def _stamp_of(path: Path) -> _Stamp | None:
    """Give the stamp of a file; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return _Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _first_fault(opened: sqlite3.Connection, path: Path) -> str:
    with closing(opened):
        opened.execute("BEGIN")
        found = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
        return surplus(opened, path) if found == "ok" else found
