"""How high a head's partners are among all terms: recall@k, MRR, nDCG@10.

Ranks are exact, among all terms but the head. Terms equally near share their
ranks: a figure is what it is on average over their orders, so that nothing
hangs on the order in which terms are stored.

recall@k of a head is the share of its partners among its k nearest; its
reciprocal rank is of the first partner (Voorhees 1999); nDCG@10 has gain 1 for
a partner, discounts of 1 / log2(rank + 1) (Järvelin and Kekäläinen 2002) and
averages over ties (McSherry and Najork 2008), as `sklearn.metrics.ndcg_score`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, row_dots
from synotui.engine.evaluate.bootstrap import Doubles
from synotui.engine.placed import Placed

DEPTHS = (1, 10, 100)
NDCG = 10
_SAME = 2e-6
"""Cosines that differ by less are taken as equal: they are summed in different orders."""
_NEVER = np.float32(-4)
"""Below any cosine."""


class Wanted(NamedTuple):
    """Heads with their partners, by rows of a space."""

    heads: Ints
    """(h,), each once; -1, -2, ... are texts that have no row, in `ranks` the first, second, ..."""
    place: Ints
    """Of the head of each partner (q,), ascending."""
    partners: Ints
    """(q,)"""


class Ranks(NamedTuple):
    """How many terms are nearer than each partner (q,), and how many as near, itself not."""

    nearer: Ints
    level: Ints


def directed(pairs: Ints) -> Wanted:
    """Give each term of `pairs` (p, 2) as a head, with those it is paired with."""
    both = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    heads, place = np.unique(both[:, 0], return_inverse=True)
    return Wanted(heads, place.astype(np.int64), both[:, 1])


def ranks(
    placed: Placed,
    wanted: Wanted,
    left_out: Ints,
    on_block: Callable[[], None] = lambda: None,
    texts: Floats | None = None,
) -> Ranks:
    """Count what is nearer to each head than its partners; rows `left_out` (m,) do not count.

    `texts` (t, dim) are unit vectors of heads that have no row.
    """
    heads, place, partners = wanted
    units = placed.units(heads.clip(min=0))
    if texts is not None:
        units[heads < 0] = texts[-1 - heads[heads < 0]]
    sought = row_dots(units[place], placed.units(partners))
    above, below = sought + np.float32(_SAME), sought - np.float32(_SAME)
    nearer, level = np.zeros(len(place), np.int64), np.full(len(place), -1, np.int64)
    for start, part, cosines in placed.cosines(units, on_block):
        end = start + cosines.shape[1]
        cosines[:, left_out[(left_out >= start) & (left_out < end)] - start] = _NEVER
        own = heads[part]
        there = np.flatnonzero((own >= start) & (own < end))
        cosines[there, own[there] - start] = _NEVER
        first, last = np.searchsorted(place, (part.start, part.stop))
        # A partner is as near as itself, however its cosine is summed here.
        asked = partners[first:last]
        held = first + np.flatnonzero((asked >= start) & (asked < end))
        cosines[place[held] - part.start, partners[held] - start] = sought[held]
        for at in range(first, last):
            row = cosines[place[at] - part.start]
            at_least = np.count_nonzero(row >= below[at])
            if at_least:
                over = np.count_nonzero(row > above[at])
                nearer[at] += over
                level[at] += at_least - over
    return Ranks(nearer, level)


def without(found: Ranks, placed: Placed, wanted: Wanted, known: Wanted) -> Ranks:
    """Give the ranks as they are when the `known` partners of a head do not count.

    For partners that are not known themselves; what known ones get means nothing.
    """
    nearer, level = found.nearer.copy(), found.level.copy()
    at = np.searchsorted(known.heads, wanted.heads).clip(max=max(0, len(known.heads) - 1))
    bounds = np.searchsorted(known.place, np.arange(len(known.heads) + 1))
    for query, (place, partner) in enumerate(zip(wanted.place, wanted.partners, strict=True)):
        head = wanted.heads[place]
        if not len(known.heads) or known.heads[at[place]] != head:
            continue
        others = known.partners[bounds[at[place]] : bounds[at[place] + 1]]
        unit = placed.units(np.array([head, partner]))
        cosines = row_dots(placed.units(others), unit[0])
        sought = row_dots(unit[1], unit[0])
        over = int((cosines > sought + np.float32(_SAME)).sum())
        nearer[query] -= over
        level[query] -= int((cosines >= sought - np.float32(_SAME)).sum()) - over
    return Ranks(nearer.clip(min=0), level.clip(min=0))


def chosen(wanted: Wanted, found: Ranks, which: Mask) -> tuple[Wanted, Ranks]:
    """Give only the partners that `which` (q,) says, and the heads that have one of them."""
    kept, place = np.unique(wanted.place[which], return_inverse=True)
    left = Wanted(wanted.heads[kept], place.astype(np.int64), wanted.partners[which])
    return left, Ranks(found.nearer[which], found.level[which])


def by_head(wanted: Wanted, found: Ranks) -> Doubles:
    """Give recall at each of DEPTHS, the reciprocal rank and nDCG@10 of each head: (h, 5)."""
    count = len(wanted.heads)
    partners = np.bincount(wanted.place, minlength=count)
    columns = [
        np.bincount(wanted.place, ((k - found.nearer) / (found.level + 1)).clip(0, 1), count)
        / partners
        for k in DEPTHS
    ]
    gains = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, NDCG + 2)))])
    last = found.nearer + found.level + 1
    gained = gains[last.clip(max=NDCG)] - gains[found.nearer.clip(max=NDCG)]
    ideal = gains[partners.clip(max=NDCG)]
    dcg = np.bincount(wanted.place, gained / (found.level + 1), count)
    return np.stack([*columns, _reciprocal(wanted, found, count), dcg / ideal], axis=1)


def _reciprocal(wanted: Wanted, found: Ranks, count: int) -> Doubles:
    """Give one over the rank of the first partner of each head, the mean over orders of equals."""
    order = np.lexsort((found.nearer, wanted.place))
    first = order[np.searchsorted(wanted.place[order], np.arange(count))]
    nearer, level = found.nearer[first], found.level[first]
    values = 1 / (nearer + 1.0)
    for head in np.flatnonzero(level):
        of_head = found.nearer[wanted.place == head]
        alike = int((of_head == nearer[head]).sum())
        values[head] = _first_of(alike, int(level[head]) + 1, int(nearer[head]))
    return values


def _first_of(partners: int, equal: int, before: int) -> float:
    """Give the mean of one over the rank of the first of so many `partners` among `equal` terms.

    The chance that the first is at place j of these is C(equal - j, partners - 1) over
    C(equal, partners), which is had from the one before.
    """
    partners = min(partners, equal)
    places = np.arange(1, equal - partners + 2)
    steps = (equal - places - partners + 1) / np.maximum(equal - places, 1)
    chances = partners / equal * np.concatenate([[1.0], np.cumprod(steps[:-1])])
    return float((chances / (before + places)).sum())
