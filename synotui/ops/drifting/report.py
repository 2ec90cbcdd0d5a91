"""A report of drift from what was measured: the worst cases of each kind, with their terms."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from synotui.model import (
    Bin,
    CosineChange,
    DriftReport,
    NeighbourChange,
    PairDrift,
    SetDrift,
    Term,
    TermDrift,
    Verdict,
)
from synotui.ops.adjusting.effect import SHOWN
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.drift import Flow
    from synotui.engine.space import Space
    from synotui.ops.drifting.drift import DriftPlan, Measured


class _Case(NamedTuple):
    """A pair of term ids, its cosine before and now, and its verdict."""

    head: int
    synonym: int
    before: float
    now: float
    verdict: Verdict | None

    @property
    def rise(self) -> float:
        """How much the cosine rose."""
        return self.now - self.before


def tell_drift(store: Store, plan: "DriftPlan", measured: "Measured") -> DriftReport:
    """Put what was measured into words; reads only the terms that are named. Raises no error."""
    from synotui.engine.drift import EDGES, QUANTILES, histogram, quantiles
    from synotui.ops.drifting.drift import BOUND

    found, space, top = measured.drift, plan.search.space, plan.top
    cases = _cases(measured)
    below = [each for each in cases if each.verdict is Verdict.ACCEPTED and _fell(plan, each)]
    above = [each for each in cases if each.verdict is not Verdict.ACCEPTED and _rose(plan, each)]
    above = _with_neighbours(plan, measured, above)
    closer = [each for each in cases if each.verdict is Verdict.REJECTED and each.rise >= SHOWN]
    below.sort(key=lambda each: each.now)
    above.sort(key=lambda each: (each.verdict is not Verdict.REJECTED, -each.now))
    closer.sort(key=lambda each: -each.rise)
    sets = [
        (measured.read.sets[place], before, now)
        for place, before, now in zip(measured.set_places, *found.sets.tolist(), strict=True)
        if before < BOUND <= now
    ]
    sets.sort(key=lambda each: (each[1], -len(each[0])))
    looked = sorted(range(len(found.looked)), key=lambda at: (found.kept[at], at))
    worst = [at for at in looked if found.kept[at] < 1][:top]
    entered, left = _by_place(found.entered, worst, space), _by_place(found.left, worst, space)
    heads = space.ids[found.looked].tolist()
    far = space.ids[found.moved[:top]].tolist()
    terms = store.terms.by_id(
        {
            *far,
            *(heads[at] for at in worst),
            *(term for flow in (entered, left) for here in flow.values() for term, _ in here),
            *(term for part in (below, above, closer) for each in part[:top] for term in each[:2]),
            *(members[0] for members, _, _ in sets[:top]),
        }
    )
    counts = histogram(found.cosines)
    drawn = found.kept[found.drawn]
    since = measured.read.since
    return DriftReport(
        scope=since.scope,
        since=since.seq,
        entries=since.entries,
        label=since.label,
        began=since.began,
        space=plan.space,
        terms=len(space),
        threshold=plan.threshold,
        bound=BOUND,
        moved=len(found.moved),
        quantiles=tuple(zip(QUANTILES, quantiles(found.cosines), strict=False)),
        histogram=tuple(
            Bin(low, high, n) for low, high, n in zip(EDGES, EDGES[1:], counts, strict=False)
        ),
        farthest=tuple(
            TermDrift(terms[term], cosine)
            for term, cosine in zip(far, found.cosines.tolist(), strict=False)
        ),
        looked_at=len(found.looked),
        entered=len(found.entered.others),
        left=len(found.left.others),
        neighbours=tuple(
            NeighbourChange(
                terms[heads[at]],
                tuple((terms[term], rank) for term, rank in entered.get(at, ())),
                tuple((terms[term], rank) for term, rank in left.get(at, ())),
            )
            for at in worst
        ),
        kept_moved=float(drawn.mean()) if len(drawn) else None,
        moved_sampled=len(drawn),
        kept_untouched=found.untouched,
        untouched_sampled=found.untouched_sampled,
        accepted_below=len(below),
        below=_told(below[:top], terms),
        others_above=len(above),
        above=_told(above[:top], terms),
        rejected_closer=len(closer),
        closer=_told(closer[:top], terms),
        sets_collapsed=len(sets),
        collapsed=tuple(
            SetDrift(terms[members[0]], len(members), before, now)
            for members, before, now in sets[:top]
        ),
        waiting=plan.waiting,
    )


def _cases(measured: "Measured") -> list[_Case]:
    """Give the pairs that have two vectors, with their cosines."""
    read = measured.read
    decided = len(read.pairs)
    cases = []
    for place, before, now in zip(
        measured.known.tolist(), *measured.drift.pairs.tolist(), strict=True
    ):
        if place < decided:
            pair = read.pairs[place]
            cases.append(_Case(pair.head, pair.synonym, before, now, pair.verdict))
        else:
            low, high = read.proposed[place - decided]
            cases.append(_Case(low, high, before, now, None))
    return cases


def _fell(plan: "DriftPlan", case: _Case) -> bool:
    return case.now < plan.threshold <= case.before


def _rose(plan: "DriftPlan", case: _Case) -> bool:
    return case.before < plan.threshold <= case.now


def _with_neighbours(plan: "DriftPlan", measured: "Measured", above: list[_Case]) -> list[_Case]:
    """Add new neighbours of terms looked at that nobody decided; leave out what one set holds.

    Terms of one set are synonyms through others: that they came closer is what was wanted.
    """
    set_of = {term: place for place, members in enumerate(measured.read.sets) for term in members}
    held = {
        (min(pair.head, pair.synonym), max(pair.head, pair.synonym)) for pair in measured.read.pairs
    }
    held.update(measured.read.proposed)
    flow, ids = measured.drift.entered, plan.search.space.ids
    heads = ids[measured.drift.looked[flow.looked]].tolist()
    found = above.copy()
    for head, other, before, now in zip(
        heads, ids[flow.others].tolist(), flow.before.tolist(), flow.now.tolist(), strict=True
    ):
        case = _Case(head, other, before, now, None)
        pair = (min(head, other), max(head, other))
        if pair not in held and _rose(plan, case):
            held.add(pair)
            found.append(case)
    return [
        case
        for case in found
        if case.verdict is Verdict.REJECTED
        or set_of.get(case.head, -1) != set_of.get(case.synonym, -2)
    ]


def _by_place(
    flow: "Flow", wanted: Iterable[int], space: "Space"
) -> dict[int, list[tuple[int, int]]]:
    """Give (term id, rank) of who came or left, for some of the places looked at."""
    found: dict[int, list[tuple[int, int]]] = {at: [] for at in wanted}
    ids = space.ids[flow.others].tolist()
    for at, term, rank in zip(flow.looked.tolist(), ids, flow.ranks.tolist(), strict=True):
        if at in found:
            found[at].append((term, rank))
    return found


def _told(cases: list[_Case], terms: dict[int, Term]) -> tuple[PairDrift, ...]:
    return tuple(
        PairDrift(
            CosineChange(terms[each.head], terms[each.synonym], each.before, each.now),
            each.verdict,
        )
        for each in cases
    )
