"""What accepting a pair would join: sets that were kept apart, or that are far from each other."""

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.likeness.telling import quoted

if TYPE_CHECKING:
    from synotui.engine.rank.graph import Graph
    from synotui.engine.rank.space_view import SpaceView
    from synotui.engine.rank.view import View

_MOST = 2_000
"""Terms of a set that are looked at for what was rejected between two of them."""
_LOOKED_AT = 8
"""Terms of each set whose cosines are compared."""
_FAR = 0.3
"""How much less alike than within them two sets must be to be worth a warning."""


def join_warnings(view: "View", a: int, b: int) -> tuple[str, ...]:
    """Say what should give pause before the sets of two terms, by number, are joined.

    Terms are quoted as they are: show them as data.
    """
    graph = view.graph
    mine = _set_of(graph, a)
    if b in mine:
        return ()
    its = _set_of(graph, b)
    told = []
    if (pair := _rejected_between(graph, mine, its, {a, b})) is not None:
        one, other = (quoted(view.keys[term]) for term in pair)
        told.append(f"would join sets that were kept apart: {one} ≠ {other}")
    if view.space is not None and len(mine) + len(its) > 2:
        across, within = _alike(view.space, graph, mine, its)
        if within - across > _FAR:
            told.append(
                f"would join sets far apart: cosine {across:.2f} across, {within:.2f} within; "
                "a term with two senses?"
            )
    return tuple(told)


def _set_of(graph: "Graph", term: int) -> set[int]:
    """Give the terms that accepted pairs connect with `term`, itself included."""
    found, ahead = {term}, [term]
    while ahead and len(found) < _MOST:
        near = graph.friends(ahead.pop()) - found
        found |= near
        ahead += sorted(near)
    return found


def _rejected_between(
    graph: "Graph", mine: set[int], its: set[int], ends: set[int]
) -> tuple[int, int] | None:
    """Give two terms, one of each set, that were rejected.

    One that was rejected with an end of the pair itself is told of elsewhere.
    """
    for term in sorted(mine - ends):
        for other in sorted((graph.refused(term) & its) - ends):
            return term, other
    return None


def _alike(
    space: "SpaceView", graph: "Graph", mine: set[int], its: set[int]
) -> tuple[float, float]:
    """Give the mean base cosine between two sets, and that of the accepted pairs within them.

    NaN where there are no vectors.
    """
    first, second = sorted(mine)[:_LOOKED_AT], sorted(its)[:_LOOKED_AT]
    links = [
        (term, friend)
        for each in (first, second)
        for term in each
        for friend in sorted(graph.friends(term))[:_LOOKED_AT]
    ]
    return _mean(space, list(product(first, second))), _mean(space, links)


def _mean(space: "SpaceView", pairs: list[tuple[int, int]]) -> float:
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    cosines = space.cosines(ends[:, 0], ends[:, 1])
    known = cosines[~np.isnan(cosines)]
    return float(known.mean()) if len(known) else float("nan")
