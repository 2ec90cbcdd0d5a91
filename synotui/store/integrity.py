"""What SQLite and the tables themselves say of a dictionary's soundness."""

import sqlite3
from collections.abc import Iterator

_MOST = 100
"""Faults after which SQLite stops to look for more."""


def damaged_pages(connection: sqlite3.Connection) -> list[str]:
    """Give what SQLite's integrity check finds, in its words; nothing where all is well."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST})")]
    return [] if found == ["ok"] else found


def dangling(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """Give (table, the table it refers to, rows) of rows that refer to what is not there."""
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), rows in counts.items():
        yield table, parent, rows
