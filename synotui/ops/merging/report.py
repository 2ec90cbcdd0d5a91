"""A plan, told: what is taken, what both say already, what they disagree on."""

from collections import Counter

from synotui.model import Disagreement, MergedPair, MergeReport, RefusedRows, Saying
from synotui.ops.merging.plan import Plan, Planned
from synotui.ops.merging.stand import Stand, saying_of

_EXAMPLES = 100
_LISTED = 1_000


def report_of(plan: Plan, seq: int | None = None) -> MergeReport:
    """Tell what a plan does, or did as ledger entry `seq`."""
    curators = Counter(each.theirs.curator for each in plan.changes if each.theirs is not None)
    order = sorted(range(len(plan.changes)), key=lambda at: (_kind(plan.changes[at]), at))
    vectors = len(plan.carried.vectors) if plan.carried is not None else 0
    known, new = plan.entries
    return MergeReport(
        path=str(plan.path),
        known_entries=known,
        new_entries=new,
        other_hash=plan.theirs_last,
        disagreements=len(plan.disagreements),
        stance=plan.options.stance,
        terms_added=len(plan.wanted),
        vectors_added=vectors,
        without_vector=len(plan.wanted) - vectors,
        refused=tuple(
            RefusedRows(why, count, example)
            for why, (count, example) in sorted(plan.refused.items())
        ),
        curators=tuple(curators.most_common()),
        examples=tuple(_pair(plan, plan.changes[at]) for at in order[:_EXAMPLES]),
        listed=tuple(disagreement(plan, each, seq) for each in plan.disagreements[:_LISTED]),
        seq=seq,
        **{name: plan.counts[name] for name in _COUNTED},
    )


_COUNTED = (
    "taken", "replaced", "undone", "agreed", "over_skips", "notes_joined", "known_disagreements",
    "terms_lacking", "terms_retired",
)  # fmt: skip


def disagreement(plan: Plan, each: Planned, seq: int | None) -> Disagreement:
    """Tell of a pair on which both disagree."""
    by_first, ends = _ends(each)
    return Disagreement(
        plan.texts.get(ends[0], ""),
        plan.texts.get(ends[1], ""),
        _saying(each.mine, by_first),
        _saying(each.theirs, by_first),
        plan.name,
        ends,
        seq,
        each.known,
    )


def label_of(report: MergeReport, name: str) -> str:
    """Name a merge for the log."""
    counted = (
        (report.taken, "pair{} taken"),
        (report.undone, "undone"),
        (report.agreed, "agreed"),
        (report.disagreements, "disagreement{}"),
        (report.terms_added, "term{} added"),
    )
    told = ", ".join(
        f"{count:,} {what.format('' if count == 1 else 's')}" for count, what in counted if count
    )
    return f"merged {name}: {told or 'nothing taken'}"


def _pair(plan: Plan, each: Planned) -> MergedPair:
    by_first, ends = _ends(each)
    return MergedPair(
        plan.texts.get(ends[0], ""),
        plan.texts.get(ends[1], ""),
        _saying(each.mine, by_first),
        _saying(each.settled.after, by_first),
        ends if min(ends) > 0 else None,
    )


def _ends(each: Planned) -> tuple[bool, tuple[int, int]]:
    """Give whether a pair is told of its first term, and its terms with that one first."""
    stand = each.settled.after or each.mine or each.theirs
    by_first = stand is None or stand.first_is_head
    first, second = each.key
    return by_first, (first, second) if by_first else (second, first)


def _saying(stand: Stand | None, by_first: bool) -> Saying | None:
    return None if stand is None else saying_of(stand, of_first=by_first)


def _kind(each: Planned) -> int:
    """Put first what changes something that is decided here."""
    return 0 if each.mine is not None else 1
