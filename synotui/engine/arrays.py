"""The array types the engine passes around, and the few sums everything rests on."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""Vectors (n, dim), or cosines (n,)."""
Ints = NDArray[np.int64]
"""Term ids, or rows of a space."""
Mask = NDArray[np.bool_]
"""A choice among rows."""

_ROUNDING = 1e-6
"""Share of its largest component by which rounding may change a vector."""
_WORTH_SHARING = 1_000
"""Vectors from which a product of two matrices is worth the threads of BLAS."""


def norms(vectors: Floats) -> Floats:
    """Give the lengths of `vectors` (n, dim) as (n,).

    Each row is summed by itself, so a row gives the same bits in whatever company.
    """
    lengths: Floats = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths


def unit(vectors: Floats) -> Floats:
    """Give `vectors` (n, dim) scaled to length 1; zero vectors stay zero."""
    lengths = norms(vectors)
    lengths[lengths == 0] = 1
    scaled: Floats = vectors / lengths[:, None]
    return scaled


def row_dots(a: Floats, b: Floats) -> Floats:
    """Give the dot products of matching rows of `a` and `b` (..., dim), broadcast, as (...).

    Each is summed by itself: the same two rows give the same bits in whatever company.
    """
    products: Floats = np.einsum("...j,...j->...", a, b)
    return products


def dots(vectors: Floats, query: Floats, out: Floats | None = None) -> Floats:
    """Give the dot products of `vectors` (n, dim) with `query` (dim,) as (n,), into `out` if given.

    Each is summed by itself, on this thread alone: twice as fast as a product by BLAS on
    one thread, and as fast as on two, for memory sets the pace.
    """
    found: Floats = np.einsum("ij,j->i", vectors, query, out=out)
    return found


def products(vectors: Floats, others: Floats) -> Floats:
    """Give the dot products of `vectors` (n, dim) with each of `others` (m, dim): (n, m).

    On this thread alone unless they are many: where another program wants a core, threads of
    BLAS wait for one another a thousand times longer than a small product takes.
    """
    if len(vectors) > _WORTH_SHARING:
        return vectors @ others.T
    found: Floats = np.matmul(vectors[:, None, :], others.T)[:, 0, :]
    return found


def clipped(cosines: Floats) -> Floats:
    """Give `cosines` within -1 and 1, changed in place: rounding takes some beyond."""
    np.minimum(cosines, 1, out=cosines)
    return np.maximum(cosines, -1, out=cosines)


def changed(now: Floats, to: Floats) -> Mask:
    """Say which rows of `to` differ from those of `now`, both (m, dim), by more than rounding."""
    found: Mask = np.abs(to - now).max(axis=1, initial=0) > _ROUNDING * np.abs(now).max(
        axis=1, initial=0
    )
    return found
