"""The bound on how far a term may move."""

import numpy as np

from synotui.engine.arrays import Floats, norms, row_dots, unit

_SHORT = np.float32(1e-6)
"""A part this short across the base vector has no direction."""


def held(base: Floats, adjusted: Floats, hold: float) -> Floats:
    """Take terms that went too far back along the arc from their base vector.

    `base` and `adjusted` are (m, dim). Gives (m, dim), as long as `adjusted`,
    in which no vector has a cosine to its base below `hold`. Those that keep
    it stay as they are, bit for bit; one that turned right round goes back to
    its base.
    """
    origins = unit(base)
    cosines = row_dots(origins, unit(adjusted))
    far = np.flatnonzero((cosines < hold) & origins.any(axis=1) & adjusted.any(axis=1))
    if not len(far):
        return adjusted
    origins, lengths = origins[far], norms(adjusted[far])[:, None]
    across = unit(adjusted[far]) - cosines[far, None] * origins
    widths = norms(across)[:, None]
    across /= np.maximum(widths, _SHORT)
    bound = np.float32(hold)
    there = bound * origins + np.sqrt(1 - bound * bound) * across
    bounded = adjusted.copy()
    bounded[far] = lengths * np.where(widths > _SHORT, there, origins)
    return bounded
