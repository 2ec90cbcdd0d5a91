"""Solving all pairs at once beside the dictionary's thread: plan, solve, measure, adopt.

Planning copies what has moved; reading the pairs, solving and measuring, which
take long, need nothing but the plan: any thread may do them. Only adopting what
came of it is for the dictionary's own thread, in one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from synotui.engine.adjust import check_settings
from synotui.engine.arrays import Floats, Ints
from synotui.engine.drift import mirror
from synotui.engine.search import Search
from synotui.engine.space import Moves
from synotui.model import Change, Diff, Settings
from synotui.ops.adjusting.adjust import put_in_force
from synotui.ops.adjusting.effect import move, move_in
from synotui.ops.adjusting.solving import Task, moves_of, solve_task, whole_task
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Acting, Store


@dataclass(frozen=True, slots=True)
class RebuildPlan:
    """Everything that solving takes but the pairs, which are read while solving."""

    settings: Settings
    store: Store
    """What to read the pairs beside of."""
    beside: Loaded
    """A mirror of the space."""
    seq: int
    """The ledger entry the next change would have had then."""


class Solved(NamedTuple):
    """What solving gave."""

    pairs: Sequence[Acting]
    task: Task
    adjusted: Floats
    """(m, dim)"""
    moved: Ints
    """The rows that are not at their base."""


def plan_rebuild(bench: Workbench, settings: Settings) -> RebuildPlan | None:
    """Copy what solving by `settings` takes; None without vectors. Raises SettingError."""
    check_settings(settings)
    loaded = bench.loaded()
    if loaded is None:
        return None
    space, sample = mirror(loaded.space), bench.sample(loaded)
    beside = Loaded(
        loaded.info,
        space,
        Search(space, loaded.search.index),
        loaded.fingerprint,
        None if sample is None else sample.beside(space),
    )
    return RebuildPlan(settings, bench.store, beside, bench.store.ledger.next_seq())


def run_rebuild(plan: RebuildPlan) -> Solved:
    """Read the pairs and solve, in any thread."""
    with plan.store.beside() as own, own.reading():
        pairs = own.pairs.acting(plan.settings)
    task = whole_task(plan.beside.space, pairs)
    return Solved(pairs, task, *solve_task(task, plan.settings))


def measure(plan: RebuildPlan, solved: Solved) -> Diff:
    """Tell what adopting would do, in any thread; nothing is changed."""
    moves = moves_of(plan.beside.space, *solved[1:])
    with plan.store.beside() as own, own.reading():
        return move_in(own, plan.beside, moves, _ends(solved), keep=False)


def adopt_rebuild(bench: Workbench, plan: RebuildPlan, solved: Solved) -> Change | Diff | None:
    """Put what was solved in force, in one step.

    Gives the change where the settings are new, else what moved; and None
    where anything was decided since the plan was made: then plan again.
    """
    loaded = bench.loaded()
    space = plan.beside.info.id
    if loaded is None or loaded.info.id != space or plan.seq != bench.store.ledger.next_seq():
        return None
    moves = moves_of(loaded.space, *solved[1:])
    if bench.store.values.adjustment() != plan.settings:
        return put_in_force(bench, plan.settings, moves)
    return _write(bench, loaded, plan, solved, moves)


def _write(
    bench: Workbench, loaded: Loaded, plan: RebuildPlan, solved: Solved, moves: Moves
) -> Diff:
    store = bench.store
    with store.transaction():
        store.vectors.write_adjusted(loaded.info.id, moves.moved, moves.restored)
        store.values.set_solved_at(plan.seq - 1)
    with bench.reshaping():
        return move(bench, loaded, moves, _ends(solved))


def _ends(solved: Solved) -> list[tuple[int, int]]:
    return [(pair.head, pair.synonym) for pair in solved.pairs]
