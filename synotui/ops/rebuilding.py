"""Solving all pairs at once beside the dictionary's thread: plan, solve, measure, adopt.

Only solving takes long, and it needs nothing but the plan: any thread may do it.
What came of it is measured or adopted by the dictionary's own thread, in one step.
"""

from dataclasses import dataclass
from typing import NamedTuple

from synotui.engine.adjust import check_settings
from synotui.engine.arrays import Floats, Ints
from synotui.engine.space import Moves
from synotui.model import Change, Diff, Settings
from synotui.ops.adjust import put_in_force
from synotui.ops.effect import move
from synotui.ops.solving import Task, moves_of, solve_task, whole_task
from synotui.ops.workbench import Loaded, Workbench


@dataclass(frozen=True, slots=True)
class RebuildPlan:
    """Everything that solving takes, and what it was read from."""

    settings: Settings
    task: Task
    space: int
    """The space's id."""
    seq: int
    """The ledger entry the next change would have had then."""


class Solved(NamedTuple):
    """What solving gave."""

    adjusted: Floats
    """(m, dim)"""
    moved: Ints
    """The rows that are not at their base."""


def plan_rebuild(bench: Workbench, settings: Settings) -> RebuildPlan | None:
    """Read what solving by `settings` takes; None without vectors. Raises SettingError."""
    check_settings(settings)
    loaded = bench.loaded()
    if loaded is None:
        return None
    task = whole_task(bench, loaded, settings)
    return RebuildPlan(settings, task, loaded.info.id, bench.store.ledger.next_seq())


def run_rebuild(plan: RebuildPlan) -> Solved:
    """Solve, in any thread."""
    return Solved(*solve_task(plan.task, plan.settings))


def measure(bench: Workbench, plan: RebuildPlan, solved: Solved) -> Diff:
    """Tell what adopting would do; nothing is changed."""
    loaded = bench.loaded()
    if loaded is None or loaded.info.id != plan.space:
        return Diff()
    moves = moves_of(loaded.space, plan.task, *solved)
    return move(bench, loaded, moves, _pairs(bench, plan.settings), keep=False)


def adopt_rebuild(bench: Workbench, plan: RebuildPlan, solved: Solved) -> Change | Diff | None:
    """Put what was solved in force, in one step.

    Gives the change where the settings are new, else what moved; and None
    where anything was decided since the plan was made: then plan again.
    """
    loaded = bench.loaded()
    if loaded is None or loaded.info.id != plan.space or plan.seq != bench.store.ledger.next_seq():
        return None
    moves = moves_of(loaded.space, plan.task, *solved)
    if bench.store.values.adjustment() != plan.settings:
        return put_in_force(bench, plan.settings, moves)
    return _write(bench, loaded, plan, moves)


def _write(bench: Workbench, loaded: Loaded, plan: RebuildPlan, moves: Moves) -> Diff:
    store = bench.store
    with store.transaction():
        pairs = _pairs(bench, plan.settings)
        store.vectors.write_adjusted(plan.space, moves.moved, moves.restored)
        store.values.set_solved_at(plan.seq - 1)
    with bench.reshaping():
        return move(bench, loaded, moves, pairs)


def _pairs(bench: Workbench, settings: Settings) -> list[tuple[int, int]]:
    return [(pair.head, pair.synonym) for pair in bench.store.pairs.acting(settings)]
