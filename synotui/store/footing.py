"""What a store stands on: the file that was opened, and the last ledger entry it knows.

Other processes add to the ledger, which is followed. They may also put a
backup back, delete the file, or put another in its place; then what is in
memory, ids of terms above all, is about something else, and nothing may be
written on the strength of it.
"""

import os
import sqlite3
from pathlib import Path
from typing import Literal, NamedTuple

from synotui.errors import DictionaryReplaced, NotADictionary
from synotui.store.refusing import gone
from synotui.store.translating import translated

FileIs = Literal["same", "gone", "another"]


class Identity(NamedTuple):
    """What tells one file from another, whatever they are called."""

    device: int
    number: int


class Entry(NamedTuple):
    """The last entry of a ledger: 0 and b"" if there is none."""

    seq: int
    hash: bytes


class Footing:
    """Says whether the file and its ledger are still those that were opened."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.opened = identity(path)
        """The file that was opened."""
        self._place = os.path.realpath(path)
        """Where it lay: SQLite keeps its journal there."""
        self.last = self._first_look()
        """The last entry whose effects are known here."""
        self.own: set[int] = set()
        """Entries after it that were made here."""

    def _first_look(self) -> Entry:
        """Give the last entry; none of a ledger that is damaged, which may be opened to be mended.

        Raises DictionaryError where it cannot be read for another reason.
        """
        try:
            with translated(self._path):
                return self.top()
        except NotADictionary:
            return Entry(0, b"")

    def top(self) -> Entry:
        """Give the last entry there is."""
        row = self._connection.execute(
            "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        return Entry(row[0], bytes(row[1] or b"")) if row else Entry(0, b"")

    def file_is(self) -> FileIs:
        """Say whether the path still leads to the file that was opened, at the same place."""
        found = self.compare(self.opened, identity(self._path))
        moved = found == "same" and os.path.realpath(self._path) != self._place
        return "another" if moved else found

    @staticmethod
    def compare(opened: Identity | None, now: Identity | None) -> FileIs:
        """Say what became of the file that was `opened`, by what is at its path `now`."""
        if now is None:
            return "gone"
        return "same" if opened is None or now == opened else "another"

    def continues(self) -> bool:
        """Say whether the ledger is the one that was known, gone on with or not."""
        known = self.last
        if not known.seq:
            return True
        row = self._connection.execute(
            "SELECT hash FROM ledger WHERE seq = ?", (known.seq,)
        ).fetchone()
        return row is not None and bytes(row[0] or b"") == known.hash

    def check(self) -> None:
        """Raise DictionaryReplaced if what is open is not what was opened."""
        found = self.file_is()
        if found == "gone":
            raise gone(self._path, ": this was not saved")
        if found == "another":
            raise DictionaryReplaced(
                f"Another file is in the place of {self._path}: this was not saved",
                "Leave and open it anew, or put the first one back",
            )
        if not self.continues():
            raise DictionaryReplaced(
                f"{self._path} is another state than was read, such as a backup put back: "
                "this was not saved",
                "Open it anew, then repeat",
            )

    def wrote(self, before: Entry, after: Entry) -> None:
        """Take note that entries behind `before`, up to `after`, were made here."""
        self.own.update(range(before.seq + 1, after.seq + 1))
        if before == self.last:
            self.know(after)

    def know(self, entry: Entry) -> None:
        """Take note that everything up to `entry` is known."""
        self.last = entry
        self.own = {seq for seq in self.own if seq > entry.seq}


def identity(path: Path) -> Identity | None:
    """Tell one file from another; None if there is none. Some file systems have no numbers."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Identity(found.st_dev, found.st_ino) if found.st_ino else Identity(0, 0)
