"""Exact search by matrix products: what the others are measured against."""

from typing import Self

import numpy as np

from synotui.engine.arrays import Floats, Ints, norms, unit
from synotui.engine.index.base import Base, Check, Index, padded

_ROWS_AT_ONCE = 8_192


class Exact(Index):
    """Looks at every vector where it is, and holds none."""

    backend = "exact"

    def __init__(self, base: Base) -> None:
        self._base = base
        self.rows = base.rows

    @classmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """There is nothing to make."""
        return cls(base)

    def nearest_many(self, queries: Floats, k: int, threads: int = 1) -> Ints:
        """Give the `k` rows nearest to each of `queries` (m, dim): (m, k), else -1.

        The threads are those of numpy's matrix product, however many are asked for.
        """
        wanted, asked = min(k, self.rows), unit(queries)
        rows = np.empty((len(queries), 0), np.int64)
        cosines = np.empty((len(queries), 0), np.float32)
        start = 0
        while start < self.rows:
            block = self._base.block(start, _ROWS_AT_ONCE)
            found = asked @ block.T
            found /= norms(block)
            here = np.broadcast_to(np.arange(start, start + len(block)), found.shape)
            rows = np.concatenate([rows, here], axis=1)
            cosines = np.concatenate([cosines, found], axis=1)
            if cosines.shape[1] > wanted:
                best = np.argpartition(-cosines, wanted - 1, axis=1)[:, :wanted]
                rows = np.take_along_axis(rows, best, 1)
                cosines = np.take_along_axis(cosines, best, 1)
            start += len(block)
        order = np.argsort(-cosines, axis=1, kind="stable")
        return padded(np.take_along_axis(rows, order, 1), k)

    @property
    def memory(self) -> int:
        """It takes nothing beside the vectors."""
        return 0
