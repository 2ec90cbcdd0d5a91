"""Histograms of cosines: the same round bounds for several groups, and which bin each is in."""

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints

Doubles = NDArray[np.float64]

_STEPS = tuple(step / 1000 for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))
"""Widths a bin may have, so that its bounds are short numbers."""
_LEAST = 0.1
"""What the bins span at least: where all cosines are alike there is still something to see."""


def round_bounds(lowest: float, highest: float, most: int) -> Doubles:
    """Give the bounds (b + 1,) of `most` bins at most, 2 or more, that hold these cosines.

    All bins are of one width, the narrowest of 1, 2 or 5 times a power of ten
    that will do, and all bounds are multiples of it.
    """
    lowest = max(-1.0, min(lowest, highest - _LEAST))
    highest = min(1.0, max(highest, lowest + _LEAST))
    for step in _STEPS:
        first, last = floor(round(lowest / step, 6)), ceil(round(highest / step, 6))
        if last - first <= most:
            break
    bounds: Doubles = np.round(np.arange(first, last + 1) * step, 3)
    return bounds


def bins_of(cosines: Floats, bounds: Doubles) -> Ints:
    """Say in which bin, from 0, each of `cosines` (n,) lies: from its lower to below its upper.

    The last bin holds its upper bound too; what is beyond the bounds is in the nearest bin.
    """
    places = np.searchsorted(bounds, cosines.astype(np.float64), side="right") - 1
    found: Ints = places.clip(0, len(bounds) - 2)
    return found


def counts(cosines: Floats, bounds: Doubles) -> Ints:
    """Count the cosines in each bin: (b,)."""
    found: Ints = np.bincount(bins_of(cosines, bounds), minlength=len(bounds) - 1)
    return found
