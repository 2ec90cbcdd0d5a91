"""The nearest of a vector: by the vectors as they are, and by those of the base."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, unit
from synotui.engine.search import Neighbours, Search
from synotui.engine.space import Space


def nearest(search: Search, row: int | None, vector: Floats, k: int, exclude: Ints) -> Neighbours:
    """Give the `k` nearest of `row`, or of any `vector` (dim,) where that is None.

    Without itself and the rows in `exclude`. A vector that is no row's is
    compared with all.
    """
    if row is not None:
        return search.neighbours(row, k, exclude=exclude)
    cosines = search.space.all_cosines(unit(vector[None])[0])
    cosines[exclude] = -np.inf
    k = min(k, int(np.isfinite(cosines).sum()))
    if k <= 0:
        return Neighbours(np.empty(0, np.int64), cosines[:0])
    rows = np.argpartition(-cosines, k - 1)[:k]
    rows = rows[np.lexsort((rows, -cosines[rows]))]
    return Neighbours(rows, cosines[rows])


def at_base(search: Search) -> Search:
    """Give what searches the same space with every term at its base; nothing is copied."""
    space = search.space
    if not len(space.moved_rows):
        return search
    first, *rest = space.parts()
    n = len(first)
    base = Space(space.ids[:n], first, space.inverse_norms[:n])
    for part in rest:
        base.append(space.ids[n : n + len(part)], part)
        n += len(part)
    return Search(base, search.index)
