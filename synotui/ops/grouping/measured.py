"""All synonym sets measured: planned in the dictionary's thread, measured in any, then kept.

What was measured is kept with the ledger entry and the state of the vectors it
is of. Later only the sets are measured again that pairs decided since are
about, or whose terms have moved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from synotui.model import OnProgress, SynonymSet, Term, no_progress
from synotui.store import Store, Tie, tie_of

if TYPE_CHECKING:
    from synotui.engine.space import Space
    from synotui.ops.grouping.figures import Group
    from synotui.ops.workbench import Workbench

_FEW = 200
"""Ledger entries since the last time that are followed; after more, all pairs are read."""

Ties = Mapping[tuple[int, int], Tie]


class VectorState(NamedTuple):
    """What tells whether vectors are as they were."""

    space: int
    """The space's id."""
    vectors: int
    version: int


@dataclass(frozen=True, slots=True)
class MeasuredSets:
    """All sets, and what they were measured by."""

    sets: list[SynonymSet]
    """The contradictory first, then the most suspicious, then the largest."""
    seq: int
    """The ledger entry up to which pairs were read."""
    state: VectorState | None
    """None without vectors."""
    ties: Ties
    groups: "Sequence[Group]"
    terms: Mapping[int, Term]


@dataclass(frozen=True, slots=True)
class SetsPlan:
    """Everything measuring takes, so that any thread may do it."""

    store: Store
    """Its file is read through a connection of its own."""
    space: "Space | None"
    """A mirror of the current space."""
    state: VectorState | None
    held: MeasuredSets | None
    """What was measured before, if it helps."""
    moved: frozenset[int] | None
    """Terms that have moved since; None: there is no telling."""


def plan_sets(bench: "Workbench") -> SetsPlan | None:
    """Give what is to be measured; None where all sets are known as they are now.

    Quick, once vectors are read. Raises DictionaryError.
    """
    from synotui.engine.drift import mirror

    loaded = bench.loaded()
    held = bench.measured_sets
    state = None
    if loaded is not None:
        state = VectorState(loaded.info.id, len(loaded.space), loaded.space.version)
    with bench.store.reading():
        if held and held.state == state and held.seq == bench.store.ledger.next_seq() - 1:
            return None
    moved: frozenset[int] | None = None
    if held and held.state == state:
        moved = frozenset()
    elif held and loaded and held.state and held.state.space == loaded.info.id:
        rows = loaded.space.changed_since(held.state.version)
        moved = None if rows is None else frozenset(loaded.space.ids[rows].tolist())
    space = mirror(loaded.space) if loaded is not None else None
    return SetsPlan(bench.store, space, state, held, moved)


def is_arriving(bench: "Workbench") -> bool:
    """Say whether another thread is still reading the vectors that measuring takes."""
    present = bench.present()
    return present is not None and present.space.missing > 0


def measure_sets(plan: SetsPlan, on_progress: OnProgress = no_progress) -> MeasuredSets:
    """Measure, in any thread; `on_progress` stops it by raising. Raises DictionaryError."""
    with plan.store.beside() as store:
        return measure_from(plan, store, on_progress)


def adopt_sets(bench: "Workbench", made: MeasuredSets) -> None:
    """Keep what was measured."""
    bench.measured_sets = made


