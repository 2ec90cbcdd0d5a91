"""How Chinese characters are read (their commonest reading) and simplified, as tables."""

import unicodedata
from functools import cache
from typing import NamedTuple

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_FIRST = 0xE000
"""Code points for private use stand for syllables and their parts."""


class Sounds(NamedTuple):
    """Tables for `str.translate`: of a character, a character that stands for its sound."""

    toned: dict[int, str]
    syllables: dict[int, str]
    """Without tones."""
    initials: dict[int, str]
    finals: dict[int, str]


@cache
def readings() -> dict[int, str] | None:
    """Give the commonest reading of each character by code point, None without pypinyin."""
    try:
        from pypinyin.constants import PINYIN_DICT
    except ImportError:
        return None
    return {point: read.split(",", 1)[0] for point, read in PINYIN_DICT.items()}


@cache
def sounds() -> Sounds | None:
    """Give the tables of sounds, None without pypinyin."""
    read = readings()
    if read is None:
        return None
    parts = {reading: _parts(reading) for reading in set(read.values())}
    kinds: list[dict[int, str]] = []
    for kind in range(4):
        numbers: dict[str, int] = {}
        for reading in sorted(parts):
            numbers.setdefault(parts[reading][kind], len(numbers))
        stands = {reading: chr(_FIRST + numbers[parts[reading][kind]]) for reading in parts}
        kinds.append({point: stands[reading] for point, reading in read.items()})
    return Sounds(*kinds)


def _parts(reading: str) -> tuple[str, str, str, str]:
    """Cut a reading: as it is, without its tone, its initial, what follows that."""
    marked = unicodedata.normalize("NFD", reading)
    bare = "".join(sign for sign in marked if not unicodedata.combining(sign) or sign == "\u0308")
    initial = next((begun for begun in _INITIALS if bare.startswith(begun)), "")
    return reading, bare, initial, bare[len(initial) :]


@cache
def simplified() -> dict[int, str] | None:
    """Give the simplified form of each traditional character, None without opencc."""
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    points = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]
    signs = [chr(point) for point in points]
    made = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {
        ord(sign): other
        for sign, other in zip(signs, made, strict=True)
        if sign != other and len(other) == 1
    }


def absent() -> tuple[str, ...]:
    """Give the packages that are not installed and without which columns are empty."""
    missing = []
    if readings() is None:
        missing.append("pypinyin")
    if simplified() is None:
        missing.append("opencc")
    return tuple(missing)
