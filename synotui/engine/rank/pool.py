"""Candidate pairs to be decided: undirected, each once, with where it came from.

A pair takes about half a kilobyte with its features: 50 MB for 100,000 pairs.
For a whole dictionary choose some heads at a time.
"""

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints, Mask

Bits = NDArray[np.uint16]
"""Sources, one bit each."""


class Pool:
    """Pairs by position: a position, once given, stays that of its pair."""

    def __init__(self) -> None:
        self._pairs: Ints = np.empty((64, 2), np.int64)
        self._sources: Bits = np.zeros(64, np.uint16)
        self._positions: dict[tuple[int, int], int] = {}
        self._of: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._positions)

    @property
    def heads(self) -> Ints:
        """The term each pair was looked for from (p,)."""
        heads: Ints = self._pairs[: len(self), 0]
        return heads

    @property
    def others(self) -> Ints:
        """The candidate of that term (p,)."""
        others: Ints = self._pairs[: len(self), 1]
        return others

    @property
    def sources(self) -> Bits:
        """Where each pair came from, a bit for every source (p,)."""
        sources: Bits = self._sources[: len(self)]
        return sources

    def add(self, heads: Ints, others: Ints, bit: int) -> Ints:
        """Add pairs (m,) from one source; give the positions of those that are new.

        A term is no candidate of itself. The first to bring a pair says which
        of the two is its head.
        """
        self._make_room(len(self) + len(heads))
        new = []
        for head, other in zip(heads.tolist(), others.tolist(), strict=True):
            if head == other:
                continue
            pair = (head, other) if head < other else (other, head)
            position = self._positions.get(pair)
            if position is None:
                position = len(self._positions)
                self._positions[pair] = position
                self._pairs[position] = head, other
                self._of.setdefault(head, []).append(position)
                self._of.setdefault(other, []).append(position)
                new.append(position)
            self._sources[position] |= bit
        return np.array(new, np.int64)

    def _make_room(self, count: int) -> None:
        if count > len(self._pairs):
            more = max(count, 2 * len(self._pairs)) - len(self._pairs)
            self._pairs = np.concatenate([self._pairs, np.empty((more, 2), np.int64)])
            self._sources = np.concatenate([self._sources, np.zeros(more, np.uint16)])

    def position(self, a: int, b: int) -> int | None:
        """Give the position of a pair, in either direction; None if it is not here."""
        return self._positions.get((a, b) if a < b else (b, a))

    def of(self, term: int) -> list[int]:
        """Give the positions of the pairs `term` is in. Not to be changed."""
        return self._of.get(term, _NONE)

    def touching(self, terms: set[int]) -> Ints:
        """Give the positions of the pairs that any of `terms` is in, ascending."""
        found = {position for term in terms for position in self.of(term)}
        return np.array(sorted(found), np.int64)

    def from_source(self, bit: int) -> Mask:
        """Say which pairs came from the source with `bit` (p,)."""
        here: Mask = (self.sources & bit) != 0
        return here


_NONE: list[int] = []
