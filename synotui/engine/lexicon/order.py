"""One order of all terms: it lists those that were found."""

from array import array
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints, Mask
from synotui.engine.lexicon.lexicon import Lexicon, Rows

_SORTED = 30_000
"""Rows that are sorted; more are picked out of the order of all."""


class Order:
    """The rows of a lexicon in an order."""

    def __init__(self, lexicon: Lexicon, rows: Rows) -> None:
        """Take all rows in the order."""
        self.lexicon = lexicon
        self._rows = rows
        self.places: Rows = np.empty_like(rows)
        """The place of each row."""
        self.places[rows] = np.arange(len(rows), dtype=np.int32)
        self._ids: Ints = lexicon.ids[rows]

    def listed(self, first: Mask, chosen: Mask) -> "tuple[array[int], int]":
        """Give the ids of the rows in `first`, then of the others `chosen`, each in order.

        With how many are the first.
        """
        if np.count_nonzero(chosen) > _SORTED:
            kinds = (chosen.view(np.uint8) + first.view(np.uint8)).take(self._rows, mode="clip")
            return self._ids_at(np.flatnonzero(kinds == 2), np.flatnonzero(kinds == 1))
        rows = np.flatnonzero(chosen)
        places, of_first = self.places[rows], first[rows]
        return self._ids_at(np.sort(places[of_first]), np.sort(places[~of_first]))

    def place(self, ids: "array[int]", first: int, term: int) -> int | None:
        """Give the place of a term in what was listed, of which the `first` ones come first."""
        row = self.lexicon.row_of(term)
        if row is None:
            return None
        wanted = int(self.places[row])
        for begin, end in ((0, first), (first, len(ids))):
            at = bisect_left(ids, wanted, begin, end, key=self._place_of)
            if at < end and ids[at] == term:
                return at
        return None

    def _place_of(self, term: int) -> int:
        return int(self.places[np.searchsorted(self.lexicon.ids, term)])

    def _ids_at(
        self, first: NDArray[np.integer], others: NDArray[np.integer]
    ) -> "tuple[array[int], int]":
        found = array("q", bytes(8 * (len(first) + len(others))))
        into = np.frombuffer(found, np.int64)
        self._ids.take(first, out=into[: len(first)], mode="clip")
        self._ids.take(others, out=into[len(first) :], mode="clip")
        return found, len(first)
