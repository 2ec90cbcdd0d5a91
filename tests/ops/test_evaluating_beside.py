"""Evaluations beside other spaces and decisions, of odd spaces, kept, stopped, refused."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from synotui import text as words
from synotui.cli.evaluations import evaluation_document
from synotui.errors import Cancelled, EncoderError, FormatError, NoVector, SettingError
from synotui.model import Evaluation, Progress
from synotui.ops.evaluating.evaluate import (
    EvaluateOptions,
    evaluate,
    evaluation_history,
    keep_evaluation,
    plan_evaluation,
    run_evaluation,
)
from synotui.ops.spaces.points import find_points
from synotui.ops.workbench import Workbench, open_workbench

from .evaluated import accept, id_of, make_dictionary, similarities, value, write


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of 120 words, and another space that lacks every third."""
    path = tmp_path_factory.mktemp("evaluated") / "e.db"
    make_dictionary(path)
    return path


@pytest.fixture
def bench(evaluated: Path, tmp_path: Path) -> Iterator[Workbench]:
    path = tmp_path / "e.db"
    path.write_bytes(evaluated.read_bytes())
    with open_workbench(path) as opened:
        yield opened


def test_other_spaces_stand_beside_on_what_they_have_or_on_what_all_have(
    bench: Workbench,
) -> None:
    path = similarities(bench)
    found = evaluate(bench, EvaluateOptions(on=path, spaces=("other",)))
    base, _, other = found.columns
    assert (other.key, other.space) == ("other", "other")
    assert other.coverage.found < base.coverage.found == 60
    assert other.coverage.without_vector
    assert any("--common" in note for note in found.notes)
    shared = evaluate(bench, EvaluateOptions(on=path, spaces=("other", "main"), common=True))
    assert {each.coverage.found for each in shared.columns} == {other.coverage.found}
    again = shared.columns[2].figure("spearman")
    assert again == other.figure("spearman")
    series = {each.space: each for each in evaluation_history(bench)}
    assert "spearman_base" in series["other"].kept[0].figures
    with pytest.raises(EncoderError, match="Spaces: other, main"):
        evaluate(bench, EvaluateOptions(on=path, spaces=("none",)))
    for kind in (None, "gold"):
        gold = write(bench, "g.csv", "term,synonym\nw021,w033\nw022,w034\n")
        beside = evaluate(bench, EvaluateOptions(on=gold, kind=kind, spaces=("other",)))
        assert beside.columns[2].figure("mrr") is not None
    dictionary = evaluate(bench, EvaluateOptions(spaces=("other",)))
    assert dictionary.columns[2].figure("uniformity") is not None


def test_what_is_no_term_is_placed_on_the_spot(tiny_path: Path) -> None:
    with open_workbench(tiny_path) as bench:
        path = write(
            bench, "s.csv", "普拉多,霸道SUV,4.5\n汽车旅馆,汽车酒店,4\n苹果,卡车,0\n耳机,鞋带头,1\n"
        )
        found = evaluate(bench, EvaluateOptions(on=path))
        assert (found.base.coverage.found, found.base.coverage.missing) == (2, 2)
        placed = evaluate(bench, EvaluateOptions(on=path, place=True))
        assert (placed.base.coverage.found, placed.base.coverage.placed) == (4, 3)
        assert placed.base.coverage.missing == 0
        assert placed.now.figure("pearson") is not None
        only = write(bench, "only.csv", "汽车旅馆,汽车酒店,4\n钢笔,圆珠笔,3\n")
        with pytest.raises(FormatError, match="--place"):
            evaluate(bench, EvaluateOptions(on=only))
        assert evaluate(bench, EvaluateOptions(on=only, place=True)).base.coverage.found == 2


