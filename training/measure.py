"""How good an order of candidates is: decisions until half and most is found, recall by head."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHORT = 10
"""Candidates of a head that are looked at for recall."""
EARLY = 200
"""Decisions that make the first impression."""


class Figures(NamedTuple):
    """What an order is worth."""

    half: int
    """Decisions until half of the findable synonyms are found."""
    most: int
    """Decisions until 80 % are found."""
    early: int
    """Synonyms among the first 200."""
    recall: float
    """Share of a head's synonyms in the pool that are among its first ten, mean over heads."""


def figures(
    scores: NDArray[np.floating], labels: NDArray[np.bool_], heads: NDArray[np.int64]
) -> Figures:
    """Measure the order by falling `scores` (p,) of pairs with `labels` and `heads` (p,)."""
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(labels[order])
    total = int(found[-1])
    half, most = (int(np.searchsorted(found, np.ceil(share * total))) + 1 for share in (0.5, 0.8))
    by_head = np.lexsort((-scores, heads))
    start = np.r_[True, heads[by_head][1:] != heads[by_head][:-1]]
    first = np.flatnonzero(start)
    place = np.arange(len(heads)) - first[np.cumsum(start) - 1]
    good = labels[by_head]
    hits = np.add.reduceat((good & (place < SHORT)).astype(float), first)
    there = np.add.reduceat(good.astype(float), first)
    some = there > 0
    recall = float((hits[some] / there[some]).mean()) if some.any() else 0.0
    return Figures(half, most, int(found[min(EARLY, len(found)) - 1]), recall)
