"""Methods that solve all pairs at once: decisions wait, and a rebuild takes them in."""

from dataclasses import replace

import numpy as np
import pytest

from synotui.errors import SettingError
from synotui.model import Change, Settings, Verdict
from synotui.ops.adjusting.adjust import change_settings, get_settings, rebuild, settle_added
from synotui.ops.adjusting.rebuilding import adopt_rebuild, measure, plan_rebuild, run_rebuild
from synotui.ops.comparing.compare import compare
from synotui.ops.history import redo, undo
from synotui.ops.review import decide, preview
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

WHOLE = [Settings(method="counterfit"), Settings(method="attract-repel")]


@pytest.mark.parametrize("settings", WHOLE)
def test_decisions_wait_for_a_rebuild(bench: Workbench, settings: Settings) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    changed = change_settings(bench, settings)
    assert changed.diff.waiting == 0
    assert preview(bench, 3, 4).waiting == 1
    before = compare(bench, 3, 4)
    decided = decide(bench, 3, 4, Verdict.ACCEPTED)
    assert (decided.diff.moved, decided.diff.waiting) == (0, 1)
    assert decide(bench, 5, 6, Verdict.ACCEPTED).diff.waiting == 2
    assert compare(bench, 3, 4).now == before.now
    diff = rebuild(bench)
    assert diff.moved > 0
    assert compare(bench, 3, 4).now.cosine > before.now.cosine
    assert decide(bench, 7, 8, Verdict.REJECTED).diff.waiting == 1


@pytest.mark.parametrize("settings", WHOLE)
def test_a_rebuild_gives_what_the_settings_would_have(bench: Workbench, settings: Settings) -> None:
    change_settings(bench, settings)
    for a, b in ((1, 2), (2, 3), (7, 8)):
        decide(bench, a, b, Verdict.ACCEPTED)
    rebuild(bench)
    once = [compare(bench, a, b).now for a, b in ((1, 2), (2, 3), (1, 9))]
    change_settings(bench, Settings())
    change_settings(bench, settings)
    assert [compare(bench, a, b).now for a, b in ((1, 2), (2, 3), (1, 9))] == once
    with open_workbench(bench.path) as again:
        assert [compare(again, a, b).now for a, b in ((1, 2), (2, 3), (1, 9))] == once


def test_undo_waits_too_and_a_method_of_single_components_does_not(bench: Workbench) -> None:
    change_settings(bench, WHOLE[0])
    decide(bench, 1, 2, Verdict.ACCEPTED)
    assert undo(bench).diff.waiting == 2
    changed = change_settings(bench, replace(WHOLE[0], method="anchored"))
    assert changed.diff.waiting == 0
    assert decide(bench, 1, 2, Verdict.ACCEPTED).diff.moved == 2
    assert rebuild(bench).moved == 0


@pytest.mark.parametrize("settings", [*WHOLE, Settings(method="retrofit")])
def test_what_was_solved_beside_is_adopted_as_if_solved_here(
    bench: Workbench, settings: Settings
) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    plan = plan_rebuild(bench, settings)
    assert plan is not None
    solved = run_rebuild(plan)
    before = compare(bench, 1, 2).now
    foreseen = measure(plan, solved)
    assert compare(bench, 1, 2).now == before
    change = adopt_rebuild(bench, plan, solved)
    assert isinstance(change, Change)
    assert change.diff == foreseen
    beside = compare(bench, 1, 2).now
    undo(bench)
    assert compare(bench, 1, 2).now == before
    change_settings(bench, settings)
    assert compare(bench, 1, 2).now == beside


def test_what_was_decided_meanwhile_calls_for_another_plan(bench: Workbench) -> None:
    plan = plan_rebuild(bench, WHOLE[0])
    assert plan is not None
    solved = run_rebuild(plan)
    decide(bench, 1, 2, Verdict.ACCEPTED)
    assert adopt_rebuild(bench, plan, solved) is None


