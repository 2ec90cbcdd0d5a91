"""A TrueType font made for a test: a glyph of its own for each character, boxes for all others.

So that pictures with Chinese can be drawn where no such font is installed.
"""

import struct
from collections.abc import Iterable
from pathlib import Path

_EM = 1000
_BITS = 16


def write_font(path: Path, characters: Iterable[str], family: str = "Tiny") -> Path:
    """Write a font whose glyphs show the bits of their characters' codes as a pattern."""
    codes = sorted({ord(each) for each in characters})
    glyphs = [_boxes([(100, 0, 900, 800)]), *(_boxes(_pattern(code)) for code in codes)]
    offsets, body = [0], b""
    for glyph in glyphs:
        body += glyph
        offsets.append(len(body))
    count = len(glyphs)
    tables = {
        b"OS/2": _os2(codes),
        b"cmap": _cmap(codes),
        b"glyf": body,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _EM, _EM, 0, 8, 2, 1, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            0x10000, 800, -200, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, count,
        ),
        b"hmtx": struct.pack(">Hh", _EM, 0) * count,
        b"loca": struct.pack(f">{count + 1}I", *offsets),
        b"maxp": struct.pack(">IH13H", 0x10000, count, 80, 20, *([0] * 11)),
        b"name": _name(family),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    directory = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 32)
    at = len(directory) + 16 * len(tables)
    entries, data = b"", b""
    for tag, table in sorted(tables.items()):
        entries += struct.pack(">4sIII", tag, 0, at + len(data), len(table))
        data += table + b"\0" * (-len(table) % 4)
    path.write_bytes(directory + entries + data)
    return path


def _pattern(code: int) -> list[tuple[int, int, int, int]]:
    """Give a box for each bit of a code, on a grid of four by four."""
    return [
        (x, y, x + 180, y + 180)
        for bit in range(_BITS)
        if code >> bit & 1
        for x, y in [(50 + 230 * (bit % 4), 230 * (bit // 4) - 100)]
    ]


def _boxes(boxes: list[tuple[int, int, int, int]]) -> bytes:
    """Give a glyph of filled rectangles."""
    if not boxes:
        return b""
    ends = struct.pack(f">{len(boxes)}H", *(4 * n + 3 for n in range(len(boxes))))
    points = [p for x, y, to_x, to_y in boxes for p in ((x, y), (x, to_y), (to_x, to_y), (to_x, y))]
    xs, ys = b"", b""
    before = (0, 0)
    for x, y in points:
        xs += struct.pack(">h", x - before[0])
        ys += struct.pack(">h", y - before[1])
        before = (x, y)
    head = struct.pack(">hhhhh", len(boxes), 0, -200, _EM, 900)
    glyph = head + ends + struct.pack(">H", 0) + b"\x01" * len(points) + xs + ys
    return glyph + b"\0" * (-len(glyph) % 4)


def _cmap(codes: list[int]) -> bytes:
    """Give both kinds of subtable for Unicode: in segments, and in groups."""
    runs = [*((code, at) for at, code in enumerate(codes, 1) if code < 0xFFFF), (0xFFFF, 0)]
    n = len(runs)
    segments = struct.pack(">HHHHHH", 16 + 8 * n, 0, 2 * n, 2, 0, 2 * n - 2)
    segments += struct.pack(f">{n}H", *(code for code, _ in runs)) + b"\0\0"
    segments += struct.pack(f">{n}H", *(code for code, _ in runs))
    segments += struct.pack(f">{n}H", *((at - code) % 65536 for code, at in runs)) + b"\0\0" * n
    segments = struct.pack(">H", 4) + segments
    groups = b"".join(struct.pack(">III", code, code, at) for at, code in enumerate(codes, 1))
    groups = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    head = struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20 + len(segments))
    return head + segments + groups


def _name(family: str) -> bytes:
    written = family.encode("utf-16-be")
    names = [(1, written), (2, "Regular".encode("utf-16-be")), (6, written)]
    records, strings = b"", b""
    for name, text in names:
        records += struct.pack(">6H", 3, 1, 0x409, name, len(text), len(strings))
        strings += text
    return struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + strings


def _os2(codes: list[int]) -> bytes:
    return struct.pack(
        ">HhHHH10hh10s4I4sHHHhhhHHII", 3, _EM, 400, 5, 0, *([0] * 10), 0, b"\0" * 10, 0, 0, 0, 0,
        b"TINY", 0x40, min(codes, default=0) & 0xFFFF, max(codes, default=0) & 0xFFFF, 800, -200, 0,
        800, 200, 0, 0,
    ) + struct.pack(">hhHHH", 500, 700, 0, 32, 1)  # fmt: skip
