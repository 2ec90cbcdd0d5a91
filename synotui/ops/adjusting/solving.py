"""Where vectors belong: solve the components that some terms are in, or all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.adjust import Constraints, solve
from synotui.engine.arrays import Floats, Ints, Mask, norms, unit
from synotui.engine.space import Moves, Space
from synotui.model import METHODS, Pair, Settings, Verdict
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Acting

Overrides = Mapping[tuple[int, int], Pair]
"""Pairs to imagine in place of what the dictionary holds, by (low, high)."""


class Task(NamedTuple):
    """What is to be solved, by itself: nothing of it changes with the space."""

    ids: Ints
    """Terms (m,), ascending."""
    base: Floats
    """The base vectors of the nodes (n, dim): the terms, then their senses."""
    constraints: Constraints
    """Pairs of nodes."""
    owners: Ints
    """The place in `ids` of every node (n,)."""


def acting_pairs(
    bench: Workbench, seeds: Iterable[int], settings: Settings, overrides: Overrides | None = None
) -> list[Acting]:
    """Give the acting pairs of every component that holds one of `seeds`.

    `overrides` are pairs of terms that are all among `seeds`.
    """
    found = bench.store.pairs.components(seeds, settings)
    if overrides:
        found = [pair for pair in found if (pair.low, pair.high) not in overrides]
        found += [act for pair in overrides.values() if (act := acting_as(pair, settings))]
    return found


def acting_as(pair: Pair, settings: Settings) -> Acting | None:
    """Give a pair as it acts in adjustment; None for one that does not."""
    weight = pair.weight * settings.weight_of(pair.relation) if pair.relation else 0.0
    if weight <= 0:
        return None
    draws = pair.verdict is Verdict.ACCEPTED
    senses = (pair.low_sense, pair.high_sense)
    return Acting(pair.low, pair.high, pair.head, pair.seq, draws, weight, *senses)


def synonyms_in(pairs: Iterable[Acting]) -> set[int]:
    """Give the terms that accepted synonyms among `pairs` connect."""
    return {term for pair in pairs if pair.pulls for term in pair[:2]}


def solve_all(bench: Workbench, loaded: Loaded, settings: Settings) -> Moves:
    """Solve every component; whatever else had moved goes back to base."""
    task = whole_task(loaded.space, bench.store.pairs.acting(settings))
    return moves_of(loaded.space, task, *solve_task(task, settings))


def whole_task(space: Space, pairs: Sequence[Acting]) -> Task:
    """Give what solving all `pairs` takes; whatever else had moved goes back to base."""
    return task_of(space, pairs, space.ids[space.moved_rows].tolist())


def solves_now(settings: Settings) -> bool:
    """Say whether a decision can be solved by itself; else it waits for a rebuild."""
    return METHODS[settings.method].incremental


def unmoved() -> Moves:
    """Give the moves of nothing."""
    return Moves({}, np.empty(0, np.int64))


def waiting(bench: Workbench, settings: Settings) -> int:
    """Count the changes of pairs that wait for a rebuild, and pairs that wait as vectors came."""
    if solves_now(settings):
        return 0
    values = bench.store.values
    return bench.store.ledger.pairs_changed_since(values.solved_at()) + values.late_pairs()


def solve_pairs(
    space: Space, pairs: Sequence[Acting], seeds: Iterable[int], settings: Settings
) -> Moves:
    """Solve whole components, given as their acting `pairs`.

    `seeds` that are in none of them go back to their base vector. Gives no
    move of a term that is where it belongs, bit for bit.
    """
    task = task_of(space, pairs, seeds)
    return moves_of(space, task, *solve_task(task, settings))


def moves_of(space: Space, task: Task, adjusted: Floats, moved: Ints) -> Moves:
    """Give what takes a space to the `adjusted` vectors (m, dim), of which `moved` rows moved."""
    stays = np.ones(len(task.ids), bool)
    stays[moved] = False
    leave = dict(zip(task.ids[moved].tolist(), adjusted[moved], strict=True))
    return space.differing(Moves(leave, task.ids[stays]))


def task_of(space: Space, pairs: Sequence[Acting], seeds: Iterable[int]) -> Task:
    """Give what solving `pairs` takes; `seeds` in none of them are terms without pairs."""
    low, high, _, seq, draws, weights, *senses = zip(*pairs, strict=True) if pairs else [()] * 8
    order = np.lexsort((high, low, seq))
    ends = np.array([low, high], np.int64).T[order].reshape(-1, 2)
    ids = np.unique(np.concatenate([ends.ravel(), np.array([*seeds], np.int64)]))
    rows = space.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]
    ends, there = _local(ends, ids)
    owners = np.arange(len(ids))
    if any(map(any, senses)):
        named = np.array(senses, object).T[order]
        ends, owners = _in_senses(ends, named, there, owners)
    pulls = np.array(draws, bool)[order]
    weighing = np.array(weights, np.float64)[order]
    pulls, pushes = there & pulls, there & ~pulls
    constraints = Constraints(
        ends[pulls], ends[pushes], _weights(weighing[pulls]), _weights(weighing[pushes])
    )
    return Task(ids, space.base(rows[owners]), constraints, owners)


def _in_senses(
    ends: Ints, senses: NDArray[np.object_], there: Mask, owners: Ints
) -> tuple[Ints, Ints]:
    """Give the ends of pairs (p, 2) nodes of their own where they are meant in a sense.

    A term is a node of its own, and one more for each sense, behind all terms
    and in the order of terms and senses. So no set is joined to another
    through a term that is meant differently in both.
    """
    places = [(pair, side) for pair, side in np.argwhere(senses != "").tolist() if there[pair]]
    nodes = sorted({(int(ends[place]), senses[place]) for place in places})
    numbers = {node: number for number, node in enumerate(nodes, len(owners))}
    ends = ends.copy()
    for place in places:
        ends[place] = numbers[int(ends[place]), senses[place]]
    return ends, np.concatenate([owners, np.array([term for term, _ in nodes], np.int64)])


def solve_task(task: Task, settings: Settings) -> tuple[Floats, Ints]:
    """Solve; give the adjusted vectors of the terms (m, dim) and the places of those that moved.

    A term meant in several senses goes where these go in the mean.
    """
    adjusted, moved = solve(task.base, task.constraints, settings)
    terms = len(task.ids)
    if len(task.owners) == terms:
        return adjusted, moved
    linked = np.zeros(len(task.owners), bool)
    linked[task.constraints.synonyms.ravel()] = True
    linked[task.constraints.antonyms.ravel()] = True
    vectors = adjusted[:terms].copy()
    for term in np.unique(task.owners[terms:]).tolist():
        nodes = adjusted[(task.owners == term) & linked]
        lengths = norms(nodes)
        mean = unit(np.add.reduce(unit(nodes), axis=0, keepdims=True))
        vectors[term] = mean[0] * lengths.mean()
    return vectors, np.unique(task.owners[moved])


def _local(ends: Ints, ids: Ints) -> tuple[Ints, Mask]:
    """Give pairs of terms (p, 2) as places in the sorted `ids`, and which have both there (p,)."""
    if not len(ids):
        return ends, np.zeros(len(ends), bool)
    places = np.searchsorted(ids, ends).clip(max=len(ids) - 1)
    there: Mask = (ids[places] == ends).all(axis=1)
    return places, there


def _weights(weights: NDArray[np.float64]) -> Floats | None:
    """Give weights as adjustment takes them: None where each is 1."""
    return None if (weights == 1).all() else weights.astype(np.float32)
