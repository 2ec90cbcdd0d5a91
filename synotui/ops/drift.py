"""How far vectors went and what that did to others: planned, measured in any thread, told.

"Before" is solved anew without what was decided since, from the ledger's
record of how pairs were; for the whole dictionary it is the base vectors.
Nothing is written, and no vector of the dictionary moves meanwhile.

A method that solves all pairs at once moves nothing until a rebuild, and no
ledger entry says when one was: before the last rebuild counts as if one had
been made there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from synotui.errors import NoVector
from synotui.model import (
    DriftReport,
    DriftScope,
    OnProgress,
    Pair,
    Progress,
    Settings,
    Verdict,
    no_progress,
)
from synotui.ops.drift_since import Since, acting_then, find_since
from synotui.ops.sets import members_of, synonym_sets
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.drift import Drift
    from synotui.engine.search import Search
    from synotui.store import Acting

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
_MANY = 2_000
"""Terms from which all pairs are read rather than theirs."""


class _Then(NamedTuple):
    """What is to be solved to know where terms were."""

    pairs: "list[Acting]"
    seeds: list[int]
    settings: Settings


@dataclass(frozen=True, slots=True)
class DriftPlan:
    """Everything measuring takes, apart from the store, so that any thread may do it."""

    since: Since
    space: str
    threshold: float
    top: int
    search: "Search"
    """Over a mirror of the space."""
    sample: "NeighbourSample | None"
    """Of untouched terms; made while measuring if there is none yet."""
    then: _Then | None
    """None: where terms were is the base, or where they are."""
    at_base: bool
    pairs: list[Pair]
    """Decided pairs that may have changed."""
    proposed: list[tuple[int, int]]
    """Undecided proposals that may have changed, as (low, high)."""
    sets: list[list[int]]
    """Sets of accepted synonyms that may have changed, the head of each first."""
    rows: "tuple[Ints, Ints]"
    """Of `pairs` and then `proposed`: which of these have two vectors, and their rows (p, 2)."""
    waiting: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What measuring gave."""

    drift: "Drift"
    set_places: list[int]
    """Places in the plan of the sets that were measured."""


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
    from synotui.ops.drift_report import tell_drift

    plan = plan_drift(bench, scope, threshold=threshold, top=top, on_progress=on_progress)
    return tell_drift(bench, plan, measure_drift(plan, on_progress))


def plan_drift(
    bench: Workbench,
    scope: DriftScope | int,
    *,
    threshold: float | None = None,
    top: int = LISTED,
    on_progress: OnProgress = no_progress,
) -> DriftPlan:
    """Read what measuring takes. Raises NoVector, SynotuiError for an unknown entry."""
    from synotui.engine.drift import mirror
    from synotui.engine.search import Search

    loaded = bench.loaded(on_progress)
    if loaded is None:
        raise NoVector(f"{bench.path} has no vectors yet", f"Run: synotui embed {bench.path}")
    store = bench.store
    with store.reading():
        since = find_since(store, scope)
        settings = store.values.adjustment()
        then, terms = _then(bench, loaded, since, settings)
        about = None if len(terms) > _MANY else terms
        pairs = _decided(bench, about)
        proposed = _proposed(bench, about)
    sets = [members_of(linked) for linked in synonym_sets(pairs)]
    space = mirror(loaded.space)
    held = bench.sample(loaded)
    ends = [(pair.head, pair.synonym) for pair in pairs] + proposed
    return DriftPlan(
        since=since,
        space=loaded.info.name,
        threshold=kept_threshold(bench) if threshold is None else threshold,
        top=top,
        search=Search(space, loaded.search.index),
        sample=None if held is None else held.beside(space),
        then=then,
        at_base=since.scope == "all",
        pairs=pairs,
        proposed=proposed,
        sets=sets,
        rows=_rows(loaded, ends),
        waiting=_waiting(bench, settings),
    )


def measure_drift(plan: DriftPlan, on_progress: OnProgress = no_progress) -> Measured:
    """Measure, in any thread; `on_progress` stops it by raising."""
    import numpy as np

    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.drift import Asked, compare
    from synotui.engine.space import Moves
    from synotui.ops.solving import solve_pairs

    def on_rows(done: int, total: int) -> None:
        on_progress(Progress("comparing neighbours", done, total, "lists"))

    space = plan.search.space
    sample = plan.sample or NeighbourSample(space)
    none = np.empty(0, np.int64)
    if plan.at_base:
        back = Moves({}, space.ids[space.moved_rows])
    elif plan.then is not None:
        on_progress(Progress("solving", 0, None, "pairs"))
        back = solve_pairs(space, *plan.then)
    else:
        back = Moves({}, none)
    members = [space.rows_of(np.array(ids, np.int64)) for ids in plan.sets]
    members = [rows[rows >= 0] for rows in members]
    places = [place for place, rows in enumerate(members) if len(rows) >= SMALLEST_SET]
    touched = space.rows_of(np.array(sorted(plan.since.seeds), np.int64))
    asked = Asked(plan.rows[1], [members[place] for place in places], touched[touched >= 0])
    found = compare(plan.search, back, asked, sample, most=_MOST, worst=plan.top, on_rows=on_rows)
    return Measured(found, places)


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


def _then(
    bench: Workbench, loaded: Loaded, since: Since, settings: Settings
) -> tuple[_Then | None, set[int]]:
    """Give what to solve, and the terms that may have moved or are in pairs decided since."""
    from synotui.ops.solving import solves_now

    if since.scope == "all":
        moved = loaded.space.ids[loaded.space.moved_rows].tolist()
        return None, since.seeds.union(moved)
    before = since.settings or settings
    alone = since.settings is None and solves_now(settings)
    if not alone and since.settings is None and since.seq >= bench.store.values.solved_at():
        return None, since.seeds
    if not since.entries:
        return None, set()
    pairs = acting_then(bench.store, since, before, everything=not alone)
    seeds = since.seeds
    if alone:
        now = bench.store.pairs.components(seeds, settings)
        seeds = seeds.union(*((pair.low, pair.high) for pair in now))
    else:
        seeds = seeds.union(loaded.space.ids[loaded.space.moved_rows].tolist())
    return _Then(pairs, sorted(seeds), before), seeds.union(*(pair[:2] for pair in pairs))


def _decided(bench: Workbench, about: set[int] | None) -> list[Pair]:
    if about is None:
        return list(bench.store.pairs.with_verdicts(Verdict))
    return bench.store.pairs.touching(sorted(about))


def _proposed(bench: Workbench, about: set[int] | None) -> list[tuple[int, int]]:
    """Give the proposals nobody has decided, each pair once."""
    proposals = bench.store.proposals
    if about is None:
        return sorted({(low, high) for low, high, _ in proposals.undecided()})
    every = {
        (min(each.head, each.synonym), max(each.head, each.synonym))
        for term in about
        for each in proposals.of(term)
    }
    return sorted(pair for pair in every if bench.store.pairs.get(*pair) is None)


def _rows(loaded: Loaded, ends: list[tuple[int, int]]) -> "tuple[Ints, Ints]":
    import numpy as np

    rows = loaded.space.rows_of(np.array(ends, np.int64).ravel()).reshape(-1, 2)
    known = np.flatnonzero((rows >= 0).all(axis=1))
    return known, rows[known]


def _waiting(bench: Workbench, settings: Settings) -> int:
    from synotui.ops.solving import waiting

    return waiting(bench, settings)
