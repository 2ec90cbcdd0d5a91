"""The percentile bootstrap (Efron 1979): how far a figure would be off on another such sample.

Of n items n are drawn with replacement, again and again, and the figure is
computed each time; 95 of 100 of these values are the interval. A draw is kept
as how often each item is in it, so that all draws are computed at once. The
same n and seed give the same draws: two states measured on the same items are
compared draw by draw, which is a paired bootstrap.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

RESAMPLES = 1000
_AT_ONCE = 1 << 20
"""Counts held at once."""
_LEVEL = (2.5, 97.5)
_DEFINED = 0.9
"""Share of the draws that must have a figure, or there is no interval."""


class Sampled(NamedTuple):
    """A figure and what it is in every draw."""

    value: float | None
    """None where it is undefined."""
    draws: Doubles
    """(RESAMPLES,), NaN where undefined; empty where nothing was drawn."""
    n: int

    def interval(self) -> tuple[float, float] | None:
        """Give what holds the figure in 95 of 100 cases; None where that cannot be said."""
        return None if self.value is None else _interval(self.draws)

    def minus(self, other: "Sampled") -> tuple[float | None, tuple[float, float] | None]:
        """Give the difference to a figure of the same items, and its interval."""
        if self.value is None or other.value is None:
            return None, None
        alike = self.n == other.n and len(self.draws) == len(other.draws)
        return self.value - other.value, _interval(self.draws - other.draws) if alike else None


def plain(value: float | None, n: int) -> Sampled:
    """Give a figure that has no interval."""
    return Sampled(value, np.empty(0), n)


def counts(n: int, seed: int) -> Iterator[Doubles]:
    """Give how often each of `n` items is in each draw, some draws (r, n) at a time."""
    random = np.random.default_rng((seed, n))
    at_once = max(1, min(RESAMPLES, _AT_ONCE // max(1, n)))
    for start in range(0, RESAMPLES, at_once):
        draws = min(at_once, RESAMPLES - start)
        chosen = random.integers(n, size=(draws, n))
        chosen += np.arange(draws)[:, None] * n
        drawn = np.bincount(chosen.ravel(), minlength=draws * n).reshape(draws, n)
        yield drawn.astype(np.float64)


def sampled(
    value: float | None, n: int, seed: int, of_draws: Callable[[Doubles], Doubles]
) -> Sampled:
    """Give a figure with its draws; `of_draws` gives it for counts (r, n) as (r,)."""
    if value is None or n < 2:
        return plain(value, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Sampled(value, np.concatenate([of_draws(c) for c in counts(n, seed)]), n)


def means(values: Doubles, seed: int) -> list[Sampled]:
    """Give the mean of each column of `values` (n, m)."""
    n, columns = values.shape
    if n == 0:
        return [plain(None, 0)] * columns
    found = values.mean(axis=0).tolist()
    if n < 2:
        return [plain(value, n) for value in found]
    draws = np.concatenate([c @ values for c in counts(n, seed)]) / n
    return [Sampled(value, draws[:, at], n) for at, value in enumerate(found)]


def _interval(draws: Doubles) -> tuple[float, float] | None:
    there = draws[np.isfinite(draws)]
    if not len(draws) or len(there) < _DEFINED * len(draws):
        return None
    low, high = np.percentile(there, _LEVEL).tolist()
    return low, high
