"""The cosines of many pairs of terms, and where one cosine stands among them."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, clipped, row_dots
from synotui.engine.space import Space

SPREAD = (5, 25, 50, 75, 95)
"""Percentiles that tell how the cosines lie."""
_PAIRS_AT_ONCE = 8_192
_EQUAL = 1e-6
"""Cosines that differ by no more are equal but for rounding."""


def pair_cosines(space: Space, pairs: Ints, *, base: bool = False) -> Floats:
    """Give the cosines of `pairs` (p, 2) of rows as they are now, or of the base: (p,)."""
    found = np.empty(len(pairs), np.float32)
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        one, other = pairs[part].T
        found[part] = row_dots(space.units(one, base=base), space.units(other, base=base))
    return clipped(found)


class PairCosines:
    """The cosines of pairs of rows in order, of the base and now; followed as terms move."""

    def __init__(self, space: Space, first: Ints, second: Ints) -> None:
        """Take the rows of both sides (m,), each with a vector."""
        self._space = space
        self._first, self._second = first, second
        self._base = self._measured(first, second, base=True)
        self._now = self._base.copy()
        self._base_sorted = self._now_sorted = np.sort(self._base)
        self._follow(space.has_moved(first) | space.has_moved(second))

    def __len__(self) -> int:
        return len(self._first)

    @property
    def base(self) -> Floats:
        """The cosines by base vectors (m,), the lowest first. Not copied."""
        return self._base_sorted

    @property
    def now(self) -> Floats:
        """The cosines as vectors are now (m,), the lowest first. Not copied."""
        self._catch_up()
        return self._now_sorted

    def exchange(self, out: Ints, into: Ints) -> None:
        """Leave out pairs of rows (j, 2), whichever way round they are, and add others (k, 2)."""
        self._catch_up()
        kept = ~np.isin(self._named(self._first, self._second), self._named(*out.T))
        self._base = np.concatenate([self._base[kept], self._measured(*into.T, base=True)])
        self._now = np.concatenate([self._now[kept], self._measured(*into.T, base=False)])
        self._first = np.concatenate([self._first[kept], into[:, 0]])
        self._second = np.concatenate([self._second[kept], into[:, 1]])
        self._base_sorted, self._now_sorted = np.sort(self._base), np.sort(self._now)

    def without(self, row: int, other: int) -> tuple[Floats, Floats]:
        """Give `base` and `now` but for the pair of two rows, whichever way round, if it is one."""
        sides = self.base, self.now
        pair = np.array([[row, other]])
        at = np.flatnonzero(self._named(self._first, self._second) == self._named(*pair.T)[0])
        if not len(at):
            return sides
        cosines = self._base[at[0]], self._now[at[0]]
        places = (int(side.searchsorted(c)) for side, c in zip(sides, cosines, strict=True))
        base, now = (np.delete(side, at) for side, at in zip(sides, places, strict=True))
        return base, now

    def _named(self, first: Ints, second: Ints) -> Ints:
        """Give a number for each pair of rows (m,), the same both ways round."""
        low, high = np.minimum(first, second), np.maximum(first, second)
        found: Ints = low * len(self._space) + high
        return found

    def _measured(self, first: Ints, second: Ints, *, base: bool) -> Floats:
        """Give the cosines of rows with one another (m,)."""
        return pair_cosines(self._space, np.stack([first, second], axis=1), base=base)

    def _catch_up(self) -> None:
        """Follow what has moved since the cosines were measured."""
        space = self._space
        if self._version == space.version:
            return
        changed = space.changed_since(self._version)
        here = np.full(len(space), changed is None)
        if changed is not None:
            here[changed] = True
        self._follow(here[self._first] | here[self._second])

    def _follow(self, moved: Mask) -> None:
        """Measure those pairs again that `moved` (m,), and put all in order."""
        self._version = self._space.version
        if moved.any():
            self._now[moved] = self._measured(self._first[moved], self._second[moved], base=False)
        self._now_sorted = np.sort(self._now)


def percentile(cosines: Floats, cosine: float) -> float:
    """Give the share, of 100, of sorted `cosines` (m,), m > 0, below `cosine`; equal count half.

    As scipy.stats.percentileofscore with kind="mean".
    """
    below = int(cosines.searchsorted(np.float32(cosine - _EQUAL), "left"))
    not_above = int(cosines.searchsorted(np.float32(cosine + _EQUAL), "right"))
    return 50 * (below + not_above) / len(cosines)


def spread(cosines: Floats) -> tuple[float, ...]:
    """Give the cosines that 5, 25, 50, 75 and 95 of 100 of sorted `cosines` do not exceed."""
    last = len(cosines) - 1
    places = [share / 100 * last for share in SPREAD]
    between = np.interp(places, np.arange(len(cosines)), cosines)
    return tuple(float(each) for each in between)
