"""The parts of words a fastText model has vectors for, and which of its rows they are."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BASIS, _PRIME = np.uint32(2166136261), np.uint32(16777619)
_BEGIN, _END = b"<", b">"


class Subwords(NamedTuple):
    """Which parts count: `least` to `most` characters of a word between `<` and `>`."""

    least: int
    most: int
    buckets: int
    """Rows they are spread over by their hash; parts may share one."""

    def of(self, words: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the buckets of all parts of `words` (k,), and the places of the words (k,).

        As fastText does it: characters are told by the bytes of UTF-8 that begin them, the
        two ends alone are no parts, and the hash is FNV-1a over the bytes as signed ones.
        """
        if self.most < 1 or self.buckets < 1 or not words:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        signs = np.frombuffer(b"".join(_BEGIN + word + _END for word in words), np.uint8)
        lengths = np.array([len(word) + 2 for word in words])
        ends = np.cumsum(lengths)
        begins = (signs & 0xC0) != 0x80
        widened = signs.astype(np.int8).astype(np.int32).view(np.uint32)
        place = np.flatnonzero(begins)
        owner = np.searchsorted(ends, place, side="right")
        first = place == (ends - lengths)[owner]
        end = ends[owner]
        hashes = np.full(len(place), _BASIS, np.uint32)
        size = np.zeros(len(place), np.int64)
        found: list[NDArray[np.int64]] = []
        owners: list[NDArray[np.int64]] = []
        with np.errstate(over="ignore"):
            while len(place):
                hashes = (hashes ^ widened[place]) * _PRIME
                place = place + 1
                at_end = place == end
                whole = at_end | begins[np.minimum(place, len(begins) - 1)]
                size = size + whole
                counts = whole & (size >= self.least) & ~((size == 1) & (first | at_end))
                found.append((hashes[counts] % np.uint32(self.buckets)).astype(np.int64))
                owners.append(owner[counts])
                on = ~at_end & ~(whole & (size == self.most))
                place, hashes, size = place[on], hashes[on], size[on]
                owner, first, end = owner[on], first[on], end[on]
        return np.concatenate(found), np.concatenate(owners)
