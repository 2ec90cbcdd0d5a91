"""The prior made by hand: for a dictionary that has no other yet."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from synotui.engine.arrays import Floats

OPINIONS: Mapping[str, float] = {"fused": 0.3, "together": 0.5, "proposed": 1.4}
"""What a ranker starts from for what others say of a pair, whatever the prior.

Other spaces, models that read both terms together, imported dictionaries: few
dictionaries have them, so no prior is trained on them.
"""


class Prior(Protocol):
    """What is believed of a pair before this dictionary's own verdicts speak."""

    @property
    def name(self) -> str:
        """A word for it."""

    def logits(self, names: Sequence[str], z: Floats) -> Floats:
        """Give the logit of every pair (m,) from its features on the pool's scale (m, c).

        `names` are the columns of `z`, where NaN is a feature that says nothing.
        """

    @property
    def weights(self) -> Mapping[str, float]:
        """What a ranker starts from for columns that `logits` leaves out, by name."""


class Hand:
    """z(CSLS) + 0.5 z(trigrams in common) - 0.6 z(differ only in inflection)."""

    name = "hand"
    weights: Mapping[str, float] = {
        "adamic_adar": 0.3,
        "connected": 0.3,
        "cosine_now": 0.2,
    }
    _TERMS = (("csls", 1.0), ("trigrams", 0.5), ("inflection", -0.6))
    _BASE = -4.0
    """The logit of a pair that is like the others: two in a hundred are accepted."""

    def logits(self, names: Sequence[str], z: Floats) -> Floats:
        """Give the logit of every pair (m,); a feature that says nothing, or is missing, is 0."""
        total = np.full(len(z), self._BASE, np.float32)
        for name, weight in self._TERMS:
            if name in names:
                total += weight * np.nan_to_num(z[:, names.index(name)])
        return total


class Cosine:
    """The cosine alone, to compare with."""

    name = "cosine"
    weights: Mapping[str, float] = {}

    def __init__(self, column: str = "cosine") -> None:
        """Take the column that is all there is to it."""
        self._column = column

    def logits(self, names: Sequence[str], z: Floats) -> Floats:
        """Give the column, with what has no cosine last."""
        found: Floats = np.nan_to_num(z[:, names.index(self._column)], nan=-9.0) - 4.0
        return found
