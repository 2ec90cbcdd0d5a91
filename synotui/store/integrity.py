"""What SQLite and the tables themselves say of a dictionary's soundness."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

_MOST = 100
"""Faults after which SQLite stops to look for more."""


def damaged_pages(connection: sqlite3.Connection) -> list[str]:
    """Give what SQLite's integrity check finds, in its words; nothing where all is well."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST})")]
    return [] if found == ["ok"] else found


def surplus(connection: sqlite3.Connection, path: Path) -> str:
    """Say that a file is longer than it says; "" if it is not. A transaction has to be begun.

    SQLite does not mind, but only leaves it so in the middle of a write: a file
    that was copied or moved then, without its journal, is half-written.
    """
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    [size] = connection.execute("PRAGMA page_size").fetchone()
    more = path.stat().st_size // size - pages
    if more <= 0:
        return ""
    return f"{more:,} pages at its end are of a write that was not finished, whose journal is lost"


def dangling(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """Give (table, the table it refers to, rows) of rows that refer to what is not there."""
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), rows in counts.items():
        yield table, parent, rows
