"""How far vectors went and what that did to others: planned, measured in any thread, told.

"Before" is solved anew without what was decided since, from the ledger's
record of how pairs were; for the whole dictionary it is the base vectors.
Nothing is written, and no vector of the dictionary moves meanwhile. Only
planning needs the dictionary's own thread, and it takes no longer than copying
what has moved.

A method that solves all pairs at once moves nothing until a rebuild, and no
ledger entry says when one was: before the last rebuild counts as if one had
been made there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import DriftReport, DriftScope, OnProgress, Progress, Settings, no_progress
from synotui.ops.workbench import Workbench
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.drift import Drift
    from synotui.engine.search import Search
    from synotui.ops.drifting.reading import DriftPairs

THRESHOLD = 0.5
"""Cosine that accepted pairs should have, and others should not."""
BOUND = 0.98
"""Mean cosine from which a set has lost what told its members apart."""
SMALLEST_SET = 3
"""Terms of a set that can collapse: two that were accepted are wanted close."""
LISTED = 10
"""Cases of each kind that are told unless more are asked for."""
_MOST = 500
"""Moved terms whose neighbours are compared."""


@dataclass(frozen=True, slots=True)
class DriftPlan:
    """What is to be measured, and the space as it was when this was planned."""

    scope: DriftScope | int
    last: int
    """The ledger entry it ends with."""
    space: str
    threshold: float
    top: int
    settings: Settings
    solved_at: int
    search: "Search"
    """Over a mirror of the space."""
    sample: "NeighbourSample | None"
    """Of untouched terms; made while measuring if there is none yet."""
    waiting: int

    def moved(self) -> list[int]:
        """Give the terms that are not at their base."""
        space = self.search.space
        found: list[int] = space.ids[space.moved_rows].tolist()
        return found


@dataclass(frozen=True, slots=True)
class Measured:
    """What measuring gave."""

    read: "DriftPairs"
    drift: "Drift"
    known: "Ints"
    """Places, among the pairs and then the proposals read, of those that were measured."""
    set_places: list[int]
    """Places of the sets that were measured."""


def drift(
    bench: Workbench,
    scope: DriftScope | int = "last",
    *,
    threshold: float | None = None,
    top: int = LISTED,
    on_progress: OnProgress = no_progress,
) -> DriftReport:
    """Compare the vectors with where they were before the last decision, the session, or at base.

    A number is a ledger entry: since after that one. Without a `threshold` it
    is the one kept in the dictionary. Lists in the report have
    `top` cases at most. Raises NoVector, SynotuiError for an unknown entry.
    """
    plan = plan_drift(bench, scope, threshold=threshold, top=top, on_progress=on_progress)
    return report_drift(bench.store, plan, on_progress)


def plan_drift(
    bench: Workbench,
    scope: DriftScope | int,
    *,
    threshold: float | None = None,
    top: int = LISTED,
    on_progress: OnProgress = no_progress,
) -> DriftPlan:
    """Take down what is to be measured. Raises NoVector."""
    from synotui.engine.drift import mirror
    from synotui.engine.search import Search
    from synotui.ops.adjusting.solving import waiting

    loaded = bench.vectors(on_progress)
    store = bench.store
    space = mirror(loaded.space)
    held = loaded.sample
    with store.reading():
        settings = store.values.adjustment()
        return DriftPlan(
            scope=scope,
            last=store.ledger.next_seq() - 1,
            space=loaded.info.name,
            threshold=kept_threshold(bench) if threshold is None else threshold,
            top=top,
            settings=settings,
            solved_at=store.values.solved_at(),
            search=Search(space, loaded.search.index),
            sample=None if held is None else held.beside(space),
            waiting=waiting(bench, settings),
        )


def report_beside(store: Store, plan: DriftPlan, on_progress: OnProgress) -> DriftReport:
    """Read, measure and tell in any thread but that of `store`, through a store of its own."""
    with store.beside() as own:
        return report_drift(own, plan, on_progress)


def report_drift(
    store: Store, plan: DriftPlan, on_progress: OnProgress = no_progress
) -> DriftReport:
    """Read, measure and tell; `on_progress` stops it by raising.

    Raises SynotuiError for an entry that the ledger does not have.
    """
    from synotui.ops.drifting.reading import read_pairs
    from synotui.ops.drifting.report import tell_drift

    on_progress(Progress("reading", 0, None, "pairs"))
    read = read_pairs(store, plan)
    return tell_drift(store, plan, measure_drift(plan, read, on_progress))


def measure_drift(
    plan: DriftPlan, read: "DriftPairs", on_progress: OnProgress = no_progress
) -> Measured:
    """Measure; `on_progress` stops it by raising."""
    import numpy as np

    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.drift import Asked, compare
    from synotui.engine.space import Moves
    from synotui.ops.adjusting.solving import solve_pairs

    def on_rows(done: int, total: int) -> None:
        on_progress(Progress("comparing neighbours", done, total, "lists"))

    space = plan.search.space
    sample = plan.sample or NeighbourSample(space)
    if read.since.scope == "all":
        back = Moves({}, space.ids[space.moved_rows])
    elif read.then is not None:
        on_progress(Progress("solving", 0, None, "pairs"))
        back = solve_pairs(space, *read.then)
    else:
        back = Moves({}, np.empty(0, np.int64))
    members = _rows_of_each(plan, read.sets)
    places = [place for place, rows in enumerate(members) if len(rows) >= SMALLEST_SET]
    touched = space.rows_of(np.array(sorted(read.since.seeds), np.int64))
    known, rows = _rows(plan, [(pair.head, pair.synonym) for pair in read.pairs] + read.proposed)
    asked = Asked(rows, [members[place] for place in places], touched[touched >= 0])
    found = compare(plan.search, back, asked, sample, most=_MOST, worst=plan.top, on_rows=on_rows)
    return Measured(read, found, known, places)


def kept_threshold(bench: Workbench) -> float:
    """Give the threshold the curator set for this dictionary, else the usual one."""
    with bench.store.reading():
        kept = bench.store.values.drift_threshold()
    return THRESHOLD if kept is None else kept


def keep_threshold(bench: Workbench, cosine: float) -> None:
    """Keep a threshold for this dictionary; a read-only one keeps none. Raises DictionaryError."""
    if not bench.read_only:
        with bench.store.transaction():
            bench.store.values.set_drift_threshold(cosine)


def _rows(plan: DriftPlan, ends: list[tuple[int, int]]) -> "tuple[Ints, Ints]":
    """Give which of `ends` have two vectors, and the rows of these (p, 2)."""
    import numpy as np

    ids = np.array(ends, np.int64).ravel()
    rows = plan.search.space.rows_of(ids).reshape(-1, 2)
    known = np.flatnonzero((rows >= 0).all(axis=1))
    return known, rows[known]


def _rows_of_each(plan: DriftPlan, sets: Sequence[Sequence[int]]) -> "list[Ints]":
    """Give the rows of those terms of each set that have a vector."""
    import numpy as np

    if not sets:
        return []
    rows = plan.search.space.rows_of(np.array([i for ids in sets for i in ids], np.int64))
    of = np.repeat(np.arange(len(sets)), [len(ids) for ids in sets])
    there = rows >= 0
    ends = np.cumsum(np.bincount(of[there], minlength=len(sets)))
    return np.split(rows[there], ends[:-1])
