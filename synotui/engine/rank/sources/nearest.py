"""Candidates by vectors: the nearest of a head, those that have it among theirs, other spaces."""

import numpy as np

from synotui.engine.arrays import Ints
from synotui.engine.rank.space_view import SpaceView
from synotui.engine.rank.view import View

LIMIT = 50
"""Candidates of a head from each of these sources."""


class Nearest:
    """The nearest neighbours of the head in the current space."""

    name = "nearest"
    sentence = "it is among the nearest of the head"

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give the nearest of every head."""
        return _nearest(view.space, heads) if view.space else _no_pairs()


class Reverse:
    """Terms that have the head among their nearest, those that have it first before others."""

    name = "reverse"
    sentence = "the head is among its nearest"

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give those that list a head; nothing where lists of all terms are not known."""
        found = view.space.near.listed_by(heads) if view.space else None
        if found is None:
            return _no_pairs()
        place, who, rank = found
        order = np.lexsort((who, rank, place))
        place, who = place[order], who[order]
        nth = np.arange(len(place)) - np.searchsorted(place, place)
        return heads[place[nth < LIMIT]], who[nth < LIMIT]


class OtherSpaces:
    """The nearest neighbours of the head in the spaces beside the current one."""

    name = "spaces"
    sentence = "it is among the nearest of the head in another space"

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give the nearest of every head in each of the other spaces."""
        found = [_nearest(space, heads) for space in view.others]
        return (
            np.concatenate([np.empty(0, np.int64), *(pairs[0] for pairs in found)]),
            np.concatenate([np.empty(0, np.int64), *(pairs[1] for pairs in found)]),
        )


def _nearest(space: SpaceView, heads: Ints) -> tuple[Ints, Ints]:
    near = space.lists(heads)[0][:, :LIMIT]
    there = near >= 0
    return np.repeat(heads, there.sum(axis=1)), near[there]


def _no_pairs() -> tuple[Ints, Ints]:
    return np.empty(0, np.int64), np.empty(0, np.int64)
