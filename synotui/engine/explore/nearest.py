"""What of a space is nearest to a direction, or has the largest product of cosines. Exact."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, dots, row_dots
from synotui.engine.space import Space

_LANES = 64
"""Scores of which the largest is looked at first."""
_SPARE = 8
"""Rows scored beyond those wanted, for the order of nearly equal ones."""
_SMOOTHING = 1e-6
"""What keeps 3CosMul from dividing by zero, as in gensim."""


class Hits(NamedTuple):
    """Rows and their scores, the largest first; equal ones in order of rows."""

    rows: Ints
    scores: Floats


def every_cosine(space: Space, query: Floats, *, base: bool = False) -> Floats:
    """Give the cosines of a unit vector `query` (dim,) with all rows (n,), now or of the base.

    A row whose vector is still to come gets -inf.
    """
    found: Floats = every_cosines(space, query[None], base=base)[0]
    return found


def every_cosines(space: Space, queries: Floats, *, base: bool = False) -> Floats:
    """Give the cosines of unit vectors `queries` (m, dim) with all rows: (m, n)."""
    found = np.empty((len(queries), len(space)), np.float32)
    first = 0
    for part in space.parts():
        for query, cosines in zip(queries, found, strict=True):
            dots(part, query, out=cosines[first : first + len(part)])
        first += len(part)
    found *= space.inverse_norms
    if not base and len(space.moved):
        rows, vectors, inverse_norms = space.moved.every
        for query, cosines in zip(queries, found, strict=True):
            cosines[rows] = dots(vectors, query) * inverse_norms
    np.minimum(found, 1, out=found)
    if space.missing:
        found[:, space.inverse_norms == 0] = -np.inf
    return found


def some_cosines(space: Space, query: Floats, rows: Ints, *, base: bool = False) -> Floats:
    """Give the cosines of a unit vector `query` (dim,) with `rows` (m,), now or of the base."""
    return clipped(row_dots(space.units(rows, base=base), query))


def every_product(space: Space, plus: Floats, minus: Floats, *, base: bool = False) -> Floats:
    """Give 3CosMul of all rows (n,) for unit vectors `plus` (p, dim) and `minus` (m, dim).

    Levy and Goldberg 2014, equation 4: the product of (1 + cos) / 2 over `plus`,
    divided by that over `minus` plus 1e-6. Any row whose vector is still to
    come gets -inf.
    """
    halves = every_cosines(space, np.concatenate([plus, minus]), base=base)
    halves += 1
    halves *= 0.5
    # What is still to come, and what rounding takes below.
    np.maximum(halves, 0, out=halves)
    found: Floats = halves[: len(plus)].prod(axis=0)
    against = halves[len(plus) :].prod(axis=0)
    against += np.float32(_SMOOTHING)
    found /= against
    if space.missing:
        found[space.inverse_norms == 0] = -np.inf
    return found


def nearest(
    space: Space, query: Floats, k: int, *, exclude: Ints | None = None, base: bool = False
) -> Hits:
    """Give the `k` rows nearest to a unit vector `query` (dim,), but none of `exclude`.

    Those found are scored each by itself, as `some_cosines` does.
    """
    near = leading(every_cosine(space, query, base=base), k + _SPARE if k > 0 else 0, exclude).rows
    return rescored(space, query, near, k, base=base)


def rescored(space: Space, query: Floats, rows: Ints, k: int, *, base: bool) -> Hits:
    """Give the `k` of `rows` (m,) nearest to a unit vector `query` (dim,), scored by themselves."""
    cosines = some_cosines(space, query, rows, base=base)
    order = np.lexsort((rows, -cosines))[: max(0, k)]
    return Hits(rows[order], cosines[order])


def leading(scores: Floats, k: int, exclude: Ints | None = None) -> Hits:
    """Give the `k` largest of `scores` (n,), but none of the rows `exclude` and none of -inf.

    `scores` is changed: those left out become -inf.
    """
    if exclude is not None and len(exclude):
        scores[exclude] = -np.inf
    near = _candidates(scores, k)
    near = near[scores[near] > -np.inf]
    order = np.lexsort((near, -scores[near]))[: max(0, k)]
    return Hits(near[order], scores[near[order]])


def _candidates(scores: Floats, k: int) -> Ints:
    """Give rows among which the `k` largest are.

    The k-th largest of the maxima of disjoint groups is no more than the k-th
    largest of all: looking at what reaches it is a tenth of a partition's work.
    """
    groups = len(scores) // _LANES
    if not 0 < k < groups:
        return np.arange(len(scores))
    peaks = scores[: groups * _LANES].reshape(_LANES, groups).max(axis=0)
    least = np.partition(peaks, groups - k)[groups - k]
    found: Ints = np.flatnonzero(scores >= least)
    return found
