"""A dictionary that somebody else wrote: what it must be to be read, and its errors in words.

Nothing in it is trusted. Whatever goes wrong while it is read is about that
file, and is told as one line; it is never written to.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from synotui.errors import (
    DictionaryBusy,
    DictionaryError,
    DictionaryMissing,
    DictionaryReadOnly,
    DictionaryTooNew,
    NotADictionary,
    StorageFailed,
    SynotuiError,
)
from synotui.store.connect import check_kind
from synotui.store.soundness import damage_of, damaged

_READ = ("terms", "pairs", "ledger", "spaces", "vector_blocks", "settings")
"""Tables that must be tables: a view by such a name could be anything."""


def look_at(path: Path, own: Path) -> None:
    """Raise DictionaryError, saying why, if `path` cannot be read into the dictionary `own`.

    It must be a dictionary, another one, of a schema that is known, with sound pages.
    """
    if path.is_dir():
        raise NotADictionary(f"{path} is a folder", "Name a dictionary file")
    if not path.exists():
        raise DictionaryMissing(f"No dictionary at {path}", "Name the file of the other curator")
    if own.exists() and path.samefile(own):
        raise DictionaryError(
            f"{path} is the dictionary itself", "Name the file of the other curator"
        )
    if not os.access(path, os.R_OK):
        raise DictionaryError(f"Cannot read {path}: Permission denied")
    with distrusted(path):
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=5.0)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            if not check_kind(connection, path):
                raise NotADictionary(f"{path} is empty", "Name the file of the other curator")
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            lacking = [*set(_READ).difference(str(name) for (name,) in rows)]
        if lacking:
            raise NotADictionary(
                f"{path} is no whole dictionary: it lacks {', '.join(sorted(lacking))}",
                f"See: synotui check {path}",
            )
        if told := damage_of(path):
            raise damaged(path, told)


@contextmanager
def distrusted(path: Path, own: Path | None = None) -> Iterator[None]:
    """Turn whatever a block that reads `path` stumbles over into an error about that file.

    Errors about the dictionary `own`, which may be read as well, stay what they are.
    """
    try:
        yield
    except (DictionaryBusy, DictionaryTooNew, NotADictionary, StorageFailed):
        raise
    except DictionaryReadOnly as error:
        raise _unfinished(path) from error
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except DictionaryError as error:
        of_own = own is not None and error.message.startswith(str(own))
        if isinstance(error.__cause__, sqlite3.Error | ValueError) and not of_own:
            raise _unreadable(path, error.__cause__) from error
        raise
    except SynotuiError:
        raise
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise _unreadable(path, error) from error
    except RecursionError as error:
        raise _unreadable(path, "nested too deeply") from error


def _translated(error: sqlite3.Error, path: Path) -> DictionaryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        from synotui.store.busy import busy

        return busy(path)
    if code == sqlite3.SQLITE_READONLY:
        return _unfinished(path)
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged(path, str(error))
    if code == sqlite3.SQLITE_NOTADB:
        return NotADictionary(f"{path} is not a synotui dictionary", "Name another file")
    return _unreadable(path, error)


def _unfinished(path: Path) -> DictionaryError:
    return DictionaryError(
        f"{path} was left in the middle of a write, and has to be mended first",
        f"Open it once: synotui stats {path}",
    )


def _unreadable(path: Path, why: object) -> NotADictionary:
    return NotADictionary(
        f"{path} holds what cannot be read ({str(why)[:100]})", f"See: synotui check {path}"
    )
