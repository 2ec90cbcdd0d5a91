"""`anchored`, the default adjustment: order-free, local, undoable."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, norms, row_dots, unit
from synotui.model import Settings

_SHORT = np.float32(1e-6)
"""A sum of unit vectors this short has no direction: its term stays put for a sweep."""
_NUMBERS_AT_ONCE = 1 << 17
"""How many components are gathered at once: as many as stay in the processor's cache."""


def anchored(base: Floats, synonyms: Ints, antonyms: Ints, settings: Settings) -> Floats:
    """Draw synonyms together and antonyms apart, each term held by its base vector.

    With unit base vectors o_i, `settings.sweeps` Jacobi sweeps of

        q_i <- unit(a o_i + mean_{j in syn(i)} q_j
                    - r mean_{k in ant(i)} max(0, cos(q_i, q_k)) q_k)

    where a is `stay`, r is `push`, and a term without synonyms has o_i in place
    of the mean. This is retrofitting (Faruqui et al. 2015) on the unit sphere
    with a repelling term in the manner of counter-fitting (Mrksic et al. 2016).

    `base` is (m, dim); `synonyms` and `antonyms` are (p, 2) rows of it. Gives
    (m, dim), each vector as long as its base. The number of sweeps is fixed
    rather than stopping early: then a component's result does not depend on
    what else is solved with it.
    """
    # Rows are worked on in the order of how many synonyms they have: those that have
    # as many lie together, and what they receive is added to a whole stretch of rows.
    counts = np.bincount(synonyms.ravel(), minlength=len(base))
    order = np.argsort(counts, kind="stable")
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    pulls = _groups(synonyms, places, base.shape[1])
    pushes = _groups(antonyms, places, base.shape[1]) if settings.push else []

    now = unit(base[order])
    held = np.float32(settings.stay) * now
    alone = len(base) - np.count_nonzero(counts)
    held[:alone] += now[:alone]
    divisors = counts[order[alone:], None].astype(np.float32)
    push = np.float32(settings.push)
    total = np.empty_like(held)
    stretches = [total[group.receivers[0] : group.receivers[-1] + 1] for group in pulls]
    for _ in range(settings.sweeps):
        total[:alone] = 0
        for group, sums in zip(pulls, stretches, strict=True):
            np.add.reduce(now.take(group.sources, axis=0), axis=0, out=sums)
        total[alone:] /= divisors
        total += held
        for group in pushes:
            others = now.take(group.sources, axis=0)
            closeness = row_dots(others, now.take(group.receivers, axis=0))
            others *= np.maximum(0, closeness)[:, :, None]
            sums = np.add.reduce(others, axis=0)
            sums *= push / np.float32(len(others))
            total[group.receivers] -= sums
        lengths = norms(total)
        if lengths.min(initial=1) <= _SHORT:
            short = lengths <= _SHORT
            total[short], lengths[short] = now[short], 1
        now = np.divide(total, lengths[:, None], out=now)
    adjusted: Floats = now[places]
    adjusted *= norms(base)[:, None]
    return adjusted


class _Group(NamedTuple):
    """Terms that have the same number of neighbours, and these.

    A sum over their first axis adds the neighbours of a term one after the
    other, so the term gets the same bits in whatever company.
    """

    receivers: Ints
    """(n,)"""
    sources: Ints
    """The first neighbours of all, then the second of all, and so on: (count, n), ascending."""


def _groups(pairs: Ints, places: Ints, dim: int) -> list[_Group]:
    """Give the neighbours of every term in `pairs` (p, 2), in groups that fit the cache.

    Neighbours are in the order of their rows. What is given are `places` (m,)
    of rows, and receivers are in the order of them as far as `places` follow
    the number of neighbours.
    """
    if not len(pairs):
        return []
    rows = len(places)
    first, second = pairs[:, 0], pairs[:, 1]
    edges = np.concatenate([first * rows + second, second * rows + first])
    edges.sort()
    receivers, sources = np.divmod(edges, rows)
    sources = places[sources]
    counts = np.bincount(receivers, minlength=rows)
    firsts = np.cumsum(counts) - counts
    found = []
    for count in np.unique(counts[counts > 0]).tolist():
        alike = np.flatnonzero(counts == count)
        step = max(1, _NUMBERS_AT_ONCE // (count * dim))
        for start in range(0, len(alike), step):
            here = alike[start : start + step]
            found.append(_Group(places[here], sources[firsts[here] + np.arange(count)[:, None]]))
    return found
