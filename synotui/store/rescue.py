"""A new dictionary made of the rows that a damaged one still holds."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from synotui.model import Action, Settings
from synotui.store.chain import make_chain
from synotui.store.connect import APPLICATION_ID, SCHEMA_VERSION
from synotui.store.pairs import pair_from_row
from synotui.store.replay import read_deed
from synotui.store.salvage import TABLES, Salvage
from synotui.store.translating import translated
from synotui.store.vectors import usable

_STORED: dict[str, np.dtype[Any]] = {"float32": np.dtype("<f4"), "float16": np.dtype("<f2")}
_BY_ROWID = "n"
_ACTIONS = frozenset((*get_args(Action), "undo", "redo"))


class Carried(NamedTuple):
    """What came over from a table."""

    table: str
    rows: int
    made_up: int = 0
    """Rows that only stand for what is lost: terms that pairs are about."""
    lost: int = 0
    """Rows, or vectors, that are known to be lost."""


def carry_over(salvage: Salvage, out: Path) -> list[Carried]:
    """Write the rows to a new file `out` with the schema they are of. Raises DictionaryError.

    Entries of the ledger that are lost leave gaps, which are told by their
    number; its chain is made anew over what there is.
    """
    version = salvage.version if 1 < salvage.version <= SCHEMA_VERSION else SCHEMA_VERSION
    with translated(out):
        connection = _empty(out, version)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DROP TRIGGER ledger_stays")
            carried = list(_carry(salvage, connection))
            if _has_column(connection, "ledger", "hash"):
                make_chain(connection)
            connection.execute(
                "CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
            connection.execute("COMMIT")
        finally:
            connection.close()
    return carried


def _empty(out: Path, version: int) -> sqlite3.Connection:
    from sqlite_utils import Database

    from synotui.store.migrations import steps

    # A relative path may look like a URI.
    connection = sqlite3.connect(out.absolute(), isolation_level=None)
    following = f"m{version + 1:03d}_"
    names = [step.name for step in steps.pending(Database(connection, execute_plugins=False))]
    stop = next((name for name in names if name.startswith(following)), None)
    steps.apply(Database(connection, execute_plugins=False), stop_before=stop)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _carry(salvage: Salvage, connection: sqlite3.Connection) -> Iterator[Carried]:
    for table in TABLES:
        if table not in ("vector_blocks", "terms"):
            yield Carried(table, _insert(salvage, connection, table), 0, 0)
    terms = _insert(salvage, connection, "terms")
    terms += _terms_by_text(salvage, connection)
    vectors, lost = _carry_vectors(salvage, connection)
    made_up = _make_up_terms(connection)
    _let_go_of_what_is_lost(connection)
    yield Carried("terms", terms, made_up)
    yield Carried("vectors", vectors, 0, lost)


def _insert(salvage: Salvage, connection: sqlite3.Connection, table: str) -> int:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    if not columns:
        return 0
    by_rowid = TABLES[table][0] == _BY_ROWID
    count = 0
    for row in salvage.rows(table):
        values: list[Any] = list(row.values)
        if row.holes:
            continue
        if by_rowid:
            values[0] = row.rowid
        values = values[: len(columns)]
        if not _makes_sense(table, values):
            continue
        named = ", ".join(columns[: len(values)])
        try:
            done = connection.execute(
                f"INSERT OR IGNORE INTO {table} ({named}) VALUES ({', '.join('?' * len(values))})",
                values,
            )
        except sqlite3.Error:
            continue
        count += done.rowcount
    return count


def _makes_sense(table: str, values: list[Any]) -> bool:
    """Say whether what flipped bits may have changed can still be understood."""
    try:
        match table:
            case "ledger":
                deed = read_deed(*values[3:6])
                for side in deed.settings or () if deed else ():
                    Settings.kept(side)
                return deed is not None and str(values[3]) in _ACTIONS
            case "pairs":
                pair_from_row(values[0], values[1], values[2:])
            case "view":
                json.loads(values[1])
            case "settings" if values[0] == "adjustment":
                Settings.kept(json.loads(values[1]))
            case "settings" if str(values[1]).startswith("{"):
                json.loads(values[1])
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
    return True


def _terms_by_text(salvage: Salvage, connection: sqlite3.Connection) -> int:
    """Add terms of which only the index of texts still knows."""
    from synotui.text import key

    held = {term for (term,) in connection.execute("SELECT id FROM terms")}
    missing = [(term, text) for term, text in salvage.texts() if term not in held]
    count = 0
    for term, text in missing:
        found = key(text)
        count += connection.execute(
            "INSERT OR IGNORE INTO terms (id, text, key) VALUES (?, ?, ?)",
            (term, text, "" if found == text else found),
        ).rowcount
    return count


def _carry_vectors(salvage: Salvage, connection: sqlite3.Connection) -> tuple[int, int]:
    """Carry vectors over, without those that lay on damaged pages; give how many came, are lost."""
    spaces: dict[int, tuple[int, np.dtype[Any]]] = {
        space: (dim, _STORED[storage])
        for space, dim, storage in connection.execute("SELECT id, dim, storage FROM spaces")
    }
    blocks: dict[tuple[int, int], tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = {}
    taken: dict[int, np.ndarray[Any, Any]] = {}
    [last] = connection.execute("SELECT coalesce(max(id), 0) FROM terms").fetchone()
    kept = lost = 0
    for row in salvage.rows("vector_blocks"):
        space, block, count, ids, vectors = row.values
        assert isinstance(space, int) and isinstance(block, int) and isinstance(count, int)
        assert isinstance(ids, bytes) and isinstance(vectors, bytes)
        dim, kind = spaces.get(space, (0, _STORED["float32"]))
        if (space, block) in blocks or len(ids) != 8 * count:
            continue
        if not dim:
            dim = len(vectors) // (4 * count)
            spaces[space] = (dim, kind)
            connection.execute(
                "INSERT INTO spaces (id, name, dim, created_at) VALUES (?, ?, ?, '')",
                (space, f"rescued {space}", dim),
            )
        if len(vectors) != count * dim * kind.itemsize:
            continue
        here = np.frombuffer(vectors, kind).reshape(count, dim)
        whole = usable(here.astype(np.float32))
        for column, hole in row.holes:
            width = 8 if column == 3 else dim * kind.itemsize
            whole[hole.start // width : -(-hole.end // width)] = False
        terms = np.frombuffer(ids, "<i8")
        known = (terms > 0) & (terms <= last)
        there = taken.setdefault(space, np.zeros(last + 1, bool))
        first = np.zeros(count, bool)
        first[np.unique(terms, return_index=True)[1]] = True
        whole &= known & first & ~there[np.where(known, terms, 0)]
        there[terms[whole]] = True
        blocks[space, block] = (terms[whole], here[whole])
        kept += int(whole.sum())
        lost += int(count - whole.sum())
    _write_blocks(connection, blocks)
    return kept, lost


def _write_blocks(
    connection: sqlite3.Connection,
    blocks: dict[tuple[int, int], tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]],
) -> None:
    rows: dict[int, int] = {}
    for (space, block), (ids, vectors) in sorted(blocks.items()):
        if not len(ids):
            continue
        rows[space] = rows.get(space, 0) + len(ids)
        connection.execute(
            "INSERT INTO vector_blocks (space_id, block, count, term_ids, vectors) "
            "VALUES (?, ?, ?, ?, ?)",
            (space, block, len(ids), ids.tobytes(), vectors.tobytes()),
        )
        connection.execute(
            "INSERT INTO block_stamps (space_id, block, rows, stamp) "
            "VALUES (?, ?, ?, randomblob(8))",
            (space, block, rows[space]),
        )


def _make_up_terms(connection: sqlite3.Connection) -> int:
    """Let lost terms be there that pairs, proposals or vectors are about."""
    asked: Sequence[str] = (
        "SELECT low FROM pairs", "SELECT high FROM pairs",
        "SELECT low FROM proposals", "SELECT high FROM proposals",
    )  # fmt: skip
    wanted = {int(term) for (term,) in chain(*(connection.execute(each) for each in asked))}
    wanted |= {
        term
        for (ids,) in connection.execute("SELECT term_ids FROM vector_blocks")
        for term in np.frombuffer(ids, "<i8").tolist()
    }
    return make_up(connection, wanted)


def make_up(connection: sqlite3.Connection, terms: Iterable[int]) -> int:
    """Let those of `terms` that are lost be there by a name of their own; give how many."""
    held = {term for (term,) in connection.execute("SELECT id FROM terms")}
    lost = sorted({*terms} - held)
    connection.executemany(
        "INSERT OR IGNORE INTO terms (id, text, key) VALUES (?, ?, '')",
        ((term, f"lost term {term}") for term in lost),
    )
    return len(lost)


def _let_go_of_what_is_lost(connection: sqlite3.Connection) -> None:
    """Let no row refer to what is not there; sources that are lost get a name of their own."""
    for column in ("target", "below", "undo_top", "redo_top"):
        connection.execute(
            f"UPDATE ledger SET {column} = NULL WHERE {column} NOT IN (SELECT seq FROM ledger)"
        )
    connection.execute(
        "INSERT INTO sources (id, name, imported_at) SELECT DISTINCT source_id, "
        "'lost source ' || source_id, '' FROM proposals "
        "WHERE source_id NOT IN (SELECT id FROM sources)"
    )
    spaces = "(SELECT id FROM spaces)"
    for table in ("evaluations", "composed", "cross_scores"):
        if not _has_column(connection, table, "space_id"):
            continue
        connection.execute(f"DELETE FROM {table} WHERE space_id NOT IN {spaces}")


def _has_column(connection: sqlite3.Connection, table: str, column: str) -> bool:
    return any(row[1] == column for row in connection.execute(f"PRAGMA table_info({table})"))
