"""How many distinct pieces of one, two or three characters two strings share."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints

_AT_ONCE = 1 << 20
"""Pieces compared at once."""
_BITS = 21
"""Bits a code point takes."""
_NUMBERED = 31
"""Bits of the number a piece has: two pieces all but never share one."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Spreads pieces over all numbers: 2 ** 64 by the golden ratio."""
_EDGE = 10
"""Stands before and behind each string: no key holds a line end."""

Pieces = NDArray[np.int32]


def jaccard(strings: Sequence[str], left: Ints, right: Ints, size: int, padded: bool) -> Floats:
    """Give |shared| / |all| distinct pieces of `size` characters, for pairs of rows (n,).

    `padded` counts the edges of a string as a character. Two strings without
    any piece are 1 if they are equal, else 0.
    """
    found = np.zeros(len(left), np.float32)
    matrix, counts = _pieces(strings, size, padded)
    both = np.maximum(counts[left], counts[right])
    order = np.argsort(both, kind="stable")
    first = 0
    while first < len(order):
        # Pairs of about the same length at once, so that little of the width is empty.
        width = max(1, int(both[order[first]]) + 2)
        last = int(np.searchsorted(both[order], width, side="right"))
        last = min(last, first + max(1, _AT_ONCE // width))
        rows = order[first:last]
        found[rows] = _shared(matrix, counts, left[rows], right[rows], width)
        first = last
    bare = np.flatnonzero(both == 0)
    found[bare] = [strings[a] == strings[b] for a, b in zip(left[bare], right[bare], strict=True)]
    return found


def _shared(
    matrix: Pieces, counts: NDArray[np.int64], left: Ints, right: Ints, width: int
) -> Floats:
    width = min(width, matrix.shape[1])
    together = np.concatenate([matrix[left, :width], matrix[right, :width]], axis=1)
    together.sort(axis=1)
    alike = together[:, 1:] == together[:, :-1]
    alike &= together[:, 1:] >= 0
    shared = np.count_nonzero(alike, axis=1)
    every = counts[left] + counts[right] - shared
    quotient: Floats = (shared / np.maximum(every, 1)).astype(np.float32)
    return quotient


def _pieces(strings: Sequence[str], size: int, padded: bool) -> tuple[Pieces, NDArray[np.int64]]:
    """Give the distinct pieces of each string as numbers (n, most), -1 for none, and how many."""
    joined = "\n" + "\n".join(strings) + "\n"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.flatnonzero(points == _EDGE)
    if len(ends) != len(strings) + 1:
        raise ValueError("A string holds a line end")
    codes = np.zeros(max(0, len(points) - size + 1), np.uint64)
    edges = np.zeros(len(codes), np.int64)
    within = np.ones(len(codes), bool)
    for place in range(size):
        here = points[place : place + len(codes)]
        codes = codes << np.uint64(_BITS) | here
        edges += here == _EDGE
        if not padded or 0 < place < size - 1:
            within &= here != _EDGE
    whole = np.flatnonzero(within & (edges < size))
    owner = np.searchsorted(ends, whole, side="right") - 1
    numbers = (codes[whole] * _SPREAD >> np.uint64(64 - _NUMBERED)).astype(np.int64)
    keyed = owner << _NUMBERED | numbers
    keyed.sort()
    keyed = keyed[np.flatnonzero(np.diff(keyed, prepend=-1))]
    owner, numbers = keyed >> _NUMBERED, keyed & (1 << _NUMBERED) - 1
    counts = np.bincount(owner, minlength=len(strings))
    matrix = np.full((len(strings), max(1, int(counts.max(initial=0)))), -1, np.int32)
    starts = np.cumsum(counts) - counts
    matrix[owner, np.arange(len(owner)) - starts[owner]] = numbers
    return matrix, counts
