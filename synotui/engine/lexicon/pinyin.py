"""Which character comes before which in an order by pinyin."""

import unicodedata

import numpy as np
from numpy.typing import NDArray

_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
"""Combining macron, acute, caron and grave: the first to the fourth tone."""


def ranks(points: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Give the place of each of the distinct code points `points` (m,) among them.

    A Chinese character stands where its commonest reading does, after the
    readings that begin it (ma before mai) and by tone (mā má mǎ mà ma), equal
    ones by code point; anything else stands by its own code point.
    """
    from pypinyin.constants import PINYIN_DICT

    def place(point: int) -> tuple[str, str, int]:
        reading = PINYIN_DICT.get(point)
        if reading is None:
            return chr(point), "", point
        return (*_letters_and_tone(reading.split(",", 1)[0]), point)

    keys = [place(int(point)) for point in points]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    found = np.empty(len(keys), np.int64)
    found[order] = np.arange(len(keys))
    return found


def _letters_and_tone(reading: str) -> tuple[str, str]:
    """Cut zhōng into zhong and 1; no mark is the fifth tone. ü comes after u."""
    letters, tone = [], "5"
    for sign in unicodedata.normalize("NFD", reading):
        if sign in _MARKS:
            tone = _MARKS[sign]
        elif sign == "\u0308":
            letters.append("~")
        else:
            letters.append(sign)
    return "".join(letters), tone
