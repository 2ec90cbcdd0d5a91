"""Questions to a dictionary's space: terms and texts, base and adjusted, what has no answer."""

from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

import synotui
from synotui.engine.arrays import Floats
from synotui.errors import NoVector, SettingError, TermError, UnknownTerm
from synotui.model import Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.exploring import explore
from synotui.ops.exploring.explored import By
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated `init_sims`")
SIDES = pytest.mark.parametrize("by", ["base", "now"])


@pytest.fixture
def decided(bench: Workbench) -> Workbench:
    """The small dictionary with pairs accepted, so that some vectors moved."""
    for a, b in (("term00", "term01"), ("term00", "term07"), ("term05", "term30")):
        decide(bench, find_term(bench, a).id, find_term(bench, b).id, Verdict.ACCEPTED)
    return bench


def keyed(bench: Workbench, by: By) -> KeyedVectors:
    loaded = bench.loaded()
    assert loaded is not None
    rows = np.arange(len(loaded.space))
    vectors: Floats = loaded.space.base(rows) if by == "base" else loaded.space.vectors(rows)
    terms = bench.store.terms.by_id(loaded.space.ids.tolist())
    found = KeyedVectors(vectors.shape[1])
    found.add_vectors([terms[term].text for term in loaded.space.ids.tolist()], vectors)
    return found


@SIDES
def test_answers_are_those_of_gensim_by_either_side(decided: Workbench, by: By) -> None:
    peer = keyed(decided, by)
    for measure, theirs in (
        ("3CosAdd", peer.most_similar(["term00", "term05"], ["term09"], topn=12)),
        ("3CosMul", peer.most_similar_cosmul(["term00", "term05"], ["term09"], topn=12)),
    ):
        asked = [("term00", 1.0), ("term05", 1.0), ("term09", -1.0)]
        found = explore.nearest(decided, asked, 12, by=by, measure=measure)  # type: ignore[arg-type]
        assert [each.term.text for each in found.items] == [text for text, _ in theirs]
        scores = [each.score for each in found.items]
        np.testing.assert_allclose(scores, [score for _, score in theirs], atol=1e-5)
        assert (found.measure, found.index, found.by) == (measure, "exact", by)
    names = ["term00", "term05", "term12", "term31"]
    odd = explore.odd_one_out(decided, names, by=by)
    assert odd.odd is not None and odd.odd.text == peer.doesnt_match(names)
    closer = explore.closer(decided, "term00", "term12", 40, by=by)
    assert {each.term.text for each in closer.items} == {*peer.closer_than("term00", "term12")}
    assert closer.count + 1 == peer.rank("term00", "term12") == len(closer.items) + 1
    relative = explore.relative(decided, "term00", ["term12"], by=by).items[0]
    share = relative.base if by == "base" else relative.now
    theirs_share = peer.relative_cosine_similarity("term00", "term12")
    assert share == pytest.approx(theirs_share, abs=1e-5)
    assert relative.above == (theirs_share > 0.1)
    between = explore.between(decided, names[:2], names[2:])
    figure = between.base if by == "base" else between.now
    assert figure == pytest.approx(peer.n_similarity(names[:2], names[2:]), abs=1e-5)
    distances = explore.distances(decided, names[0], names[1:], by=by)
    np.testing.assert_allclose(distances, peer.distances(names[0], names[1:]), atol=1e-5)
    [vector] = explore.components(decided, ["term00"], 5)
    shown = vector.base if by == "base" else vector.now
    assert shown == tuple(peer["term00"][:5].tolist()) and vector.dim == 12


def test_each_answer_has_the_cosines_of_both_sides(decided: Workbench) -> None:
    for by in ("base", "now"):
        peers: dict[By, KeyedVectors] = {side: keyed(decided, side) for side in ("base", "now")}
        found = explore.nearest(decided, [("term00", 1.0), ("term09", -0.5)], 39, by=by)
        for side, peer in peers.items():
            asked = peer.most_similar(["term00"], [("term09", -0.5)], topn=39)
            cosines = {each.term.text: getattr(each, side) for each in found.items}
            assert cosines == pytest.approx(dict(asked), abs=1e-5)
    assert any(abs(each.base - each.now) > 0.01 for each in found.items)


def test_what_has_no_answer_is_told(decided: Workbench, tmp_path: Path) -> None:
    with pytest.raises(UnknownTerm) as unknown:
        explore.analogy(decided, ["term0x"])
    assert unknown.value.closest
    with pytest.raises(TermError, match="cancel each other out"):
        explore.analogy(decided, ["term00"], ["TERM00"])
    with pytest.raises(TermError, match="Nothing is asked"):
        explore.analogy(decided, [])
    with pytest.raises(TermError, match="three"):
        explore.odd_one_out(decided, ["term00", "term01"])
    with pytest.raises(TermError, match="empty"):
        explore.between(decided, ["term00"], [])
    with pytest.raises(TermError, match="compared"):
        explore.relative(decided, "term00", [])
    with pytest.raises(SettingError, match="weights"):
        explore.nearest(decided, [("term00", 0.5)], measure="3CosMul")
    with pytest.raises(SettingError, match="begin with"):
        explore.analogy(decided, [], ["term00"], measure="3CosMul")
    with open_workbench(tmp_path / "none.db", create=True) as none, pytest.raises(NoVector):
        explore.analogy(none, ["a"])


