"""Methods that solve all pairs at once: decisions wait, and a rebuild takes them in."""

from dataclasses import replace

import pytest

from synotui.model import Change, Settings, Verdict
from synotui.ops.adjust import change_settings, rebuild
from synotui.ops.compare import compare
from synotui.ops.history import undo
from synotui.ops.rebuilding import adopt_rebuild, measure, plan_rebuild, run_rebuild
from synotui.ops.review import decide, preview
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
    foreseen = measure(bench, plan, solved)
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
