"""Synonym sets: where a set looks like two that one link or term holds together.

Nodes are numbered from 0: a term in one sense. Nothing here recurses, so that
a set of ten thousand terms is no different from one of three.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Mask
from synotui.engine.linked import Links, neighbours

Wide = NDArray[np.float64]
_ROUNDS = 5
"""How often the parts that a node leaves are put in two groups anew."""


class Cut(NamedTuple):
    """Where a set comes apart in two parts that are far from each other.

    `within` is the mean base cosine of two members on the same side, `between`
    that of two on different sides; a node that the set comes apart at belongs
    to both sides. The gap, `within` less `between`, is how suspicious it is.
    """

    node: int | None
    """The node whose removal splits the set; None where a single link does."""
    links: Links
    """The links that go at the cut: those of `node` into `part`, or the one link."""
    part: list[int]
    """The nodes of one side, without `node`: that with fewer of its links, else the smaller."""
    within: float
    between: float

    @property
    def gap(self) -> float:
        """How much closer members of one side are than members of both."""
        return self.within - self.between


def worst_cut(units: Floats, links: Links) -> Cut | None:
    """Give the cut of a connected set with the widest gap; None if nothing cuts it.

    `units` (n, dim) are the unit base vectors of the nodes, zero for one
    without; such a node is part of the links, and of no cosine. A link cuts
    if either side holds two nodes or more. At a node that leaves more than two
    parts, the parts are put in two groups, the closer ones together.
    """
    if len(units) < 3:
        return None
    walk = _Walk(len(units), links)
    sums = _below(walk, units.astype(np.float64))
    has_vector: Wide = np.asarray(units.any(axis=1), np.float64)
    counts = _below(walk, has_vector)
    best: _Found | None = None
    for found in _all_cuts(walk, units, has_vector, sums, counts):
        if best is None or found.gap > best.gap:
            best = found
    return best.cut(walk) if best else None


class _Walk:
    """A walk through all nodes, depth first, and what is cut off below each.

    `order` is the nodes as they were reached, `parent` where each was reached
    from, `end` how far the nodes below it go in `order`, `low` the earliest
    place that a link leads back to from it or from below.
    """

    def __init__(self, nodes: int, links: Links) -> None:
        self.near = neighbours(nodes, links)
        self.order: list[int] = []
        self.place = [-1] * nodes
        self.parent = [-1] * nodes
        self.low = [0] * nodes
        self.end = [0] * nodes
        self.below: list[list[int]] = [[] for _ in range(nodes)]
        self._go(0)

    def _go(self, first: int) -> None:
        path = [(first, iter(self.near[first]))]
        self._reach(first)
        while path:
            node, rest = path[-1]
            for other in rest:
                if self.place[other] < 0:
                    self.parent[other] = node
                    self.below[node].append(other)
                    self._reach(other)
                    path.append((other, iter(self.near[other])))
                    break
                if other != self.parent[node]:
                    self.low[node] = min(self.low[node], self.place[other])
            else:
                path.pop()
                self.end[node] = len(self.order)
                if path:
                    above = path[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])

    def _reach(self, node: int) -> None:
        self.place[node] = self.low[node] = len(self.order)
        self.order.append(node)

    def under(self, node: int) -> list[int]:
        """Give a node and all that were reached through it."""
        return self.order[self.place[node] : self.end[node]]


def _below(walk: _Walk, values: Wide) -> Wide:
    """Sum the values of each node and of all reached through it."""
    sums = values.copy()
    for node in reversed(walk.order[1:]):
        sums[walk.parent[node]] += sums[node]
    return sums


class _Found(NamedTuple):
    """A cut, before its parts are written out."""

    node: int | None
    tops: list[int]
    """The part: all that was reached through any of these."""
    within: float
    between: float

    @property
    def gap(self) -> float:
        return self.within - self.between

    def cut(self, walk: _Walk) -> Cut:
        part = {node for top in self.tops for node in walk.under(top)}
        others = set(walk.order) - part - {self.node}
        at = [] if self.node is None else walk.near[self.node]
        part = min(part, others, key=lambda side: (sum(n in side for n in at), len(side)))
        if self.node is None:
            (top,) = self.tops
            return Cut(None, [(walk.parent[top], top)], sorted(part), self.within, self.between)
        links = [(self.node, other) for other in walk.near[self.node] if other in part]
        return Cut(self.node, links, sorted(part), self.within, self.between)


def _all_cuts(
    walk: _Walk, units: Floats, has_vector: Wide, sums: Wide, counts: Wide
) -> Iterator[_Found]:
    root = walk.order[0]
    whole, all_count = sums[root], float(counts[root])
    for node in walk.order:
        tops = [
            top for top in walk.below[node] if walk.low[top] >= walk.place[node] or node == root
        ]
        for top in tops:
            size = walk.end[top] - walk.place[top]
            if walk.low[top] > walk.place[node] and 2 <= size <= len(walk.order) - 2:
                a, n = sums[top], float(counts[top])
                figures = _figures(a, n, whole - a, all_count - n, None)
                if figures:
                    yield _Found(None, [top], *figures)
        has_rest = node != root
        if len(tops) + has_rest < 2:
            continue
        own, own_count = units[node], float(has_vector[node])
        rest, rest_count = whole - own, all_count - own_count
        if len(tops) == 1:
            chosen, a, n = tops, sums[tops[0]], float(counts[tops[0]])
        else:
            parts, of = sums[tops], counts[tops]
            if has_rest:
                beyond = (rest - parts.sum(axis=0), rest_count - of.sum())
                parts, of = np.concatenate([parts, beyond[0][None]]), np.append(of, beyond[1])
            first = _in_two(parts, of)
            if has_rest and first[-1]:
                first = ~first
            chosen = [top for top, there in zip(tops, first, strict=False) if there]
            a, n = parts[first].sum(axis=0), float(of[first].sum())
        figures = _figures(a, n, rest - a, rest_count - n, (own, own_count))
        if figures:
            yield _Found(node, chosen, *figures)


def _in_two(parts: Wide, counts: Wide) -> Mask:
    """Put parts, given by the sums (k, dim) and counts (k,) of their members, in two groups."""
    if len(parts) == 2:
        return np.array([True, False])
    ways = parts.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", ways, ways))
    ways /= np.where(lengths > 0, lengths, 1)[:, None]
    a = int(np.argmin(ways @ ways[int(np.argmax(counts))]))
    b = int(np.argmin(ways @ ways[a]))
    if a == b:
        b = (a + 1) % len(parts)
    first: Mask = ways @ (ways[a] - ways[b]) > 0
    first[a], first[b] = True, False
    for _ in range(_ROUNDS):
        one, other = (lengths[side] @ ways[side] for side in (first, ~first))
        one, other = (each / (np.linalg.norm(each) or 1) for each in (one, other))
        new: Mask = ways @ (one - other) > 0
        if new.all() or not new.any() or (new == first).all():
            break
        first = new
    return first


def _figures(
    a: Wide, n: float, b: Wide, m: float, shared: tuple[Floats, float] | None
) -> tuple[float, float] | None:
    """Give mean cosines within and between two sides; None where there is nothing to compare."""
    if not (n and m):
        return None
    between = float(a @ b) / (n * m)
    if shared is not None:
        a, n, b, m = a + shared[0], n + shared[1], b + shared[0], m + shared[1]
    pairs = (n * (n - 1) + m * (m - 1)) / 2
    if not pairs:
        return None
    return (_pairs_of(a, n) + _pairs_of(b, m)) / pairs, between


def _pairs_of(total: Wide, count: float) -> float:
    """Sum the cosines of all pairs of `count` unit vectors that sum up to `total` (dim,)."""
    return (float(total @ total) - count) / 2
