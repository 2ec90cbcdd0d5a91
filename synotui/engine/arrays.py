"""The array types the engine passes around, and the two sums everything rests on."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""Vectors (n, dim), or cosines (n,)."""
Ints = NDArray[np.int64]
"""Term ids, or rows of a space."""
Mask = NDArray[np.bool_]
"""A choice among rows."""


def norms(vectors: Floats) -> Floats:
    """Give the lengths of `vectors` (n, dim) as (n,).

    Each row is summed by itself, so a row gives the same bits in whatever company.
    """
    lengths: Floats = np.sqrt(np.square(vectors).sum(axis=1))
    return lengths


def unit(vectors: Floats) -> Floats:
    """Give `vectors` (n, dim) scaled to length 1; zero vectors stay zero."""
    lengths = norms(vectors)
    lengths[lengths == 0] = 1
    scaled: Floats = vectors / lengths[:, None]
    return scaled


def row_dots(a: Floats, b: Floats) -> Floats:
    """Give the dot products of matching rows of `a` and `b` (n, dim) as (n,)."""
    dots: Floats = (a * b).sum(axis=1)
    return dots
