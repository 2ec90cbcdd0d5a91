"""Measures of two words as forms of one: inflection, derivation, spelling; and of opposites."""

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.english import IRREGULAR, derived, inflected, spelling
from synotui.engine.likeness.opposites import TELLING, opposed
from synotui.engine.likeness.pairs import Pairs
from synotui.engine.likeness.scripts import LATIN

COLUMNS = (
    Column("inflection", "forms of one word: plural, -ed, -ing, -er, -est"),
    Column("derivation", "words of one stem: -ness, -ly, -ity, -ment, …"),
    Column("spelling", "British and American spellings of one word"),
    Column("opposite", "one negates the other, or a part of it is the opposite"),
)
_ALIKE = 3
"""Letters with which two forms of a word begin."""


def values(pairs: Pairs) -> Floats:
    """Give the columns of these pairs (n, c)."""
    found = pairs.empty(len(COLUMNS), 0.0)
    if not len(pairs):
        return found
    latin = (pairs.scripts[0] == LATIN) & (pairs.scripts[1] == LATIN)
    alike = pairs.begun >= _ALIKE
    irregular = pairs.both(lambda each: each.key in IRREGULAR)
    rows = np.flatnonzero(latin & (alike | irregular))
    for row, (one, two) in zip(rows.tolist(), pairs.two(rows), strict=True):
        if one.key == two.key:
            continue
        found[row, 0] = inflected(one.key, two.key)
        if not found[row, 0]:
            found[row, 1] = len(one.words) == len(two.words) == 1 and derived(one.key, two.key)
        found[row, 2] = one.joined != two.joined and spelling(one.joined) == spelling(two.joined)
    worth = alike | (pairs.ended >= _ALIKE) | (np.maximum(*pairs.words) > 1)
    worth |= pairs.both(lambda each: each.key in TELLING)
    worth = latin & worth | (np.minimum(*pairs.hanzi) > 0)
    rows = np.flatnonzero(worth)
    for row, (one, two) in zip(rows.tolist(), pairs.two(rows), strict=True):
        found[row, 3] = opposed(one, two) != ""
    return found


INFLECTION = Group(COLUMNS, values)
