"""Pearson's and Spearman's correlation, ties averaged, as `scipy.stats` has them.

Pearson (1895): covariance over the product of the standard deviations.
Spearman (1904): Pearson's of the ranks, where equal values share the mean of
theirs. Undefined where either side is all the same.
"""

import numpy as np

from synotui.engine.arrays import Mask
from synotui.engine.evaluate.bootstrap import Doubles, Sampled, plain, sampled

_SAME = 2e-6
"""Values of cosine that are no further apart than this, all of them, are the same but for sums."""
_FLAT = 1e-12
"""A variance of less than this share of the mean square is rounding."""


def varies(values: Doubles) -> bool:
    """Say whether `values` (n,) are not all the same, rounding aside."""
    return len(values) > 1 and float(np.ptp(values)) > _SAME


def pearson(a: Doubles, b: Doubles, seed: int) -> Sampled:
    """Give Pearson's correlation of `a` and `b` (n,)."""
    n = len(a)
    if not (varies(a) and varies(b)):
        return plain(None, n)
    # Where means are taken off first, sums of squares lose no digits.
    a, b = a - a.mean(), b - b.mean()
    sums = np.stack([a, b, a * a, b * b, a * b], axis=1)
    value = float(_of_sums(sums.sum(axis=0)[None], n)[0])
    return sampled(value, n, seed, lambda counts: _of_sums(counts @ sums, n))


def spearman(a: Doubles, b: Doubles, seed: int) -> Sampled:
    """Give Spearman's rank correlation of `a` and `b` (n,)."""
    n = len(a)
    if not (varies(a) and varies(b)):
        return plain(None, n)
    one, other = _Order(a), _Order(b)

    def of_draws(counts: Doubles) -> Doubles:
        # The mean rank of all that was drawn is the same in every draw.
        x, y = one.ranks(counts) - (n + 1) / 2, other.ranks(counts) - (n + 1) / 2
        together, xx, yy = (
            np.einsum("rn,rn,rn->r", counts, p, q) for p, q in ((x, y), (x, x), (y, y))
        )
        return _ratio(together, xx, yy, n)

    return sampled(float(of_draws(np.ones((1, n)))[0]), n, seed, of_draws)


class _Order:
    """Values by size, so that their ranks in a draw follow from how often each is in it."""

    def __init__(self, values: Doubles) -> None:
        self._order = np.argsort(values, kind="stable")
        ascending = values[self._order]
        begins: Mask = np.concatenate([[True], ascending[1:] != ascending[:-1]])
        self._first = np.flatnonzero(begins)
        self._group = np.empty(len(values), np.int64)
        self._group[self._order] = np.cumsum(begins) - 1

    def ranks(self, counts: Doubles) -> Doubles:
        """Give the rank of each value (n,) in each draw (r, n), equal ones the mean of theirs."""
        each = np.add.reduceat(counts[:, self._order], self._first, axis=1)
        ranks: Doubles = (np.cumsum(each, axis=1) - (each - 1) / 2)[:, self._group]
        return ranks


def _of_sums(sums: Doubles, n: int) -> Doubles:
    """Give the correlation by sums (r, 5) of a, b, a squared, b squared and a times b."""
    a, b, aa, bb, ab = sums.T
    return _ratio(ab - a * b / n, aa - a * a / n, bb - b * b / n, n)


def _ratio(together: Doubles, one: Doubles, other: Doubles, n: int) -> Doubles:
    """Give covariance over deviations, all (r,); NaN where one of these is nothing."""
    flat = (one <= _FLAT * n) | (other <= _FLAT * n)
    found: Doubles = together / np.sqrt(np.where(flat, np.nan, one * other))
    clipped: Doubles = found.clip(-1, 1)
    return clipped