def give_vectors(bench: Workbench, texts: list[str]) -> None:
    """Give terms vectors as embedding does."""
    store = bench.store
    info = store.vectors.current()
    assert info is not None
    ids = np.array(sorted(store.terms.ids_of_texts(texts).values()), np.int64)
    vectors = np.random.default_rng(4).standard_normal((len(ids), info.dim)).astype(np.float32)
    with bench.reshaping(), store.transaction():
        store.vectors.append(info.id, ids, vectors)
        settle_added(bench, ids)


@pytest.mark.parametrize("settings", [*WHOLE, Settings()])
def test_vectors_that_come_later_wait_where_decisions_do(
    bench: Workbench, settings: Settings
) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    with bench.store.transaction():
        bench.store.terms.add([(text, text, None) for text in ("later", "too", "alone")])
    later, too = bench.store.terms.ids_of_texts(["later", "too"]).values()
    decide(bench, 3, later, Verdict.ACCEPTED)
    decide(bench, 1, too, Verdict.ACCEPTED)
    assert change_settings(bench, settings).diff.waiting == 0
    before = compare(bench, 1, 2).now
    give_vectors(bench, ["alone"])
    assert preview(bench, 5, 6).waiting == (settings in WHOLE)
    give_vectors(bench, ["later", "too"])
    if settings not in WHOLE:
        assert compare(bench, 1, 2).now != before and rebuild(bench).moved == 0
        return
    assert compare(bench, 1, 2).now == before
    assert decide(bench, 5, 6, Verdict.ACCEPTED).diff.waiting == 3
    assert rebuild(bench).moved >= 4
    assert preview(bench, 7, 8).waiting == 1


def test_imported_vectors_and_verdicts_wait_too(bench: Workbench) -> None:
    folder, info = bench.path.parent, bench.store.vectors.current()
    assert info is not None
    decide(bench, 1, 2, Verdict.ACCEPTED)
    with bench.store.transaction():
        bench.store.terms.add([("later", "later", None)])
    decide(bench, 1, bench.store.terms.ids_of_texts(["later"])["later"], Verdict.ACCEPTED)
    change_settings(bench, WHOLE[0])
    (folder / "more.vec").write_text(f"1 {info.dim}\nlater" + " 1" * info.dim + "\n")
    import_file(bench, folder / "more.vec", ImportOptions(space=info.name))
    assert preview(bench, 5, 6).waiting == 2
    names = bench.store.terms.by_id([5, 6])
    (folder / "pairs.csv").write_text(f"head,synonym\n{names[5].text},{names[6].text}\n")
    import_file(bench, folder / "pairs.csv", ImportOptions(accept=True))
    assert preview(bench, 7, 8).waiting == 3
    assert rebuild(bench).moved >= 3
    assert preview(bench, 7, 8).waiting == 1


@pytest.mark.parametrize("first", [*WHOLE, Settings(method="pull", factor=0.3)])
@pytest.mark.parametrize("second", [WHOLE[1], Settings(method="retrofit"), Settings(method="none")])
def test_changes_of_settings_are_undone_and_redone_after_a_restart(
    bench: Workbench, first: Settings, second: Settings
) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    change_settings(bench, first)
    was = compare(bench, 1, 2).now
    change_settings(bench, second)
    became = compare(bench, 1, 2).now
    with open_workbench(bench.path) as again:
        assert undo(again).settings == first == get_settings(again)
        assert compare(again, 1, 2).now == was
    with open_workbench(bench.path) as again:
        assert redo(again).settings == second == get_settings(again)
        assert compare(again, 1, 2).now == became
        undo(again), undo(again)
        assert get_settings(again) == Settings()


def test_settings_out_of_range_are_refused_before_anything_is_read(bench: Workbench) -> None:
    for wrong in (Settings(stay=0.0), Settings(sweeps=-1), Settings(hold=2.0)):
        with pytest.raises(SettingError):
            change_settings(bench, wrong)
        with pytest.raises(SettingError):
            plan_rebuild(bench, wrong)
    assert get_settings(bench) == Settings() and not bench.store.ledger.tops()[0]
