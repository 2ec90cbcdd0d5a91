"""What is on a map: the subject, what is decided, its set, the nearest now and by base vectors."""

from pathlib import Path

import numpy as np
import pytest

from synotui import text
from synotui.errors import MapError, NoVector, UnknownTerm
from synotui.model import MAP_KINDS, SetOf, TermMap, Verdict
from synotui.ops.adjusting.senses import name_senses
from synotui.ops.mapping.map import draw_map, place_map, plan_map, subject
from synotui.ops.review import accept, decide, reject
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench


def _id(bench: Workbench, number: int) -> int:
    return find_term(bench, f"term{number:02}").id


def _of_kind(found: TermMap, kind: str) -> list[str]:
    return [point.text for point in found.points if point.kind == kind]


def _dictionary(path: Path, texts: list[str], vectors: np.ndarray) -> Workbench:
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add((t, text.key(t), None) for t in texts)
        space = bench.store.vectors.make_space("own", "", vectors.shape[1], "2026-01-01T00:00:00Z")
        ids = bench.store.terms.ids_of_texts(texts)
        bench.store.vectors.append(space, np.array([ids[t] for t in texts], np.int64), vectors)
    return open_workbench(path)


def test_a_head_is_shown_with_all_that_is_decided_and_what_is_near(bench: Workbench) -> None:
    head = _id(bench, 0)
    before = draw_map(bench, head, neighbours=5)
    assert _of_kind(before, "head") == ["term00"]
    assert len(_of_kind(before, "neighbour")) == 5
    assert not any(point.moved for point in before.points)
    assert all(point.base == point.now for point in before.points)
    accept(bench, head, _id(bench, 1))
    accept(bench, _id(bench, 1), _id(bench, 2))
    reject(bench, head, _id(bench, 3))
    decide(bench, head, _id(bench, 4), Verdict.SKIPPED)
    found = draw_map(bench, head, neighbours=5)
    kinds = [MAP_KINDS.index(point.kind) for point in found.points]
    assert kinds == sorted(kinds)
    assert _of_kind(found, "accepted") == ["term01"]
    assert _of_kind(found, "rejected") == ["term03"]
    assert _of_kind(found, "skipped") == ["term04"]
    assert _of_kind(found, "member") == ["term02"]
    moved = {point.text for point in found.points if point.moved}
    assert moved >= {"term00", "term01", "term02"}
    assert all((point.base != point.now) == point.moved for point in found.points)
    texts = [point.text for point in found.points]
    linked = {frozenset((texts[a], texts[b])) for a, b in found.links}
    assert {frozenset(("term00", "term01")), frozenset(("term01", "term02"))} <= linked
    near = {*_of_kind(before, "neighbour")}
    assert near <= set(texts), "the nearest by base vectors are on the map as well"
    loaded, row = bench.row(find_term(bench, "term00"))
    rows = loaded.search.neighbours(row, 5).rows
    now = {bench.store.terms.by_id([int(i)])[int(i)].text for i in loaded.space.ids[rows]}
    assert now <= set(texts)


def test_chosen_terms_are_by_themselves_unless_neighbours_are_asked_for(bench: Workbench) -> None:
    found = draw_map(bench, ["term07", " TERM08", "term07"])
    assert [point.text for point in found.points] == ["term07", "term08"]
    assert found.about == "term07, term08"
    assert found.explained == pytest.approx((1.0, 0.0))
    around = draw_map(bench, ["term07", "term08"], neighbours=3)
    assert 3 <= len(_of_kind(around, "neighbour")) <= 6


def test_a_synonym_set_is_shown_with_what_is_around_it(bench: Workbench) -> None:
    for number in range(4):
        accept(bench, _id(bench, number), _id(bench, number + 1))
    found = draw_map(bench, SetOf(_id(bench, 2)), neighbours=4)
    assert _of_kind(found, "head") == ["term02"]
    assert {*_of_kind(found, "member")} == {"term00", "term01", "term03", "term04"}
    assert 4 <= len(_of_kind(found, "neighbour")) <= 8
    assert len(found.links) == 4


def test_a_set_ends_where_a_term_is_meant_otherwise(bench: Workbench) -> None:
    for number in range(2):
        accept(bench, _id(bench, number), _id(bench, number + 1))
    name_senses(bench, _id(bench, 1), [(_id(bench, 2), "other")])
    found = draw_map(bench, SetOf(_id(bench, 0)), neighbours=0)
    assert _of_kind(found, "member") == ["term01"]
    both = draw_map(bench, SetOf(_id(bench, 1)), neighbours=0)
    assert {*_of_kind(both, "member")} == {"term00", "term02"}


def test_what_is_too_large_is_cut_and_said(tmp_path: Path) -> None:
    texts = [f"t{number}" for number in range(260)]
    vectors = np.random.default_rng(1).standard_normal((260, 6)).astype(np.float32)
    with _dictionary(tmp_path / "large.db", texts, vectors) as bench:
        found = draw_map(bench, texts[:230])
        assert len(found.points) == 200
        assert found.note == "30 more at least are not shown: a map has 200 points at most"
        found = draw_map(bench, texts[:150], neighbours=2)
        assert len(found.points) == 200
        assert len(_of_kind(found, "chosen")) == 150


@pytest.mark.parametrize("texts", [["only"], ["one", "two"], [f"t{n}" for n in range(30)]])
def test_few_terms_or_all_the_same_vectors_are_a_map(tmp_path: Path, texts: list[str]) -> None:
    vectors = np.ones((len(texts), 4), np.float32)
    with _dictionary(tmp_path / "same.db", texts, vectors) as bench:
        for method in ("pca", "tsne"):
            found = draw_map(bench, find_term(bench, texts[0]).id, method=method)
            assert {point.now for point in found.points} == {(0.0, 0.0)}
            assert found.explained is None
            assert len(found.points) == min(len(texts), 21)


def test_what_cannot_be_shown_is_refused(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(UnknownTerm, match="term00"):
        draw_map(bench, subject(bench, ["term0"]))
    with pytest.raises(MapError, match="nothing"):
        draw_map(bench, [])
    with bench.store.transaction():
        bench.store.terms.add([("bare", "bare", None)])
    with pytest.raises(NoVector):
        draw_map(bench, subject(bench, ["bare"]))
    accept(bench, _id(bench, 0), find_term(bench, "bare").id)
    assert "1 without a vector is not shown" in draw_map(bench, _id(bench, 0)).note
    empty = open_workbench(tmp_path / "empty.db", create=True)
    with empty, pytest.raises(NoVector, match="synotui embed"):
        draw_map(empty, ["a", "b"])


def test_a_plan_is_placed_in_any_way_afterwards(bench: Workbench) -> None:
    plan = plan_map(bench, _id(bench, 5), neighbours=8)
    accept(bench, _id(bench, 5), _id(bench, 6))
    one, again = place_map(plan), place_map(plan)
    assert one == again
    assert not any(point.moved for point in one.points), "vectors are those of the plan"
