"""Measures of any two strings, whatever the language: what letters they share, and where."""

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, LCSseq

from synotui.engine.arrays import Floats
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.grams import jaccard
from synotui.engine.likeness.pairs import Pairs

COLUMNS = (
    Column("trigrams", "share of all pieces of three letters that both have"),
    Column("bigrams", "share of all pieces of two letters that both have"),
    Column("characters", "share of all distinct characters that both have"),
    Column("jaro_winkler", "Jaro-Winkler similarity: letters in about the same places"),
    Column("edits", "1 less the share of letters to change, swap, add or drop"),
    Column("prefix", "share of the longer that both begin with"),
    Column("suffix", "share of the longer that both end with"),
    Column("last_letters", "the last three letters alike, or the last two, or the last"),
    Column("in_order", "share of the longer whose characters the shorter has in the same order"),
    Column("contained", "one holds all of the other"),
    Column("begins_with", "the longer begins with the shorter"),
    Column("ends_with", "the longer ends with the shorter"),
    Column("other_ending", "how long a beginning they share, with short endings that differ"),
    Column("abbreviation", "the shorter is letters of the longer, in order, from its first on"),
    Column("length", "length of the shorter through that of the longer"),
    Column("shortest", "length of the shorter, 1 from 16 characters on"),
    Column("joined", "the same but for spaces, hyphens, full stops, accents, case and width"),
)
_BEGINNING = 4
"""Letters two words share at the beginning at least if they differ in their ending."""
_ENDING = 3
"""Letters of an ending at most."""
_LAST = 3
"""Letters at the end that are compared."""
_LONG = 16
"""Characters from which a term counts as long."""


def values(pairs: Pairs) -> Floats:
    """Give the columns of these pairs (n, c)."""
    found = pairs.empty(len(COLUMNS), 0.0)
    if not len(pairs):
        return found
    keys = [each.key for each in pairs.forms]
    for column, (size, padded) in enumerate([(3, True), (2, True), (1, False)]):
        found[:, column] = jaccard(keys, pairs.left, pairs.right, size, padded)
    left, right = pairs.keys
    of_left, of_right = pairs.lengths
    shorter = np.minimum(of_left, of_right)
    longer = np.maximum(np.maximum(of_left, of_right), 1)
    found[:, 3] = process.cpdist(left, right, scorer=JaroWinkler.normalized_similarity)
    found[:, 4] = process.cpdist(left, right, scorer=OSA.normalized_similarity)
    begun, ended = pairs.begun, pairs.ended
    ordered = process.cpdist(left, right, scorer=LCSseq.similarity).astype(np.int64)
    found[:, 5] = begun / longer
    found[:, 6] = ended / longer
    found[:, 7] = np.minimum(ended, _LAST) / _LAST
    found[:, 8] = ordered / longer
    whole = (ordered == shorter) & (shorter > 0)
    found[:, 10] = (begun == shorter) & whole
    found[:, 11] = (ended == shorter) & whole
    rest = longer - begun
    endings = (begun >= _BEGINNING) & (rest <= _ENDING) & (longer > begun)
    found[:, 12] = np.where(endings, begun / longer, 0)
    for row in np.flatnonzero(whole).tolist():
        found[row, 9] = left[row] in right[row] or right[row] in left[row]
    spread = whole & (found[:, 9] == 0) & (begun > 0) & (shorter > 1) & (shorter * 3 <= longer * 2)
    found[:, 13] = spread
    found[:, 14] = shorter / longer
    found[:, 15] = np.minimum(shorter, _LONG) / _LONG
    distinct: dict[str, int] = {}
    numbers = np.array([distinct.setdefault(e.joined, len(distinct)) for e in pairs.forms])
    found[:, 16] = numbers[pairs.left] == numbers[pairs.right]
    return found


LETTERS = Group(COLUMNS, values)
