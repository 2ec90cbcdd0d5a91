"""A KD-tree by scipy: exact, and quick while vectors have few components."""

from typing import Self

import numpy as np
from scipy.spatial import KDTree as ScipyTree

from synotui.engine.arrays import Floats, Ints, unit
from synotui.engine.index.base import Base, Check, Index

_BYTES_A_ROW = 24


class KDTree(Index):
    """A tree of unit vectors, among which the nearest by distance are the nearest by cosine.

    It is made in a moment, so it has no file.
    """

    backend = "kdtree"

    def __init__(self, tree: ScipyTree) -> None:
        self._tree = tree
        self.rows = int(tree.n)

    @classmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """Make the whole tree."""
        units = np.empty((base.rows, base.dim), np.float64)
        start = 0
        while start < base.rows:
            check()
            block = unit(base.block(start, 65_536))
            units[start : start + len(block)] = block
            start += len(block)
        # Splitting in the middle of space, not of the vectors, is as quick to search and to make.
        return cls(ScipyTree(units, balanced_tree=False))

    def nearest_many(self, queries: Floats, k: int, threads: int = 1) -> Ints:
        """Give the `k` rows nearest to each of `queries` (m, dim): (m, k), else -1."""
        _, rows = self._tree.query(unit(queries), k=np.arange(1, k + 1), workers=threads)
        found: Ints = np.asarray(rows, np.int64)
        found[found == self.rows] = -1
        return found

    @property
    def memory(self) -> int:
        """Bytes it takes in memory, about."""
        return self.rows * (int(self._tree.m) * 8 + _BYTES_A_ROW)
