"""Which terms hold which of the most frequent letters: a bit for each."""

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Mask
from synotui.engine.lexicon.places import Bytes, Offsets

_LETTERS = 32
"""Letters that are kept: a bit of four bytes each."""
_ASCII = 128
"""Bytes below it are characters of their own."""
_AT_ONCE = 65_536
"""Terms whose letters are read at once."""


class Letters:
    """Answers at once for letters that so many terms hold that looking up each place is slow."""

    def __init__(self, data: Bytes, edges: Offsets) -> None:
        """Take all keys in `data` and the line ends before, between and behind them (n + 1,)."""
        counts = np.bincount(data, minlength=_ASCII)[:_ASCII]
        counts[ord("\n")] = 0
        self._bit = {int(byte): bit for bit, byte in enumerate(np.argsort(-counts)[:_LETTERS])}
        bits = np.zeros(256, np.uint32)
        for byte, bit in self._bit.items():
            bits[byte] = 1 << bit
        held: NDArray[np.uint32] = np.empty(len(edges) - 1, np.uint32)
        for first in range(0, len(held), _AT_ONCE):
            here = edges[first : first + _AT_ONCE + 1]
            read = bits[data[here[0] : here[-1]]]
            held[first : first + _AT_ONCE] = np.bitwise_or.reduceat(read, here[:-1] - here[0])
        eights = held.astype("<u4").view(np.uint8).reshape(-1, held.itemsize)
        self._held = np.ascontiguousarray(eights.T)
        """Eight letters of each term a byte, (4, n)."""

    @property
    def nbytes(self) -> int:
        """Bytes of memory it takes."""
        return self._held.nbytes

    def holding(self, letter: int) -> Mask | None:
        """Say of each term (n,) whether it holds the byte `letter`; None if that is not kept."""
        bit = self._bit.get(letter)
        if bit is None:
            return None
        found: Mask = (self._held[bit // 8] & (1 << bit % 8)) != 0
        return found
