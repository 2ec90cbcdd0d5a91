"""How near the two terms of a pair are, in the current space, and beside what is around them."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, row_dots
from synotui.engine.neighbourhoods import ranks
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.space_view import SpaceView
from synotui.engine.rank.view import View

LISTED = 50
"""How much of a list counts: ranks beyond are all alike, however long lists are."""
_AT_ONCE = 4096
"""Pairs whose vectors or lists are held at once."""


class Nearness:
    """Cosines and ranks by base vectors."""

    live = False
    columns = (
        Column(
            "cosine",
            "their vectors point the same way",
            "their vectors are not that near",
            "near",
        ),
        Column(
            "csls",
            "they are nearer to each other than to what is around them",
            "others around them are nearer",
            "near",
        ),
        Column("rank", "it is high in the list of the head", "it is low in the list", "rank"),
        Column(
            "rank_back",
            "the head is high in its list",
            "the head is low in its list or not there",
            "rank back",
        ),
        Column(
            "mutual",
            "each is high in the list of the other",
            "neither is high in the list of the other",
            "rank",
        ),
        Column(
            "behind_first",
            "it is hardly farther than the nearest of the head",
            "the nearest of the head is much nearer",
            "near",
        ),
        Column(
            "behind_first_back",
            "the head is hardly farther than the nearest of it",
            "the nearest of it is much nearer",
            "near",
        ),
        Column("stands_out", "it stands out among the nearest of the head", "", "near"),
        Column("stands_out_back", "the head stands out among the nearest of it", "", "near"),
        Column("density", "the nearest of the head are near", "the head is far from all", "around"),
        Column("density_back", "the nearest of it are near", "it is far from all", "around back"),
        Column(
            "whitened",
            "they are near in rare directions too",
            "they are near in common directions only",
            "near",
        ),
        Column("shared", "their lists share neighbours", "their lists share little", "lists"),
        Column(
            "surroundings",
            "their neighbours are near each other",
            "their neighbours are not near each other",
            "lists",
        ),
        Column(
            "fits_list",
            "it is near the neighbours of the head",
            "it is not near the neighbours of the head",
            "lists",
        ),
        Column(
            "fits_list_back",
            "the head is near the neighbours of it",
            "the head is not near the neighbours of it",
            "lists",
        ),
        Column("hub", "the head is in many lists", "the head is in few lists", "hub"),
        Column("hub_back", "it is in many lists", "it is in few lists", "hub back"),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        found = np.full((len(at), len(self.columns)), np.nan, np.float32)
        space = view.space
        if space is None:
            return found
        there = space.has[pool.heads[at]] & space.has[pool.others[at]]
        if there.any():
            found[there] = _values(space, pool.heads[at[there]], pool.others[at[there]])
        return found


class Now:
    """The cosine of the vectors as verdicts have moved them."""

    live = True
    columns = (
        Column(
            "cosine_now",
            "verdicts on others have drawn them together",
            "verdicts on others have drawn them apart",
        ),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give how much nearer the pairs at positions `at` are than by base vectors: (m, 1)."""
        if view.space is None or not view.space.moves:
            return np.zeros((len(at), 1), np.float32)
        heads, others = pool.heads[at], pool.others[at]
        now = view.space.cosines(heads, others, base=False)
        return (now - view.space.cosines(heads, others))[:, None]


class Opinions:
    """What the other spaces say, the mean over those that have both terms."""

    live = False
    columns = (
        Column(
            "other_cosine",
            "they are near in another space",
            "they are not near in another space",
            "spaces",
        ),
        Column(
            "other_csls",
            "they are nearer than what is around them in another space",
            "others are nearer in another space",
            "spaces",
        ),
        Column("other_mutual", "each is high in the list of the other elsewhere", "", "spaces"),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        sums = np.zeros((len(at), len(self.columns)), np.float32)
        counts = np.zeros((len(at), 1), np.float32)
        for space in view.others:
            heads, others = pool.heads[at], pool.others[at]
            there = np.flatnonzero(space.has[heads] & space.has[others])
            heads, others = heads[there], others[there]
            cosines = space.cosines(heads, others)
            csls = 2 * cosines - space.density(heads) - space.density(others)
            sums[there] += np.stack([cosines, csls, mutual(space, heads, others)], axis=1)
            counts[there] += 1
        return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan).astype(np.float32)


