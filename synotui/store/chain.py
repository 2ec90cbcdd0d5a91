"""The chain of the ledger: each entry carries a hash of itself and of the entry before it.

Whoever changes, drops or adds an entry in the middle breaks every link from
there on. Whoever rewrites all that follows as well has to change the last
hash, which is why commands print it: noted elsewhere, it proves that what was
there then is there still.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

START = b""
"""What stands before the first entry."""
_COLUMNS = "seq, at, curator, action, label, data, target, below, undo_top, redo_top"


def link(before: bytes, entry: Sequence[Any]) -> bytes:
    """Give the hash of an entry, its columns in order, that follows the one with hash `before`.

    SHA-256 over the 32 bytes of `before` (none for the first entry) and the
    columns as one JSON array in UTF-8 without blanks.
    """
    told = json.dumps(list(entry), ensure_ascii=False, separators=(",", ":"))
    return sha256(before + told.encode("utf-8", "surrogatepass")).digest()


def last(connection: sqlite3.Connection) -> bytes:
    """Give the hash of the last entry."""
    row = connection.execute("SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    return bytes(row[0]) if row else START


def make_chain(connection: sqlite3.Connection) -> None:
    """Link all entries of a ledger that has no hashes yet."""
    before = START
    for entry in connection.execute(f"SELECT {_COLUMNS} FROM ledger ORDER BY seq").fetchall():
        before = link(before, entry)
        connection.execute("UPDATE ledger SET hash = ? WHERE seq = ?", (before, entry[0]))


def broken_links(connection: sqlite3.Connection) -> Iterator[int]:
    """Give the entries whose hash is not that of themselves and the entry before them.

    After one that is broken the next is held against the hash that is there:
    so a change in one place is told of in one place.
    """
    before = START
    for *entry, held in connection.execute(f"SELECT {_COLUMNS}, hash FROM ledger ORDER BY seq"):
        if link(before, entry) != held:
            yield entry[0]
        before = bytes(held)
