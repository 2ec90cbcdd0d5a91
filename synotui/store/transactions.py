"""Writes that are kept whole or not at all, and how much memory they hold meanwhile."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from synotui.store.translating import translated

CACHED_KIB = 65_536
"""Pages of the file a connection may hold, in KiB."""
_CHANGED_KIB_IN_BULK = 131_072
"""Pages of the file a transaction may have changed before others can no longer read it, in KiB."""
_POURED_KIB = 32_768
"""The same while much is written at once, which they wait for."""


@contextmanager
def transaction(
    connection: sqlite3.Connection, path: Path, begin: Callable[[], None]
) -> Iterator[None]:
    """Run the block as one write transaction: all of it is kept, or nothing.

    `begin` takes the write lock at once (BEGIN IMMEDIATE), so a second writer
    waits instead of failing half-way. Raises DictionaryError for what SQLite
    reports.
    """
    with translated(path):
        begin()
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # After a full disk SQLite may have rolled back by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def bulk(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a block that writes much: it holds what it changes, and gives the memory back.

    Pages that find no room go to the file, which from then on nobody else can
    read. A connection that holds another number of pages than usual keeps it.
    """
    with _holding(connection, CACHED_KIB, _CHANGED_KIB_IN_BULK):
        yield


@contextmanager
def pouring(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a part of a bulk that writes more than it can hold, as fast as it can."""
    with _holding(connection, _CHANGED_KIB_IN_BULK, _POURED_KIB):
        yield


@contextmanager
def _holding(connection: sqlite3.Connection, usual: int, kib: int) -> Iterator[None]:
    (held,) = connection.execute("PRAGMA cache_size").fetchone()
    if held != -usual:
        yield
        return
    connection.execute(f"PRAGMA cache_size = -{kib}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{usual}")
        connection.execute("PRAGMA shrink_memory")


@contextmanager
def glance(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Run a block of a few short reads as one: they see the same state, and lock the file once.

    Others cannot commit meanwhile. Raises DictionaryError for what SQLite reports.
    """
    with translated(path), as_one(connection):
        yield


@contextmanager
def as_one(connection: sqlite3.Connection) -> Iterator[None]:
    """Do the same where the errors of SQLite, which it raises, are told by whoever calls."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        # After some errors SQLite has ended it by itself.
        if connection.in_transaction:
            connection.execute("COMMIT")
