"""Reciprocal rank fusion: what several lists say of a candidate, in one number.

Cormack, Clarke and Büttcher (2009): each list gives 1 / (k + rank), k = 60, and
nothing to what it does not have. Ranks need no scale, so spaces whose cosines
do not compare can be asked together.
"""

import numpy as np

from synotui.engine.arrays import Floats, Ints

K = 60
"""The larger, the less the first places count beside those behind."""


def reciprocal(ranks: Ints) -> Floats:
    """Give what one list gives each candidate by its rank from 1 (m,); 0 stands for none."""
    found: Floats = np.where(ranks > 0, 1 / (K + ranks), 0).astype(np.float32)
    return found
