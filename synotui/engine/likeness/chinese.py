"""Measures of two terms with Chinese characters: which they share, how they sound, twins."""

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq, Levenshtein

from synotui.engine.arrays import Floats, Ints
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.forms import Form
from synotui.engine.likeness.grams import jaccard
from synotui.engine.likeness.pairs import Pairs
from synotui.engine.likeness.sounds import simplified, sounds

COLUMNS = (
    Column("hanzi", "share of all Chinese characters that both have"),
    Column("hanzi_covered", "share of the one with fewer Chinese characters that the other has"),
    Column("hanzi_in_order", "share of the longer's Chinese characters both have in order"),
    Column("first_hanzi", "the same first Chinese character"),
    Column("last_hanzi", "the same last Chinese character"),
    Column("one_hanzi", "as many Chinese characters, and all but one are the same"),
    Column("affix", "the same but for a common affix: 子, 儿, 头, 老, …"),
    Column("sound", "share of initials and finals that both have in the same order"),
    Column("homophone", "sound the same, written differently; less if only the tones differ"),
    Column("twins", "the same in simplified characters, written differently"),
)
_BEFORE = ("老", "小", "阿", "第")
_BEHIND = (
    "子",
    "儿",
    "兒",
    "头",
    "頭",
    "儿子",
    "们",
    "們",
    "者",
    "性",
    "的",
    "地",
    "了",
    "上",
    "家",
)
_BUT_FOR_TONES = 0.7
"""What a homophone is worth whose tones differ."""


def values(pairs: Pairs) -> Floats:
    """Give the columns of these pairs (n, c), NaN where a term has no Chinese characters."""
    found = pairs.empty(len(COLUMNS))
    rows = np.flatnonzero(np.minimum(*pairs.hanzi))
    if not len(rows):
        return found
    part = np.zeros((len(rows), len(COLUMNS)), np.float32)
    left, right = pairs.strings(lambda each: each.hanzi, rows)
    of_left, of_right = pairs.hanzi[0][rows], pairs.hanzi[1][rows]
    longer = np.maximum(of_left, of_right)
    hanzi = [each.hanzi for each in pairs.forms]
    part[:, 0] = jaccard(hanzi, pairs.left[rows], pairs.right[rows], 1, False)
    kinds = np.array([len(set(each)) for each in hanzi])
    of_both = kinds[pairs.left[rows]] + kinds[pairs.right[rows]]
    # jaccard = shared / (both - shared)
    shared = part[:, 0] * of_both / (1 + part[:, 0])
    part[:, 1] = shared / np.minimum(kinds[pairs.left[rows]], kinds[pairs.right[rows]])
    ordered = process.cpdist(left, right, scorer=LCSseq.similarity).astype(np.int64)
    part[:, 2] = ordered / longer
    part[:, 3] = [a[0] == b[0] for a, b in zip(left, right, strict=True)]
    part[:, 4] = [a[-1] == b[-1] for a, b in zip(left, right, strict=True)]
    part[:, 5] = (of_left == of_right) & (ordered == longer - 1) & (longer > 1)
    near = np.flatnonzero((ordered == np.minimum(of_left, of_right)) & (of_left != of_right))
    for at in near.tolist():
        part[at, 6] = affixed(left[at], right[at]) != ""
    _sounding(part, left, right)
    _written(part, pairs, rows)
    found[rows] = part
    return found


def affixed(one: str, two: str) -> str:
    """Give the common affix by which one of two terms is longer than the other, "" for none."""
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    for affix in _BEFORE:
        if longer == affix + shorter:
            return affix
    for affix in _BEHIND:
        if longer == shorter + affix:
            return affix
    return ""


def homophone(one: str, two: str) -> float:
    """Say how far the characters of two terms sound the same: 1, less for tones, 0."""
    table = sounds()
    if table is None or one == two:
        return 0.0
    if one.translate(table.toned) == two.translate(table.toned):
        return 1.0
    return _BUT_FOR_TONES * (one.translate(table.syllables) == two.translate(table.syllables))


def _sounding(part: Floats, left: list[str], right: list[str]) -> None:
    table = sounds()
    if table is None:
        part[:, 7:9] = np.nan
        return
    for parts in (table.initials, table.finals):
        heard = {text: text.translate(parts) for text in {*left, *right}}
        one, two = [heard[text] for text in left], [heard[text] for text in right]
        part[:, 7] += 0.5 * process.cpdist(one, two, scorer=Levenshtein.normalized_similarity)
    for at in np.flatnonzero(part[:, 7] >= 1 - 1e-6).tolist():
        part[at, 8] = homophone(left[at], right[at])


def _written(part: Floats, pairs: Pairs, rows: Ints) -> None:
    table = simplified()
    if table is None:
        part[:, 9] = np.nan
        return
    made = [each.key.translate(table) if each.hanzi else each.key for each in pairs.forms]
    for at, (a, b) in enumerate(
        zip(pairs.left[rows].tolist(), pairs.right[rows].tolist(), strict=True)
    ):
        part[at, 9] = a != b and made[a] == made[b] and pairs.forms[a].key != pairs.forms[b].key


def twins(one: Form, two: Form) -> bool:
    """Say whether two terms are the same in simplified characters, and written differently."""
    table = simplified()
    return (
        table is not None
        and one.key != two.key
        and (one.key.translate(table) == two.key.translate(table))
    )


CHINESE = Group(COLUMNS, values)
