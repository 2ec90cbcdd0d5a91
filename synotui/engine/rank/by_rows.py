"""Lists of the nearest from whoever knows them by rows of a space: a kept pass, an index, search.

Terms have numbers of their own, and a space has rows: here one is turned into
the other, and lists are turned round to say who lists whom.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints
from synotui.engine.passes import Lists
from synotui.engine.rank.space_view import DEPTH

Fetch = Callable[[Ints], tuple[NDArray[np.integer], NDArray[np.floating]]]
"""Gives the nearest of some rows (m,) as rows (m, k), -1 for none, and their cosines (m, k)."""


class Turned:
    """The lists of a space turned round: for every row, those that list it and at which rank."""

    def __init__(self, blocks: Iterable[Lists], among: int, depth: int) -> None:
        """Read the lists of `among` rows to a `depth`."""
        listed, ranks, counts = [], [], np.zeros(among, np.int64)
        for block in blocks:
            near = block.neighbours[:, :depth]
            listed.append(near.ravel())
            places = np.arange(1, near.shape[1] + 1, dtype=np.uint16)
            ranks.append(np.tile(places, len(near)))
            first = near[:, :DEPTH].ravel()
            counts += np.bincount(first[first >= 0], minlength=among)
        every = np.concatenate(listed) if listed else np.empty(0, np.int32)
        width = len(every) // max(1, among)
        # By the row that is listed, those of the lowest ranks first, then by who lists it.
        at = np.concatenate(ranks) if ranks else np.empty(0, np.uint16)
        order = np.flatnonzero(every >= 0)
        order = order[np.argsort(at[order], kind="stable")]
        order = order[np.argsort(every[order], kind="stable")]
        self.counts = counts
        """In how many lists, of ten each, every row is (n,)."""
        self._who = (order // max(1, width)).astype(np.int32)
        self._ranks = at[order].astype(np.uint8 if depth < 256 else np.uint16)
        sizes = np.bincount(every[every >= 0], minlength=among)
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    def listed_by(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Say who lists `rows` (m,): (place in `rows`, who, at which rank from 1), (p,) each."""
        inside = np.flatnonzero((rows >= 0) & (rows < len(self.counts)))
        starts = self._starts[rows[inside]]
        sizes = self._starts[rows[inside] + 1] - starts
        place = np.repeat(inside, sizes)
        nth = np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        at = np.repeat(starts, sizes) + nth
        return place, self._who[at].astype(np.int64), self._ranks[at].astype(np.int64)


class ByRows:
    """The `Near` of terms by number, from lists by row."""

    def __init__(
        self, k: int, fetch: Fetch, rows: Ints, terms: Ints, turned: Turned | None = None
    ) -> None:
        """Take who knows the lists, the row of every term (n,) and the term of every row.

        -1 stands for none in both.
        """
        self.k = k
        self._fetch = fetch
        self._rows = rows
        self._terms = terms
        self._turned = turned

    def lists(self, terms: Ints) -> tuple[Ints, Floats]:
        """Give the nearest of `terms` (m,) and their cosines: two (m, k)."""
        near = np.full((len(terms), self.k), -1, np.int64)
        cosines = np.full((len(terms), self.k), np.nan, np.float32)
        rows = self._rows[terms]
        asked = np.flatnonzero(rows >= 0)
        if len(asked):
            found, held = self._fetch(rows[asked])
            wide = min(self.k, found.shape[1])
            there = found[:, :wide] >= 0
            others = self._terms[np.where(there, found[:, :wide], 0)]
            near[asked, :wide] = np.where(there, others, -1)
            cosines[asked, :wide] = held[:, :wide]
            cosines[near < 0] = np.nan
        return near, cosines

    def listed_by(self, terms: Ints) -> tuple[Ints, Ints, Ints] | None:
        """Say in whose lists `terms` (m,) are: (place in `terms`, who lists it, at which rank)."""
        if self._turned is None:
            return None
        place, who, ranks = self._turned.listed_by(self._rows[terms])
        others = self._terms[who]
        there = others >= 0
        return place[there], others[there], ranks[there]

    def occurrences(self) -> Ints | None:
        """Give in how many lists, of ten each, every term is (n,); None if that is not known."""
        if self._turned is None:
            return None
        counts = np.zeros(len(self._rows), np.int64)
        there = np.flatnonzero((self._rows >= 0) & (self._rows < len(self._turned.counts)))
        counts[there] = self._turned.counts[self._rows[there]]
        return counts
