"""Measures of two words as forms of one: inflection, derivation, spelling; and of opposites."""

import numpy as np

from synotui.engine.arrays import Floats, Mask
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.english import (
    IRREGULAR,
    KINDS,
    derived,
    gerund,
    inflected,
    kind,
    spelling,
)
from synotui.engine.likeness.opposites import TELLING, opposed
from synotui.engine.likeness.pairs import Pairs
from synotui.engine.likeness.scripts import LATIN

COLUMNS = (
    Column("inflection", "forms of one word: plural, -ed, -ing, -er, -est"),
    Column("gerund", "one is the -ing form of the other, often a noun of its own"),
    Column("derivation", "words of one stem: -ness, -ly, -ity, -ment, …"),
    Column("spelling", "British and American spellings of one word"),
    Column("opposite", "one negates the other, or a part of it is the opposite"),
    Column("same_kind", "words of the same kind by their endings: number, tense, adverb, noun, …"),
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
        if found[row, 0]:
            found[row, 1] = gerund(one.key, two.key)
        else:
            found[row, 2] = len(one.words) == len(two.words) == 1 and derived(one.key, two.key)
        found[row, 3] = one.joined != two.joined and spelling(one.joined) == spelling(two.joined)
    worth = alike | (pairs.ended >= _ALIKE) | pairs.both(lambda each: each.key in TELLING)
    worth = latin & worth | (np.minimum(*pairs.hanzi) > 0) & _one_apart(pairs)
    rows = np.flatnonzero(worth)
    for row, (one, two) in zip(rows.tolist(), pairs.two(rows), strict=True):
        found[row, 4] = opposed(one, two) != ""
    found[:, 5] = np.where(latin, _same_kind(pairs), np.nan)
    return found


def _one_apart(pairs: Pairs) -> Mask:
    """Say which pairs differ in one character, or by something before the shorter one, (n,)."""
    shorter, longer = np.minimum(*pairs.lengths), np.maximum(*pairs.lengths)
    one = (shorter == longer) & (pairs.begun + pairs.ended == longer - 1)
    apart: Mask = one | (pairs.ended == shorter)
    return apart


def _same_kind(pairs: Pairs) -> Floats:
    """Say how well the kinds of two terms agree by their last words' endings, (n,)."""
    kinds = np.array([kind(each.words[-1]) for each in pairs.forms], np.int64)
    agree: Floats = _AGREE[kinds[pairs.left], kinds[pairs.right]]
    return agree


def _agreement() -> Floats:
    """Tell kinds of words that can mean the same (1), perhaps (0.5), and hardly (0)."""
    agree = np.eye(len(KINDS), dtype=np.float32)
    perhaps = {"", "-ing form", "noun", "doer", "adjective"}
    for one in perhaps:
        for two in perhaps - {one}:
            if {one, two} & {""} or {one, two} <= {"noun", "-ing form"}:
                agree[KINDS.index(one), KINDS.index(two)] = 0.5
    agree[KINDS.index("past"), KINDS.index("adjective")] = 0.5
    agree[KINDS.index("adjective"), KINDS.index("past")] = 0.5
    return agree


_AGREE = _agreement()
INFLECTION = Group(COLUMNS, values)
