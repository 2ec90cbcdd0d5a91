"""Evaluations of a dictionary: equal to gensim's on the same vectors, honest, kept, cancelled."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors
from sklearn.metrics import ndcg_score

from synotui.cli.evaluations import evaluation_document
from synotui.model import Verdict
from synotui.ops.evaluating.evaluate import (
    EvaluateOptions,
    evaluate,
)
from synotui.ops.workbench import Workbench, open_workbench

from .evaluated import DIM, WORDS, accept, make_dictionary, similarities, value, write


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


def _gensim(bench: Workbench, *, base: bool) -> KeyedVectors:
    loaded = bench.loaded()
    assert loaded is not None
    rows = np.arange(len(loaded.space))
    vectors = loaded.space.base(rows) if base else loaded.space.vectors(rows)
    held = KeyedVectors(DIM)
    held.add_vectors(bench.store.terms.texts(loaded.space.ids.tolist()), vectors)
    return held


def test_similarities_are_those_of_gensim_at_base_and_adjusted(bench: Workbench) -> None:
    accept(bench, ("w021", "w022"), ("w030", "w040"))
    path = similarities(bench)
    for wrong in (False, True):
        found = evaluate(bench, EvaluateOptions(on=path, unknown_is_wrong=wrong))
        for key in ("base", "now"):
            held = _gensim(bench, base=key == "base")
            pearson, spearman, missing = held.evaluate_word_pairs(str(path), dummy4unknown=wrong)
            assert value(found, key, "spearman") == pytest.approx(spearman[0], abs=1e-9)
            assert value(found, key, "pearson") == pytest.approx(pearson[0], abs=1e-6)
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
    return write(bench, "q.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("wrong", [False, True])
@pytest.mark.parametrize("vocabulary", [None, 70])
@pytest.mark.parametrize("case_sensitive", [False, True])
def test_analogies_are_those_of_gensim(
    bench: Workbench, wrong: bool, vocabulary: int | None, case_sensitive: bool
) -> None:
    accept(bench, ("w021", "w022"), ("w030", "w040"), ("w050", "w062"))
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
        assert value(found, key, "accuracy") == pytest.approx(score)
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
    accept(bench, ("w021", "w033"), ("w060", "w061"))
    path = write(
        bench, "g.csv", "term,synonym\n" + "".join(f"{a},{b}\n" for a, b in pairs) + "x,y\n"
    )
    found = evaluate(bench, EvaluateOptions(on=path))
    assert (found.kind, found.told) == ("gold", 1)
    assert (found.base.coverage.found, found.base.coverage.missing) == (4, 1)
    for key in ("base", "now"):
        by_hand = _by_hand(_gensim(bench, base=key == "base"), pairs)
        for name, wanted in by_hand.items():
            assert value(found, key, name) == pytest.approx(wanted), (key, name)
        held = _gensim(bench, base=key == "base")
        untold = _by_hand(held, pairs[1:], {("w021", "w033"), ("w060", "w061")})
        for name, wanted in untold.items():
            assert value(found, key, f"{name}_untold") == pytest.approx(wanted), (key, name)
    figure = found.base.figure("mrr")
    assert figure is not None and figure.n == 7
    assert any("adjust DB --held-out" in note for note in found.notes)
    document = evaluation_document(found, kept=True)
    assert document["recall_at_10_base"] == value(found, "base", "recall_at_10")
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
    accept(bench, *((f"w{i:03}", f"w{i + 12:03}") for i in range(20, 32)))
    few = evaluate(bench)
    assert few.kind == "dictionary"
    assert few.told == 12
    assert any("proves nothing" in note and "--held-out" in note for note in few.notes)
    assert few.base.threshold is not None and few.base.threshold.against == "random"
    assert value(few, "now", "mrr") > value(few, "base", "mrr")
    assert few.base.figure("mrr_untold") is None
    change = next(each for each in few.changes if each.name == "alignment")
    assert change.value is not None and change.value < 0 and change.clear
    rejected = ((f"w{i:03}", f"w{i + 13:03}") for i in range(50, 72))
    accept(bench, *rejected, verdict=Verdict.REJECTED)
    many = evaluate(bench)
    assert many.now.threshold is not None and many.now.threshold.against == "rejected"
    assert (many.now.threshold.synonyms, many.now.threshold.others) == (12, 22)
    assert value(many, "now", "threshold") == pytest.approx(many.now.threshold.cosine)
    assert many.now.threshold.curve[-1].recall == 1


def test_without_pairs_the_space_itself_is_measured(bench: Workbench) -> None:
    found = evaluate(bench)
    assert value(found, "base", "anisotropy") < 0.5
    assert value(found, "base", "hubness") is not None
    assert any("only the space itself" in note for note in found.notes)
    assert all(change.value in (0, None) for change in found.changes)


def test_told_similarities_stand_apart(bench: Workbench) -> None:
    path = similarities(bench)
    first = path.read_text().splitlines()[0].split("\t")
    accept(bench, (first[0], first[1]))
    found = evaluate(bench, EvaluateOptions(on=path))
    rest = write(bench, "rest.tsv", "".join(path.read_text().splitlines(keepends=True)[1:]))
    other = evaluate(bench, EvaluateOptions(on=rest))
    assert found.told == 1
    assert value(found, "now", "spearman_untold") == value(other, "now", "spearman")
