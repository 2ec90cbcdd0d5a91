"""A second, smaller graph: of the vectors that moved, once those are too many to pass over.

It is made from a snapshot, in any thread, and never kept in a file. A term in
it counts while its vector is still the one of the snapshot; whatever moved
since is loose (`engine.moved`) and is passed over until the next one is made.
"""

from collections.abc import Callable

from synotui.engine.arrays import Floats, Ints
from synotui.engine.index import Index, build
from synotui.engine.moved import Snapshot


class MovedIndex:
    """Finds the rows of a snapshot by the vectors they had in it."""

    def __init__(self, snapshot: Snapshot, on_rows: Callable[[int], None], threads: int = 1):
        """Build it: ten seconds for 50,000 x 50. `on_rows` hears how many are in, or raises."""
        self.snapshot = snapshot
        self._index: Index = build([snapshot.vectors], on_rows, threads)

    def __len__(self) -> int:
        return len(self.snapshot.rows)

    def nearest(self, query: Floats, k: int) -> Ints:
        """Give about the `k` rows nearest to `query` (dim,) then, nearest first."""
        found: Ints = self.snapshot.rows[self._index.nearest(query, k)]
        return found
