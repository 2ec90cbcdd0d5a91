"""Backups of a dictionary: whole, consistent copies in a folder beside it, thinned with time.

The name of each says when and why it was made, what state it holds, so that
the same state is not copied twice, and its place among the others: clocks go
wrong, and which was made last is not what a clock says.
"""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Literal

from synotui.errors import DictionaryError, StorageFailed
from synotui.store.beside import folder_beside, put_in_place
from synotui.store.connect import check_kind
from synotui.store.copying import copied
from synotui.store.soundness import damage_of
from synotui.store.state import state_of
from synotui.store.to_read import open_to_read
from synotui.store.translating import translated

Why = Literal["session", "import", "merge", "embed", "migration", "repair", "restore", "hand"]
"""What a backup was made at the beginning of; "hand" is one somebody asked for."""

_NAME = re.compile(r"(\d{8}T\d{6}Z)-([a-z]+)-([0-9a-f]{8})(?:-(\d{1,18}))?\.db")
_LAST_PLACE = 10**18 - 1
_STAMP = "%Y%m%dT%H%M%SZ"
_FORGOTTEN = 86_400.0
"""Seconds after which nobody is writing a copy any more."""
_LAST, _DAYS, _WEEKS = 5, 7, 8


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
    place: int = 0
    """Greater than that of any that was there before it was made."""


def backup_folder(dictionary: Path) -> Path:
    """Give the folder of the backups of a dictionary, there or not."""
    return folder_beside(dictionary, "backups")


def list_backups(dictionary: Path) -> list[Backup]:
    """Give the backups there are, the one that was made last first, whatever clocks said."""
    found = []
    folder = backup_folder(dictionary)
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named and (at := _time_of(named[1])) and (held := _file_at(path)):
            place = int(named[4] or 0)
            backup = Backup(path, at, named[2], named[3], held.st_size, place)
            found.append(((place, at, held.st_mtime_ns), backup))
    return [backup for _, backup in sorted(found, key=lambda each: each[0], reverse=True)]


def _file_at(path: Path) -> os.stat_result | None:
    """Give what is told of a file; None if there is none, or not any more."""
    try:
        held = path.stat()
    except OSError:
        return None
    return held if stat.S_ISREG(held.st_mode) else None


def _time_of(stamp: str) -> datetime | None:
    """Give the time in the name of a backup; None if it is none, or none here."""
    try:
        at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        at.astimezone()
    except (ValueError, OverflowError):
        return None
    return at


def back_up(
    dictionary: Path,
    why: Why,
    on_pages: Callable[[int, int], None] = lambda done, total: None,
    *,
    opened: Callable[[Path], sqlite3.Connection] = open_to_read,
) -> Backup | None:
    """Copy the dictionary as it is now, unless its newest backup is of this very state: then None.

    `on_pages` hears how many pages are copied of how many, and may raise to
    stop. The file is read as `opened`. Raises StorageFailed where there is no
    room, DictionaryError.
    """
    with translated(dictionary), closing(opened(dictionary)) as source:
        state = state_of(source)
    folder = backup_folder(dictionary)
    try:
        newest = next(iter(list_backups(dictionary)), None)
        if newest is not None and newest.state == state and _holds(newest.path, state):
            return None
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageFailed(f"No backup can be made in {folder}: {error.strerror}") from error
    at = datetime.now(UTC).replace(microsecond=0)
    place = min(newest.place + 1 if newest else 1, _LAST_PLACE)
    begun = folder / f"{at.strftime(_STAMP)}-{why}-{place}"
    with copied(dictionary, begun, on_pages, opened) as unfinished:
        with translated(unfinished), closing(open_to_read(unfinished)) as held:
            # Somebody may have decided since.
            state = state_of(held)
        path = begun.with_name(f"{at.strftime(_STAMP)}-{why}-{state}-{place}.db")
        put_in_place(unfinished, path, over=True)
    return Backup(path, at, why, state, path.stat().st_size, place)


def _holds(backup: Path, state: str) -> bool:
    """Say whether a backup still is what its name says: somebody may have worked on it."""
    try:
        with closing(open_to_read(backup)) as held:
            return state_of(held) == state and not damage_of(backup)
    except (sqlite3.Error, UnicodeDecodeError, DictionaryError):
        return False


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
    _remove_unfinished(backup_folder(dictionary))
    return _delete(backup for backup in every if backup not in left)


def _remove_unfinished(folder: Path) -> None:
    """Delete what killed processes left of copies that they had begun."""
    with suppress(OSError):
        for path in folder.glob("*.part"):
            if time() - path.stat().st_mtime > _FORGOTTEN:
                path.unlink()


def _delete(backups: Iterable[Backup]) -> list[Backup]:
    deleted = []
    for backup in backups:
        try:
            backup.path.unlink()
        except OSError:
            continue
        deleted.append(backup)
    return deleted
