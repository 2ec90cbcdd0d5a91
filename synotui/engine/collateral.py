"""What a change did to terms nobody decided about: a fixed sample of them, watched."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.space import Space

SAMPLE = 50
TOP = 10
_DEPTH = 40
"""Base neighbours remembered for each sampled term: room for 30 of them to move."""
_CHUNK = 32_768
_SEED = 20


class NeighbourSample:
    """The ten nearest of a seeded sample of terms, kept up cheaply while others move."""

    def __init__(self, space: Space) -> None:
        """Find the sample's base neighbours: one pass over the space (0.2 s at 400,000 x 50)."""
        self.space = space
        """The space it is of."""
        count = min(SAMPLE, len(space))
        chosen = np.random.default_rng(_SEED).choice(len(space), count, replace=False)
        self.rows: Ints = np.sort(chosen)
        self._near, self._cosines = self._base_neighbours()

    def _base_neighbours(self) -> tuple[Ints, Floats]:
        space = self.space
        queries = space.units(self.rows, base=True)
        depth = max(0, min(_DEPTH, len(space) - 1))
        near = np.empty((len(self.rows), 0), np.int64)
        cosines = np.empty((len(self.rows), 0), np.float32)
        for start in range(0, len(space), _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, len(space)))
            here = queries @ space.units(rows, base=True).T
            here[self.rows[:, None] == rows] = -np.inf
            cosines = np.concatenate([cosines, here], axis=1)
            near = np.concatenate([near, np.broadcast_to(rows, here.shape)], axis=1)
            if cosines.shape[1] > depth:
                best = np.argpartition(-cosines, depth, axis=1)[:, :depth]
                cosines = np.take_along_axis(cosines, best, axis=1)
                near = np.take_along_axis(near, best, axis=1)
        order = np.argsort(-cosines, axis=1, kind="stable")
        return np.take_along_axis(near, order, axis=1), np.take_along_axis(cosines, order, axis=1)

    def top(self) -> list[frozenset[int]]:
        """Give the rows of the ten nearest of every sampled term as vectors are now.

        One that has moved itself is not untouched any more: it gets an empty set.
        """
        space = self.space
        still = ~space.has_moved(self._near)
        ten = still & (still.cumsum(axis=1) <= TOP)
        enough = ten.sum(axis=1) == TOP
        gone = space.has_moved(self.rows)
        tenth = np.where(ten, self._cosines, np.inf).min(axis=1, initial=np.inf)
        moved_rows = space.moved_rows
        moved_cosines = space.units(self.rows) @ space.moved_units.T
        closer = moved_cosines > tenth[:, None]
        return [
            frozenset()
            if gone[place]
            else self._merged(place, ten[place], moved_rows, moved_cosines[place], closer[place])
            if enough[place]
            else self._exact(int(row))
            for place, row in enumerate(self.rows)
        ]

    def _merged(
        self, place: int, ten: Mask, moved_rows: Ints, moved_cosines: Floats, closer: Mask
    ) -> frozenset[int]:
        """Merge the ten nearest that stayed with the moved terms that came closer."""
        rows = self._near[place][ten]
        if closer.any():
            rows = np.concatenate([rows, moved_rows[closer]])
            cosines = np.concatenate([self._cosines[place][ten], moved_cosines[closer]])
            rows = rows[np.lexsort((rows, -cosines))[:TOP]]
        return frozenset(rows.tolist())

    def _exact(self, row: int) -> frozenset[int]:
        cosines = self.space.all_cosines(self.space.units(np.array([row]))[0])
        cosines[row] = -np.inf
        best = np.argsort(-cosines, kind="stable")[: min(TOP, len(cosines) - 1)]
        return frozenset(best.tolist())

    def kept(
        self, before: list[frozenset[int]], after: list[frozenset[int]], touched: Ints
    ) -> tuple[float | None, int]:
        """Give the mean share of neighbours kept by sampled terms that stayed where they are.

        Terms in `touched` (rows) were decided on and do not count. Gives also
        how many terms the share is about; it is None when that is none.
        """
        untouched = np.flatnonzero(~np.isin(self.rows, touched)).tolist()
        shares = [len(before[i] & after[i]) / len(before[i]) for i in untouched if before[i]]
        return (sum(shares) / len(shares), len(shares)) if shares else (None, 0)
