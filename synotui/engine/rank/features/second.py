"""Second opinions on a pair: all spaces together, and a model that reads both terms together."""

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.neighbourhoods import ranks
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.features.nearness import LISTED
from synotui.engine.rank.fusion import reciprocal
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.view import View


class Fused:
    """The ranks a pair has in all spaces, fused; where there is more than one space."""

    live = False
    columns = (
        Column(
            "fused",
            "several spaces together have it high",
            "the spaces together have it low",
            "spaces",
        ),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the feature of the pairs at positions `at` (m,) as (m, 1).

        The mean over the spaces that have both terms of what both of their
        lists give, so that terms missing in one space are no worse for it; NaN
        where no space has both.
        """
        found = np.full(len(at), np.nan, np.float32)
        if view.space is not None and view.others:
            heads, others = pool.heads[at], pool.others[at]
            sums, counts = np.zeros(len(at), np.float32), np.zeros(len(at), np.float32)
            for space in (view.space, *view.others):
                there = np.flatnonzero(space.has[heads] & space.has[others])
                a, b = heads[there], others[there]
                for one, two in ((a, b), (b, a)):
                    sums[there] += reciprocal(ranks(space.lists(one)[0][:, :LISTED], two))
                counts[there] += 1
            found = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan).astype(np.float32)
        return found[:, None]


class Together:
    """What a cross-encoder said of the pair, where it has read it."""

    live = False
    columns = (
        Column(
            "together",
            "a model that reads both together finds them alike",
            "a model that reads both together finds them unlike",
        ),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the feature of the pairs at positions `at` (m,) as (m, 1); NaN for unread ones."""
        if view.readings is None:
            return np.full((len(at), 1), np.nan, np.float32)
        return view.readings.scores_of(pool.heads[at], pool.others[at])[:, None]
