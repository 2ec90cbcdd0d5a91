"""The cosines of many pairs of terms, and where one cosine stands among them."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, row_dots
from synotui.engine.space import Space

SPREAD = (5, 25, 50, 75, 95)
"""Percentiles that tell how the cosines lie."""
_SEED = 41
_EQUAL = 1e-6
"""Cosines that differ by no more are equal but for rounding."""


def random_pairs(rows: int, count: int) -> tuple[Ints, Ints]:
    """Give `count` seeded pairs of different rows, or all pairs of `rows` rows if they are fewer.

    The same for the same numbers.
    """
    if rows * (rows - 1) // 2 <= count:
        first, second = np.triu_indices(max(rows, 0), 1)
        return first.astype(np.int64), second.astype(np.int64)
    random = np.random.default_rng(_SEED)
    first = random.integers(0, rows, count)
    second = random.integers(0, rows - 1, count)
    second += second >= first
    return first, second


class PairCosines:
    """The cosines of pairs of rows in order, of the base and now; followed as terms move."""

    def __init__(self, space: Space, first: Ints, second: Ints) -> None:
        """Take the rows of both sides (m,), each with a vector."""
        self._space = space
        self._first, self._second = first, second
        base = space.units(first, base=True), space.units(second, base=True)
        self._base = clipped(row_dots(*base))
        self._base_sorted = np.sort(self._base)
        self._now_sorted = self._base_sorted
        self._version = -1

    def __len__(self) -> int:
        return len(self._first)

    @property
    def base(self) -> Floats:
        """The cosines by base vectors (m,), the lowest first. Not copied."""
        return self._base_sorted

    @property
    def now(self) -> Floats:
        """The cosines as vectors are now (m,), the lowest first. Not copied."""
        if self._version != self._space.version:
            self._version = self._space.version
            self._now_sorted = self._sorted_now()
        return self._now_sorted

    def without(self, row: int, other: int) -> tuple[Floats, Floats]:
        """Give `base` and `now` but for the pair of two rows, whichever way round, if it is one."""
        rows, others = self._first, self._second
        here = ((rows == row) & (others == other)) | ((rows == other) & (others == row))
        sides = self.base, self.now
        if not here.any():
            return sides
        ends = np.array([row]), np.array([other])
        left = []
        for side, of_base in zip(sides, (True, False), strict=True):
            units = (self._space.units(end, base=of_base) for end in ends)
            at = int(side.searchsorted(clipped(row_dots(*units))[0]))
            left.append(np.delete(side, min(at, len(side) - 1)))
        return left[0], left[1]

    def _sorted_now(self) -> Floats:
        space = self._space
        moved = space.has_moved(self._first) | space.has_moved(self._second)
        if not moved.any():
            return self._base_sorted
        now = self._base.copy()
        ends = space.units(self._first[moved]), space.units(self._second[moved])
        now[moved] = clipped(row_dots(*ends))
        return np.sort(now)


def percentile(cosines: Floats, cosine: float) -> float:
    """Give the share, of 100, of sorted `cosines` (m,), m > 0, below `cosine`; equal count half.

    As scipy.stats.percentileofscore with kind="mean".
    """
    below = int(cosines.searchsorted(np.float32(cosine - _EQUAL), "left"))
    not_above = int(cosines.searchsorted(np.float32(cosine + _EQUAL), "right"))
    return 50 * (below + not_above) / len(cosines)


def spread(cosines: Floats) -> tuple[float, ...]:
    """Give the cosines that 5, 25, 50, 75 and 95 of 100 of sorted `cosines` do not exceed."""
    return tuple(float(each) for each in np.percentile(cosines, SPREAD))
