"""Evaluations of a dictionary: equal to gensim's on the same vectors, honest, kept, cancelled."""

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from gensim.models import KeyedVectors
from sklearn.metrics import ndcg_score

from synotui import text as words
from synotui.cli.evaluations import evaluation_document
from synotui.errors import Cancelled, EncoderError, FormatError, NoVector, SettingError
from synotui.model import Evaluation, Progress, Verdict
from synotui.ops.evaluate import (
    EvaluateOptions,
    evaluate,
    evaluation_history,
    keep_evaluation,
    plan_evaluation,
    run_evaluation,
)
from synotui.ops.points import find_points
from synotui.ops.review import decide
from synotui.ops.workbench import Workbench, open_workbench

WORDS, DIM = 120, 8


def _texts() -> list[str]:
    plain = [f"w{i:03}" for i in range(WORDS)]
    # Terms that are one but for case, before or after the plain one.
    plain[7], plain[90], plain[12] = "W012", "W033", "w012"
    return plain


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of 120 words in clusters, and another space that lacks every third."""
    path = tmp_path_factory.mktemp("evaluated") / "e.db"
    random = np.random.default_rng(21)
    middles = random.normal(size=(12, DIM))
    vectors = (middles[np.arange(WORDS) % 12] + 0.9 * random.normal(size=(WORDS, DIM))).astype("f4")
    texts = _texts()
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        store = bench.store
        store.terms.add((t, words.key(t), 1000.0 - i) for i, t in enumerate(texts))
        of = store.terms.ids_of_texts(texts)
        ids = np.array([of[t] for t in texts], np.int64)
        other = store.vectors.make_space("other", "", 5, "2026-01-01T00:00:00Z")
        some = np.arange(WORDS) % 3 > 0
        store.vectors.append(other, ids[some], random.normal(size=(80, 5)).astype("f4"))
        space = store.vectors.make_space("main", "", DIM, "2026-01-01T00:00:00Z")
        store.vectors.append(space, ids, vectors)
    return path


@pytest.fixture
def bench(made: Path, tmp_path: Path) -> Iterator[Workbench]:
    path = tmp_path / "e.db"
    path.write_bytes(made.read_bytes())
    with open_workbench(path) as opened:
        yield opened


def _id(bench: Workbench, text: str) -> int:
    return bench.store.terms.ids_of_texts([text])[text]


def _accept(bench: Workbench, *pairs: tuple[str, str], verdict: Verdict = Verdict.ACCEPTED) -> None:
    for a, b in pairs:
        decide(bench, _id(bench, a), _id(bench, b), verdict)


def _gensim(bench: Workbench, *, base: bool) -> KeyedVectors:
    loaded = bench.loaded()
    assert loaded is not None
    rows = np.arange(len(loaded.space))
    vectors = loaded.space.base(rows) if base else loaded.space.vectors(rows)
    held = KeyedVectors(DIM)
    held.add_vectors(bench.store.terms.texts(loaded.space.ids.tolist()), vectors)
    return held


def _write(bench: Workbench, name: str, text: str) -> Path:
    path = bench.path.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def _similarities(bench: Workbench) -> Path:
    random = np.random.default_rng(2)
    lines = [
        f"w{a:03}\tw{b:03}\t{score}"
        for a, b, score in random.integers((20, 20, 0), (89, 89, 8), (60, 3)).tolist()
    ]
    return _write(bench, "s.tsv", "\n".join([*lines, "w020\tnowhere\t3", "gone\tlost\t1"]) + "\n")


def _value(found: Evaluation, key: str, name: str) -> float:
    column = {"base": found.base, "now": found.now}[key]
    figure = column.figure(name)
    assert figure is not None and figure.value is not None
    return figure.value


def test_similarities_are_those_of_gensim_at_base_and_adjusted(bench: Workbench) -> None:
    _accept(bench, ("w021", "w022"), ("w030", "w040"))
    path = _similarities(bench)
    for wrong in (False, True):
        found = evaluate(bench, EvaluateOptions(on=path, unknown_is_wrong=wrong))
        for key in ("base", "now"):
            held = _gensim(bench, base=key == "base")
            pearson, spearman, missing = held.evaluate_word_pairs(str(path), dummy4unknown=wrong)
            assert _value(found, key, "spearman") == pytest.approx(spearman[0], abs=1e-9)
            assert _value(found, key, "pearson") == pytest.approx(pearson[0], abs=1e-6)
        assert (found.base.coverage.found, found.base.coverage.missing) == (60, 2)
        assert found.base.coverage.unknown == ("nowhere", "gone", "lost")
        assert missing == pytest.approx(100 * 2 / 62)
    assert found.moved == 4
    assert found.kind == "similarity"


def _analogies(bench: Workbench) -> Path:
    random = np.random.default_rng(3)
    lines = []
    for section in ("first", "second"):
        lines.append(f": {section}")
        for a, b in random.integers(0, WORDS, (40, 2)).tolist():
            # Terms of a cluster are twelve apart.
            four = a, b, (a + 12) % WORDS, (b + 12) % WORDS
            lines.append(" ".join(f"W{x:03}" if x % 2 else f"w{x:03}" for x in four))
    lines += ["w001 w002 w003 nowhere", ": nothing", "no such words here"]
    return _write(bench, "q.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("wrong", [False, True])
@pytest.mark.parametrize("vocabulary", [None, 70])
@pytest.mark.parametrize("case_sensitive", [False, True])
def test_analogies_are_those_of_gensim(
    bench: Workbench, wrong: bool, vocabulary: int | None, case_sensitive: bool
) -> None:
    _accept(bench, ("w021", "w022"), ("w030", "w040"), ("w050", "w062"))
    path = _analogies(bench)
    options = EvaluateOptions(
        on=path, unknown_is_wrong=wrong, vocabulary=vocabulary, case_sensitive=case_sensitive
    )
    found = evaluate(bench, options)
    assert found.kind == "analogies"
    for key in ("base", "now"):
        score, sections = _gensim(bench, base=key == "base").evaluate_word_analogies(
            str(path),
            restrict_vocab=vocabulary or 300_000,
            case_insensitive=not case_sensitive,
            dummy4unknown=wrong,
        )
        assert _value(found, key, "accuracy") == pytest.approx(score)
        column = found.base if key == "base" else found.now
        ours = [(each.name, each.correct, each.asked) for each in column.sections]
        theirs = [
            (s["section"], len(s["correct"]), len(s["correct"]) + len(s["incorrect"]))
            for s in sections[:-1]
        ]
        assert ours == theirs
    if not case_sensitive:
        assert "w090" in found.base.coverage.unknown, "W033 is there in its place"
        assert bool(found.base.coverage.beyond) == (vocabulary is not None)


def test_gold_is_ranked_among_all_terms_as_by_hand(bench: Workbench) -> None:
    pairs = [("w021", "w033"), ("w021", "w045"), ("w050", "w062"), ("w100", "w112")]
    _accept(bench, ("w021", "w033"), ("w060", "w061"))
    path = _write(
        bench, "g.csv", "term,synonym\n" + "".join(f"{a},{b}\n" for a, b in pairs) + "x,y\n"
    )
    found = evaluate(bench, EvaluateOptions(on=path))
    assert (found.kind, found.told) == ("gold", 1)
    assert (found.base.coverage.found, found.base.coverage.missing) == (4, 1)
    for key in ("base", "now"):
        by_hand = _by_hand(_gensim(bench, base=key == "base"), pairs)
        for name, value in by_hand.items():
            assert _value(found, key, name) == pytest.approx(value), (key, name)
        held = _gensim(bench, base=key == "base")
        untold = _by_hand(held, pairs[1:], {("w021", "w033"), ("w060", "w061")})
        for name, value in untold.items():
            assert _value(found, key, f"{name}_untold") == pytest.approx(value), (key, name)
    figure = found.base.figure("mrr")
    assert figure is not None and figure.n == 7
    assert any("adjust DB --held-out" in note for note in found.notes)
    document = evaluation_document(found, kept=True)
    assert document["recall_at_10_base"] == _value(found, "base", "recall_at_10")
    assert document["n"] == 7


def _by_hand(
    held: KeyedVectors, pairs: list[tuple[str, str]], known: Iterable[tuple[str, str]] = ()
) -> dict[str, float]:
    partners: dict[str, set[str]] = {}
    for a, b in pairs:
        partners.setdefault(a, set()).add(b)
        partners.setdefault(b, set()).add(a)
    told = {pair for a, b in known for pair in ((a, b), (b, a))}
    recalls, reciprocal, ndcg = [], [], []
    for head, wanted in partners.items():
        listed = [t for t, _ in held.most_similar(head, topn=WORDS) if (head, t) not in told]
        ranks = sorted(listed.index(each) + 1 for each in wanted)
        recalls.append(np.mean([rank <= 10 for rank in ranks]))
        reciprocal.append(1 / ranks[0])
        truth = np.array([[each in wanted for each in listed]])
        ndcg.append(ndcg_score(truth, -np.arange(len(listed))[None], k=10))
    return {
        "recall_at_10": float(np.mean(recalls)),
        "mrr": float(np.mean(reciprocal)),
        "ndcg_at_10": float(np.mean(ndcg)),
    }


def test_the_dictionarys_own_pairs_prove_nothing_and_it_says_so(bench: Workbench) -> None:
    _accept(bench, *((f"w{i:03}", f"w{i + 12:03}") for i in range(20, 32)))
    few = evaluate(bench)
    assert few.kind == "dictionary"
    assert few.told == 12
    assert any("proves nothing" in note and "--held-out" in note for note in few.notes)
    assert few.base.threshold is not None and few.base.threshold.against == "random"
    assert _value(few, "now", "mrr") > _value(few, "base", "mrr")
    assert few.base.figure("mrr_untold") is None
    change = next(each for each in few.changes if each.name == "alignment")
    assert change.value is not None and change.value < 0 and change.clear
    rejected = ((f"w{i:03}", f"w{i + 13:03}") for i in range(50, 72))
    _accept(bench, *rejected, verdict=Verdict.REJECTED)
    many = evaluate(bench)
    assert many.now.threshold is not None and many.now.threshold.against == "rejected"
    assert (many.now.threshold.synonyms, many.now.threshold.others) == (12, 22)
    assert _value(many, "now", "threshold") == pytest.approx(many.now.threshold.cosine)
    assert many.now.threshold.curve[-1].recall == 1


def test_without_pairs_the_space_itself_is_measured(bench: Workbench) -> None:
    found = evaluate(bench)
    assert _value(found, "base", "anisotropy") < 0.5
    assert _value(found, "base", "hubness") is not None
    assert any("only the space itself" in note for note in found.notes)
    assert all(change.value in (0, None) for change in found.changes)


def test_told_similarities_stand_apart(bench: Workbench) -> None:
    path = _similarities(bench)
    first = path.read_text().splitlines()[0].split("\t")
    _accept(bench, (first[0], first[1]))
    found = evaluate(bench, EvaluateOptions(on=path))
    rest = _write(bench, "rest.tsv", "".join(path.read_text().splitlines(keepends=True)[1:]))
    other = evaluate(bench, EvaluateOptions(on=rest))
    assert found.told == 1
    assert _value(found, "now", "spearman_untold") == _value(other, "now", "spearman")


def test_other_spaces_stand_beside_on_what_they_have_or_on_what_all_have(
    bench: Workbench,
) -> None:
    path = _similarities(bench)
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
        gold = _write(bench, "g.csv", "term,synonym\nw021,w033\nw022,w034\n")
        beside = evaluate(bench, EvaluateOptions(on=gold, kind=kind, spaces=("other",)))
        assert beside.columns[2].figure("mrr") is not None
    dictionary = evaluate(bench, EvaluateOptions(spaces=("other",)))
    assert dictionary.columns[2].figure("uniformity") is not None


def test_what_is_no_term_is_placed_on_the_spot(tiny_path: Path) -> None:
    with open_workbench(tiny_path) as bench:
        path = _write(
            bench, "s.csv", "普拉多,霸道SUV,4.5\n汽车旅馆,汽车酒店,4\n苹果,卡车,0\n耳机,鞋带头,1\n"
        )
        found = evaluate(bench, EvaluateOptions(on=path))
        assert (found.base.coverage.found, found.base.coverage.missing) == (2, 2)
        placed = evaluate(bench, EvaluateOptions(on=path, place=True))
        assert (placed.base.coverage.found, placed.base.coverage.placed) == (4, 3)
        assert placed.base.coverage.missing == 0
        assert placed.now.figure("pearson") is not None
        only = _write(bench, "only.csv", "汽车旅馆,汽车酒店,4\n钢笔,圆珠笔,3\n")
        with pytest.raises(FormatError, match="--place"):
            evaluate(bench, EvaluateOptions(on=only))
        assert evaluate(bench, EvaluateOptions(on=only, place=True)).base.coverage.found == 2


def test_gold_texts_that_are_no_terms_are_heads_where_they_are_placed(tiny_path: Path) -> None:
    with open_workbench(tiny_path) as bench:
        path = _write(bench, "g.csv", "苹果,苹果手机\n小轿车,轿车\n大卡车,卡车\n甲乙,丙丁\n")
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
            own = cosines[space.row_of(_id(bench, partner))]
            ranks.append(int((cosines > own).sum()) + 1)
        assert one.value is not None
        expected = (one.value * 2 + sum(1 / rank for rank in ranks)) / 4
        assert other.value == pytest.approx(expected)


def test_texts_that_cannot_be_placed_are_left_out(bench: Workbench) -> None:
    found = evaluate(bench, EvaluateOptions(on=_similarities(bench), place=True))
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
        _accept(bench, ("t0", "t1"), ("t2", "t3"))
        files = {
            "s.csv": "t0,t1,3\nt2,t9,1\nt4,t8,2\n",
            "q.txt": ": s\nt0 t1 t2 t3\nt5 t6 t7 t8\n",
            "g.tsv": "t0\tt1\nt5\tt6\nt5\tt7\n",
        }
        asked = [EvaluateOptions(), *(EvaluateOptions(on=_write(bench, *f)) for f in files.items())]
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
    path = _similarities(bench)
    before = bench.store.state()
    first = evaluate(bench, EvaluateOptions(on=path))
    assert bench.store.state() == before, "an evaluation is no change of what is decided"
    _accept(bench, ("w021", "w022"))
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
    assert series[0].values("spearman_now")[0] == _value(first, "now", "spearman")
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
    _accept(bench, ("w021", "w033"))
    plan = plan_evaluation(bench, EvaluateOptions(spaces=("other",)))
    before = run_evaluation(plan)
    _accept(bench, ("w040", "w052"), ("w041", "w053"))
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
    strange = _write(bench, "s.csv", "haus,heim,7\nbaum,strauch,3\n")
    with pytest.raises(FormatError, match=r"none of its 2 pairs is of terms that e\.db has"):
        evaluate(bench, EvaluateOptions(on=strange))
    with pytest.raises(FormatError, match="none of its 1 questions"):
        evaluate(bench, EvaluateOptions(on=_write(bench, "q.txt", ": s\na b c d\n")))
    with pytest.raises(FormatError, match="none of its 1 pairs"):
        evaluate(bench, EvaluateOptions(on=_write(bench, "g.csv", "haus,heim\n")))
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
    path = _write(bench, "g.csv", "term,synonym\n" + lines)
    some = evaluate(bench, EvaluateOptions(on=path, heads=10))
    every = evaluate(bench, EvaluateOptions(on=path, heads=0))
    figures = [each.base.figure("mrr") for each in (some, every)]
    assert [figure.n for figure in figures if figure] == [10, 52]
    assert any("10 of 52 heads were asked" in note for note in some.notes)
    assert any("as many pairs of terms drawn at random" in note for note in every.notes)
    assert every.base.figures == evaluate(bench, EvaluateOptions(on=path)).base.figures
    value = _value(some, "base", "mrr")
    assert math.isfinite(value) and value != _value(every, "base", "mrr")
