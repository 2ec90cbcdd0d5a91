"""Whole copies of a dictionary, which others go on working at, and how one takes its place.

A copy is made by SQLite's backup interface from a connection of its own, some
pages at a time: readers and writers go on meanwhile. It appears whole or not
at all.
"""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from synotui.errors import StorageFailed
from synotui.store.beside import companion, exchange, put_in_place, real, sidecars
from synotui.store.busy import busy
from synotui.store.soundness import damage_of, damaged
from synotui.store.to_read import open_to_read
from synotui.store.translating import translated

_PAGES_AT_ONCE = 256
_STAMP = "%Y%m%dT%H%M%SZ"
_SPARE = 1 << 24
"""Bytes that must be left free beside what is written."""


def copy(
    dictionary: Path, out: Path, on_pages: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Copy a dictionary to `out`, which appears whole or not at all.

    Raises StorageFailed, DictionaryError, also if something is there.
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
            if sys.platform != "win32":
                os.chown(unfinished, held.st_uid, held.st_gid)
        exchange(unfinished, place, aside)
    return aside


def _free_name(place: Path) -> Path:
    """Give a path beside a file at which nothing is, nor what SQLite would leave beside it."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    for nth in count(1):
        more = f"-{nth}" if nth > 1 else ""
        aside = companion(place, f".damaged-{stamp}{more}")
        if not os.path.lexists(aside) and not sidecars(aside):
            break
    return aside


@contextmanager
def copied(
    dictionary: Path,
    out: Path,
    on_pages: Callable[[int, int], None] = lambda done, total: None,
    opened: Callable[[Path], sqlite3.Connection] = open_to_read,
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
    unfinished = companion(out, f".{os.getpid()}.part")
    try:
        with translated(dictionary), closing(opened(dictionary)) as source:
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


def put_back(backup: Path, dictionary: Path, at_last: Callable[[], object] = lambda: None) -> None:
    """Let a dictionary be what a backup is, in one transaction; others that have it open see it.

    `at_last` is called once nobody else can write to it any more, before
    anything is changed; the file may be looked at by `open_unlocked` then. If
    it raises, nothing is changed. Raises DictionaryBusy while another process
    writes, DictionaryError.
    """
    begun = False

    def told(status: int, remaining: int, total: int) -> None:
        nonlocal begun
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise busy(dictionary)
        # With the first page the file is locked; what is copied is not written to it yet.
        if not begun:
            begun = True
            at_last()

    uri = f"{dictionary.resolve().as_uri()}?mode=rw"
    with (
        translated(dictionary),
        closing(open_to_read(backup)) as source,
        closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)) as target,
    ):
        target.execute("PRAGMA synchronous = EXTRA")
        source.backup(target, pages=1, progress=told)


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
    # Nobody else reads it before it has the rights of what it is a copy of.
    os.close(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
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
