"""Where vectors belong: solve the components that some terms are in, or all of them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from synotui.engine.adjust import Constraints, solve
from synotui.engine.arrays import Ints
from synotui.engine.space import Moves, Space
from synotui.model import Pair, Relation, Settings, Verdict
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Acting

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
) -> list[Acting]:
    """Give the acting pairs of every component that holds one of `seeds`.

    `overrides` are pairs of terms that are all among `seeds`.
    """
    found = bench.store.pairs.components(seeds)
    if overrides:
        found = [pair for pair in found if (pair.low, pair.high) not in overrides]
        found += [
            Acting(low, high, pair.head, pair.seq, pulls(pair))
            for (low, high), pair in overrides.items()
            if pulls(pair) or pushes(pair)
        ]
    return found


def synonyms_in(pairs: Iterable[Acting]) -> set[int]:
    """Give the terms that accepted synonyms among `pairs` connect."""
    return {term for pair in pairs if pair.pulls for term in pair[:2]}


def solve_all(bench: Workbench, loaded: Loaded, settings: Settings) -> Moves:
    """Solve every component; whatever else had moved goes back to base."""
    moved = loaded.space.ids[loaded.space.moved_rows].tolist()
    return solve_pairs(loaded.space, bench.store.pairs.acting(), moved, settings)


def solve_pairs(
    space: Space, pairs: Sequence[Acting], seeds: Iterable[int], settings: Settings
) -> Moves:
    """Solve whole components, given as their acting `pairs`.

    `seeds` that are in none of them go back to their base vector. Gives no
    move of a term that is where it belongs, bit for bit.
    """
    table = np.fromiter(chain.from_iterable(pairs), np.int64, len(pairs) * len(Acting._fields))
    low, high, _, seq, draws = table.reshape(-1, len(Acting._fields)).T
    order = np.lexsort((high, low, seq))
    ends, draws = np.stack([low, high], axis=1)[order], draws[order] == 1
    ids = np.unique(np.concatenate([ends.ravel(), np.array([*seeds], np.int64)]))
    rows = space.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]
    constraints = Constraints(
        synonyms=_local(ends[draws], ids),
        antonyms=_local(ends[~draws], ids),
    )
    adjusted, moved = solve(space.base(rows), constraints, settings)
    stays = np.ones(len(ids), bool)
    stays[moved] = False
    leave = dict(zip(ids[moved].tolist(), adjusted[moved], strict=True))
    return space.differing(Moves(leave, ids[stays]))


def _local(ends: Ints, ids: Ints) -> Ints:
    """Give pairs of terms as places in the sorted `ids`; those with one not there left out."""
    if not len(ids):
        return np.empty((0, 2), np.int64)
    places = np.searchsorted(ids, ends).clip(max=len(ids) - 1)
    present: Ints = places[(ids[places] == ends).all(axis=1)]
    return present
