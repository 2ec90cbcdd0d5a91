"""Whose vectors were put together from others: what marks their cosines."""

from collections.abc import Iterable, Mapping

from synotui.model import Composed, Side, SpaceInfo
from synotui.ops.spaces.derived import lineage
from synotui.store import Store


def composed_among(
    store: Store, info: SpaceInfo | None, terms: Iterable[int]
) -> dict[int, Composed]:
    """Give how the vectors of those of `terms` were composed that were, in a space."""
    if info is None:
        return {}
    return store.composed.of([space.id for space in lineage(store, info)], terms)


def of_pair(
    marks: Mapping[int, Composed], head: int, other: int
) -> tuple[tuple[Side, Composed], ...]:
    """Say whose vector of a pair was composed, as `Evidence.composed`."""
    sides: tuple[tuple[Side, int], ...] = (("term", head), ("synonym", other))
    return tuple((side, marks[term]) for side, term in sides if term in marks)


def composed_counts(store: Store) -> dict[str, int]:
    """Give how many vectors of each space were composed, by its name."""
    return {
        info.name: store.composed.count([space.id for space in lineage(store, info)])
        for info in store.vectors.spaces()
    }
