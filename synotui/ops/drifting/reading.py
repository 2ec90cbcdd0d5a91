"""What measuring drift takes from the file: read in any thread, as it was when it was planned.

Where little was decided, only that and what it reaches is read; else all
pairs, in pieces. Entries made meanwhile are known from the ledger, and what
they did is taken back in what was read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from synotui.model import Pair, Settings
from synotui.ops.adjusting.solving import acting_as, solves_now
from synotui.ops.drifting.since import Since, find_since
from synotui.ops.grouping.groups import members_of, synonym_sets
from synotui.store import Acting, Store
from synotui.store.past import Past

if TYPE_CHECKING:
    from synotui.ops.drifting.drift import DriftPlan

_MANY = 2_000
"""Terms from which all pairs are read rather than theirs."""

_Pairs = Mapping[tuple[int, int], Pair | None]


class Then(NamedTuple):
    """What is to be solved to know where terms were."""

    pairs: list[Acting]
    seeds: list[int]
    settings: Settings


@dataclass(frozen=True, slots=True)
class DriftPairs:
    """What was decided since, and the pairs and sets that may have changed by it."""

    since: Since
    then: Then | None
    """None: where terms were is the base, or where they are."""
    pairs: list[Pair]
    """Decided pairs."""
    proposed: list[tuple[int, int]]
    """Undecided proposals, as (low, high)."""
    sets: list[list[int]]
    """Sets of accepted synonyms, the head of each first."""


class _Found(NamedTuple):
    then: Then | None
    about: set[int] | None
    """The terms that may have moved or are in pairs decided since; None for all."""
    every: list[Pair] | None = None
    """All pairs, where they were read already."""


def read_pairs(store: Store, plan: "DriftPlan") -> DriftPairs:
    """Read what a plan asks for, in any thread. Raises SynotuiError for an unknown entry."""
    with store.reading():
        since = find_since(store, plan.scope, plan.last)
        later = Past(store).before(plan.last)
        while True:
            found = _then(store, plan, since, later)
            pairs, proposed = _about(store, found)
            before, later = later, Past(store).before(plan.last)
            # A term that was decided on meanwhile may have been reached by another way then.
            if later.keys() == before.keys() or found.about is None:
                break
    pairs = _as_then(pairs, later)
    proposed = [pair for pair in proposed if later.get(pair) is None]
    sets = [members_of(linked) for linked in synonym_sets(pairs)]
    return DriftPairs(since, found.then, pairs, proposed, sets)


def _then(store: Store, plan: "DriftPlan", since: Since, later: _Pairs) -> _Found:
    """Give what to solve, and whose pairs may have changed."""
    if since.scope == "all":
        return _Found(None, _few(since.seeds.union(plan.moved())))
    before = since.settings or plan.settings
    alone = since.settings is None and solves_now(plan.settings)
    if not alone and since.settings is None and since.seq >= plan.solved_at:
        return _Found(None, _few(since.seeds))
    if not since.entries:
        return _Found(None, set())
    if not alone or len(since.seeds) > _MANY:
        return _all_then(store, plan, since, before)
    reached = since.seeds.union(*later)
    now = [
        act
        for act in store.pairs.components(reached, plan.settings)
        if (act.low, act.high) not in later
    ]
    now += _acting(later.values(), plan.settings)
    # No component was larger then than those of now are together.
    pairs = _acting_then(now, since, before)
    seeds = since.seeds.union(*((act.low, act.high) for act in now))
    about = seeds.union(*((act.low, act.high) for act in pairs))
    return _Found(Then(pairs, sorted(seeds), before), _few(about))


def _all_then(store: Store, plan: "DriftPlan", since: Since, before: Settings) -> _Found:
    """Give all pairs that acted then; whatever moved and was in none of them was at its base."""
    kept = [*Past(store).pairs()]
    later = Past(store).before(plan.last)
    now = _acting(_as_then(kept, later), before)
    seeds = since.seeds.union(plan.moved())
    return _Found(Then(_acting_then(now, since, before), sorted(seeds), before), None, kept)


def _acting_then(now: list[Acting], since: Since, before: Settings) -> list[Acting]:
    kept = [act for act in now if (act.low, act.high) not in since.pairs]
    return kept + _acting(since.pairs.values(), before)


def _acting(pairs: Iterable[Pair | None], settings: Settings) -> list[Acting]:
    return [act for pair in pairs if pair is not None and (act := acting_as(pair, settings))]


def _about(store: Store, found: _Found) -> tuple[list[Pair], list[tuple[int, int]]]:
    """Give the decided pairs and the undecided proposals of some terms, or all there are."""
    about, past = found.about, Past(store)
    if about is None:
        return found.every or [*past.pairs()], [*past.proposed()]
    every = {
        (min(each.head, each.synonym), max(each.head, each.synonym))
        for term in about
        for each in store.proposals.of(term)
    }
    pairs = store.pairs.touching(sorted(about))
    return pairs, sorted(every.difference((pair.low, pair.high) for pair in pairs))


def _as_then(pairs: Iterable[Pair], later: _Pairs) -> list[Pair]:
    """Take back what later entries did to pairs."""
    if not later:
        return [*pairs]
    kept = [pair for pair in pairs if (pair.low, pair.high) not in later]
    return kept + [pair for pair in later.values() if pair is not None]


def _few(terms: set[int]) -> set[int] | None:
    return terms if len(terms) <= _MANY else None
