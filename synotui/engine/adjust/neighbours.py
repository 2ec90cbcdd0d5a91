"""Sums over the neighbours of every term: vectorised, and the same bits in whatever company."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints

_NUMBERS_AT_ONCE = 1 << 17
"""How many components are gathered at once: as many as stay in the processor's cache."""


class Edges(NamedTuple):
    """Pairs seen from either of their terms, in ascending order of receiver, then source."""

    receivers: Ints
    """(e,)"""
    sources: Ints
    """(e,)"""
    weights: Floats | None
    """(e,); None where every pair weighs 1."""
    pairs: Ints | None
    """Which pair each came from (e,); None unless asked for."""


class Group(NamedTuple):
    """Terms that have the same number of neighbours, and these.

    A sum over their first axis adds the neighbours of a term one after the
    other, so the term gets the same bits in whatever company.
    """

    receivers: Ints
    """(n,)"""
    sources: Ints
    """The first neighbours of all, then the second of all, and so on: (count, n), ascending."""
    edges: Ints
    """The edges that these are, alike (count, n)."""


def both_ways(
    pairs: Ints, rows: int, weights: Floats | None = None, *, numbered: bool = False
) -> Edges:
    """Give `pairs` (p, 2) of `rows` rows, with their `weights` (p,), seen from either term.

    With `numbered`, edges know which pair they came from.
    """
    first, second = pairs[:, 0], pairs[:, 1]
    keys = np.concatenate([first * rows + second, second * rows + first])
    if weights is None and not numbered:
        keys.sort()
        receivers, sources = np.divmod(keys, max(1, rows))
        return Edges(receivers, sources, None, None)
    order = np.argsort(keys, kind="stable")
    receivers, sources = np.divmod(keys[order], max(1, rows))
    order %= max(1, len(pairs))
    return Edges(
        receivers,
        sources,
        None if weights is None else weights[order],
        order if numbered else None,
    )


def groups(edges: Edges, rows: int, dim: int, places: Ints | None = None) -> Iterator[Group]:
    """Give the neighbours of every term, in groups that fit the cache.

    Neighbours are in the order of `edges`. With `places` (rows,), these are
    what is given for rows; receivers are in the order of them as far as places
    follow the number of neighbours.
    """
    counts = np.bincount(edges.receivers, minlength=rows)
    firsts = np.cumsum(counts) - counts
    sources = edges.sources if places is None else places[edges.sources]
    for count in np.unique(counts[counts > 0]).tolist():
        alike = np.flatnonzero(counts == count)
        step = max(1, _NUMBERS_AT_ONCE // (count * dim))
        for start in range(0, len(alike), step):
            here = alike[start : start + step]
            chosen = firsts[here] + np.arange(count)[:, None]
            yield Group(here if places is None else places[here], sources[chosen], chosen)


def total_weights(edges: Edges, rows: int) -> Floats:
    """Give the weights of every term's neighbours together, as (rows,)."""
    # Summed in the order of edges, so a term gets the same bits in whatever company.
    return np.bincount(edges.receivers, edges.weights, minlength=rows).astype(np.float32)


class Means:
    """The weighted mean of the synonyms of every term, made again in every sweep.

    A term whose synonyms weigh less than 1 together has its base vector for
    what is missing, so that a pair that weighs little does little, and one
    that weighs nothing is as if it were not there.

    Rows are worked on in the order of how many synonyms they have: those that
    have as many lie together, and what they receive is added to a whole
    stretch of rows. `order` (m,) gives the rows in this order, `places` (m,)
    where each row is in it, and `alone` how many have no synonyms: these come
    first, and have their base vector in place of a mean.
    """

    def __init__(self, base: Floats, pairs: Ints, weights: Floats | None) -> None:
        """Take unit vectors `base` (m, dim), and `pairs` (p, 2) with `weights` (p,) or all 1."""
        rows, dim = base.shape
        edges = both_ways(pairs, rows, weights)
        counts = np.bincount(edges.receivers, minlength=rows)
        self.order: Ints = np.argsort(counts, kind="stable")
        self.places: Ints = np.empty_like(self.order)
        self.places[self.order] = np.arange(rows)
        self.alone = rows - np.count_nonzero(counts)
        self.base: Floats = base[self.order]
        self._groups = [
            (group, None if edges.weights is None else edges.weights[group.edges][:, :, None])
            for group in groups(edges, rows, dim, self.places)
        ]
        weighed = total_weights(edges, rows)[self.order]
        self._divisors = np.maximum(1, weighed[self.alone :, None])
        light = np.flatnonzero(weighed < 1)
        self._light = light[light >= self.alone]
        self._missing = self.base[self._light] * (1 - weighed[self._light, None])

    def put(self, now: Floats, total: Floats) -> None:
        """Write the means of `now` (m, dim), in `order`, into `total` (m, dim)."""
        total[: self.alone] = self.base[: self.alone]
        for group, weights in self._groups:
            others = now.take(group.sources, axis=0)
            if weights is not None:
                others *= weights
            stretch = total[group.receivers[0] : group.receivers[-1] + 1]
            np.add.reduce(others, axis=0, out=stretch)
        total[self._light] += self._missing
        total[self.alone :] /= self._divisors
