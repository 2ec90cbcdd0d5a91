"""Files made from whole ones by damage: what a seed and a place in the run decide, and only they.

Bytes are flipped, cut out, put in, doubled, taken from another file, numbers
made huge, and lengths as little- and big-endian words made to lie.
"""

import random
from collections.abc import Sequence

_LIES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 62)
_PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    b"\x80\x04",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b"\t",
    b",",
    b";",
    b'"',
    b'""',
    b"\\",
    b"\\ud800",
    b"[" * 2_000,
    b'{"a":' * 2_000,
    b"{}",
    b"null",
    b"NaN",
    b"Infinity",
    b"-inf",
    b"1e999",
    b"9" * 400,
    b"1" * 5_000,
    b"-0",
    b"99999999999999 99999",
    b" " * 300,
    b"a" * 9_000,
    b"\xe2\x80\xae",
    b"\xed\xa0\x80",
    b"\xf0\x90\x80",
    b"\xc2\x9b31m",
    b"\x1b]0;x\x07",
    b"\xe2\x80\xa8",
    b"#",
    b":",
    b"=1+1",
    "，：；".encode(),
)


def mutated(contents: Sequence[bytes], seed: int) -> bytes:
    """Give one of `contents` with one to six injuries."""
    draw = random.Random(seed)
    data = bytearray(draw.choice(contents))
    for _ in range(draw.choice((1, 1, 1, 2, 3, 6))):
        _injure(data, draw, contents)
    return bytes(data)


def _injure(data: bytearray, draw: random.Random, contents: Sequence[bytes]) -> None:
    at = draw.randrange(len(data) + 1)
    size = draw.choice((1, 1, 2, 4, 8, 16, 64, 1_000))
    kind = draw.randrange(9)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << draw.randrange(8)
    elif kind == 1 and at < len(data):
        data[at] = draw.randrange(256)
    elif kind == 2:
        del data[at : at + size]
    elif kind == 3:
        del data[at:]
    elif kind == 4:
        data[at:at] = draw.choice(_PIECES)
    elif kind == 5:
        data[at:at] = data[at : at + size] * draw.choice((1, 2, 50))
    elif kind == 6:
        lie = draw.choice(_LIES) + draw.choice((-1, 0, 0, 1))
        width = draw.choice((1, 2, 4, 8))
        order = draw.choice(("little", "big"))
        data[at : at + width] = (lie % (1 << 8 * width)).to_bytes(width, order)  # type: ignore[arg-type]
    elif kind == 7:
        other = draw.choice(contents)
        start = draw.randrange(len(other) + 1)
        data[at:at] = other[start : start + 10 * size]
    else:
        _make_huge(data, draw)


def _make_huge(data: bytearray, draw: random.Random) -> None:
    """Put a number in the place of one."""
    places = [at for at, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if places:
        at = draw.choice(places)
        huge = (b"99999999999", b"-1", b"0", b"1e400", b"18446744073709551616", b"4" * 5_000)
        data[at : at + 1] = draw.choice(huge)
