"""What the verdicts so far say about a pair: friends in common, and how its terms fared."""

from math import log, log1p

import numpy as np

from synotui.engine.arrays import Floats, Ints, norms, row_dots
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.space_view import SpaceView
from synotui.engine.rank.view import View


class Verdicts:
    """The graph of decided pairs around a pair, as if it were undecided itself."""

    live = True
    columns = (
        Column("adamic_adar", "both are accepted with the same rare friends", "", "friends"),
        Column("friends", "both are accepted with the same terms", "", "friends"),
        Column("against", "a synonym of one was rejected with the other"),
        Column("connected", "accepted pairs lead from one to the other", "", "friends"),
        Column(
            "accepted",
            "the head has accepted synonyms",
            "the head has no accepted synonym yet",
            "head",
        ),
        Column("accepted_back", "it has accepted synonyms", "", "it"),
        Column("rejected", "many candidates of the head were rejected", "", "head"),
        Column("rejected_back", "it was rejected with other terms", "", "it"),
        Column(
            "rate",
            "candidates of the head are often accepted",
            "candidates of the head are seldom accepted",
            "head",
        ),
        Column(
            "rate_back",
            "it is often accepted with other terms",
            "it is seldom accepted with other terms",
            "it",
        ),
        Column("friends_share", "most that is accepted with one is with the other", "", "friends"),
        Column(
            "company",
            "it is near what is accepted with the head",
            "it is far from what is accepted with the head",
            "company",
        ),
        Column(
            "company_back",
            "the head is near what is accepted with it",
            "the head is far from what is accepted with it",
            "company",
        ),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        heads, others = pool.heads[at], pool.others[at]
        pairs = zip(heads.tolist(), others.tolist(), strict=True)
        counted = np.array([_values(view.graph, a, b) for a, b in pairs], np.float32)
        found = np.full((len(at), len(self.columns)), np.nan, np.float32)
        found[:, :-2] = counted.reshape(len(at), -1)
        if view.space is not None:
            found[:, -2] = _company(view.graph, view.space, heads, others)
            found[:, -1] = _company(view.graph, view.space, others, heads)
        return found


def _values(graph: Graph, a: int, b: int) -> tuple[float, ...]:
    mine, its = graph.friends(a), graph.friends(b)
    no_mine, no_its = graph.refused(a), graph.refused(b)
    if not (mine or its or no_mine or no_its):
        return _NOTHING
    own_yes, own_no = b in mine, b in no_mine
    yes, yes_back = len(mine) - own_yes, len(its) - own_yes
    no, no_back = len(no_mine) - own_no, len(no_its) - own_no
    shared = mine & its if yes and yes_back else ()
    against = (len(mine & no_its) if yes and no_back else 0) + (
        len(no_mine & its) if no and yes_back else 0
    )
    return (
        sum(1 / log(1 + len(graph.friends(z))) for z in sorted(shared)),
        log1p(len(shared)),
        log1p(against),
        float(bool(shared) or (yes > 0 and yes_back > 0 and _leads(graph, a, b))),
        log1p(yes),
        log1p(yes_back),
        log1p(no),
        log1p(no_back),
        (yes + _PRIOR) / (yes + no + 1),
        (yes_back + _PRIOR) / (yes_back + no_back + 1),
        len(shared) / (yes + yes_back - len(shared) or 1),
    )


def _company(graph: Graph, space: SpaceView, a: Ints, b: Ints) -> Floats:
    """Give the cosines of `b` (m,) with the mean of the friends of `a` (m,), but for `b`.

    NaN where there are none, or no vectors.
    """
    found = np.full(len(a), np.nan, np.float32)
    pairs = enumerate(zip(a.tolist(), b.tolist(), strict=True))
    some = [place for place, (one, _) in pairs if graph.friends(one)]
    for start in range(0, len(some), _AT_ONCE):
        at = np.array(some[start : start + _AT_ONCE])
        terms, place = np.unique(a[at], return_inverse=True)
        friends = [[f for f in sorted(graph.friends(t)) if space.has[f]] for t in terms.tolist()]
        counts = np.array([len(each) for each in friends])
        whose = np.repeat(np.arange(len(terms)), counts)
        units = space.units(np.array([f for each in friends for f in each], np.int64))
        sums = np.zeros((len(terms), units.shape[1]), np.float32)
        np.add.at(sums, whose, units)
        others = space.units(b[at])
        own = [other in graph.friends(one) for one, other in zip(a[at], b[at], strict=True)]
        around = sums[place] - np.where(np.array(own)[:, None], others, 0)
        lengths = norms(around)
        cosines = row_dots(around, others) / np.where(lengths > _SMALL, lengths, np.nan)
        found[at] = np.where(counts[place] > own, cosines, np.nan)
    return found


def _leads(graph: Graph, a: int, b: int) -> bool:
    """Say whether three accepted pairs lead from `a` to `b`, the pair itself left out."""
    around = graph.friends(b) - {a}
    return any(
        not around.isdisjoint(graph.friends(friend)) for friend in graph.friends(a) if friend != b
    )


SCALE = {"company": (0.4, 0.2), "company_back": (0.4, 0.2)}
"""Mean and spread these features are put on a scale by: at first no pair of a pool has them."""
SELDOM = ("adamic_adar", "friends", "against", "connected", "friends_share")
"""Features that few pairs have, and that say much of those."""
_PRIOR = 0.05
"""What share of candidates counts as accepted where nothing is known."""
_NOTHING = (0.0,) * 8 + (_PRIOR, _PRIOR, 0.0)
_AT_ONCE = 4096
"""Pairs whose vectors are held at once."""
_SMALL = 1e-6
