"""What a space is like, measured block by block: how crowded it is, how near accepted pairs are."""

from dataclasses import dataclass

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, row_dots, unit

TOP = 10
_SAME = 1e-6
"""Cosines that differ by less are taken as equal: they are summed in different orders."""


@dataclass(frozen=True, slots=True)
class Health:
    """Figures of one space."""

    random_cosine: float
    """Mean cosine of two terms taken at random: 0 where vectors point everywhere alike."""
    pair_cosine: float | None
    """Mean cosine of the pairs; None without any."""
    recall_at_10: float | None
    """Share of pairs, looked for from both ends, whose other term is among the first ten."""


class HealthCheck:
    """Measures a space by a sample of its vectors and some pairs while all vectors go by.

    The places that are known from the start are given as vectors: `sample`
    (m, dim) for random pairs, and the two ends of each pair, `a` and `b`
    (p, dim). A zero vector is none: pairs with one count as not found.
    """

    def __init__(self, sample: Floats, a: Floats, b: Floats) -> None:
        self._random = _mean_cosine(unit(sample))
        a, b = unit(a), unit(b)
        self._queries = np.concatenate([a, b])
        here = a.any(axis=1) & b.any(axis=1)
        cosines = clipped(row_dots(a, b))
        self._pairs = float(cosines[here].mean()) if here.any() else None
        self._wanted = np.concatenate([cosines, cosines])
        self._found = np.concatenate([here, here])
        self._above: Ints = np.zeros(len(self._queries), np.int64)

    def take(self, vectors: Floats) -> None:
        """Take in the next vectors of the space (n, dim); each is to come once."""
        if not len(self._queries):
            return
        cosines = self._queries @ unit(vectors).T
        self._above += (cosines > self._wanted[:, None] + _SAME).sum(axis=1)

    def result(self) -> Health:
        """Give the figures, when all vectors have gone by."""
        if not len(self._queries):
            return Health(self._random, None, None)
        # The term itself is above its partner, unless they are as good as the same.
        hits = (self._above <= TOP) & self._found
        return Health(self._random, self._pairs, float(hits.mean()))


def _mean_cosine(units: Floats) -> float:
    """Give the mean cosine of all pairs of different rows of `units` (m, dim), zeros left out."""
    units = units[units.any(axis=1)].astype(np.float64)
    m = len(units)
    if m < 2:
        return 0.0
    together = units.sum(axis=0)
    own = float(np.einsum("ij,ij->", units, units))
    return (float(together @ together) - own) / (m * (m - 1))
