"""What is said of a path at which no dictionary can be opened, and what to do about it."""

import os
import shlex
from pathlib import Path

from synotui.errors import (
    DictionaryDamaged,
    DictionaryError,
    DictionaryMissing,
    NotADictionary,
)
from synotui.store.beside import folder_beside, refuse_left_over, sidecars
from synotui.store.journal import journal_of

_MAGIC = b"SQLite format 3\x00"
_LONGEST_NAME = 200
"""Bytes of a new dictionary's name: the names of backups and damaged files are longer."""


def check_magic(path: Path) -> None:
    """Say what a file is that SQLite cannot open, if it is something else than a database.

    Only of such a file: closing a file lets go of all locks this process has
    on it, also those of other connections, in the middle of a transaction.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise DictionaryError(f"Cannot read {path}: {error.strerror}") from error
    if start == _MAGIC:
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
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise DictionaryError(
            f"{path} has a name too long for what lies beside a dictionary",
            f"Give it one of at most {_LONGEST_NAME} bytes",
        )


def with_journal_of_another(path: Path) -> DictionaryDamaged:
    journal = journal_of(path)
    return DictionaryDamaged(
        path,
        f": {journal.name} beside it belongs to another state of it, or another file",
        f"If you put {path.name} there, move {journal} away (do not delete it). "
        f"Otherwise: {remedy_of_damage(path)}",
    )


def has_traces(path: Path) -> bool:
    """Say whether something beside a file tells that it was a dictionary."""
    return has_backups(path) or bool(sidecars(path))


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
