"""What tells one state of a dictionary from another."""

import hashlib
import sqlite3


def state_of(connection: sqlite3.Connection) -> str:
    """Give what tells this state of a dictionary from others, view and caches left out."""
    digest = hashlib.sha256()
    for statement in (
        "PRAGMA user_version",
        "SELECT max(seq), count(*) FROM ledger",
        "SELECT max(id), count(*), total(retired) FROM terms",
        "SELECT count(*), total(low), total(high) FROM proposals",
        "SELECT count(*), total(seq) FROM pairs",
        "SELECT * FROM spaces ORDER BY id",
        "SELECT * FROM block_stamps ORDER BY space_id, block"
        if _has(connection, "block_stamps")
        else "SELECT 0",
        "SELECT value FROM settings WHERE name IN ('adjustment', 'space', 'solved_at')",
    ):
        for row in connection.execute(statement):
            digest.update(repr(row).encode())
    for row in connection.execute("SELECT * FROM ledger ORDER BY seq DESC LIMIT 1"):
        digest.update(repr(row).encode())
    return digest.hexdigest()[:8]


def _has(connection: sqlite3.Connection, table: str) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return row is not None
