"""Where lists of the nearest come from: arrays that hold all of them, or exact search."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints
from synotui.engine.passes import Best
from synotui.engine.rank.space_view import DEPTH, Vectors

_QUERIES = 512
_COLUMNS = 8192
"""Cosines held at once by exact search: `_QUERIES` x `_COLUMNS`."""


class KnownNear:
    """The lists of all terms, in arrays."""

    def __init__(self, near: NDArray[np.integer], cosines: NDArray[np.floating]) -> None:
        """Take the nearest terms of every term (n, k), -1 for none, and the cosines (n, k)."""
        self.k = near.shape[1]
        self._near = near
        self._cosines = cosines

    def lists(self, terms: Ints) -> tuple[Ints, Floats]:
        """Give the nearest of `terms` (m,) and their cosines: two (m, k)."""
        near = self._near[terms].astype(np.int64)
        cosines = self._cosines[terms].astype(np.float32)
        cosines[near < 0] = np.nan
        return near, cosines

    def listed_by(self, terms: Ints) -> tuple[Ints, Ints, Ints]:
        """Say in whose lists `terms` (m,) are: (place in `terms`, who lists it, at which rank)."""
        place = np.full(len(self._near) + 1, -1, np.int64)
        place[terms] = np.arange(len(terms))
        found = place[self._near]
        who, rank = np.nonzero(found >= 0)
        return found[who, rank], who, rank + 1

    def occurrences(self) -> Ints:
        """Give in how many lists, of ten each, every term is (n,)."""
        first = self._near[:, :DEPTH].ravel()
        return np.bincount(first[first >= 0], minlength=len(self._near))


class ExactNear:
    """Exact search among all vectors, by matrix products in blocks, for terms as they are asked."""

    def __init__(
        self,
        vectors: Vectors,
        rows: Ints,
        k: int = 50,
        on_block: Callable[[], None] = lambda: None,
    ) -> None:
        """Take who has the vectors and the row of each term (n,); -1 for none.

        `on_block` is called between blocks, and stops the work by raising.
        """
        self.k = k
        self._vectors = vectors
        self._rows = rows
        self._on_block = on_block
        self._terms = np.flatnonzero(rows >= 0)

    def lists(self, terms: Ints) -> tuple[Ints, Floats]:
        """Give the nearest of `terms` (m,) and their cosines: two (m, k)."""
        near = np.full((len(terms), self.k), -1, np.int64)
        cosines = np.full((len(terms), self.k), np.nan, np.float32)
        asked = np.flatnonzero(self._rows[terms] >= 0)
        for first in range(0, len(asked), _QUERIES):
            part = asked[first : first + _QUERIES]
            found, held = self._search(terms[part])
            held[found < 0] = np.nan
            near[part], cosines[part] = found, held
        return near, cosines

    def _search(self, terms: Ints) -> tuple[Ints, Floats]:
        units = self._vectors.units(self._rows[terms], base=True)
        best = Best(len(terms), self.k)
        for start in range(0, len(self._terms), _COLUMNS):
            block = self._terms[start : start + _COLUMNS]
            products = units @ self._vectors.units(self._rows[block], base=True).T
            own = np.searchsorted(block, terms)
            here = np.flatnonzero(own < len(block))
            here = here[block[own[here]] == terms[here]]
            products[here, own[here]] = -np.inf
            best.take_in(products, start)
            self._on_block()
        found = best.near
        if len(self._terms):
            found = np.where(found >= 0, self._terms[np.maximum(found, 0)], -1)
        found[np.isneginf(best.cosines)] = -1
        return found, best.cosines

    def listed_by(self, terms: Ints) -> None:
        """Say nothing: the lists of all terms are not known."""

    def occurrences(self) -> None:
        """Say nothing: the lists of all terms are not known."""
