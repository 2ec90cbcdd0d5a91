"""Mending what follows from something else: pairs from the ledger, adjusted vectors, caches."""

from synotui.model import OnProgress, Settings, no_progress
from synotui.ops.adjusting.adjust import settle
from synotui.ops.backups import back_up
from synotui.ops.checking.caches import remove_faulty
from synotui.ops.checking.check import check
from synotui.ops.checking.report import CheckReport
from synotui.ops.clock import now
from synotui.ops.workbench import Workbench
from synotui.store import Deed, Store
from synotui.store.replay import Played


def repair(bench: Workbench, on_progress: OnProgress = no_progress) -> CheckReport:
    """Check, and put right what can be; give what is wrong still.

    What was mended is recorded in the ledger, in the same transaction. A file
    whose pages are damaged is not written to: see `rescue`. Raises
    DictionaryError, Cancelled.
    """
    found = check(bench, on_progress)
    if any(each.part == "file" for each in found.findings):
        return found
    mending = [each for each in found.findings if each.mends]
    if not mending:
        return found
    if any(each.part != "cache" for each in mending):
        back_up(bench, "repair", on_progress)
        _follow_the_ledger(bench, [each.what for each in mending if each.part != "cache"])
    if any(each.part == "cache" for each in mending):
        with bench.store.reading():
            for space in bench.store.vectors.spaces():
                remove_faulty(bench.store, bench.path, space)
    return check(bench, on_progress)


def _follow_the_ledger(bench: Workbench, told: list[str]) -> None:
    store = bench.store
    with bench.reshaping(), store.transaction():
        played = store.played()
        seq = store.ledger.next_seq()
        deed = Deed("repair", f"repaired: {'; '.join(told)}", facts={"mended": told})
        store.ledger.append(seq, now(), bench.curator, deed)
        store.pairs.replace_all(played.pairs)
        follow_ledger(store, played)
        settle(bench)
    bench.forget_space()


def follow_ledger(store: Store, played: Played) -> None:
    """Let the terms in use and the settings be as the ledger was `played`."""
    store.terms.retire(sorted({*store.terms.retired()} - played.retired), retired=False)
    store.terms.retire(sorted(played.retired), retired=True)
    if played.settings is not None:
        store.values.set_adjustment(Settings.kept(played.settings))
