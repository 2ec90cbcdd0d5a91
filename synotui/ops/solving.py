"""Where vectors belong: solve the components that some terms are in, or all of them."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from synotui.engine.adjust import Constraints, solve
from synotui.engine.arrays import Ints
from synotui.engine.space import Moves, Space
from synotui.model import Pair, Relation, Settings, Verdict
from synotui.ops.workbench import Loaded, Workbench

Overrides = Mapping[tuple[int, int], Pair]
"""Pairs to imagine in place of what the dictionary holds, by (low, high)."""


def pulls(pair: Pair) -> bool:
    """Say whether a pair draws its terms together."""
    return pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM


def pushes(pair: Pair) -> bool:
    """Say whether a pair drives its terms apart."""
    return pair.verdict is Verdict.REJECTED and pair.relation is Relation.ANTONYM


def acting_pairs(
    bench: Workbench, seeds: Iterable[int], overrides: Overrides | None = None
) -> list[Pair]:
    """Give the acting pairs of every component that holds one of `seeds`."""
    imagined = overrides or {}
    found: dict[tuple[int, int], Pair] = {}
    seen: set[int] = set()
    frontier = set(seeds)
    while frontier:
        seen |= frontier
        near = {(pair.low, pair.high): pair for pair in bench.store.pairs.acting_on(frontier)}
        near |= {key: pair for key, pair in imagined.items() if frontier.intersection(key)}
        near = {key: pair for key, pair in near.items() if pulls(pair) or pushes(pair)}
        found |= near
        frontier = {term for key in near for term in key} - seen
    return list(found.values())


def synonyms_in(pairs: Iterable[Pair]) -> set[int]:
    """Give the terms that accepted synonyms among `pairs` connect."""
    return {term for pair in pairs if pulls(pair) for term in (pair.head, pair.synonym)}


def solve_all(bench: Workbench, loaded: Loaded, settings: Settings) -> Moves:
    """Solve every component; whatever else had moved goes back to base."""
    moved = loaded.space.ids[loaded.space.moved_rows].tolist()
    return solve_pairs(loaded.space, bench.store.pairs.acting(), moved, settings)


def solve_pairs(
    space: Space, pairs: Sequence[Pair], seeds: Iterable[int], settings: Settings
) -> Moves:
    """Solve whole components, given as their acting `pairs`.

    `seeds` that are in none of them go back to their base vector.
    """
    ids = np.array(sorted({i for p in pairs for i in (p.head, p.synonym)} | set(seeds)), np.int64)
    rows = space.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]
    ordered = sorted(pairs, key=lambda pair: (pair.seq, pair.low, pair.high))
    constraints = Constraints(
        synonyms=_local([pair for pair in ordered if pulls(pair)], ids),
        antonyms=_local([pair for pair in ordered if pushes(pair)], ids),
    )
    adjusted, moved = solve(space.base(rows), constraints, settings)
    stays = np.ones(len(ids), bool)
    stays[moved] = False
    return Moves(
        {int(ids[i]): adjusted[i] for i in moved.tolist()},
        ids[stays & space.has_moved(rows)],
    )


def _local(pairs: Sequence[Pair], ids: Ints) -> Ints:
    """Give pairs as places in the sorted `ids`; those with a term that is not there left out."""
    ends = np.array([(pair.low, pair.high) for pair in pairs], np.int64).reshape(-1, 2)
    if not len(ids):
        return np.empty((0, 2), np.int64)
    places = np.searchsorted(ids, ends).clip(max=len(ids) - 1)
    present: Ints = places[(ids[places] == ends).all(axis=1)]
    return present
