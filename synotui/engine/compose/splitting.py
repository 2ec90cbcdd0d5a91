"""Cut a key into words that have vectors: at spaces and hyphens, and by the words themselves.

A key is read as atoms: runs of letters, runs of digits, and each single sign of
scripts that put no spaces between words (Chinese, kana, Thai, Lao, Khmer,
Burmese, Tibetan). A word is some atoms in a row, as they are written or with
another separator (e-mail, email, new_york). Of all ways to cut a key into words
that are known and atoms that are not, the one is taken that leaves out fewest
atoms, then the one with fewest words, then the one whose words are the most
frequent together. So Chinese is cut by the vocabulary of the space itself.
"""

import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from synotui.engine.likeness.forms import is_hanzi

_LONGEST_RUN = 12
"""Signs of Chinese and the like that a word may have."""
_LONGEST_PHRASE = 5
"""Runs of letters or digits that a word may have: "new york stock exchange" is one of four."""
_JOINTS = (" ", "-", "_")
_HYPHENS = "-\u2010\u2011_"
"""What may be left out between two parts of a word; a space may not: "the rapist"."""
_APOSTROPHES = "'’"
_UNSPACED = ((0x0E00, 0x1100), (0x1780, 0x1800), (0x3040, 0x3130), (0x31F0, 0x3200))
"""Thai to Burmese, Khmer, kana and bopomofo; Chinese is known otherwise."""


class Split(NamedTuple):
    """A key cut into words."""

    words: tuple[str, ...]
    """Those that are known, in order, as the vocabulary has them."""
    missing: tuple[str, ...]
    """What no word covers."""


class _Atom(NamedTuple):
    start: int
    end: int
    single: bool
    """Whether it is one sign of a script without spaces."""


def split(key: str, known: Mapping[str, float]) -> Split:
    """Cut `key`, as of `text.key`, into words of `known`, each with how likely it is.

    Looks up nothing but what `possible_words` gives. Takes time linear in the length.
    """
    from math import log

    atoms = _atoms(key)
    count = len(atoms)
    # The best way from each atom to the end: atoms left out, words, surprise; then its first step.
    best: list[tuple[int, int, float]] = [(0, 0, 0.0)] * (count + 1)
    step: list[tuple[int, str | None]] = [(0, None)] * count
    for at in range(count - 1, -1, -1):
        left, words, surprise = best[at + 1]
        best[at], step[at] = (left + 1, words, surprise), (at + 1, None)
        for end in range(at + 1, _reach(atoms, at) + 1):
            found = [word for word in _written(key, atoms, at, end) if word in known]
            if not found:
                continue
            word = found[0]
            left, words, surprise = best[end]
            way = (left, words + 1, surprise - log(max(known[word], 1e-300)))
            if way <= best[at]:
                best[at], step[at] = way, (end, word)
    return _walk(key, atoms, step)


def possible_words(key: str) -> set[str]:
    """Give every text that could be a word of `key`: what a vocabulary is to be asked for."""
    atoms = _atoms(key)
    return {
        word
        for at in range(len(atoms))
        for end in range(at + 1, _reach(atoms, at) + 1)
        for word in _written(key, atoms, at, end)
    }


def _walk(key: str, atoms: list[_Atom], step: list[tuple[int, str | None]]) -> Split:
    words: list[str] = []
    missing: list[str] = []
    at, behind = 0, -1
    while at < len(atoms):
        end, word = step[at]
        if word is not None:
            words.append(word)
        elif missing and behind == atoms[at].start:
            missing[-1] += key[atoms[at].start : atoms[at].end]
            behind = atoms[at].end
        else:
            missing.append(key[atoms[at].start : atoms[at].end])
            behind = atoms[at].end
        at = end
    return Split(tuple(words), tuple(missing))


def _atoms(key: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    kind = ""
    for at, sign in enumerate(key):
        before, kind = kind, _kind(sign)
        if not kind:
            continue
        if kind == "mark" and before:
            # Part of the letter before it, whatever that is.
            atoms[-1] = atoms[-1]._replace(end=at + 1)
            kind = before
        elif kind == before != "single":
            atoms[-1] = atoms[-1]._replace(end=at + 1)
        else:
            atoms.append(_Atom(at, at + 1, kind == "single"))
    return atoms


def _kind(sign: str) -> str:
    if sign.isascii():
        return "letter" if sign.isalpha() else "digit" if sign.isdigit() else ""
    category = unicodedata.category(sign)[0]
    if category == "M":
        return "mark"
    if is_hanzi(sign) or any(low <= ord(sign) < high for low, high in _UNSPACED):
        return "single" if category in "LN" else ""
    return {"L": "letter", "N": "digit"}.get(category, "")


def _reach(atoms: list[_Atom], at: int) -> int:
    """Give the atom behind the last that a word which begins with atom `at` may hold."""
    end, runs = at, 0
    while end < len(atoms) and end - at < _LONGEST_RUN:
        runs += not atoms[end].single
        if runs > _LONGEST_PHRASE:
            break
        end += 1
    return end


def _written(key: str, atoms: list[_Atom], at: int, end: int) -> list[str]:
    """Give the ways the atoms from `at` to before `end` may be written as one word, best first."""
    first, last = atoms[at].start, atoms[end - 1].end
    plain = key[first:last]
    found: list[str] = []
    # With the signs around it: c++, $100, 's.
    low = atoms[at - 1].end if at else 0
    high = atoms[end].start if end < len(atoms) else len(key)
    before, after = key[low:first], key[last:high]
    head = before[before.rfind(" ") + 1 :]
    tail = after[: after.find(" ")] if " " in after else after
    if head or tail:
        found += [head + plain + tail, plain + tail, head + plain]
    if before.endswith(tuple(_APOSTROPHES)):
        found.append("'" + plain)
    found.append(plain)
    parts = [key[atom.start : atom.end] for atom in atoms[at:end]]
    gaps = [key[a.end : b.start] for a, b in pairwise(atoms[at:end])]
    if any(gaps):
        hyphens = all(gap in _HYPHENS for gap in gaps)
        for joint in (*_JOINTS, "") if hyphens else _JOINTS:
            joined = parts[0]
            for gap, part in zip(gaps, parts[1:], strict=True):
                joined += (joint if gap else "") + part
            found.append(joined)
    return list(dict.fromkeys(found))
