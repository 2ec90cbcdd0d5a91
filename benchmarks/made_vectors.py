"""Made vectors with the structure of real ones: clusters of uneven size, few free directions."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

ROWS_AT_ONCE = 16_384
_FREE = 48
"""Directions in which the vectors of a cluster mostly differ, so that they have near neighbours."""
_WITHIN = 1.5
"""Length of the difference from the cluster's centre, whose own length is 1.

As it is, HNSW finds the ten nearest of 60,000 x 300 with a recall of .98, about as for GloVe.
"""
_NOISE = 0.15
"""Length of what is added in all directions."""
_MEMBERS = 60
"""Vectors of a cluster, on average; large clusters have many times that."""


def clustered(rows: int, dim: int, *, seed: int = 0, unit: bool = False) -> Iterator[Floats]:
    """Give `rows` vectors as blocks (m, dim), m at most `ROWS_AT_ONCE`.

    The same arguments give the same vectors; with fewer rows only the number
    of clusters changes. Lengths vary as those of trained vectors do, unless
    `unit`. Holds one block and the centres in memory.
    """
    shape = np.random.default_rng([seed, dim])
    clusters = max(1, rows // _MEMBERS)
    centres = shape.standard_normal((clusters, dim), np.float32) / np.float32(np.sqrt(dim))
    free = min(_FREE, dim)
    directions = shape.standard_normal((free, dim), np.float32) / np.float32(np.sqrt(dim * free))
    # Sizes fall as in any vocabulary, by a power of the rank.
    ends = np.cumsum(np.arange(1, clusters + 1, dtype=np.float64) ** -0.7)
    ends /= ends[-1]
    for block, start in enumerate(range(0, rows, ROWS_AT_ONCE)):
        count = min(ROWS_AT_ONCE, rows - start)
        draw = np.random.default_rng([seed, dim, block])
        vectors = centres[np.searchsorted(ends, draw.random(count)).clip(max=clusters - 1)]
        vectors += _WITHIN * (draw.standard_normal((count, free), np.float32) @ directions)
        vectors += (_NOISE / np.sqrt(dim)) * draw.standard_normal((count, dim), np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        if not unit:
            vectors *= draw.lognormal(1.5, 0.25, (count, 1)).astype(np.float32)
        yield vectors


def clustered_array(rows: int, dim: int, *, seed: int = 0, unit: bool = False) -> Floats:
    """Give the same vectors as one array (rows, dim)."""
    made = np.empty((rows, dim), np.float32)
    start = 0
    for block in clustered(rows, dim, seed=seed, unit=unit):
        made[start : start + len(block)] = block
        start += len(block)
    return made
