"""Backups of a dictionary: whole, consistent copies in a folder beside it, thinned with time.

A copy is made by SQLite's backup interface from a connection of its own, some
pages at a time: readers and writers go on meanwhile. It appears whole or not
at all, under a name that says when and why it was made and what state it
holds, so that the same state is not copied twice.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from synotui.errors import StorageFailed
from synotui.store.connect import check_kind, translated
from synotui.store.soundness import damage_of, damaged
from synotui.store.to_read import open_to_read

Why = Literal["session", "import", "merge", "embed", "migration", "repair", "restore", "hand"]
"""What a backup was made at the beginning of; "hand" is one somebody asked for."""

_NAME = re.compile(r"(\d{8}T\d{6}Z)-([a-z]+)-([0-9a-f]{8})\.db")
_STAMP = "%Y%m%dT%H%M%SZ"
_PAGES_AT_ONCE = 256
_LAST, _DAYS, _WEEKS = 5, 7, 8
_SPARE = 1 << 24
"""Bytes that must be left free beside what is written."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a dictionary as it was."""

    path: Path
    at: datetime
    """UTC."""
    why: str
    state: str
    """What tells one state of a dictionary from another, in eight hexadecimal digits."""
    size: int
    """Bytes."""


def backup_folder(dictionary: Path) -> Path:
    """Give the folder of the backups of a dictionary, there or not."""
    return dictionary.with_name(f"{dictionary.name}.backups")


def list_backups(dictionary: Path) -> list[Backup]:
    """Give the backups there are, the newest first."""
    found = []
    folder = backup_folder(dictionary)
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named and (at := _time_of(named[1])):
            held = path.stat()
            made = (at, held.st_mtime_ns)
            found.append((made, Backup(path, at, named[2], named[3], held.st_size)))
    return [backup for _, backup in sorted(found, key=lambda each: each[0], reverse=True)]


def _time_of(stamp: str) -> datetime | None:
    """Give the time in the name of a backup; None if it is none, or none here."""
    try:
        at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        at.astimezone()
    except (ValueError, OverflowError):
        return None
    return at


def back_up(
    dictionary: Path, why: Why, on_pages: Callable[[int, int], None] = lambda done, total: None
) -> Backup | None:
    """Copy the dictionary as it is now, unless its newest backup is of this very state: then None.

    `on_pages` hears how many pages are copied of how many, and may raise to
    stop. Raises StorageFailed where there is no room, DictionaryError.
    """
    with translated(dictionary), closing(open_to_read(dictionary)) as source:
        state = state_of(source)
    newest = next(iter(list_backups(dictionary)), None)
    if newest is not None and newest.state == state:
        return None
    folder = backup_folder(dictionary)
    at = datetime.now(UTC).replace(microsecond=0)
    path = folder / f"{at.strftime(_STAMP)}-{why}-{state}.db"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageFailed(f"No backup can be made in {folder}: {error.strerror}") from error
    copy(dictionary, path, on_pages)
    return Backup(path, at, why, state, path.stat().st_size)


def copy(
    dictionary: Path, out: Path, on_pages: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Copy a dictionary to `out`, which appears whole or not at all, over whatever was there.

    Raises StorageFailed, DictionaryError.
    """
    size = dictionary.stat().st_size
    free = shutil.disk_usage(out.parent).free
    if free < size + _SPARE:
        raise StorageFailed(
            f"No room for a backup in {out.parent}: it takes {size / 1e6:,.0f} MB, "
            f"{free / 1e6:,.0f} MB are free",
            "Free some space, or delete old backups there",
        )
    unfinished = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with translated(dictionary), closing(open_to_read(dictionary)) as source:
            _pages(source, unfinished, on_pages)
        check_whole(unfinished, dictionary)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(out)
    except OSError as error:
        raise StorageFailed(f"{out} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def check_whole(copied: Path, dictionary: Path) -> None:
    """Raise DictionaryDamaged, about `dictionary`, if its copy is damaged."""
    if told := damage_of(copied):
        raise damaged(dictionary, told)


def put_back(backup: Path, dictionary: Path) -> None:
    """Let a dictionary be what a backup is, in one transaction; others that have it open see it.

    Raises DictionaryBusy while another process writes, DictionaryError.
    """
    with (
        translated(dictionary),
        closing(open_to_read(backup)) as source,
        closing(sqlite3.connect(dictionary, isolation_level=None, timeout=5.0)) as target,
    ):
        target.execute("PRAGMA synchronous = EXTRA")
        # A step fails while somebody else holds the file: all at once, so that it is
        # begun anew or not at all.
        target.execute("BEGIN IMMEDIATE")
        target.execute("ROLLBACK")
        source.backup(target, pages=-1)


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


def version_of(backup: Path) -> int:
    """Give the schema a backup, or another file, is of.

    Raises DictionaryError if it cannot be read, NotADictionary, DictionaryTooNew.
    """
    with translated(backup), closing(open_to_read(backup)) as connection:
        return check_kind(connection, backup)


def thin(dictionary: Path, most_bytes: int) -> list[Backup]:
    """Delete backups that are not wanted any more; give them.

    Kept are the last five, the last of each of the last seven days and of the
    last eight weeks on which there were any; of these the oldest go first
    while all together take more than `most_bytes`, but never the newest.
    """
    every = list_backups(dictionary)
    kept = [*every[:_LAST]]
    for count, period in ((_DAYS, "%Y-%j"), (_WEEKS, "%G-%V")):
        newest: dict[str, Backup] = {}
        for backup in every:
            newest.setdefault(backup.at.strftime(period), backup)
        kept += list(newest.values())[:count]
    wanted = {backup.path for backup in kept}
    left = [backup for backup in every if backup.path in wanted]
    while len(left) > 1 and sum(backup.size for backup in left) > most_bytes:
        left.pop()
    return _delete(backup for backup in every if backup not in left)


def _delete(backups: Iterable[Backup]) -> list[Backup]:
    deleted = []
    for backup in backups:
        try:
            backup.path.unlink()
        except OSError:
            continue
        deleted.append(backup)
    return deleted


class _BegunAnew(Exception):
    """SQLite began to copy anew: the dictionary was written to meanwhile."""


def _pages(source: sqlite3.Connection, out: Path, on_pages: Callable[[int, int], None]) -> None:
    """Copy some pages at a time; where decisions come in between, ever more of them at once."""
    for at_once in (_PAGES_AT_ONCE, 16 * _PAGES_AT_ONCE, -1):
        try:
            _copy_pages(source, out, at_once, on_pages)
        except _BegunAnew:
            continue
        return


def _copy_pages(
    source: sqlite3.Connection, out: Path, at_once: int, on_pages: Callable[[int, int], None]
) -> None:
    out.unlink(missing_ok=True)
    left: int | None = None

    def told(status: int, remaining: int, total: int) -> None:
        nonlocal left
        if left is not None and remaining > left:
            raise _BegunAnew
        left = remaining
        on_pages(total - remaining, total)

    with closing(sqlite3.connect(out, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=at_once, progress=told, sleep=0.01)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return row is not None