def test_gold_texts_that_are_no_terms_are_heads_where_they_are_placed(tiny_path: Path) -> None:
    with open_workbench(tiny_path) as bench:
        path = write(bench, "g.csv", "苹果,苹果手机\n小轿车,轿车\n大卡车,卡车\n甲乙,丙丁\n")
        left = evaluate(bench, EvaluateOptions(on=path))
        placed = evaluate(bench, EvaluateOptions(on=path, place=True))
        one, other = left.base.figure("mrr"), placed.base.figure("mrr")
        assert one is not None and other is not None
        assert (one.n, other.n) == (2, 4)
        assert (left.base.coverage.found, left.base.coverage.missing) == (1, 3)
        assert (placed.base.coverage.found, placed.base.coverage.missing) == (3, 1)
        assert placed.base.coverage.placed == 2
        points = find_points(bench, ["小轿车", "大卡车"])
        loaded = bench.loaded()
        assert loaded is not None
        space = loaded.space
        every = space.units(np.arange(len(space)))
        ranks = []
        for point, partner in zip(points, ("轿车", "卡车"), strict=True):
            cosines = every @ (point.base / np.linalg.norm(point.base))
            own = cosines[space.row_of(id_of(bench, partner))]
            ranks.append(int((cosines > own).sum()) + 1)
        assert one.value is not None
        expected = (one.value * 2 + sum(1 / rank for rank in ranks)) / 4
        assert other.value == pytest.approx(expected)


def test_texts_that_cannot_be_placed_are_left_out(bench: Workbench) -> None:
    found = evaluate(bench, EvaluateOptions(on=similarities(bench), place=True))
    assert (found.base.coverage.found, found.base.coverage.placed) == (60, 0)


@pytest.mark.parametrize("scale", [False, True])
def test_a_space_of_equal_vectors_gives_figures_or_nothing(tmp_path: Path, scale: bool) -> None:
    texts = [f"t{i}" for i in range(40)]
    vectors = np.full((40, 3), 0.3, np.float32)
    if scale:
        vectors *= np.arange(1, 41, dtype=np.float32)[:, None]
    with open_workbench(tmp_path / "l.db", create=True) as bench:
        with bench.store.transaction():
            store = bench.store
            store.terms.add((t, words.key(t), None) for t in texts)
            of = store.terms.ids_of_texts(texts)
            space = store.vectors.make_space("level", "", 3, "2026-01-01T00:00:00Z")
            store.vectors.append(space, np.array([of[t] for t in texts], np.int64), vectors)
        accept(bench, ("t0", "t1"), ("t2", "t3"))
        files = {
            "s.csv": "t0,t1,3\nt2,t9,1\nt4,t8,2\n",
            "q.txt": ": s\nt0 t1 t2 t3\nt5 t6 t7 t8\n",
            "g.tsv": "t0\tt1\nt5\tt6\nt5\tt7\n",
        }
        asked = [EvaluateOptions(), *(EvaluateOptions(on=write(bench, *f)) for f in files.items())]
        documents = []
        for options in asked:
            found = evaluate(bench, options)
            documents.append(evaluation_document(found, kept=True))
            json.dumps(documents[-1], allow_nan=False)
        own, similar, _, gold = documents
        assert similar["spearman_base"] is similar["pearson_now"] is None
        assert own["hubness_base"] is None
        assert own["auc_base"] == 0.5
        # One of 39 equal terms: the chance to be among the first ten.
        assert gold["recall_at_10_base"] == pytest.approx(10 / 39)
        assert own["mrr_base"] == pytest.approx(sum(1 / r for r in range(1, 40)) / 39)


