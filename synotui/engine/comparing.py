"""How several vectors stand to all terms of a space: ranks and the nearest, from one pass.

The pass takes the space in blocks that stay in the processor's cache while
every query goes over them: four queries take little longer than one, which
memory sets the pace of. What is close to a bound is summed again, each by
itself, so that a rank is exact and equal vectors rank alike.
"""

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, dots, norms, row_dots
from synotui.engine.search import Neighbours
from synotui.engine.space import Space

_BLOCK = 1 << 18
"""Components of a block."""
_SLACK = 4e-6
"""How far cosines summed together may be from those summed each by itself."""
_AGAIN = 32_768
"""Rows summed again together."""
_TIED = 4_096
"""Rows that may all be equally near, of which those are looked at that come first."""


def unit_of(vector: Floats) -> Floats:
    """Give a vector (dim,) in length 1, in the very bits that a row of a space would have."""
    inverse_norm = (1 / norms(vector[None])).astype(np.float32)
    made: Floats = vector * inverse_norm
    return made


def base_cosines(space: Space, queries: Floats) -> Floats:
    """Give the cosines of unit vectors (q, dim) with the base vectors of all rows, (q, n)."""
    found = np.empty((len(queries), len(space)), np.float32)
    rows = max(1, _BLOCK // space.dim)
    first = 0
    for part in space.parts():
        for start in range(0, len(part), rows):
            block = part[start : start + rows]
            at = slice(first + start, first + start + len(block))
            for place, query in enumerate(queries):
                dots(block, query, out=found[place, at])
        first += len(part)
    found *= space.inverse_norms
    return found


def as_now(space: Space, cosines: Floats, query: Floats) -> Floats:
    """Give the cosines (n,) of a unit vector with rows as they are now, from its base ones (n,)."""
    found = cosines.copy()
    if len(space.moved):
        rows, vectors, inverse_norms = space.moved.every
        found[rows] = dots(vectors, query) * inverse_norms
    return found


def cosine_of(query: Floats, other: Floats) -> float:
    """Give the cosine of two unit vectors (dim,), in the bits that `rank` compares with."""
    return float(clipped(row_dots(other[None], query))[0])


def rank(space: Space, query: Floats, cosines: Floats, cosine: float, *, base: bool = False) -> int:
    """Give the place, from 1, that something with `cosine` has among all rows, by `cosines` (n,).

    These are of the unit vector `query`, -inf for rows that do not count. Equal ones rank alike.
    """
    closer = int(np.count_nonzero(cosines > cosine + _SLACK))
    near = np.flatnonzero((cosines <= cosine + _SLACK) & (cosines >= cosine - _SLACK))
    for start in range(0, len(near), _AGAIN):
        rows = near[start : start + _AGAIN]
        closer += int(np.count_nonzero(_exact(space, query, rows, base) > np.float32(cosine)))
    return closer + 1


def nearest(space: Space, query: Floats, cosines: Floats, k: int) -> Neighbours:
    """Give the `k` nearest by `cosines` (n,) of the unit vector `query` with rows as they are now.

    Rows at -inf are left out; of equal ones the first come first.
    """
    k = min(k, int(np.count_nonzero(cosines > -np.inf)))
    if k <= 0:
        return Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
    last = np.partition(cosines, -k)[-k]
    near = np.flatnonzero(cosines >= last - _SLACK)
    if len(near) > k + _TIED:
        sure = cosines[near] > last + _SLACK
        near = np.concatenate([near[sure], near[~sure][:_TIED]])
    exact = _exact(space, query, near, False)
    order = np.lexsort((near, -exact))[:k]
    return Neighbours(near[order], exact[order])


def _exact(space: Space, query: Floats, rows: Ints, base: bool) -> Floats:
    return clipped(row_dots(space.units(rows, base=base), query))
