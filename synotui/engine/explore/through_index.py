"""The nearest to a direction by way of the index, re-scored; what the index lacks is looked at."""

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.explore.nearest import Hits, rescored
from synotui.engine.search import Search

_FETCHED = 128
"""Rows the index is asked for at least."""
_MOST_FETCHED = 4096
"""Rows from which asking an index takes longer than looking at everything."""


def nearest_through(
    search: Search, query: Floats, k: int, *, exclude: Ints, base: bool = False
) -> Hits | None:
    """Give about the `k` rows nearest to a unit vector `query` (dim,), but none of `exclude`.

    The index is of base vectors: rows that moved or came later are all looked
    at. Scores are exact. None where there is no index, or where so much moved
    that looking at everything is quicker.
    """
    space, index = search.space, search.index
    if index is None or space.missing:
        return None
    moved = space.moved_rows if not base else np.empty(0, np.int64)
    wanted = max(_FETCHED, 2 * k)
    while wanted <= _MOST_FETCHED:
        found = index.nearest(query, min(wanted, index.rows))
        found = found[~np.isin(found, moved) & ~np.isin(found, exclude)]
        if len(found) >= k or wanted >= index.rows:
            break
        wanted *= 4
    else:
        return None
    newer = np.arange(index.rows, len(space))
    rows = np.unique(np.concatenate([found, moved, newer]))
    rows = rows[~np.isin(rows, exclude)]
    return rescored(space, query, rows, k, base=base)
