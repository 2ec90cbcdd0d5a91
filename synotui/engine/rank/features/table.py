"""The features of all pairs of a pool, kept up with verdicts and with pairs that come later."""

from collections.abc import Callable

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features import standing
from synotui.engine.rank.features.base import Column, Group
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.view import View


class Table:
    """One row for each pair, one column for each feature; NaN where a feature says nothing."""

    def __init__(
        self,
        view: View,
        pool: Pool,
        groups: tuple[Group, ...],
        on_group: Callable[[int, int], None] | None = None,
    ) -> None:
        """Compute the features; `on_group` is told how many groups are done of how many.

        It may raise to stop, and hears nothing of what is computed later.
        """
        self._view = view
        self._pool = pool
        self._groups = groups
        own = [column for group in groups for column in group.columns]
        self._own = len(own)
        self.columns: tuple[Column, ...] = (*own, *standing.COLUMNS)
        """The columns in order; those of a group follow one another."""
        self.names = [column.name for column in self.columns]
        self._values: Floats = np.empty((0, len(self.columns)), np.float32)
        self._filled = 0
        self._on_group = on_group
        self.extend()
        self._on_group = None

    @property
    def values(self) -> Floats:
        """The features (p, columns). Not to be changed."""
        return self._values[: self._filled]

    def extend(self) -> Ints:
        """Take in the pairs that the pool got since; give the positions whose features changed.

        Those are the new ones and other pairs of their heads, which they are
        compared with.
        """
        at = np.arange(self._filled, len(self._pool))
        if not len(at):
            return at
        if len(self._pool) > len(self._values):
            room = np.empty((max(len(self._pool), 2 * self._filled), len(self.columns)), np.float32)
            room[: self._filled] = self.values
            self._values = room
        self._values[at, self._own :] = np.nan
        self._fill(at, self._groups)
        self._filled = len(self._pool)
        terms = {*self._pool.heads[at].tolist(), *self._pool.others[at].tolist()}
        changed, stood = standing.standing(self._pool, self.names, self.values, terms)
        self._values[changed, self._own :] = stood
        return changed

    def refresh(self, terms: set[int]) -> Ints:
        """Compute anew what verdicts change, for the pairs of `terms`; give their positions."""
        at = self._pool.touching(terms)
        self._fill(at, tuple(group for group in self._groups if group.live))
        return at

    def _fill(self, at: Ints, groups: tuple[Group, ...]) -> None:
        first = 0
        for done, group in enumerate(self._groups):
            if self._on_group is not None:
                self._on_group(done, len(self._groups))
            end = first + len(group.columns)
            if group in groups:
                self._values[at, first:end] = group.values(self._view, self._pool, at)
            first = end