def measure_from(
    plan: SetsPlan,
    store: Store,
    on_progress: OnProgress = no_progress,
    about: int | None = None,
) -> MeasuredSets:
    """Measure what a `store` of this thread holds; with `about` only the sets of that term.

    What is decided meanwhile may be among it: it is followed the next time.
    """
    from synotui.ops.grouping.figures import Group, measure_groups
    from synotui.ops.grouping.groups import grouped

    with store.reading():
        seq = store.ledger.next_seq() - 1
        held = plan.held
        followed = _follow(store, held) if held else None
        if held is None or followed is None:
            ties: Ties = {(tie.low, tie.high): tie for tie in store.pairs.ties()}
            kept: list[Group] = []
            pool = [tie for tie in ties.values() if tie.joins]
        else:
            ties, touched = followed
            kept, pool = _affected(held, ties, touched)
        pool.sort(key=_when)
        fresh = [Group.of(group) for group in grouped(pool)]
        if about is not None:
            fresh = [group for group in fresh if about in group.terms]
            kept = [group for group in kept if about in group.terms]
        terms = _terms(store, held, fresh)
    same_base = held is not None and _base_of(held.state) == _base_of(plan.state)
    still = [group for group in kept if _is_still(group, plan)]
    again = [group._replace(cut_known=same_base) for group in kept if not _is_still(group, plan)]
    if rejected := [tie for tie in ties.values() if not tie.joins]:
        fresh = _with_rejected(fresh, sorted(rejected, key=_when))
    groups = still + list(measure_groups(again + fresh, terms, plan.space, on_progress))
    sets = [group.found for group in groups if group.found is not None]
    return MeasuredSets(sorted(sets, key=_suspicion), seq, plan.state, ties, groups, terms)


def _when(tie: Tie) -> tuple[int, int, int]:
    return tie.seq, tie.low, tie.high


def _suspicion(found: SynonymSet) -> tuple[bool, float, int, int]:
    gap = found.bridge.gap if found.bridge else 0.0
    return not found.conflicts, -gap, -found.size, found.members[0].term.id


def _follow(store: Store, held: MeasuredSets) -> tuple[Ties, set[int]] | None:
    """Give the ties there are now, and the terms of those decided since; None after too much."""
    entries = store.ledger.since(held.seq)
    if len(entries) > _FEW:
        return None
    ties = dict(held.ties)
    touched: set[int] = set()
    for entry, _ in entries:
        for change in store.ledger.done(entry).pairs:
            key = change.low, change.high
            tie = tie_of(change.after)
            if tie is not None:
                ties[key] = tie
            else:
                ties.pop(key, None)
            touched.update(key)
    return ties, touched


def _affected(held: MeasuredSets, ties: Ties, touched: set[int]) -> "tuple[list[Group], list[Tie]]":
    """Give the groups that hold no term of `touched`, and the ties that all others come from."""
    kept, sought = [], set()
    for group in held.groups:
        if touched and not touched.isdisjoint(group.terms):
            sought |= {(tie.low, tie.high) for tie in group.ties}
        else:
            kept.append(group)
    if touched:
        sought |= {key for key in ties if key[0] in touched and key[1] in touched}
    return kept, [tie for key in sought if (tie := ties.get(key)) is not None and tie.joins]


def _base_of(state: VectorState | None) -> tuple[int, int] | None:
    return None if state is None else (state.space, state.vectors)


def _is_still(group: "Group", plan: SetsPlan) -> bool:
    return plan.moved is not None and plan.moved.isdisjoint(group.terms)


def _terms(
    store: Store, held: MeasuredSets | None, groups: "Iterable[Group]"
) -> Mapping[int, Term]:
    known = dict(held.terms) if held else {}
    needed = {term for group in groups for term in group.terms}
    return known | store.terms.by_id(sorted(needed - known.keys()))


def _with_rejected(groups: "list[Group]", rejected: Iterable[Tie]) -> "list[Group]":
    """Give groups with the rejected pairs both of whose terms they hold."""
    places: dict[int, list[int]] = {}
    for place, group in enumerate(groups):
        for term in group.terms:
            places.setdefault(term, []).append(place)
    within: dict[int, list[Tie]] = {}
    for tie in rejected:
        high = places.get(tie.high, ())
        for place in places.get(tie.low, ()):
            if place in high:
                within.setdefault(place, []).append(tie)
    return [
        group._replace(rejected=within[place]) if place in within else group
        for place, group in enumerate(groups)
    ]
