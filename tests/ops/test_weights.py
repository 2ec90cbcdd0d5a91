"""Which pairs move vectors, and how strongly: by relations, weights and senses."""

import pytest

from synotui.model import Relation, Settings, Verdict
from synotui.ops.adjusting.adjust import change_settings
from synotui.ops.adjusting.senses import set_sense, set_weight
from synotui.ops.comparing.compare import compare
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.workbench import Workbench


def _cosine(bench: Workbench) -> float:
    return compare(bench, 1, 2).now.cosine


@pytest.mark.parametrize("method", ["anchored", "retrofit", "pull"])
def test_a_relation_acts_as_much_as_it_weighs(bench: Workbench, method: str) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED, Relation.BROADER)
    before = compare(bench, 1, 2).base.cosine
    figures = []
    for weight in (0.0, 0.3, 1.0):
        change_settings(bench, Settings(method=method, broader_weight=weight))  # type: ignore[arg-type]
        figures.append(_cosine(bench))
    assert figures[0] == pytest.approx(before)
    assert figures[0] < figures[1] <= figures[2]


def test_a_narrower_pair_weighs_what_a_broader_one_does(bench: Workbench) -> None:
    change_settings(bench, Settings(broader_weight=1))
    decide(bench, 1, 2, Verdict.ACCEPTED, Relation.NARROWER)
    decide(bench, 3, 4, Verdict.ACCEPTED, Relation.BROADER)
    assert _cosine(bench) > compare(bench, 1, 2).base.cosine
    assert compare(bench, 3, 4).now.cosine > compare(bench, 3, 4).base.cosine


def test_a_pair_decided_against_pushes_where_it_weighs(bench: Workbench) -> None:
    change_settings(bench, Settings(different_weight=1))
    close = max(range(2, 41), key=lambda other: compare(bench, 1, other).base.cosine)
    decide(bench, 1, close, Verdict.REJECTED)
    pushed = compare(bench, 1, close)
    assert pushed.now.cosine < pushed.base.cosine
    change_settings(bench, Settings())
    assert compare(bench, 1, close).now == compare(bench, 1, close).base


def test_a_pair_moves_its_terms_as_much_as_it_weighs(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    decide(bench, 1, 3, Verdict.ACCEPTED)
    usual = _cosine(bench)
    set_weight(bench, 1, 2, 3)
    assert _cosine(bench) > usual
    set_weight(bench, 1, 2, 0)
    away = compare(bench, 1, 2)
    undo(bench)
    undo(bench)
    assert _cosine(bench) == usual
    decide(bench, 1, 2, Verdict.SKIPPED)
    assert compare(bench, 1, 2).now == away.now


def test_sets_are_not_drawn_together_through_a_term_with_two_senses(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    decide(bench, 1, 3, Verdict.ACCEPTED)
    decide(bench, 3, 4, Verdict.ACCEPTED)
    joined = compare(bench, 2, 4).now.cosine
    before = compare(bench, 1, 5)
    set_sense(bench, 1, 2, "fruit")
    set_sense(bench, 1, 3, "phone")
    assert compare(bench, 2, 4).now.cosine < joined
    both = [compare(bench, 1, other) for other in (2, 3)]
    assert all(pair.now.cosine > pair.base.cosine for pair in both)
    undo(bench)
    undo(bench)
    assert compare(bench, 1, 5) == before
    assert compare(bench, 2, 4).now.cosine == joined


def test_a_sense_is_solved_like_a_term_of_its_own(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    plain = compare(bench, 1, 2).now
    set_sense(bench, 1, 2, "fruit")
    assert compare(bench, 1, 2).now.cosine == pytest.approx(plain.cosine, abs=1e-6)
