"""What is read off a term once, however many pairs it is in: key, words, hanzi, scripts."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from synotui.engine.likeness.scripts import HAN, LATIN, scripts
from synotui.text import key as key_of

LONGEST = 200
"""Characters of a term that are looked at; what comes behind them makes no difference."""
_KEPT = 200_000
"""Terms whose form is kept."""

_SEPARATORS = re.compile(
    r"[\s\-\u00ad\u058a\u2010-\u2015\u2212_'\u2018\u2019\u02bc`\u00b7\u2022\u30fb]+|(?<!\d)\.|\.(?!\d)"
)
_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015_/]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A term as the measures see it."""

    key: str
    """Its key, cut to LONGEST characters."""
    joined: str
    """The key without spaces, hyphens, apostrophes, full stops and Latin accents."""
    words: tuple[str, ...]
    """The words of the key, at spaces, hyphens and slashes."""
    hanzi: str
    """The Chinese characters of the key, in order."""
    scripts: int
    """A bit for each script its letters are of."""
    text: str
    """The term as it is written, cut to LONGEST characters."""
    facts: tuple[int, int, int, int, int]
    """Lengths of the key and of its hanzi, its scripts, whether it holds a digit, its words."""

    @property
    def numbered(self) -> bool:
        """Whether it holds a digit."""
        return self.facts[3] > 0


@lru_cache(maxsize=_KEPT)
def form(term: str) -> Form:
    """Give the form of a term; any string has one."""
    # A few characters can become many in a key, and many few: cut before and after.
    key = key_of(term[: 4 * LONGEST])[:LONGEST]
    if key.isascii() and key.isalpha():
        return Form(key, key, (key,), "", LATIN, term[:LONGEST], (len(key), 0, LATIN, 0, 1))
    found = scripts(key)
    hanzi = "".join(sign for sign in key if is_hanzi(sign)) if found & HAN else ""
    words = tuple(word for word in _BETWEEN_WORDS.split(key) if word) or (key,)
    numbered = any(sign.isdecimal() for sign in key)
    facts = (len(key), len(hanzi), found, int(numbered), len(words))
    return Form(key, _joined(key), words, hanzi, found, term[:LONGEST], facts)


def is_hanzi(sign: str) -> bool:
    """Say whether a character is a Chinese one."""
    code = ord(sign)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or code == 0x3007
    )


def _joined(key: str) -> str:
    joined = key
    if not key.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFD", key))
        joined = unicodedata.normalize("NFC", plain)
    return _SEPARATORS.sub("", joined) or key
