"""What a space is like as a whole: alignment, uniformity, anisotropy, hubness.

Wang and Isola 2020, of unit vectors: alignment is the mean squared distance of
synonyms, uniformity the log of the mean of exp(-2 squared distance) over pairs
of any terms; of both, less is better. Anisotropy (Ethayarajh 2019) is the mean
cosine of two terms taken at random. Hubness (Radovanović et al. 2010) is the
skewness, as `scipy.stats.skew`, of how often a term is among the ten nearest of
others: large where a few terms are near everything.
"""

import math
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.evaluate.bootstrap import Doubles, Sampled, means, plain, sampled
from synotui.engine.evaluate.correlation import varies

NEAREST = 10
_AT_ONCE = 512


def alignment(cosines: Floats, seed: int) -> Sampled:
    """Give the mean squared distance of pairs with these cosines (p,)."""
    return means(_squared(cosines)[:, None], seed)[0]


class Spread(NamedTuple):
    """How terms lie that have nothing to do with one another."""

    uniformity: Sampled
    """The log of the mean of exp(-2 squared distance)."""
    anisotropy: Sampled
    """The mean cosine."""


def spread(cosines: Floats, seed: int) -> Spread:
    """Measure random pairs by their cosines (p,)."""
    values = np.stack([np.exp(-2 * _squared(cosines)), cosines.astype(np.float64)], axis=1)
    near, anisotropy = means(values, seed)
    if near.value is None:
        return Spread(near, anisotropy)
    return Spread(Sampled(math.log(near.value), np.log(near.draws), near.n), anisotropy)


def hubness(occurrences: Ints, seed: int) -> Sampled:
    """Give the skewness of how often each term (m,) is among the nearest of others."""
    values = occurrences.astype(np.float64)
    if not len(values) or not varies(values):
        return plain(None, len(values))
    values -= values.mean()
    powers = np.stack([values, values**2, values**3], axis=1)
    value = float(_skewness(powers.mean(axis=0)[None])[0])
    return sampled(value, len(values), seed, lambda c: _skewness(c @ powers / len(values)))


def occurrences(units: Floats, k: int = NEAREST) -> Ints | None:
    """Count how often each of `units` (m, dim) is among the `k` nearest of the others: (m,).

    None where there are too few, or where all are equally near, so that none is nearest.
    """
    m = len(units)
    if m <= k:
        return None
    found = np.zeros(m, np.int64)
    differ = False
    for start in range(0, m, _AT_ONCE):
        cosines = units[start : start + _AT_ONCE] @ units.T
        differ = differ or varies(cosines.ravel().astype(np.float64))
        cosines[np.arange(len(cosines)), np.arange(start, start + len(cosines))] = -np.inf
        nearest = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
        found += np.bincount(nearest.ravel(), minlength=m)
    return found if differ else None


def _squared(cosines: Floats) -> Doubles:
    """Give the squared distance of unit vectors with these cosines."""
    squared: Doubles = 2 - 2 * cosines.astype(np.float64)
    return squared


def _skewness(moments: Doubles) -> Doubles:
    """Give the skewness by the means (r, 3) of a value, its square and its cube."""
    mean, square, cube = moments.T
    spread = square - mean**2
    third = cube - 3 * mean * square + 2 * mean**3
    found: Doubles = third / np.where(spread > 0, spread, np.nan) ** 1.5
    return found
