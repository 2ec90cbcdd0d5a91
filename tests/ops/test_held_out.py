"""Held-out pairs of a whole dictionary: enough to recommend, stopped, without vectors."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from synotui import text
from synotui.errors import Cancelled, PairError, SettingError
from synotui.model import METHODS, HeldOut, Progress, Settings, Verdict
from synotui.ops.adjusting.adjust import get_settings
from synotui.ops.evaluating.held_out import held_out
from synotui.ops.evaluating.recommendation import recommend
from synotui.ops.review import decide_many
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

SETS, MEMBERS, OTHERS = 60, 4, 120
"""Synonym sets of so many terms, and terms without a pair."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary whose synonym sets are accepted, each around a place of its own."""
    path = tmp_path_factory.mktemp("sets") / "sets.db"
    draw = np.random.default_rng(3)
    places = draw.standard_normal((SETS, 12))
    near = np.repeat(places, MEMBERS, axis=0) + 1.1 * draw.standard_normal((SETS * MEMBERS, 12))
    vectors = np.concatenate([near, draw.standard_normal((OTHERS, 12))]).astype(np.float32)
    texts = [f"term{i:03}" for i in range(len(vectors))]
    with open_workbench(path, create=True) as bench:
        with bench.store.transaction():
            bench.store.terms.add((t, text.key(t), 1000.0 - i) for i, t in enumerate(texts))
            bench.store.terms.add([("bare", "bare", None), ("naked", "naked", None)])
            space = bench.store.vectors.make_space("made", "", 12, "2026-01-01T00:00:00Z")
            ids = bench.store.terms.ids_of_texts(texts)
            bench.store.vectors.append(space, np.array([ids[t] for t in texts], np.int64), vectors)
        sets = [texts[first : first + MEMBERS] for first in range(0, SETS * MEMBERS, MEMBERS)]
        lines = [f"{a},{b}\n" for members in sets for a, b in combinations(members, 2)]
        pairs = path.with_name("pairs.csv")
        pairs.write_text("".join(["head,synonym\n", *lines]), encoding="utf-8")
        import_file(bench, pairs, ImportOptions(accept=True))
    return path


@pytest.fixture
def bench(made: Path, tmp_path: Path) -> Iterator[Workbench]:
    """A copy, open."""
    with open_workbench(Path(shutil.copy(made, tmp_path / "sets.db"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def compared(made: Path) -> HeldOut:
    """What comparing all methods gives."""
    with open_workbench(made) as bench:
        return held_out(bench, compare=True)


def test_with_pairs_enough_a_method_is_recommended_with_its_reason(compared: HeldOut) -> None:
    assert compared.enough
    assert compared.pairs == SETS * MEMBERS * (MEMBERS - 1) // 2
    trials = {trial.settings.method: trial for trial in compared.trials}
    assert set(trials) == set(METHODS)
    assert compared.recommended in trials
    chosen = trials[compared.recommended].found
    was = compared.before.every.recall_at_10
    assert was and chosen.every.recall_at_10 and chosen.every.recall_at_10 > was + 0.1
    assert compared.reason.startswith(compared.recommended)
    assert f"{chosen.every.recall_at_10:.3f}" in compared.reason
    idle = trials["none"]
    assert (idle.moved, idle.found, idle.kept_untouched) == (0, compared.before, 1)


def test_one_that_spoils_unconnected_pairs_or_others_is_not_recommended(compared: HeldOut) -> None:
    trials = {trial.settings.method: trial for trial in compared.trials}
    count = np.ones(compared.asked)
    recall = {name: count * (trial.found.every.recall_at_10 or 0) for name, trial in trials.items()}
    best = trials["anchored"]
    top = replace(best.found.every, recall_at_10=0.99)
    fallen = replace(compared.before.unconnected, pairs=9, recall_at_10=0.1)
    before = replace(compared.before, unconnected=replace(fallen, recall_at_10=0.2))
    for spoilt, why in (
        (replace(best, found=replace(best.found, every=top, unconnected=fallen)), "nothing connec"),
        (replace(best, found=replace(best.found, every=top), kept_untouched=0.1), "untouched"),
    ):
        others = [
            replace(trial, found=replace(trial.found, unconnected=before.unconnected))
            for name, trial in trials.items()
            if name != "anchored"
        ]
        measured = replace(compared, before=before, trials=(spoilt, *others))
        hits = recall | {"anchored": count * 0.99}
        method, reason = recommend(measured, "anchored", hits)
        assert method != "anchored"
        assert "anchored finds more, but" in reason
        assert why in reason


def test_the_dictionarys_own_method_is_kept_where_another_is_no_better(compared: HeldOut) -> None:
    count = np.ones(compared.asked)
    level = tuple(replace(trial, found=compared.before) for trial in compared.trials)
    hits = {trial.settings.method: count for trial in level}
    method, reason = recommend(replace(compared, trials=level), "retrofit", hits)
    assert method == "retrofit"
    assert "in use already" in reason


def test_other_settings_are_judged_side_by_side_and_none_kept(bench: Workbench) -> None:
    choices = [Settings(), Settings(stay=0.2), Settings(method="pull", hold=0)]
    found = held_out(bench, 0.2, choices, seed=4)
    assert [trial.settings for trial in found.trials] == choices
    assert (found.recommended, found.reason, found.hidden) == (None, "", round(0.2 * found.pairs))
    cosines = [trial.found.connected.cosine or 0 for trial in found.trials]
    assert cosines[1] > cosines[0] > (found.before.connected.cosine or 1)
    assert get_settings(bench) == Settings()
    with pytest.raises(SettingError):
        held_out(bench, 0.2, [Settings(stay=-1)])


@pytest.mark.parametrize("after", [0, 1, 5])
def test_it_stops_where_it_is_told_to(bench: Workbench, after: int) -> None:
    heard: list[Progress] = []

    def stop(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) > after:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        held_out(bench, compare=True, on_progress=stop)
    assert len(heard) == after + 1
    whole: list[Progress] = []
    held_out(bench, on_progress=whole.append)
    assert whole[-1].done == whole[-1].total
    assert [each.done for each in whole] == sorted(each.done for each in whole)


def test_pairs_without_vectors_are_left_out_and_counted(bench: Workbench) -> None:
    bare, naked = (bench.store.terms.ids_of_texts([t])[t] for t in ("bare", "naked"))
    usual = held_out(bench, 0.3)
    decide_many(bench, bare, [naked, 1, 2], Verdict.ACCEPTED)
    found = held_out(bench, 0.3)
    assert (found.without_vectors, usual.without_vectors) == (3, 0)
    assert (found.pairs, found.terms) == (usual.pairs, usual.terms)


def test_where_no_pair_has_its_vectors_it_says_so(tmp_path: Path) -> None:
    with open_workbench(tmp_path / "few.db", create=True) as bench:
        with bench.store.transaction():
            bench.store.terms.add((t, t, None) for t in "abcd")
            space = bench.store.vectors.make_space("made", "", 2, "2026-01-01T00:00:00Z")
            bench.store.vectors.append(space, np.array([1]), np.ones((1, 2), np.float32))
        decide_many(bench, 1, [2, 3, 4], Verdict.ACCEPTED)
        with pytest.raises(PairError, match="3 lack a vector"):
            held_out(bench)
