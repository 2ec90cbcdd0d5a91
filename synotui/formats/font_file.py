"""What a font file holds: the names of its families, and which characters it has glyphs for.

TrueType, OpenType, and collections of them (.ttf, .otf, .ttc): only the tables
`name` and `cmap` are read, as the OpenType specification has them.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from synotui.errors import FormatError

_COLLECTION = b"ttcf"
_SINGLE = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
_LARGEST = 200_000_000
"""Bytes; a larger file is no font."""

_MOST_FACES = 100
_MOST_RUNS = 200_000
"""Runs of characters that are looked at; there are as many only where tables overlap."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file."""

    path: Path
    families: tuple[str, ...]
    """Of all its faces, in their order; the first is that of the first face."""
    ranges: tuple[tuple[int, int], ...]
    """First and last code of each run of characters that the first face may have a glyph for."""

    def missing(self, characters: Iterable[str]) -> list[str]:
        """Give those of `characters` without a glyph, each once, in order."""
        return [
            each
            for each in dict.fromkeys(characters)
            if not any(first <= ord(each) <= last for first, last in self.ranges)
        ]


def read_font(path: Path) -> FontFile:
    """Read what a font holds. Raises FormatError if it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise FormatError("is no font: it is too large", "Name a .ttf, .otf or .ttc", path=path)
        data = path.read_bytes()
        faces = [*_faces(data)]
        names = (name for face in faces for name in _families(data, _tables(data, face)))
        families = tuple(dict.fromkeys(names))
        ranges = tuple(islice(_ranges(data, _tables(data, faces[0])[b"cmap"]), _MOST_RUNS))
    except OSError as error:
        raise FormatError(
            f"cannot be read: {error.strerror or error}", "Name a .ttf, .otf or .ttc", path=path
        ) from error
    except (struct.error, IndexError, KeyError, UnicodeError) as error:
        raise FormatError("is no font", "Name a .ttf, .otf or .ttc", path=path) from error
    if not families:
        raise FormatError("is a font without a name", "Name another", path=path)
    return FontFile(path, families, ranges)


def _faces(data: bytes) -> Iterator[int]:
    """Give where each face begins."""
    if data[:4] == _COLLECTION:
        (count,) = struct.unpack_from(">I", data, 8)
        yield from struct.unpack_from(f">{min(count, _MOST_FACES)}I", data, 12)
    elif data[:4] in _SINGLE:
        yield 0
    else:
        raise KeyError(data[:4])


def _tables(data: bytes, face: int) -> dict[bytes, int]:
    """Give where the tables of a face are, by their tags."""
    (count,) = struct.unpack_from(">H", data, face + 4)
    found = {}
    for at in range(face + 12, face + 12 + 16 * count, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, at)
        found[tag] = offset
    return found


def _families(data: bytes, tables: dict[bytes, int]) -> Iterator[str]:
    """Give the names of a face's family, that under which renderers know it first."""
    start = tables[b"name"]
    _, count, strings = struct.unpack_from(">HHH", data, start)
    found: dict[int, str] = {}
    for at in range(start + 6, start + 6 + 12 * count, 12):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", data, at)
        # Windows names in American English: every font has them.
        if platform == 3 and language == 0x409 and name in (_FAMILY, _TYPOGRAPHIC_FAMILY):
            begin = start + strings + offset
            found[name] = data[begin : begin + length].decode("utf-16-be")
    for name in (_TYPOGRAPHIC_FAMILY, _FAMILY):
        if name in found:
            yield found[name]


def _ranges(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Give the runs of characters of the Unicode subtables."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for at in range(cmap + 4, cmap + 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (format,) = struct.unpack_from(">H", data, cmap + offset)
            if format == 4:
                yield from _segments(data, cmap + offset)
            elif format == 12:
                (groups,) = struct.unpack_from(">I", data, cmap + offset + 12)
                for group in range(groups):
                    first, last, _ = struct.unpack_from(
                        ">3I", data, cmap + offset + 16 + 12 * group
                    )
                    yield first, last


def _segments(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Give the runs of a subtable of format 4."""
    (twice,) = struct.unpack_from(">H", data, table + 6)
    lasts = struct.unpack_from(f">{twice // 2}H", data, table + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", data, table + 16 + twice)
    # The last segment only closes the table.
    yield from ((a, b) for a, b in zip(firsts, lasts, strict=True) if a != 0xFFFF)
