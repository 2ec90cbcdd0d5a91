"""The rollback journal that a killed process leaves: pages of the file as they were before.

SQLite takes any journal for that of the file beside it. One that was left
there when the file was replaced by hand would be rolled back into a file that
it has nothing to do with, so that is told apart here first.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from synotui.store.beside import DATABASE, real

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = 28
_UNKNOWN = 0xFFFFFFFF
"""Number of records where only the size of the journal tells."""
_START = 100
"""Bytes at the beginning of a database that say what it is."""
_kept_open: dict[tuple[int, int], int] = {}
"""Files that were looked at beside a journal, once each. Closing one would let go of all locks
that this process has on it, as POSIX wants it."""
_LARGEST = 1 << 30
"""Bytes of which a journal is believed that a shorter file had them."""
_CHECKED_EVERY = 200
"""Distance of the bytes of a page that its checksum is of."""


@dataclass(frozen=True, slots=True)
class JournalHead:
    """What a journal says of the file it is of."""

    nonce: int
    """Drawn at random for each transaction."""
    pages: int
    """Of the file before."""
    page_size: int
    sector: int
    records: int


def journal_of(dictionary: Path) -> Path:
    """Give the path of the journal of a file, there or not."""
    place = real(dictionary)
    return place.with_name(f"{place.name}-journal")


def takes_back_nothing(journal: Path) -> bool:
    """Say whether a journal is of a file that was just being made, and had no page before.

    Of such a file nothing was written yet, or nothing that counts.
    """
    try:
        with journal.open("rb") as file:
            head = _head(file)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return head is None or not head.pages


def content_before(dictionary: Path) -> bytes:
    """Read a file as it was before a write that was not finished, which its journal tells.

    Raises OSError.
    """
    content = dictionary.read_bytes()
    if of_another(dictionary) == journal_of(dictionary):
        return content
    try:
        with journal_of(dictionary).open("rb") as file:
            head = _head(file)
            if head is None or head.pages * head.page_size > max(len(content), _LARGEST):
                return content
            held = bytearray(content[: head.pages * head.page_size])
            held.extend(bytes(head.pages * head.page_size - len(held)))
            for number, page in _records(file, head):
                if 0 < number <= head.pages:
                    held[(number - 1) * head.page_size : number * head.page_size] = page
    except OSError:
        return content
    return bytes(held)


def of_another(dictionary: Path) -> Path | None:
    """Give what lies beside a file for SQLite to write into it, though it is certainly not its own.

    That is a journal of another state than the file is in, or the log of a
    file in WAL mode beside one that is not. What somebody is writing is never
    taken for such. None if there is none.
    """
    place, journal = real(dictionary), journal_of(dictionary)
    before, log = _look(journal), place.with_name(f"{place.name}-wal")
    if before is None:
        # A file that leaves WAL mode lets go of its log first.
        stray = _holds_any(log) and not _is_in_wal_mode(place) and _holds_any(log)
        return log if stray else None
    start = _start_of(place)
    now = _look(journal)
    # What was changed in between is somebody's work.
    if now is None or now[0].nonce != before[0].nonce or start[:16] != DATABASE:
        return None
    head, first = now
    counter, pages, counted_at = (_number(start, at) for at in (24, 28, 92))
    if first:
        foreign = counter - _number(first, 24) not in (0, 1)
    elif not head.pages:
        # It was the first write of all, which counts to one.
        foreign = counter > 1
    else:
        foreign = counter == counted_at and pages != head.pages
    return journal if foreign else None


def _holds_any(log: Path) -> bool:
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _is_in_wal_mode(place: Path) -> bool:
    start = _start_of(place)
    return start[:16] != DATABASE or start[18:20] != b"\1\1"


def _look(journal: Path) -> tuple[JournalHead, bytes] | None:
    """Give the head of a journal and the first page of the file as it was, if it is in it."""
    try:
        with journal.open("rb") as file:
            if (head := _head(file)) is None:
                return None
            return head, next((page for number, page in _records(file, head) if number == 1), b"")
    except OSError:
        return None


def _head(file: BinaryIO, at: int = 0) -> JournalHead | None:
    file.seek(at)
    held = file.read(_HEADER)
    if len(held) < _HEADER or held[:8] != _MAGIC:
        return None
    records, nonce, pages, sector, page_size = (_number(held, place) for place in range(8, 28, 4))
    if not (sector and 512 <= page_size <= 65_536):
        return None
    return JournalHead(nonce, pages, page_size, sector, records)


def _records(file: BinaryIO, first: JournalHead) -> Iterator[tuple[int, bytes]]:
    """Give the pages of a journal up to the first that is not whole, as SQLite reads them."""
    head: JournalHead | None = first
    at, size = 0, os.fstat(file.fileno()).st_size
    while head is not None:
        at += first.sector
        file.seek(at)
        whole = 8 + first.page_size
        count = (size - at) // whole if head.records == _UNKNOWN else head.records
        for _ in range(count):
            held = file.read(whole)
            page = held[4:-4]
            if len(held) < whole or _checksum(head.nonce, page) != _number(held, whole - 4):
                return
            yield _number(held, 0), page
        at = -(-(at + count * whole) // first.sector) * first.sector
        head = _head(file, at)


def _checksum(nonce: int, page: bytes) -> int:
    told = page[len(page) - _CHECKED_EVERY : 0 : -_CHECKED_EVERY]
    return (nonce + sum(told)) & 0xFFFFFFFF


def _start_of(path: Path) -> bytes:
    """Read the first bytes of a file, which stays open: see `_kept_open`."""
    try:
        if sys.platform == "win32":
            with path.open("rb") as file:
                return file.read(_START)
        found = path.stat()
        file_number = (found.st_dev, found.st_ino)
        if file_number not in _kept_open:
            _kept_open[file_number] = os.open(path, os.O_RDONLY)
        return os.pread(_kept_open[file_number], _START, 0)
    except OSError:
        return b""


def _number(held: bytes, at: int) -> int:
    return int.from_bytes(held[at : at + 4], "big")
