"""The pairs behind a histogram of similarity: those of a bin, and those a threshold gets wrong."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import Term
from synotui.ops.comparing.histogram import Column, GroupName, PairGroup, SimilarityHistogram
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.histogram import Doubles

NAMED = 10
"""Pairs on the wrong side of the threshold that are named."""


@dataclass(frozen=True, slots=True)
class PairAt:
    """A pair with its terms, and its cosines."""

    head: Term
    synonym: Term
    base: float
    now: float

    def cosine(self, column: Column) -> float:
        """Give the cosine, base or adjusted."""
        return self.base if column == "base" else self.now


def worst_accepted(
    store: Store, found: SimilarityHistogram, column: Column, most: int = NAMED
) -> list[PairAt]:
    """Give the accepted pairs that lie below the threshold, the farthest first."""
    return _wrong(store, found, column, "accepted", most)


def worst_others(
    store: Store, found: SimilarityHistogram, column: Column, most: int = NAMED
) -> list[PairAt]:
    """Give the pairs that the threshold is against and that reach it, the nearest first."""
    threshold = found.threshold(column)
    return _wrong(store, found, column, threshold.against, most) if threshold else []


def _wrong(
    store: Store, found: SimilarityHistogram, column: Column, name: GroupName, most: int
) -> list[PairAt]:
    import numpy as np

    threshold = found.threshold(column)
    if threshold is None:
        return []
    group = found.group(name)
    cosines = group.cosines(column)
    if name == "accepted":
        order = np.argsort(cosines, kind="stable")[: min(most, threshold.below)]
    else:
        against = cosines[: threshold.others]
        order = np.argsort(-against, kind="stable")[: min(most, threshold.above)]
    return _pairs_at(store, group, order)


def pairs_in_bin(
    store: Store,
    found: SimilarityHistogram,
    name: GroupName,
    column: Column,
    bounds: "Doubles",
    number: int,
    most: int,
) -> list[PairAt]:
    """Give the pairs of a group in bin `number`, by cosine, the lowest first; `most` at most."""
    import numpy as np

    from synotui.engine.histogram import bins_of

    group = found.group(name)
    cosines = group.cosines(column)
    inside = np.flatnonzero(bins_of(cosines, bounds) == number)
    order = inside[np.argsort(cosines[inside], kind="stable")][:most]
    return _pairs_at(store, group, order)


def _pairs_at(store: Store, group: PairGroup, places: "Ints") -> list[PairAt]:
    ends = group.pairs[places].tolist()
    with store.reading():
        terms = store.terms.by_id({term for pair in ends for term in pair})
    return [
        PairAt(terms[head], terms[synonym], float(group.base[at]), float(group.now[at]))
        for at, (head, synonym) in zip(places.tolist(), ends, strict=True)
        if head in terms and synonym in terms
    ]