def test_figures_are_kept_over_time_and_never_where_nothing_may_be_written(
    bench: Workbench,
) -> None:
    path = similarities(bench)
    before = bench.store.state()
    first = evaluate(bench, EvaluateOptions(on=path))
    assert bench.store.state() == before, "an evaluation is no change of what is decided"
    accept(bench, ("w021", "w022"))
    evaluate(bench, EvaluateOptions(on=path))
    evaluate(bench, EvaluateOptions(on=path), keep=False)
    evaluate(bench, EvaluateOptions(on=path, unknown_is_wrong=True))
    evaluate(bench)
    series = evaluation_history(bench)
    assert [(each.kind, len(each.kept)) for each in series] == [
        ("similarity", 2),
        ("similarity", 1),
        ("dictionary", 1),
    ]
    assert [each.kind for each in evaluation_history(bench, "dictionary")] == ["dictionary"]
    assert series[0].values("spearman_now")[0] == value(first, "now", "spearman")
    assert [each.seq for each in series[0].kept] == [0, 1]
    assert series[0].kept[0].source == str(path)
    bench.path.chmod(0o444)
    with open_workbench(bench.path) as closed:
        if closed.read_only:
            plan = plan_evaluation(closed, EvaluateOptions(on=path))
            assert not keep_evaluation(closed, plan, run_evaluation(plan))
        assert len(evaluation_history(closed)) == 3
    bench.path.chmod(0o644)


def test_it_runs_beside_decisions_and_stops_when_told(bench: Workbench) -> None:
    accept(bench, ("w021", "w033"))
    plan = plan_evaluation(bench, EvaluateOptions(spaces=("other",)))
    before = run_evaluation(plan)
    accept(bench, ("w040", "w052"), ("w041", "w053"))
    results: list[Evaluation] = []
    thread = Thread(target=lambda: results.append(run_evaluation(plan)))
    thread.start()
    thread.join()
    assert [c.figures for c in results[0].columns] == [c.figures for c in before.columns]
    assert results[0].seq == 1

    def stop(progress: Progress) -> None:
        assert progress.total is None or progress.done <= progress.total
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        run_evaluation(plan, stop)


def test_what_makes_no_sense_is_refused(bench: Workbench, tmp_path: Path) -> None:
    strange = write(bench, "s.csv", "haus,heim,7\nbaum,strauch,3\n")
    with pytest.raises(FormatError, match=r"none of its 2 pairs is of terms that e\.db has"):
        evaluate(bench, EvaluateOptions(on=strange))
    with pytest.raises(FormatError, match="none of its 1 questions"):
        evaluate(bench, EvaluateOptions(on=write(bench, "q.txt", ": s\na b c d\n")))
    with pytest.raises(FormatError, match="none of its 1 pairs"):
        evaluate(bench, EvaluateOptions(on=write(bench, "g.csv", "haus,heim\n")))
    with pytest.raises(FormatError, match="name the file"):
        evaluate(bench, EvaluateOptions(kind="gold"))
    with pytest.raises(FormatError, match="takes no file"):
        evaluate(bench, EvaluateOptions(on=strange, kind="dictionary"))
    with pytest.raises(SettingError, match="similarities and gold"):
        evaluate(bench, EvaluateOptions(place=True))
    with pytest.raises(SettingError, match="vocabulary=0"):
        evaluate(bench, EvaluateOptions(vocabulary=0))
    with open_workbench(tmp_path / "none.db", create=True) as empty, pytest.raises(NoVector):
        evaluate(empty)


def test_only_some_heads_are_asked_where_they_are_many(bench: Workbench) -> None:
    lines = "".join(f"w{i:03},w{i + 12:03}\n" for i in range(20, 60))
    path = write(bench, "g.csv", "term,synonym\n" + lines)
    some = evaluate(bench, EvaluateOptions(on=path, heads=10))
    every = evaluate(bench, EvaluateOptions(on=path, heads=0))
    figures = [each.base.figure("mrr") for each in (some, every)]
    assert [figure.n for figure in figures if figure] == [10, 52]
    assert any("10 of 52 heads were asked" in note for note in some.notes)
    assert any("as many pairs of terms drawn at random" in note for note in every.notes)
    assert every.base.figures == evaluate(bench, EvaluateOptions(on=path)).base.figures
    mrr = value(some, "base", "mrr")
    assert math.isfinite(mrr) and mrr != value(every, "base", "mrr")
