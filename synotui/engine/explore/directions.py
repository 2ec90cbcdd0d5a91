"""Where several vectors point together, and how near each is to that."""

import numpy as np

from synotui.engine.arrays import Floats, clipped, row_dots, unit

_NOTHING_LEFT = 1e-6
"""Length of a mean of unit vectors that is but rounding: they cancelled each other out."""


def unit_of(vector: Floats) -> Floats:
    """Give `vector` (dim,) scaled to length 1; a zero vector stays zero."""
    scaled: Floats = unit(vector[None])[0]
    return scaled


def direction(vectors: Floats, weights: Floats) -> Floats:
    """Give the unit vector (dim,) of the weighted mean of `vectors` (m, dim), each made unit first.

    As KeyedVectors.get_mean_vector makes it for most_similar: sum w_i v_i/|v_i|
    over sum |w_i|, then scaled to length 1. With a weight of 1 for what is
    added and -1 for what is taken away this is 3CosAdd (Mikolov et al. 2013).
    Zero where they cancel each other out.
    """
    total = float(np.abs(weights).sum())
    mean: Floats = (weights[:, None] * unit(vectors)).sum(axis=0, dtype=np.float32)
    length = float(np.linalg.norm(mean))
    if not total or length <= _NOTHING_LEFT * total:
        return np.zeros_like(mean)
    return mean / np.float32(length)


def centralities(vectors: Floats) -> Floats:
    """Give the cosine of each of `vectors` (m, dim) with the direction of them all: (m,).

    The least is what KeyedVectors.doesnt_match gives, all are its rank_by_centrality.
    """
    middle = direction(vectors, np.ones(len(vectors), np.float32))
    return clipped(row_dots(unit(vectors), middle))
