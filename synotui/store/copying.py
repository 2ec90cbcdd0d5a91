"""Whole copies of a dictionary, which others go on working at, and how one takes its place.

A copy is made by SQLite's backup interface from a connection of its own, some
pages at a time: readers and writers go on meanwhile. It appears whole or not
at all.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from synotui.errors import StorageFailed
from synotui.store.beside import exchange, put_in_place, real, sidecars
from synotui.store.busy import busy
from synotui.store.connect import translated
from synotui.store.soundness import damage_of, damaged
from synotui.store.state import state_of
from synotui.store.to_read import open_to_read

_PAGES_AT_ONCE = 256
_STAMP = "%Y%m%dT%H%M%SZ"
_SPARE = 1 << 24
"""Bytes that must be left free beside what is written."""


def copy(
    dictionary: Path, out: Path, on_pages: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Copy a dictionary to `out`, which appears whole or not at all, over whatever was there.

    Raises StorageFailed, DictionaryError.
    """
    with copied(dictionary, out, on_pages) as unfinished:
        put_in_place(unfinished, out)


def replace(dictionary: Path, backup: Path) -> Path:
    """Put a backup in the place of a dictionary that is damaged, or gone.

    Gives the path at which what was there is kept, with what SQLite left beside
    it. Raises DictionaryError; then nothing was changed.
    """
    place = real(dictionary)
    aside = _free_name(place)
    with copied(backup, place) as unfinished:
        with suppress(OSError):
            held = place.stat()
            unfinished.chmod(stat.S_IMODE(held.st_mode))
            os.chown(unfinished, held.st_uid, held.st_gid)
        exchange(unfinished, place, aside)
    return aside


def _free_name(place: Path) -> Path:
    """Give a path beside a file at which nothing is, nor what SQLite would leave beside it."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    for nth in count(1):
        more = f"-{nth}" if nth > 1 else ""
        aside = place.with_name(f"{place.name}.damaged-{stamp}{more}")
        if not os.path.lexists(aside) and not sidecars(aside):
            break
    return aside


@contextmanager
def copied(
    dictionary: Path, out: Path, on_pages: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[Path]:
    """Copy a dictionary to a file beside `out`, whole and on the disk, for the block to rename.

    Raises StorageFailed, DictionaryError.
    """
    size = dictionary.stat().st_size
    free = shutil.disk_usage(out.parent).free
    if free < size + _SPARE:
        raise StorageFailed(
            f"No room for a copy in {out.parent}: it takes {size / 1e6:,.0f} MB, "
            f"{free / 1e6:,.0f} MB are free",
            "Free some space, or delete old backups there",
        )
    unfinished = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with translated(dictionary), closing(open_to_read(dictionary)) as source:
            _pages(source, unfinished, on_pages)
        check_whole(unfinished, dictionary)
        unfinished.chmod(stat.S_IMODE(dictionary.stat().st_mode) | stat.S_IWUSR)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        yield unfinished
    except OSError as error:
        raise StorageFailed(f"{out} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def check_whole(copied: Path, dictionary: Path) -> None:
    """Raise DictionaryDamaged, about `dictionary`, if its copy is damaged."""
    if told := damage_of(copied):
        raise damaged(dictionary, told)


class _OtherState(Exception):
    """The dictionary holds another state than the one that was backed up."""


def put_back(backup: Path, dictionary: Path, only_from: str | None = None) -> bool:
    """Let a dictionary be what a backup is, in one transaction; others that have it open see it.

    With `only_from`, the state that is backed up, it says no and changes
    nothing where somebody has decided since. Raises DictionaryBusy while
    another process writes, DictionaryError.
    """
    locked = False

    def told(status: int, remaining: int, total: int) -> None:
        nonlocal locked
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise busy(dictionary)
        # From the first page on nobody else reads or writes; of the file nothing has changed yet.
        if not locked and only_from is not None:
            with closing(_unlocked(dictionary)) as held:
                if state_of(held) != only_from:
                    raise _OtherState
        locked = True

    uri = f"{dictionary.resolve().as_uri()}?mode=rw"
    with (
        translated(dictionary),
        closing(open_to_read(backup)) as source,
        closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)) as target,
    ):
        target.execute("PRAGMA synchronous = EXTRA")
        try:
            source.backup(target, pages=1, progress=told)
        except _OtherState:
            return False
    return True


def _unlocked(dictionary: Path) -> sqlite3.Connection:
    """Open a file for a look at what is in it, though it is locked."""
    uri = f"{dictionary.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


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

    # A relative path may look like a URI.
    with closing(sqlite3.connect(out.absolute(), isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=at_once, progress=told, sleep=0.01)