def imported(path: Path, lines: list[str], dim: int) -> Workbench:
    source = path.with_suffix(".txt")
    source.write_text("\n".join([f"{len(lines)} {dim}", *lines]) + "\n", encoding="utf-8")
    bench = open_workbench(path, create=True)
    import_file(bench, source, ImportOptions())
    return bench


def test_identical_vectors_are_all_alike(tmp_path: Path) -> None:
    lines = [f"same{n} 0.1 0.2 0.3" for n in range(6)]
    with imported(tmp_path / "same.db", lines, 3) as bench:
        found = explore.analogy(bench, ["same0"], k=9)
        assert [each.term.text for each in found.items] == [f"same{n}" for n in range(1, 6)]
        assert all(each.now == pytest.approx(1) for each in found.items)
        assert explore.odd_one_out(bench, ["same1", "same2", "same3"]).odd is None
        assert explore.closer(bench, "same0", "same4").rank_now == 1
        assert explore.between(bench, ["same0"], ["same1"]).now == pytest.approx(1)
        assert explore.relative(bench, "same0", ["same1"]).items[0].now == pytest.approx(0.2)
        with pytest.raises(TermError, match="cancel"):
            explore.analogy(bench, ["same0"], ["same1"])


def test_zero_vectors_and_a_term_alone(tmp_path: Path) -> None:
    with imported(tmp_path / "zero.db", ["one 1 2", "other 2 1", "nil 0 0"], 2) as bench:
        with pytest.raises(UnknownTerm):
            explore.analogy(bench, ["nil"])
        found = explore.analogy(bench, ["one"])
        assert [each.term.text for each in found.items] == ["other"]
    with imported(tmp_path / "alone.db", ["one 1 2"], 2) as bench:
        assert explore.analogy(bench, ["one"]).items == ()
        with pytest.raises(TermError, match="no neighbours"):
            explore.relative(bench, "one", ["one"])
        assert explore.closer(bench, "one", "one").rank_now == 1


def test_texts_are_placed_on_the_spot_and_marked(tiny_path: Path) -> None:
    with synotui.open(tiny_path) as cars:
        found = cars.most_similar(["红色跑车", ("轿车", 0.5)], "卡车", k=3)
        assert [each.how for each in found.given] == ["encoded", "term", "term"]
        assert [each.weight for each in found.given] == [1, 0.5, -1]
        assert len(found.items) == 3
        term = cars.most_similar("红色跑车", k=1).items[0].term.text
        assert term == "跑车"
        closer = cars.closer_than("红色跑车", "红色的跑车")
        assert closer.b.how == "encoded" and closer.count == 0
        assert cars.relative_cosine("跑车", "红色跑车").items[0].given.how == "encoded"
        odd = cars.odd_one_out(["红色跑车", "跑车", "领结", "轿车"]).odd
        assert odd is not None and odd.text == "领结"
        assert cars.similarity_of_sets(["跑车"], ["红色跑车"]).now > 0.5
        assert cars.vector("红色跑车").shape == cars.vector("跑车", by="base").shape
        [near] = cars.distances("跑车", ["红色跑车"])
        assert near == pytest.approx(1 - cars.compare("跑车", "红色跑车").now.cosine, abs=1e-5)


def test_not_exact_the_index_answers_where_there_is_one(tiny_path: Path) -> None:
    with synotui.open(tiny_path) as cars:
        assert cars.most_similar("普拉多", exact=False).index == "exact"
        cars.index("hnswlib")
        exact = cars.most_similar("普拉多", ["领结"], k=5)
        through = cars.most_similar("普拉多", ["领结"], k=5, exact=False)
        assert (exact.index, through.index) == ("exact", "hnsw")
        assert through.items == exact.items


def test_a_term_taken_back_is_no_answer(tiny_path: Path) -> None:
    with open_workbench(tiny_path) as bench:
        add_synonym(bench, find_term(bench, "跑车").id, "赛车跑车")
        found = explore.analogy(bench, ["跑车"], k=100)
        assert "赛车跑车" in {each.term.text for each in found.items}
        undo(bench)
        for answer in (
            explore.analogy(bench, ["跑车"], k=100),
            explore.closer(bench, "跑车", "领结", 100),
        ):
            assert "赛车跑车" not in {each.term.text for each in answer.items}
