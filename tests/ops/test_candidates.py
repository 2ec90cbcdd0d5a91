"""A dictionary as what candidates are ranked by: numbers, lists, verdicts, what makes it old."""

import numpy as np
import pytest

from synotui.engine.rank.sources import pool_of
from synotui.ops import review
from synotui.ops.adding import add_synonym
from synotui.ops.history import undo
from synotui.ops.searching import indexing, neighbours
from synotui.ops.suggesting import candidates
from synotui.ops.suggesting.candidates import (
    adopt_material,
    make_material,
    material_of,
    plan_material,
    ready_material,
)
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench


def test_terms_have_numbers_and_lists(bench: Workbench) -> None:
    material = material_of(bench)
    space = material.view.space
    assert space is not None
    assert material.view.keys[3] == "term03"
    assert material.number(int(material.ids[3])) == 3
    assert material.number(99_999) is None
    near, cosines = space.lists(np.arange(40))
    assert ((near >= 0).sum(axis=1) == 39).all(), "each has all others, and not itself"
    assert (np.diff(cosines[:, :39], axis=1) <= 0).all()
    assert space.near.listed_by(np.arange(3)) is None


def test_it_follows_verdicts_and_undo(bench: Workbench) -> None:
    material = material_of(bench)
    a, b = (int(material.ids[n]) for n in (0, 1))
    review.accept(bench, a, b)
    assert ready_material(bench) is material
    assert material.view.graph.verdict(0, 1) is True
    undo(bench)
    material_of(bench)
    assert material.view.graph.verdict(0, 1) is None
    assert material.beside().graph.pairs() == []


def test_another_term_or_a_kept_pass_makes_it_old(bench: Workbench) -> None:
    material_of(bench)
    neighbours.find_neighbours(bench, 5)
    assert ready_material(bench) is None
    found = material_of(bench)
    assert found.view.space is not None
    place, who, ranks = found.view.space.near.listed_by(np.array([7])) or ([], [], [])
    lists, _ = found.view.space.lists(np.asarray(who))
    assert len(place)
    assert all(row[rank - 1] == 7 for row, rank in zip(lists, ranks, strict=True))
    counts = found.view.space.near.occurrences()
    assert counts is not None
    assert counts.sum() == 40 * 5
    add_synonym(bench, find_term(bench, "term00").id, "new")
    assert ready_material(bench) is None
    assert len(material_of(bench).view) == 41


def test_another_cross_encoder_to_listen_to_makes_it_old(bench: Workbench) -> None:
    store = bench.store
    material = material_of(bench)
    low, high = (int(material.ids[n]) for n in (0, 1))
    for run, score in ((1, 0.25), (2, 0.75)):
        assert ready_material(bench) is not None, "asked twice, so that the answer is kept"
        with store.transaction():
            read_by = store.cross_scores.open("a model", "")
            store.cross_scores.add(read_by.id, run, [(low, high, score)])
        assert ready_material(bench) is not None, "it is not listened to yet"
        with store.transaction():
            store.cross_scores.finish(read_by.id, run, np.array([(low, high)]))
        assert ready_material(bench) is None
        readings = material_of(bench).view.readings
        assert readings is not None
        assert readings.scores_of(np.array([0]), np.array([1])).tolist() == [score]


def test_it_is_made_beside_the_dictionary(bench: Workbench) -> None:
    plan = plan_material(bench, every_list=True)
    assert plan is not None
    adopt_material(bench, make_material(plan))
    material = ready_material(bench)
    assert material is not None
    assert plan_material(bench, every_list=True) is None
    pool = pool_of(material.view, np.array([4]))
    assert len(pool) == 39


def test_a_large_space_is_searched_through_its_kept_index(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = indexing.plan_index(bench)
    assert plan is not None
    assert indexing.build_index(plan).kept
    with open_workbench(bench.path) as again:
        material_of(again)
        loaded = again.present()
        assert loaded is not None
        before = loaded.search.index
        monkeypatch.setattr(candidates, "ALL_SEARCHED", 10)
        material_of(again)
        assert before is None
        assert loaded.search.kind == "hnsw"
        assert ready_material(again) is not None
