"""A ranker taught by a dictionary's verdicts: the same however they are read, kept, taken back."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from synotui import text
from synotui.ops import review
from synotui.ops.history import redo, undo
from synotui.ops.suggesting.lessons import verdicts_in
from synotui.ops.suggesting.ranking import Ranking, plan_ranking, ranking_of, ready_ranking
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

GROUPS = 30


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """Ninety terms in thirty groups that begin alike, with vectors of four topics."""
    rng = np.random.default_rng(3)
    topics = rng.standard_normal((4, 12))
    texts, vectors = [], []
    for group in range(GROUPS):
        name = "".join(rng.choice(list("bdfglmnprst"), 4))
        middle = topics[group % 4] + 0.4 * rng.standard_normal(12)
        for ending in ("a", "on", "us"):
            texts.append(f"{name}{group}{ending}")
            vectors.append(middle + 0.4 * rng.standard_normal(12))
    with open_workbench(tmp_path / "ranked.db", create=True) as made:
        with made.store.transaction():
            made.store.terms.add((t, text.key(t), None) for t in texts)
            space = made.store.vectors.make_space("made", "", 12, "2026-01-01T00:00:00Z")
            ids = np.array(list(made.store.terms.ids_of_texts(texts).values()), np.int64)
            made.store.vectors.append(space, np.sort(ids), np.array(vectors, np.float32))
        yield made


def decide_some(bench: Workbench, groups: range) -> None:
    for group in groups:
        first = 3 * group + 1
        review.accept(bench, first, first + 1)
        review.reject(bench, first, (first + 14) % 90 + 1)
        review.reject(bench, first + 2, (first + 26) % 90 + 1)


def weights(ranking: Ranking) -> list[float]:
    made: list[float] = ranking.ranker.learnt.weights.tolist()
    return [*made, *ranking.ranker.calibration]


def test_it_ranks_what_the_verdicts_are_like(bench: Workbench) -> None:
    before = ranking_of(bench).candidates(60)
    decide_some(bench, range(15))
    after = ranking_of(bench).candidates(60)
    for scored in (before, after):
        assert ((scored.probabilities > 0) & (scored.probabilities < 1)).all()
    twin = after.pool.position(60, 61)
    assert twin is not None
    assert after.logits[twin] >= np.sort(after.logits)[-3]
    assert after.probabilities[twin] > before.probabilities[before.pool.position(60, 61) or 0]


def test_followed_read_at_once_or_gone_on_with_it_is_the_same(bench: Workbench) -> None:
    ranking_of(bench)
    decide_some(bench, range(4))
    ranking_of(bench)
    decide_some(bench, range(4, 8))
    followed = ranking_of(bench)
    assert followed.ranker.learnt.seen == 24
    assert plan_ranking(bench) is None
    with open_workbench(bench.path) as again:
        plan = plan_ranking(again)
        assert plan is not None
        assert plan.kept is not None
        gone_on = ranking_of(again)
    assert weights(gone_on) == weights(followed)
    with bench.store.transaction():
        bench.store.rankers.keep(1, b"of no use")
    with open_workbench(bench.path) as anew:
        assert weights(ranking_of(anew)) == weights(followed)


def test_while_nothing_is_written_the_file_is_hardly_asked(bench: Workbench) -> None:
    def asked() -> list[str]:
        statements: list[str] = []
        bench.store._connection.set_trace_callback(statements.append)
        assert ready_ranking(bench) is not None
        bench.store._connection.set_trace_callback(None)
        return statements

    ranking_of(bench)
    decide_some(bench, range(2))
    first, second = asked(), asked()
    assert not [each for each in first if "adjusted" in each], "moved terms are not counted"
    assert len(second) < len(first)
    assert {each for each in second if "data_version" not in each} == {
        "SELECT coalesce(max(seq), 0) + 1 FROM ledger"
    }
    decide_some(bench, range(2, 12))
    ranking_of(bench)
    with bench.store.transaction():
        bench.store.terms.add([("another", "", None)])
    assert ready_ranking(bench) is None, "what is written is seen"


def test_undo_takes_back_what_it_learnt(bench: Workbench) -> None:
    decide_some(bench, range(5))
    before = weights(ranking_of(bench))
    decide_some(bench, range(5, 6))
    learnt = weights(ranking_of(bench))
    assert learnt != before
    for _ in range(3):
        undo(bench)
    assert weights(ranking_of(bench)) == before
    for _ in range(3):
        redo(bench)
    with open_workbench(bench.path) as again:
        assert weights(ranking_of(again)) == weights(ranking_of(bench))


def test_what_was_adopted_serves_until_the_next(bench: Workbench) -> None:
    assert ready_ranking(bench) is None
    ranking = ranking_of(bench)
    review.accept(bench, 1, 2)
    assert ready_ranking(bench) is ranking
    assert ranking.material.view.graph.verdict(0, 1) is True
    queue = ranking.queue(np.array([0, 3, 6]))
    assert all({0, 1} != {each.head, each.other} for each in queue.next(500))
    bench.path.chmod(0o444)
    with open_workbench(bench.path) as closed:
        assert ranking_of(closed).ranker.learnt.seen == 1


def test_imported_verdicts_say_who_is_accepted_and_teach_no_more(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {term: found.text for term, found in bench.store.terms.by_id(range(1, 91)).items()}
    lines = [f"{texts[3 * g + 1]},{texts[3 * g + 2]},accepted" for g in range(10, 30)]
    (tmp_path / "known.csv").write_text("term,synonym,verdict\n" + "\n".join(lines) + "\n")
    import_file(bench, tmp_path / "known.csv", ImportOptions())
    decide_some(bench, range(4))
    ranking = ranking_of(bench)
    assert ranking.ranker.learnt.seen == 12
    assert len(ranking.material.view.graph.pairs()) == 24
    monkeypatch.setattr("synotui.ops.suggesting.lessons.LAST", 5)
    assert sum(t.teaches for t in verdicts_in(bench.store, ranking.material.lexicon)) == 7
    undo(bench)
    with open_workbench(bench.path) as again:
        assert weights(ranking_of(again)) == weights(ranking_of(bench))


def test_a_dictionary_without_vectors_or_terms_ranks_too(tmp_path: Path) -> None:
    with open_workbench(tmp_path / "none.db", create=True) as bench:
        assert len(ranking_of(bench).material.view) == 0
        with bench.store.transaction():
            bench.store.terms.add((t, t, None) for t in ("colour", "color", "red"))
        scored = ranking_of(bench).candidates(0, [2])
        assert {int(n) for n in scored.pool.others} >= {1, 2}
        assert np.isfinite(scored.logits).all()
