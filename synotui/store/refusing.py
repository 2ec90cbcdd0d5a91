"""What is said of a path at which no dictionary can be opened, and what to do about it."""

import os
import shlex
from pathlib import Path

from synotui.errors import (
    DictionaryDamaged,
    DictionaryError,
    DictionaryMissing,
    DictionaryReadOnly,
    DictionaryReplaced,
    NotADictionary,
    StorageFailed,
)
from synotui.store.beside import DATABASE, folder_beside, real, refuse_left_over, sidecars
from synotui.store.journal import takes_back_nothing

_LONGEST_NAME = 240
"""Bytes of a dictionary's name: that of its journal is longer."""
_LONGEST_PATH = 480
"""Bytes of a path that SQLite opens surely."""


def check_magic(path: Path) -> None:
    """Say what a file is that SQLite cannot open, if it is something else than a database.

    Only of such a file: closing a file lets go of all locks this process has
    on it, also those of other connections, in the middle of a transaction.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(DATABASE))
    except OSError as error:
        raise DictionaryError(f"Cannot read {path}: {error.strerror}") from error
    if start == DATABASE:
        return
    if has_traces(path):
        raise DictionaryDamaged(path, "", remedy_of_damage(path))
    if not start:
        raise NotADictionary(f"{path} is empty", f"Fill it with: synotui import {path} FILE")
    raise NotADictionary(
        f"{path} is not a synotui dictionary",
        f"To read terms or pairs from it: synotui import NEW.db {path}",
    )


def check_missing(path: Path, create: bool) -> None:
    """Raise DictionaryMissing if there should be a file at `path`, which is not there.

    Where one has been, no new one is made: it would be taken for that.
    """
    named = shlex.quote(str(path))
    if has_backups(path):
        backups = folder_beside(path, "backups")
        raise DictionaryMissing(
            f"{path} is not there, its backups are",
            f"Put it back where it was, or the newest backup in its place: synotui restore "
            f"{named} 1 (to begin anew, move {backups} away)",
        )
    refuse_left_over(path)
    if not create:
        raise DictionaryMissing(
            f"No dictionary at {path}",
            f"Make one with: synotui import {named} FILE, or see: synotui demo",
        )


def check_path(path: Path) -> None:
    """Raise DictionaryError if there cannot be a dictionary at `path`, or none that lasts."""
    if path.is_dir():
        raise NotADictionary(f"{path} is a folder", "Name a dictionary file")
    if path.exists() and not path.is_file():
        raise NotADictionary(f"{path} is no file", "Name a dictionary file")
    if path.is_symlink() and real(path).is_symlink():
        raise NotADictionary(f"{path} is a link that leads back to itself", "Name a file")
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise DictionaryError(
            f"{path} has a name too long for what lies beside a dictionary",
            f"Give it one of at most {_LONGEST_NAME} bytes",
        )


def may_not_be_written(path: Path) -> DictionaryReadOnly:
    """Give the error that says what keeps SQLite from writing to a file, and what to do."""
    place, named = real(path), shlex.quote(str(path))
    folder = place.absolute().parent
    copy = f"work on a copy: synotui backup {named} COPY.db"
    if "-journal" in sidecars(path):
        return DictionaryReadOnly(
            f"{path} was left in the middle of a write, and may not be written",
            f"Whoever may write to it and to its folder opens it once: synotui stats {named}",
        )
    if not os.access(place, os.W_OK):
        return DictionaryReadOnly(
            f"{path} may not be written", f"Allow it (chmod u+w {named}, by its owner) or {copy}"
        )
    if not os.access(folder, os.W_OK):
        return DictionaryReadOnly(
            f"{path} may not be written, since its folder may not: a journal has to lie beside it",
            f"Allow it (chmod u+w {shlex.quote(str(folder))}, by its owner) or {copy}",
        )
    return DictionaryReadOnly(f"{path} may not be written", f"Check the disk, or {copy}")


def gone(path: Path, more: str = "") -> DictionaryReplaced:
    """Give the error that says that a file is gone that was open."""
    return DictionaryReplaced(
        f"{path} is not there any more{more}",
        "Put the file back where it was, or leave; what was decided before is in it",
    )


def not_opened(path: Path, error: Exception) -> DictionaryError:
    """Give the error that says that SQLite cannot open or read a file."""
    place = real(path)
    if not place.parent.is_dir():
        return StorageFailed(
            f"There is no folder {place.parent} for {place.name}", "Make it, or name another place"
        )
    if not place.exists():
        return gone(path)
    if len(os.fsencode(place.absolute())) > _LONGEST_PATH:
        return DictionaryError(
            f"{path} lies too deep in folders: its whole path is longer than SQLite takes",
            "Move it to a folder nearer to the root of the disk",
        )
    return StorageFailed(
        f"{path} could not be read or written ({error})",
        "Everything decided before is safe; check the disk and the folder's permissions",
    )


def beside_another(path: Path, stray: Path) -> DictionaryDamaged:
    """Give the error that says that beside a file lies what SQLite left of another."""
    return DictionaryDamaged(
        path,
        f": {stray.name} beside it belongs to another state of it, or another file",
        f"If you put {path.name} there, move {stray} away (do not delete it). "
        f"Otherwise: {remedy_of_damage(path)}",
    )


def has_traces(path: Path) -> bool:
    """Say whether something beside a file tells that it was a dictionary."""
    left = sidecars(path)
    journal = left.pop("-journal", None)
    return bool(left or (journal and not takes_back_nothing(journal))) or has_backups(path)


def has_backups(path: Path) -> bool:
    """Say whether there are backups of a dictionary."""
    from synotui.store.backups import list_backups

    try:
        return bool(list_backups(path))
    except OSError:
        return False


def remedy_of_damage(path: Path) -> str:
    """Say what to do about a damaged dictionary: put a backup back if there is one, else rescue."""
    named = shlex.quote(str(path))
    rescue = f"synotui check {named} --rescue NEW.db"
    if has_backups(path):
        return f"Put its newest backup back: synotui restore {named} 1, or see: {rescue}"
    return f"There is no backup of it; what can be read is saved by: {rescue}"
