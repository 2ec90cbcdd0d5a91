"""A second, smaller graph: of the vectors that moved, once those are too many to pass over.

It is made from a snapshot, in any thread, and never kept in a file. A term in
it counts while its vector is still the one of the snapshot; whatever moved
since is loose (`engine.moved`) and is passed over until the next one is made.
"""

from collections.abc import Callable

import hnswlib
import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.moved import Snapshot

_M = 16
_EF_CONSTRUCTION = 100
_EF = 32
"""Little: most terms that moved are found through the base index as well."""
_AT_ONCE = 256
"""Vectors linked between two reports."""


class MovedIndex:
    """Finds the rows of a snapshot by the vectors they had in it."""

    def __init__(self, snapshot: Snapshot, on_rows: Callable[[int], None] = lambda done: None):
        """Build it: five seconds for 50,000 x 50. `on_rows` hears how many are in, or raises."""
        self.snapshot = snapshot
        count, dim = snapshot.vectors.shape
        self._graph = hnswlib.Index(space="cosine", dim=dim)
        self._graph.init_index(max_elements=count, M=_M, ef_construction=_EF_CONSTRUCTION)
        for start in range(0, count, _AT_ONCE):
            end = min(start + _AT_ONCE, count)
            labels = np.arange(start, end)
            self._graph.add_items(snapshot.vectors[start:end], labels, num_threads=1)
            on_rows(end)
        # A search for more than this takes as many more by itself.
        self._graph.set_ef(_EF)

    def __len__(self) -> int:
        return len(self.snapshot.rows)

    def nearest(self, query: Floats, k: int) -> tuple[Ints, Floats]:
        """Give about the `k` rows nearest to `query` (dim,) then, nearest first; their cosines."""
        wanted = min(k, len(self))
        while wanted:
            try:
                labels, distances = self._graph.knn_query(query, k=wanted, num_threads=1)
            except RuntimeError:
                # Among many equal vectors a graph falls apart, and fewer can be reached.
                wanted //= 2
            else:
                return self.snapshot.rows[labels[0].astype(np.int64)], 1 - distances[0]
        return np.empty(0, np.int64), np.empty(0, np.float32)
