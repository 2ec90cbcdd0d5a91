"""How alike two terms are as strings, in many measures, and what in them should give pause."""

from collections.abc import Sequence

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.likeness.chinese import CHINESE
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.inflection import INFLECTION
from synotui.engine.likeness.letters import LETTERS
from synotui.engine.likeness.numbers import NUMBERS
from synotui.engine.likeness.pairs import Pairs
from synotui.engine.likeness.sounds import absent
from synotui.engine.likeness.spelling_index import SpellingIndex
from synotui.engine.likeness.telling import words_for
from synotui.engine.likeness.warning import Warning, warnings
from synotui.engine.likeness.words import WORDS

__all__ = [
    "COLUMNS",
    "GROUPS",
    "Column",
    "SpellingIndex",
    "Warning",
    "absent",
    "likeness",
    "warnings",
    "words_for",
]

GROUPS: tuple[Group, ...] = (LETTERS, WORDS, INFLECTION, NUMBERS, CHINESE)
COLUMNS: tuple[Column, ...] = tuple(column for group in GROUPS for column in group.columns)
_AT_ONCE = 65_536
"""Pairs measured at once."""


def likeness(heads: Sequence[str], others: Sequence[str]) -> Floats:
    """Measure each pair of terms: (n, c) for the c COLUMNS, from 0 to 1, NaN where one is idle.

    The same in both directions. Raises ValueError for lists of different lengths.
    """
    if len(heads) != len(others):
        raise ValueError(f"{len(heads)} heads, but {len(others)} others")
    found = np.empty((len(heads), len(COLUMNS)), np.float32)
    for first in range(0, len(heads), _AT_ONCE):
        last = first + _AT_ONCE
        pairs = Pairs(heads[first:last], others[first:last])
        found[first:last] = np.concatenate([group.values(pairs) for group in GROUPS], axis=1)
    return found
