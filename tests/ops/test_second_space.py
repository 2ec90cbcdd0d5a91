"""Two spaces of one dictionary: lists of the other one, and learning anew when there is one."""

import numpy as np
import pytest

from synotui.engine.space import Space
from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.searching.indexing import adopt_index, build_index, plan_index
from synotui.ops.spaces.embedding import use_space
from synotui.ops.suggesting import view as candidate_view
from synotui.ops.suggesting.candidates import material_of
from synotui.ops.suggesting.ranking import ranking_of
from synotui.ops.workbench import Workbench
from tests.ops.conftest import DIM, TERMS


def add_space(bench: Workbench) -> None:
    """Add a second space that lacks the last ten terms, and leave the first one current."""
    vectors = np.random.default_rng(5).standard_normal((TERMS - 10, DIM)).astype(np.float32)
    with bench.store.transaction():
        space = bench.store.vectors.make_space("second", "", DIM, "2026-01-01T00:00:00Z")
        ids = np.arange(1, TERMS - 9, dtype=np.int64)
        bench.store.vectors.append(space, ids, vectors)
    use_space(bench, "made")


def test_lists_of_another_space_come_from_its_index(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_space(bench)
    use_space(bench, "second")
    plan = plan_index(bench)
    assert plan is not None
    adopt_index(bench, build_index(plan))
    use_space(bench, "made")
    exact = material_of(bench).view.others[0].lists(np.arange(TERMS))[0]
    bench.material = None
    monkeypatch.setattr(candidate_view, "EXACT_UP_TO", 5)
    info = next(each for each in bench.store.vectors.spaces() if each.name == "second")
    space = Space(*bench.store.vectors.load(info))
    assert candidate_view._kept_index(bench.store, info, space) is not None
    found = material_of(bench).view.others[0].lists(np.arange(TERMS))[0]
    assert (found[:, :10] == exact[:, :10]).all()
    assert (found[TERMS - 10 :] == -1).all()


def test_verdicts_are_learnt_anew_where_there_is_another_opinion(bench: Workbench) -> None:
    for other in range(2, 12):
        decide(bench, 1, other, Verdict.ACCEPTED if other % 2 else Verdict.REJECTED)
    ranker = ranking_of(bench).ranker
    column = 2 + ranker.names.index("fused")
    assert len(ranker.records) == 10 and not ranker.records.inputs[:, column].any()
    add_space(bench)
    again = ranking_of(bench).ranker
    assert len(again.records) == 10 and again.records.inputs[:, column].any()
    bench.ranking = bench.material = None
    kept = ranking_of(bench)
    assert kept.kept == 10
    assert (kept.ranker.records.inputs == again.records.inputs).all()
