"""What a model that reads both terms of a pair together says of pairs: a score each."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints


class Readings(NamedTuple):
    """Scores of pairs of terms, by their numbers."""

    keys: Ints
    """One number for each pair, ascending (p,); see `keys_of`."""
    scores: Floats
    """From 0, not alike, to 1 (p,)."""
    model: str = ""
    """What read them."""

    @classmethod
    def of(cls, a: Ints, b: Ints, scores: Floats, model: str = "") -> "Readings":
        """Take the scores (p,) of pairs of terms `a` (p,) and `b` (p,), in any order."""
        keys = keys_of(a, b)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], scores[order].astype(np.float32), model)

    def scores_of(self, a: Ints, b: Ints) -> Floats:
        """Give the scores of terms `a` (m,) with `b` (m,); NaN for pairs that were not read."""
        found = np.full(len(a), np.nan, np.float32)
        if len(self.keys):
            keys = keys_of(a, b)
            places = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
            there = self.keys[places] == keys
            found[there] = self.scores[places[there]]
        return found


def keys_of(a: Ints, b: Ints) -> Ints:
    """Give one number for each pair of terms, whichever comes first, both below 2^31."""
    found: Ints = (np.minimum(a, b).astype(np.int64) << 31) | np.maximum(a, b)
    return found
