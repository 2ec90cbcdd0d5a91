"""Open a dictionary file: what it must be, how it is made, and the pragmas it runs under.

One rollback journal, synchronous EXTRA: a commit that returned survives a
crash and the loss of power. With FULL the journal's removal, which is the
commit, may not be on the disk yet: after a power failure the journal is back,
and the last decision taken back by it. WAL is left alone on purpose: SQLite
3.7.0 to 3.51.2 can corrupt a WAL database that several connections reset.
"""

import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

from synotui import __version__
from synotui.errors import (
    DictionaryError,
    DictionaryReadOnly,
    DictionaryTooNew,
    NotADictionary,
)
from synotui.store.journal import of_another
from synotui.store.refusing import (
    beside_another,
    check_magic,
    check_missing,
    check_path,
    has_traces,
)
from synotui.store.to_read import may_be_written, open_to_read
from synotui.store.transactions import CACHED_KIB, as_one, transaction
from synotui.store.translating import translate, translated
from synotui.store.waiting import Turns

APPLICATION_ID = 0x53594E4F  # "SYNO"
SCHEMA_VERSION = 8
_NEEDS = "needs_synotui"
"""The setting that says which synotui a dictionary was made or migrated by."""
_MAPPED_BYTES = 1 << 40
"""How much of the file a connection that only reads may map; SQLite has a limit of its own."""


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a dictionary that is open already once more, to read much of it in another thread.

    The file is mapped: its pages are read where they lie. Raises DictionaryError.
    """
    with translated(path):
        connection = open_to_read(path)
        _set_up(connection)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        return connection


def connect(
    path: Path, *, create: bool = False, backed_up: bool = False
) -> tuple[sqlite3.Connection, bool]:
    """Open the dictionary at `path`; give its connection and whether it is read-only.

    With `create`, make it if there is no file. A file without any write
    permission is opened read-only, whoever asks. One of an earlier schema is
    migrated, a backup being made first unless it is `backed_up`. Raises
    DictionaryError.
    """
    check_path(path)
    new = _is_to_be_made(path, create)
    if not new and not os.access(path, os.R_OK):
        raise DictionaryError(f"Cannot read {path}: Permission denied")
    if not new and not path.stat().st_size and (not create or has_traces(path)):
        check_magic(path)
    if not new and (stray := of_another(path)):
        raise beside_another(path, stray)
    read_only = not new and not may_be_written(path)
    try:
        connection = _open(path, "ro" if read_only else "rwc" if new else "rw")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if _is_no_database(error):
            check_magic(path)
        raise translate(error, path) from error
    try:
        with translated(path):
            _prepare(connection, path, read_only, backed_up=backed_up)
    except BaseException as error:
        connection.close()
        if _is_no_database(error.__cause__):
            check_magic(path)
        raise
    return connection, read_only


def _is_to_be_made(path: Path, create: bool) -> bool:
    """Say whether there is no file yet. Raises DictionaryError if there should be one."""
    if path.exists():
        return False
    try:
        check_missing(path, create)
    except DictionaryError:
        if path.exists():
            # Another process is making it just now.
            return False
        raise
    return True


def _is_no_database(error: BaseException | None) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB


def _open(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)
    _set_up(connection)
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in (
        "foreign_keys = ON",
        "synchronous = EXTRA",
        f"cache_size = -{CACHED_KIB}",
        "temp_store = MEMORY",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare(
    connection: sqlite3.Connection, path: Path, read_only: bool, *, backed_up: bool
) -> None:
    version = check_kind(connection, path)
    if version < SCHEMA_VERSION:
        if read_only:
            raise DictionaryReadOnly(
                f"{path} has an older format and may not be written", f"Allow it: chmod u+w {path}"
            )
        if version and not backed_up:
            from synotui.store.backups import back_up
            from synotui.store.soundness import damage_of, damaged

            if told := damage_of(path):
                raise damaged(path, told)
            back_up(path, "migration")
        _migrate(connection, path)
    if not read_only:
        _leave_wal(connection, path)


def check_kind(connection: sqlite3.Connection, path: Path) -> int:
    """Give the schema of the dictionary that is open; 0 for a file with nothing in it.

    Raises NotADictionary, DictionaryTooNew, sqlite3.Error.
    """
    # As one: another process may be making the dictionary meanwhile.
    with as_one(connection):
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != APPLICATION_ID and not (empty and version == 0):
        raise NotADictionary(
            f"{path} is an SQLite file, but not a synotui dictionary", "Name another file"
        )
    if version > SCHEMA_VERSION:
        raise _too_new(connection, path, version)
    return version


def _too_new(connection: sqlite3.Connection, path: Path, version: int) -> DictionaryTooNew:
    """Say which synotui a file of a later format needs, if the file tells."""
    needed = ""
    with suppress(sqlite3.Error):
        row = connection.execute("SELECT value FROM settings WHERE name = ?", (_NEEDS,)).fetchone()
        # What a file says becomes part of a command here: only what a version looks like.
        needed = row[0] if row and re.fullmatch(r"[0-9][0-9a-z.]{0,20}", str(row[0])) else ""
    by, least = (f"{needed}, ", f"'synotui>={needed}'") if needed else ("", "synotui")
    return DictionaryTooNew(
        f"{path} was written by a newer synotui ({by}format {version}, this one knows "
        f"{SCHEMA_VERSION})",
        f"Upgrade: pip install -U {least}",
    )


def _leave_wal(connection: sqlite3.Connection, path: Path) -> None:
    """Take a file that another program has put into WAL mode out of it, if it is sound."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        return
    from synotui.store.soundness import damage_of, damaged

    if told := damage_of(path):
        raise damaged(path, told)
    connection.execute("PRAGMA journal_mode = DELETE")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to SCHEMA_VERSION: all of it or nothing, and once, whoever else does.

    A step at a time, a file would be of no schema in between, or of none at all yet.
    """
    from sqlite_utils import Database

    from synotui.store.migrations import steps

    with transaction(connection, path, Turns(connection).begin):
        check_kind(connection, path)
        steps.apply(Database(connection, execute_plugins=False))
        connection.execute(
            "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_NEEDS, __version__)
        )
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
