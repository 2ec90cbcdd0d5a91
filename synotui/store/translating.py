"""What SQLite raises, in the words of `synotui.errors`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synotui.errors import DictionaryDamaged, DictionaryError, StorageFailed
from synotui.store.refusing import may_not_be_written, not_opened, remedy_of_damage


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what sqlite3 raises in the block into the error tree of `synotui.errors`.

    Text that is none, which only damage leaves, it cannot always tell of.
    """
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise translate(error, path) from error


def explain(error: BaseException, path: Path) -> None:
    """Raise the DictionaryError that says what `error` means, if SQLite raised it."""
    if isinstance(error, sqlite3.Error | UnicodeDecodeError):
        raise translate(error, path) from error


def translate(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> DictionaryError:
    """Give the DictionaryError that says what `error` means for the file at `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StorageFailed(
            f"The disk is full: this was not saved to {path}",
            "Everything decided before is safe; free some space and repeat it",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        from synotui.store.busy import busy

        return busy(path)
    if code == sqlite3.SQLITE_READONLY:
        return may_not_be_written(path)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return not_opened(path, error)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DictionaryDamaged(path, f" ({error})", remedy_of_damage(path))
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode to UTF-8"):
        return DictionaryDamaged(path, ": a text in it is not UTF-8", remedy_of_damage(path))
    return DictionaryError(f"{path}: {error}", "This is a defect of synotui; please report it")
