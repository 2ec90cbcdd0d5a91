"""The pages of an SQLite file, read without SQLite: for files that it refuses.

After the description of the file format that the SQLite project publishes
(sections 1.5 and 1.6: pages, cells and overflow; 2.1: records). Nothing here
raises for whatever bytes there are: what makes no sense is not given.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 13, 5, 10, 2
_FIXED = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer by its serial type."""
_MOST_COLUMNS = 64
_LONGEST = 1 << 30

Value = int | float | str | bytes | None


class Hole(NamedTuple):
    """Bytes of a row that were in a page that is damaged."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table or an index."""

    rowid: int | None
    """None in an index, and in a table without row ids."""
    values: tuple[Value, ...]
    holes: tuple[tuple[int, Hole], ...] = ()
    """(column, bytes of its value) that were in damaged pages."""


class Pages:
    """A file as pages, numbered from 1."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        size = int.from_bytes(content[16:18], "big")
        self.size = 65536 if size == 1 else size
        if self.size < 512 or self.size & (self.size - 1):
            self.size = 4096
        reserved = content[20] if len(content) > 20 else 0
        self._usable = self.size - (reserved if reserved <= self.size - 480 else 0)
        self.count = -(-len(content) // self.size)

    @property
    def user_version(self) -> int:
        """The version of the schema, as the first page has it."""
        return int.from_bytes(self._content[60:64], "big")

    def page(self, number: int) -> bytes:
        """Give a page, padded where the file ends within it."""
        start = (number - 1) * self.size
        return self._content[start : start + self.size].ljust(self.size, b"\0")

    def kind(self, number: int) -> int:
        """Give what a page says it is: one of the four kinds of b-tree pages, or another number."""
        return self.page(number)[100 if number == 1 else 0]

    def free(self) -> set[int]:
        """Give the pages that hold nothing, as the list of them has it: 1.5 of the description."""
        found: set[int] = set()
        trunk = int.from_bytes(self._content[32:36], "big")
        while 1 < trunk <= self.count and trunk not in found:
            page = self.page(trunk)
            found.add(trunk)
            count = min(int.from_bytes(page[4:8], "big"), self._usable // 4 - 2)
            found |= {int.from_bytes(page[8 + 4 * i : 12 + 4 * i], "big") for i in range(count)}
            trunk = int.from_bytes(page[:4], "big")
        return found

    def children(self, number: int) -> list[int]:
        """Give the pages below an interior page."""
        page, first = self.page(number), 100 if number == 1 else 0
        if page[first] not in (TABLE_INTERIOR, INDEX_INTERIOR):
            return []
        below = [
            int.from_bytes(page[at : at + 4], "big") for at in self._cells(page, first) if at + 4
        ]
        below.append(int.from_bytes(page[first + 8 : first + 12], "big"))
        return [child for child in below if 1 < child <= self.count]

    def rows(self, number: int) -> Iterator[Row]:
        """Give the records that are on a page, with what of them is on overflow pages."""
        page, first = self.page(number), 100 if number == 1 else 0
        kind = page[first]
        for at in self._cells(page, first):
            try:
                row = self._row(page, at, kind)
            except (IndexError, ValueError, struct.error, OverflowError):
                continue
            if row is not None:
                yield row

    def cells(self, number: int) -> int:
        """Count the records that a page says it has."""
        first = 100 if number == 1 else 0
        return int.from_bytes(self.page(number)[first + 3 : first + 5], "big")

    def _cells(self, page: bytes, first: int) -> list[int]:
        kind = page[first]
        head = 12 if kind in (TABLE_INTERIOR, INDEX_INTERIOR) else 8
        count = int.from_bytes(page[first + 3 : first + 5], "big")
        start = first + head
        if kind not in (TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR):
            return []
        count = min(count, (self._usable - start) // 2)
        places = [
            int.from_bytes(page[start + 2 * i : start + 2 * i + 2], "big") for i in range(count)
        ]
        return [place for place in places if start + 2 * count <= place < self._usable - 3]

    def _row(self, page: bytes, at: int, kind: int) -> Row | None:
        if kind == TABLE_INTERIOR:
            return None
        if kind == INDEX_INTERIOR:
            at += 4
        length, at = _varint(page, at)
        rowid = None
        if kind == TABLE_LEAF:
            rowid, at = _varint(page, at)
        if not 2 <= length < _LONGEST or length > len(self._content):
            return None
        payload, holes = self._payload(page, at, length, table=kind == TABLE_LEAF)
        return _record(rowid, payload, holes)

    def _payload(
        self, page: bytes, at: int, length: int, *, table: bool
    ) -> tuple[bytes, list[Hole]]:
        usable = self._usable
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            if at + length > self.size:
                raise ValueError("a cell beyond its page")
            return page[at : at + length], []
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= most else least
        parts, holes, done = [page[at : at + here]], [], here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        while done < length:
            wanted = min(usable - 4, length - done)
            if not 1 < following <= self.count:
                raise ValueError("overflow into nowhere")
            over = self.page(following)
            after = int.from_bytes(over[:4], "big")
            parts.append(over[4 : 4 + wanted])
            last = done + wanted == length
            if (after != 0) if last else not 1 < after <= self.count:
                # Not a page of this row as it was written: overflow pages mostly lie one
                # after the other, so what follows is looked for behind it.
                holes.append(Hole(done, done + wanted))
                after = following + 1
            done += wanted
            following = after
        return b"".join(parts), holes


def _record(rowid: int | None, payload: bytes, holes: list[Hole]) -> Row | None:
    size, at = _varint(payload, 0)
    if not 1 < size <= len(payload):
        return None
    kinds = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != size or len(kinds) > _MOST_COLUMNS:
        return None
    values: list[Value] = []
    missing = []
    for column, kind in enumerate(kinds):
        value, end = _value(payload, at, kind)
        for hole in holes:
            if hole.start < end and at < hole.end:
                within = Hole(max(hole.start, at) - at, min(hole.end, end) - at)
                missing.append((column, within))
        values.append(value)
        at = end
    if at != len(payload) or any(hole.start < size for hole in holes):
        return None
    return Row(rowid, tuple(values), tuple(missing))


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in _FIXED:
        end = at + _FIXED[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise ValueError("a kind of value there is not")
    end = at + (kind - 12) // 2
    if end > len(payload):
        raise ValueError("a value beyond its record")
    held = payload[at:end]
    return (held.decode() if kind % 2 else held), end


def _varint(held: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes; give it and where it ends. Raises IndexError."""
    number = 0
    for place in range(8):
        byte = held[at + place]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + place + 1
    number = number << 8 | held[at + 8]
    return number - (1 << 64) if number >= 1 << 63 else number, at + 9
