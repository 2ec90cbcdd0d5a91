"""What the verdicts so far say about a pair: friends in common, and how its terms fared."""

from math import log, log1p

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.pool import Pool
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
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        heads, others = pool.heads[at].tolist(), pool.others[at].tolist()
        found = [_values(view.graph, a, b) for a, b in zip(heads, others, strict=True)]
        return np.array(found, np.float32).reshape(len(at), len(self.columns))


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
    )


def _leads(graph: Graph, a: int, b: int) -> bool:
    """Say whether three accepted pairs lead from `a` to `b`, the pair itself left out."""
    around = graph.friends(b) - {a}
    return any(
        not around.isdisjoint(graph.friends(friend)) for friend in graph.friends(a) if friend != b
    )


_PRIOR = 0.05
"""What share of candidates counts as accepted where nothing is known."""
_NOTHING = (0.0,) * 8 + (_PRIOR, _PRIOR)
