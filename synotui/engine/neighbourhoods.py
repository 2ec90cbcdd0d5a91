"""What the lists of neighbours tell: ranks, who lists whom, hubs, and the terms of CSLS.

The functions go through the blocks of a pass one by one, so that their memory
is that of what they give. `n` is always the number of rows that were searched;
`depth` is how much of each list counts, its first ten by custom.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.passes import Lists

DEPTH = 10
"""How much of a list counts for hubness and CSLS."""
_ROWS_AT_ONCE = 8192

Rows32 = NDArray[np.int32]


def ranks(lists: NDArray[Any], others: NDArray[Any]) -> Ints:
    """Give the place, from 1, of each of `others` (m,) in its list (m, k); 0 if it is not there."""
    here = lists == others[:, None]
    places: Ints = np.where(here.any(axis=1), here.argmax(axis=1) + 1, 0)
    return places


def occurrences(blocks: Iterable[Lists], n: int, depth: int = DEPTH) -> Ints:
    """Give N_k: in how many lists, of `depth` each, every row is (n,)."""
    counts = np.zeros(n, np.int64)
    for block in blocks:
        listed = block.neighbours[:, :depth].ravel()
        np.add.at(counts, listed[listed >= 0], 1)
    return counts


def lists_of(blocks: Iterable[Lists], rows: Ints, k: int) -> Rows32:
    """Pick the neighbours of `rows` (m,), ascending, out of all blocks, as (m, k)."""
    found = np.full((len(rows), k), -1, np.int32)
    for block in blocks:
        first, last = np.searchsorted(rows, (block.start, block.end))
        found[first:last] = block.neighbours[rows[first:last] - block.start]
    return found


def skewness(counts: Ints) -> float:
    """Give the third standardised moment of `counts`: with N_10, the hubness of a space.

    0 where all are equal. Radovanović, Nanopoulos and Ivanović (2010), section 2.
    """
    deviations = counts - counts.mean() if len(counts) else np.zeros(1)
    spread = float(np.sqrt(np.square(deviations).mean()))
    return float((deviations**3).mean() / spread**3) if spread else 0.0


def mean_similarity(blocks: Iterable[Lists], n: int, depth: int = DEPTH) -> Floats:
    """Give r(x): the mean cosine of every row with its `depth` nearest (n,).

    CSLS of x and y is 2 cos(x, y) - r(x) - r(y) (Conneau et al. 2018, section
    2.3). 0 for a row that has no neighbour.
    """
    means = np.zeros(n, np.float32)
    for block in blocks:
        there = block.neighbours[:, :depth] >= 0
        cosines = np.where(there, block.cosines[:, :depth].astype(np.float32), 0)
        means[block.start : block.end] = cosines.sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return means


class Tally:
    """What one way through all lists adds up to."""

    def __init__(self, blocks: Iterable[Lists], n: int, depth: int = DEPTH) -> None:
        self.first: Rows32 = np.full((n, depth), -1, np.int32)
        """The first `depth` of every list (n, depth)."""
        self.in_whole = np.zeros(n, np.int64)
        """In how many lists every row is (n,)."""
        for block in blocks:
            listed = block.neighbours.ravel()
            np.add.at(self.in_whole, listed[listed >= 0], 1)
            first = block.neighbours[:, :depth]
            self.first[block.start : block.end, : first.shape[1]] = first
        self.in_first = np.bincount(self.first[self.first >= 0], minlength=n)
        """In how many lists every row is among the first `depth` (n,)."""


def mutual_ranks(lists: Rows32) -> Rows32:
    """Give the place, from 1, of every row in the list of each neighbour it has; 0 if not there.

    `lists` are those of all rows (n, k), and so is what is given.
    """
    found = np.zeros(lists.shape, np.int32)
    for start in range(0, len(lists), _ROWS_AT_ONCE):
        end = min(start + _ROWS_AT_ONCE, len(lists))
        own = np.arange(start, end)
        for place in range(lists.shape[1]):
            neighbours = lists[start:end, place]
            found[start:end, place] = np.where(neighbours < 0, 0, ranks(lists[neighbours], own))
    return found


class Listing(NamedTuple):
    """Who lists a row, for all rows: those of row i are from `starts[i]` to `starts[i + 1]`."""

    starts: Ints
    """(n + 1,)"""
    rows: Rows32
    """The rows whose lists it is in, ascending."""
    ranks: NDArray[np.int16]
    """Its place in each of them, from 1."""

    def of(self, row: int) -> tuple[Rows32, NDArray[np.int16]]:
        """Give the rows whose lists `row` is in, and its place in each."""
        part = slice(int(self.starts[row]), int(self.starts[row + 1]))
        return self.rows[part], self.ranks[part]


def listing(blocks: Iterable[Lists], counts: Ints) -> Listing:
    """Turn the lists around, in one go through the blocks.

    `counts` (n,) are the `occurrences` in lists as long as those of `blocks`.
    """
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    turned = Listing(starts, np.empty(starts[-1], np.int32), np.empty(starts[-1], np.int16))
    free = starts[:-1].copy()
    for block in blocks:
        k = block.neighbours.shape[1]
        listed = block.neighbours.ravel()
        order = np.argsort(listed, kind="stable")
        order = order[np.searchsorted(listed[order], 0) :]
        listed = listed[order]
        # Those of one row lie together now, in the order of the lists: number them.
        begins: Mask = np.concatenate(
            [np.ones(min(1, len(listed)), bool), listed[1:] != listed[:-1]]
        )
        first = np.flatnonzero(begins)
        lengths = np.diff(np.append(first, len(listed)))
        places = free[listed] + np.arange(len(listed)) - np.repeat(first, lengths)
        turned.rows[places] = block.start + order // k
        turned.ranks[places] = order % k + 1
        free[listed[first]] += lengths
    return turned
