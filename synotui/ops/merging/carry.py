"""Carry out a merge: one ledger entry, one transaction, one undo."""

from pathlib import Path
from typing import Any

from synotui.errors import DictionaryReadOnly
from synotui.model import Change, MergeReport, OnProgress, PairChange, Progress, no_progress
from synotui.ops.backups import back_up
from synotui.ops.carrying import carry_out
from synotui.ops.merging.plan import MergeOptions, Plan, Planned
from synotui.ops.merging.planning import plan_merge
from synotui.ops.merging.report import label_of, report_of
from synotui.ops.merging.sides import Key, joined
from synotui.ops.merging.stand import Stand, pair_of
from synotui.ops.workbench import Workbench
from synotui.store import Deed
from synotui.store.pairs import pair_as_row, pair_from_row
from synotui.text import key as key_of
from synotui.text import visible


def merge(
    bench: Workbench,
    path: Path,
    options: MergeOptions | None = None,
    on_progress: OnProgress = no_progress,
) -> tuple[MergeReport, Change | None]:
    """Bring what another curator decided in the dictionary at `path` into this one.

    One step, all of it or nothing; one undo takes it back. What is here is
    backed up first. Where there is nothing to take, nothing is written, and
    there is no change. Raises DictionaryError, Cancelled.
    """
    if bench.read_only:
        raise DictionaryReadOnly(f"{bench.path} may not be written", "Work on a copy")
    return carry_plan(bench, plan_merge(bench.store, path, options, on_progress), on_progress)


def carry_plan(
    bench: Workbench, plan: Plan, on_progress: OnProgress = no_progress
) -> tuple[MergeReport, Change | None]:
    """Carry out what was planned; planned anew, if something was decided here meanwhile."""
    if bench.read_only:
        raise DictionaryReadOnly(f"{bench.path} may not be written", "Work on a copy")
    if not plan.does_anything:
        return report_of(plan), None
    back_up(bench, "merge", on_progress)
    bench.loaded(on_progress)
    told: list[MergeReport] = []

    def make(seq: int) -> Deed:
        here = plan
        if bench.store.ledger.last_hash() != here.mine_last:
            here = plan_merge(bench.store, here.path, here.options, on_progress)
        on_progress(Progress(f"merging {visible(here.name)}", 0, len(here.changes), "pairs"))
        told.append(report_of(here, seq))
        return _deed(bench, here, seq, told[-1])

    with bench.reshaping():
        change = carry_out(bench, make)
    return told[-1], change


def _deed(bench: Workbench, plan: Plan, seq: int, report: MergeReport) -> Deed:
    """Add terms and vectors, and give what is to be decided; belongs in the transaction."""
    added = _add_terms(bench, plan)
    changes = tuple(_change(plan, each, added, seq) for each in plan.changes)
    changed = {(change.low, change.high): change for change in changes}
    recorded = [_recorded(plan, each, changed, added) for each in plan.disagreements]
    facts: dict[str, Any] = {
        "file": plan.name,
        "hash": plan.theirs_last,
        "known": joined(plan.known),
        "stance": plan.options.stance,
    }
    if recorded:
        facts["disagreements"] = recorded
    terms = tuple(added[text] for text in plan.wanted)
    return Deed("merge", label_of(report, plan.name), changes, terms_added=terms, facts=facts)


def _add_terms(bench: Workbench, plan: Plan) -> dict[str, int]:
    """Add the terms that are wanted, with the vectors that were carried over; give their ids."""
    store = bench.store
    store.terms.add((text, key_of(text), often) for text, often in plan.wanted.items())
    ids = store.terms.ids_of_texts([*plan.wanted, *plan.new_terms])
    carried = plan.carried
    loaded = bench.loaded()
    if carried is not None and loaded is not None and loaded.info.id == carried.space:
        import numpy as np

        wanted = [text for text in plan.wanted if text in carried.vectors]
        rows = loaded.space.rows_of(np.array([ids[text] for text in wanted], np.int64))
        new = [text for text, row in zip(wanted, rows.tolist(), strict=True) if row < 0]
        if new:
            places = np.array([ids[text] for text in new], np.int64)
            vectors = np.stack([carried.vectors[text] for text in new])
            store.vectors.append(carried.space, places, vectors)
            how = {ids[text]: carried.composed[text] for text in new if text in carried.composed}
            store.composed.mark(carried.space, how)
            loaded.space.append(places, vectors)
            bench.took_vectors()
    return ids


def _change(plan: Plan, each: Planned, added: dict[str, int], seq: int) -> PairChange:
    first, second = (_id(plan, term, added) for term in each.key)
    low, high = min(first, second), max(first, second)
    before = pair_from_row(low, high, each.before) if each.before is not None else None
    after = each.settled.after
    return PairChange(
        low, high, before, pair_of(after, first, second, seq) if after is not None else None
    )


def _recorded(
    plan: Plan, each: Planned, changes: dict[Key, PairChange], added: dict[str, int]
) -> list[Any]:
    first, second = (_id(plan, term, added) for term in each.key)
    key = min(first, second), max(first, second)
    change = changes.get(key)
    mine = [*each.before] if each.before is not None else None
    if change is not None:
        mine = pair_as_row(change.after) if change.after is not None else None
    theirs = _row(each.theirs, first, second)
    return [*key, mine, theirs, plan.options.stance]


def _row(stand: Stand | None, first: int, second: int) -> list[Any] | None:
    return None if stand is None else pair_as_row(pair_of(stand, first, second, 0))


def _id(plan: Plan, term: int, added: dict[str, int]) -> int:
    return term if term > 0 else added[plan.text_of_new(term)]
