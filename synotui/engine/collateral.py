"""What a change did to terms nobody decided about: a fixed sample of them, watched."""

import copy
from typing import Self

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, products, row_dots
from synotui.engine.space import Space

SAMPLE = 50
TOP = 10
_DEPTH = 40
"""Neighbours remembered for each sampled term: room for 30 of them to move."""
_CHUNK = 32_768
"""Rows looked at together."""
_SEED = 20
_SLACK = 4e-6
"""How far cosines summed together may be from those summed each by itself."""


class NeighbourSample:
    """The ten nearest of a seeded sample of terms, kept up cheaply while others move.

    Of each sampled term it remembers the nearest at their base vectors, and as
    guests all other terms that are as near as the last of these. A change costs
    what it is about: the terms that moved, and the answers these have a part in.
    """

    def __init__(self, space: Space) -> None:
        """Find the sample's base neighbours: one pass over the space (0.2 s at 400,000 x 50)."""
        self.space = space
        """The space it is of."""
        count = min(SAMPLE, len(space))
        chosen = np.random.default_rng(_SEED).choice(len(space), count, replace=False)
        self.rows: Ints = np.sort(chosen)
        self._units = space.units(self.rows, base=True)
        self._near: list[Ints] = list(self._base_neighbours())
        self._cosines = [self._to(place, rows, base=True) for place, rows in enumerate(self._near)]
        self._least = np.array([cosines.min(initial=np.inf) for cosines in self._cosines])
        self._watchers: dict[int, set[int]] = {}
        """Row to the places in the sample that remember it, or are of it."""
        for place, rows in enumerate(self._near):
            self._watch(place, [*rows.tolist(), int(self.rows[place])])
        self._guests: list[dict[int, float]] = [{} for _ in range(count)]
        """The guests of every place with their cosines."""
        self._hosts: dict[int, set[int]] = {}
        """Row to the places it is a guest of."""
        self._rows_then = len(space)
        self._tops: list[frozenset[int]] = []
        self._version = -1

    def _base_neighbours(self) -> Ints:
        space = self.space
        depth = max(0, min(_DEPTH, len(space) - 1))
        near = np.empty((len(self.rows), 0), np.int64)
        cosines = np.empty((len(self.rows), 0), np.float32)
        for start in range(0, len(space), _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, len(space)))
            here = self._units @ space.units(rows, base=True).T
            here[self.rows[:, None] == rows] = -np.inf
            if start and depth:
                # Few that follow are as near to any term as the last of those it has.
                wanted = (here >= cosines.min(axis=1, keepdims=True)).any(axis=0)
                here, rows = here[:, wanted], rows[wanted]
            cosines = np.concatenate([cosines, here], axis=1)
            near = np.concatenate([near, np.broadcast_to(rows, here.shape)], axis=1)
            if cosines.shape[1] > depth:
                best = np.argpartition(-cosines, depth, axis=1)[:, :depth]
                cosines = np.take_along_axis(cosines, best, axis=1)
                near = np.take_along_axis(near, best, axis=1)
        return near

    def _to(self, place: int, rows: Ints, *, base: bool = False) -> Floats:
        """Give the cosines of a sampled term with `rows`, each summed by itself."""
        return clipped(row_dots(self.space.units(rows, base=base), self._units[place]))

    def beside(self, space: Space) -> Self:
        """Give a sample of the same terms that follows `space`; costs no pass.

        `space` is another one of the same base vectors, with all terms where
        they are now in the one this sample is of.
        """
        self.top()
        twin = copy.copy(self)
        twin.space = space
        twin._near, twin._cosines = self._near.copy(), self._cosines.copy()
        twin._least = self._least.copy()
        twin._watchers = {row: places.copy() for row, places in self._watchers.items()}
        twin._guests = [guests.copy() for guests in self._guests]
        twin._hosts = {row: places.copy() for row, places in self._hosts.items()}
        twin._tops = self._tops.copy()
        twin._version = space.version
        return twin

    def top(self) -> list[frozenset[int]]:
        """Give the rows of the ten nearest of every sampled term as vectors are now.

        One that has moved itself is not untouched any more: it gets an empty set.
        """
        changed = self.space.changed_since(self._version) if self._tops else None
        if changed is None:
            newer = range(self._rows_then, len(self.space))
            known = np.array([*self._hosts, *newer], np.int64)
            self._take_in(np.union1d(self.space.moved_rows, known))
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
            touched |= self._watchers.get(row, set())
            for place in self._hosts.pop(row, ()):
                touched.add(place)
                del self._guests[place][row]
        for start in range(0, len(changed), _CHUNK):
            rows = changed[start : start + _CHUNK]
            units = self.space.units(rows)
            which, places = np.nonzero(products(units, self._units) >= self._least - _SLACK)
            cosines = clipped(row_dots(units[which], self._units[places]))
            moved = self.space.has_moved(rows[which])
            near = np.flatnonzero(cosines >= self._least[places])
            for guest, place, cosine, away in zip(
                rows[which[near]].tolist(),
                places[near].tolist(),
                cosines[near].tolist(),
                moved[near].tolist(),
                strict=True,
            ):
                if away or place not in self._watchers.get(guest, ()):
                    touched.add(place)
                    self._invite(place, guest, cosine)
        return touched

    def _watch(self, place: int, rows: list[int]) -> None:
        for row in rows:
            self._watchers.setdefault(row, set()).add(place)

    def _invite(self, place: int, row: int, cosine: float) -> None:
        self._guests[place][row] = cosine
        self._hosts.setdefault(row, set()).add(place)

    def _top(self, place: int) -> frozenset[int]:
        """Merge the neighbours remembered that stayed with the guests."""
        own = self.rows[place : place + 1]
        if self.space.has_moved(own)[0]:
            return frozenset()
        stayed = ~self.space.has_moved(self._near[place])
        guests = self._guests[place]
        if stayed.sum() + len(guests) < min(TOP, len(self.space) - 1):
            self._look_again(place)
            return self._top(place)
        rows = np.concatenate([self._near[place][stayed], np.array([*guests], np.int64)])
        cosines = np.concatenate(
            [self._cosines[place][stayed], np.array([*guests.values()], np.float32)]
        )
        return frozenset(rows[np.lexsort((rows, -cosines))[:TOP]].tolist())

    def _look_again(self, place: int) -> None:
        """Remember other neighbours, as too few are left: one pass over the space."""
        space, row = self.space, int(self.rows[place])
        for known in self._near[place].tolist():
            self._watchers[known].discard(place)
        for guest in self._guests[place]:
            self._hosts[guest].discard(place)
        self._guests[place] = {}
        moved = space.moved_rows
        cosines = space.all_cosines(self._units[place])
        cosines[row] = -np.inf
        cosines[moved] = -np.inf
        there = len(space) - len(moved) - 1
        depth = max(0, min(_DEPTH, there))
        near = np.argpartition(-cosines, depth)[:depth]
        self._near[place] = near
        self._cosines[place] = self._to(place, near, base=True)
        self._least[place] = self._cosines[place].min(initial=np.inf) if depth < there else -np.inf
        self._watch(place, [*near.tolist(), row])
        theirs = self._to(place, moved)
        for at in np.flatnonzero(theirs >= self._least[place]).tolist():
            self._invite(place, int(moved[at]), float(theirs[at]))

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
