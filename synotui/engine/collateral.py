"""What a change did to terms nobody decided about: a fixed sample of them, watched."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, products
from synotui.engine.space import Space

SAMPLE = 50
TOP = 10
_DEPTH = 40
"""Base neighbours remembered for each sampled term: room for 30 of them to move."""
_CHUNK = 32_768
"""Rows looked at together."""
_SEED = 20


class NeighbourSample:
    """The ten nearest of a seeded sample of terms, kept up cheaply while others move.

    A change costs what it is about: of the terms that moved, those that are
    among the sampled terms' base neighbours, or come nearer than these.
    """

    def __init__(self, space: Space) -> None:
        """Find the sample's base neighbours: one pass over the space (0.2 s at 400,000 x 50)."""
        self.space = space
        """The space it is of."""
        count = min(SAMPLE, len(space))
        chosen = np.random.default_rng(_SEED).choice(len(space), count, replace=False)
        self.rows: Ints = np.sort(chosen)
        self._units = space.units(self.rows, base=True)
        self._near, self._cosines = self._base_neighbours()
        self._least = self._cosines.min(axis=1, initial=np.inf)
        self._watchers: dict[int, list[int]] = {}
        """Row to the places in the sample whose answer it has a part in."""
        for place, row in enumerate(self.rows.tolist()):
            for watched in (row, *self._near[place].tolist()):
                self._watchers.setdefault(watched, []).append(place)
        self._came: list[dict[int, float]] = [{} for _ in range(count)]
        """Moved rows that are at least as near as the last base neighbour, with their cosines."""
        self._guests: dict[int, list[int]] = {}
        """Moved row to the places it came to."""
        self._tops: list[frozenset[int]] = []
        self._version = -1

    def _base_neighbours(self) -> tuple[Ints, Floats]:
        space = self.space
        depth = max(0, min(_DEPTH, len(space) - 1))
        near = np.empty((len(self.rows), 0), np.int64)
        cosines = np.empty((len(self.rows), 0), np.float32)
        for start in range(0, len(space), _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, len(space)))
            here = self._units @ space.units(rows, base=True).T
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
        changed = self.space.changed_since(self._version) if self._tops else None
        if changed is None:
            guests = np.array([*self._guests], np.int64)
            self._take_in(np.union1d(self.space.moved_rows, guests))
            self._tops = [self._top(place) for place in range(len(self.rows))]
        elif len(changed):
            for place in self._take_in(changed):
                self._tops[place] = self._top(place)
        self._version = self.space.version
        return self._tops.copy()

    def _take_in(self, changed: Ints) -> set[int]:
        """Note where `changed` rows are now; give the places whose answer that may change."""
        touched: set[int] = set()
        for row in changed.tolist():
            touched.update(self._watchers.get(row, ()))
            for place in self._guests.pop(row, ()):
                touched.add(place)
                del self._came[place][row]
        moved = changed[self.space.has_moved(changed)]
        for start in range(0, len(moved), _CHUNK):
            rows = moved[start : start + _CHUNK]
            cosines = products(self.space.units(rows), self._units)
            which, places = np.nonzero(cosines >= self._least)
            found = zip(rows[which].tolist(), places.tolist(), cosines[which, places], strict=True)
            for row, place, cosine in found:
                touched.add(place)
                self._came[place][row] = float(cosine)
                self._guests.setdefault(row, []).append(place)
        return touched

    def _top(self, place: int) -> frozenset[int]:
        """Merge the base neighbours that stayed with the moved terms that came as near."""
        row = int(self.rows[place])
        if self.space.moved.has(self.rows[place : place + 1])[0]:
            return frozenset()
        stayed = ~self.space.has_moved(self._near[place])
        came = self._came[place]
        rows = np.concatenate([self._near[place][stayed], np.array([*came], np.int64)])
        cosines = np.concatenate(
            [self._cosines[place][stayed], np.array([*came.values()], np.float32)]
        )
        if len(rows) < min(TOP, len(self.space) - 1):
            return self._exact(row)
        return frozenset(rows[np.lexsort((rows, -cosines))[:TOP]].tolist())

    def _exact(self, row: int) -> frozenset[int]:
        cosines = self.space.all_cosines(self.space.units(np.array([row], np.int64))[0])
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
        gone = set(touched.tolist())
        pairs = zip(self.rows.tolist(), before, after, strict=True)
        shares = [
            1.0 if was is now else len(was & now) / len(was)
            for row, was, now in pairs
            if was and row not in gone
        ]
        return (sum(shares) / len(shares), len(shares)) if shares else (None, 0)
