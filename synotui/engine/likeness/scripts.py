"""Which scripts the letters of a term are of."""

import unicodedata
from functools import lru_cache

_NAMES = {
    "LATIN": "Latin",
    "CJK": "Chinese",
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "HANGUL": "Hangul",
    "CYRILLIC": "Cyrillic",
    "GREEK": "Greek",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "THAI": "Thai",
    "DEVANAGARI": "Devanagari",
}
_SCRIPTS = (*dict.fromkeys(_NAMES.values()), "another script")
_BITS = {name: 1 << place for place, name in enumerate(_SCRIPTS)}
LATIN = _BITS["Latin"]
HAN = _BITS["Chinese"]
KANA = _BITS["kana"]
EVERY = sum(_BITS.values())


def scripts(text: str) -> int:
    """Give a bit for each script the letters of `text` are of; 0 for a text without letters."""
    if text.isascii():
        return LATIN if any(sign.isalpha() for sign in text) else 0
    found = 0
    for sign in set(text):
        found |= _script(sign)
    return found


def script_names(bits: int) -> tuple[str, ...]:
    """Give the names of the scripts whose bits are set."""
    return tuple(name for name, bit in _BITS.items() if bits & bit)


@lru_cache(maxsize=100_000)
def _script(sign: str) -> int:
    if not sign.isalpha():
        return HAN if sign == "〇" else 0
    name = _NAMES.get(unicodedata.name(sign, "").split(" ")[0].split("-")[0], "another script")
    return _BITS[name]