def mutual(space: SpaceView, heads: Ints, others: Ints) -> Floats:
    """Give the fusion of both ranks of each pair (m,): 1/(5 + rank), added."""
    total = np.zeros(len(heads), np.float32)
    for a, b in ((heads, others), (others, heads)):
        place = ranks(space.lists(a)[0][:, :LISTED], b)
        total += np.where(place > 0, 1 / (5 + place), 0)
    return total


def _values(space: SpaceView, heads: Ints, others: Ints) -> Floats:
    cosines = space.cosines(heads, others)
    sides = [_side(space, cosines, heads, others), _side(space, cosines, others, heads)]
    (rank, behind, stands, dense, fits), back = sides
    mine, its = space.lists(heads)[0][:, :LISTED], space.lists(others)[0][:, :LISTED]
    reciprocal = 1 / (5 + np.exp2(-rank)) + 1 / (5 + np.exp2(-back[0]))
    columns = [
        cosines,
        2 * cosines - dense - back[3],
        rank,
        back[0],
        reciprocal,
        behind,
        back[1],
        stands,
        back[2],
        dense,
        back[3],
        space.whitened(heads, others),
        _jaccard(mine, its),
        _surroundings(space, heads, others),
        fits,
        back[4],
        space.hubness(heads),
        space.hubness(others),
    ]
    found: Floats = np.stack(columns, axis=1).astype(np.float32)
    return found


def _side(space: SpaceView, cosines: Floats, a: Ints, b: Ints) -> tuple[Floats, ...]:
    """Give what the lists of `a` say of `b`: rank, distance to the first, and so on, (m,) each."""
    near, held = space.lists(a)
    near, held = near[:, :LISTED], held[:, :LISTED]
    place = ranks(near, b)
    rank = -np.log2(np.where(place > 0, place, 2 * LISTED)).astype(np.float32)
    behind = cosines - np.where(place == 1, held[:, min(1, held.shape[1] - 1)], held[:, 0])
    there = ~np.isnan(held)
    count = np.maximum(there.sum(axis=1), 1)
    mean = np.where(there, held, 0).sum(axis=1) / count
    spread = np.sqrt(np.where(there, (held - mean[:, None]) ** 2, 0).sum(axis=1) / count)
    stands = (cosines - mean) / (spread + 0.01)
    fits = _dots_by_parts(space, a, b)
    return rank, behind, stands, space.density(a), fits


def _dots_by_parts(space: SpaceView, a: Ints, b: Ints) -> Floats:
    """Give the cosines of `b` (m,) with the mean of the nearest of `a` (m,)."""
    unique, place = np.unique(a, return_inverse=True)
    centroids = space.centroids(unique)
    found = np.empty(len(a), np.float32)
    for start in range(0, len(a), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = row_dots(centroids[place[part]], space.units(b[part]))
    return found


def _surroundings(space: SpaceView, a: Ints, b: Ints) -> Floats:
    unique, place = np.unique(np.concatenate([a, b]), return_inverse=True)
    centroids = space.centroids(unique)
    left, right = place[: len(a)], place[len(a) :]
    found = np.empty(len(a), np.float32)
    for start in range(0, len(a), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = row_dots(centroids[left[part]], centroids[right[part]])
    return found


def _jaccard(mine: Ints, its: Ints) -> Floats:
    """Give the share of common terms in two lists each, (m, k), -1 being none."""
    found = np.empty(len(mine), np.float32)
    for start in range(0, len(mine), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        both = np.sort(np.concatenate([mine[part], its[part]], axis=1), axis=1)
        common = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] >= 0)).sum(axis=1)
        union = (both >= 0).sum(axis=1) - common
        found[part] = common / np.maximum(union, 1)
    return found
