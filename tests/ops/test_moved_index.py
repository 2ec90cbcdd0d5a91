"""The graph of what moved: planned when it is worth it, right whatever happens meanwhile."""

import numpy as np
import pytest

from synotui.engine.search import Search
from synotui.errors import Cancelled
from synotui.model import Progress, Verdict
from synotui.ops.adjusting.moved_index import adopt_moved_index, build_moved_index, plan_moved_index
from synotui.ops.history import redo, undo
from synotui.ops.review import decide, decide_many
from synotui.ops.searching.indexing import adopt_index, build_index, plan_index
from synotui.ops.workbench import Loaded, Workbench


@pytest.fixture
def loaded(bench: Workbench) -> Loaded:
    """The space of the small dictionary, searched through an index."""
    plan = plan_index(bench)
    assert plan is not None and adopt_index(bench, build_index(plan))
    found = bench.loaded()
    assert found is not None and found.search.kind == "hnsw"
    return found


def take_up(bench: Workbench) -> None:
    plan = plan_moved_index(bench, tolerated=0)
    assert plan is not None
    assert adopt_moved_index(bench, plan, build_moved_index(plan))


def agrees_with_exact_search(loaded: Loaded) -> None:
    exact = Search(loaded.space)
    for row in range(len(loaded.space)):
        wanted, found = exact.neighbours(row, 15), loaded.search.neighbours(row, 15)
        assert found.rows.tolist() == wanted.rows.tolist()
        assert found.cosines.tobytes() == wanted.cosines.tobytes()


def adjusted(bench: Workbench, loaded: Loaded) -> tuple[list[int], bytes, bytes]:
    """What the file says has moved, and all vectors in memory, bit for bit."""
    ids, vectors = bench.store.vectors.load_adjusted(loaded.info)
    rows = np.arange(len(loaded.space))
    assert sorted(loaded.space.ids[loaded.space.moved_rows].tolist()) == ids.tolist()
    return ids.tolist(), vectors.tobytes(), loaded.space.vectors(rows).tobytes()


def test_it_is_planned_only_where_an_index_answers_and_much_has_moved(bench: Workbench) -> None:
    decide_many(bench, 1, [2, 3, 4], Verdict.ACCEPTED)
    assert plan_moved_index(bench, tolerated=0) is None
    plan = plan_index(bench)
    assert plan is not None and adopt_index(bench, build_index(plan))
    assert plan_moved_index(bench) is None
    assert plan_moved_index(bench, tolerated=4) is None
    assert plan_moved_index(bench, tolerated=3) is not None
    take_up(bench)
    assert plan_moved_index(bench, tolerated=0) is None


def test_decisions_and_undoing_them_leave_everything_exact(
    bench: Workbench, loaded: Loaded
) -> None:
    states = [adjusted(bench, loaded)]
    for step in range(12):
        decide(bench, 1 + step, 14 + (step * 5) % 20, Verdict.ACCEPTED)
        if step % 4 == 3:
            take_up(bench)
        agrees_with_exact_search(loaded)
        states.append(adjusted(bench, loaded))
    for place in reversed(range(12)):
        undo(bench)
        assert adjusted(bench, loaded) == states[place]
        agrees_with_exact_search(loaded)
    assert states[0][0] == []
    for place in range(12):
        redo(bench)
        assert adjusted(bench, loaded) == states[place + 1]


def test_what_moves_while_it_is_built_is_not_taken_from_it(
    bench: Workbench, loaded: Loaded
) -> None:
    decide_many(bench, 1, [2, 3, 4, 5], Verdict.ACCEPTED)
    decide(bench, 10, 11, Verdict.ACCEPTED)
    plan = plan_moved_index(bench, tolerated=0)
    assert plan is not None
    undo(bench)
    decide(bench, 1, 2, Verdict.REJECTED)
    decide(bench, 20, 21, Verdict.ACCEPTED)
    assert adopt_moved_index(bench, plan, build_moved_index(plan))
    assert loaded.space.moved.count_settled == 0
    assert len(loaded.space.moved) == 6
    agrees_with_exact_search(loaded)


def test_building_it_reports_and_stops_when_told(bench: Workbench, loaded: Loaded) -> None:
    decide_many(bench, 1, [2, 3, 4], Verdict.ACCEPTED)
    plan = plan_moved_index(bench, tolerated=0)
    assert plan is not None
    told: list[Progress] = []
    build_moved_index(plan, told.append)
    assert (told[-1].done, told[-1].total) == (4, 4)

    def stop(progress: Progress) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        build_moved_index(plan, stop)
    agrees_with_exact_search(loaded)


def test_one_of_a_space_that_was_read_anew_is_not_taken_up(
    bench: Workbench, loaded: Loaded
) -> None:
    decide_many(bench, 1, [2, 3, 4], Verdict.ACCEPTED)
    plan = plan_moved_index(bench, tolerated=0)
    assert plan is not None
    built = build_moved_index(plan)
    bench.forget_space()
    assert not adopt_moved_index(bench, plan, built)
