"""Where every two bytes of a text stand, so that any piece of it is looked up, not scanned for."""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int32]

_BLOCK = 65_535
"""Places in a block: two bytes say where in it a pair stands, and how often."""
_VALUES = 65_536
"""Values a pair of bytes can have: the first is the higher one."""


class Places:
    """The places of all pairs of bytes, sorted by the pair's value block by block."""

    def __init__(self, data: Bytes) -> None:
        """Take in `data`."""
        count = max(0, len(data) - 1)
        self._sorted = np.empty(count, np.uint16)
        counts = np.zeros((-(-count // _BLOCK), _VALUES), np.uint16)
        for block, start in enumerate(range(0, count, _BLOCK)):
            here = data[start : start + _BLOCK + 1].astype(np.uint16)
            pairs = here[:-1] << 8 | here[1:]
            self._sorted[start : start + len(pairs)] = np.argsort(pairs, kind="stable")
            counts[block] = np.bincount(pairs, minlength=_VALUES)
        self._counts: Offsets = counts.sum(axis=0, dtype=np.int32)
        values = np.flatnonzero(self._counts)
        self._column = np.zeros(_VALUES + 1, np.int32)
        """Of each value: how many of the values below it there are."""
        np.cumsum(self._counts > 0, out=self._column[1:])
        self._starts = np.zeros((len(counts), len(values) + 1), np.int32)
        """Where, in a block, the places of each value that there is begin."""
        np.cumsum(counts[:, values], axis=1, out=self._starts[:, 1:])

    @property
    def nbytes(self) -> int:
        """Bytes of memory it takes."""
        kept = (self._sorted, self._counts, self._column, self._starts)
        return sum(each.nbytes for each in kept)

    def find(self, data: Bytes, sought: bytes) -> Offsets:
        """Give every place where `sought` stands in what was taken in, unsorted.

        `data` is that, to which more may have been added; places from which
        `sought` reaches into it may be among them.
        """
        if len(sought) == 1:
            return self._between(sought[0] << 8, (sought[0] + 1) << 8)
        rarest, value = self._rarest(sought)
        places = self._between(value, value + 1) - rarest
        if len(sought) > 2:
            places = places[(places >= 0) & (places <= len(data) - len(sought))]
        for further, byte in enumerate(sought):
            if further not in (rarest, rarest + 1):
                places = places[np.flatnonzero(data.take(places + further, mode="clip") == byte)]
        return places

    def _rarest(self, sought: bytes) -> tuple[int, int]:
        """Give where in `sought` the rarest of its pairs is, and its value."""
        first = np.frombuffer(sought, np.uint8).astype(np.int32)
        values = first[:-1] << 8 | first[1:]
        rarest = int(self._counts[values].argmin())
        return rarest, int(values[rarest])

    def _between(self, low: int, high: int) -> Offsets:
        """Give the places of all pairs from the value `low` to below `high`."""
        begins = self._starts[:, self._column[low]]
        ends = self._starts[:, self._column[high]]
        found = [np.empty(0, np.int32)]
        for block in np.flatnonzero(ends > begins).tolist():
            start = block * _BLOCK
            here = self._sorted[start + int(begins[block]) : start + int(ends[block])]
            found.append(here.astype(np.int32) + start)
        return np.concatenate(found)
