"""Measures of terms as words: shared words, their order, initials, scripts."""

import numpy as np

from synotui.engine.arrays import Floats, Mask
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.forms import Form
from synotui.engine.likeness.pairs import Pairs
from synotui.engine.likeness.scripts import EVERY

COLUMNS = (
    Column("words", "share of all words that both have (terms of several words)"),
    Column("reordered", "the same words, or Chinese characters, in another order"),
    Column("initials", "one is the initials of the other's words"),
    Column("scripts", "share of the scripts of their letters that both have"),
)
_BITS_SET = np.array([bits.bit_count() for bits in range(EVERY + 1)])
_LETTERS = 2
"""Characters that an initial takes at most, a full stop among them."""
_LITTLE = "a an and at by de der des di die du et for für in la le les of on the to und y"
_SKIPPED = frozenset(_LITTLE.split())
"""Words whose initials are often left out."""


def values(pairs: Pairs) -> Floats:
    """Give the columns of these pairs (n, c)."""
    found = pairs.empty(len(COLUMNS), 0.0)
    if not len(pairs):
        return found
    several = np.maximum(*pairs.words) > 1
    found[~several, 0] = np.nan
    rows = np.flatnonzero(several)
    for row, (one, two) in zip(rows.tolist(), pairs.two(rows), strict=True):
        mine, yours = set(one.words), set(two.words)
        found[row, 0] = len(mine & yours) / max(1, len(mine | yours))
        found[row, 1] = one.words != two.words and sorted(one.words) == sorted(two.words)
    most = np.maximum(*pairs.words)
    rows = np.flatnonzero(several & (np.minimum(*pairs.lengths) <= _LETTERS * most))
    for row, (one, two) in zip(rows.tolist(), pairs.two(rows), strict=True):
        found[row, 2] = one.joined in initials(two) or two.joined in initials(one)
    found[(np.minimum(*pairs.hanzi) > 1) & _reordered(pairs), 1] = 1
    left, right = pairs.scripts
    every = _BITS_SET[left | right]
    shared = _BITS_SET[left & right]
    found[:, 3] = np.where((left == 0) | (right == 0), np.nan, shared / np.maximum(every, 1))
    return found


def _reordered(pairs: Pairs) -> Mask:
    """Say which pairs are the same characters in another order, (n,)."""
    distinct: dict[str, int] = {}
    sorted_ = ("".join(sorted(each.key)) if each.hanzi else each.key for each in pairs.forms)
    numbers = np.array([distinct.setdefault(key, len(distinct)) for key in sorted_])
    differ = (pairs.begun < pairs.lengths[0]) | (pairs.begun < pairs.lengths[1])
    same: Mask = (numbers[pairs.left] == numbers[pairs.right]) & differ
    return same


def initials(term: Form) -> frozenset[str]:
    """Give what the initials of a term of several words may be: all words', or the weighty ones'.

    Nothing for a single word, or where only one letter would be left.
    """
    if len(term.words) < 2:
        return frozenset()
    every = "".join(word[0] for word in term.words)
    weighty = "".join(word[0] for word in term.words if word not in _SKIPPED)
    return frozenset(made for made in (every, weighty) if len(made) > 1)


WORDS = Group(COLUMNS, values)
