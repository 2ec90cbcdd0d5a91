"""Features that are second opinions: spaces fused, and a model that reads both terms together."""

import numpy as np
import pytest

from synotui.engine.rank.features.second import Fused, Together
from synotui.engine.rank.fusion import reciprocal
from synotui.engine.rank.near import ExactNear
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.ranker import Ranker
from synotui.engine.rank.readings import Readings
from synotui.engine.rank.scale import Scale
from synotui.engine.rank.space_view import Matrix, SpaceView
from synotui.engine.rank.view import View


def space_of(angles: list[float | None]) -> SpaceView:
    """Give terms directions in the plane; None for one without a vector."""
    vectors = np.array([[np.cos(a or 0), np.sin(a or 0)] for a in angles], np.float32)
    rows = np.array([-1 if a is None else at for at, a in enumerate(angles)], np.int64)
    matrix = Matrix(vectors)
    return SpaceView(matrix, rows, ExactNear(matrix, rows))


def pool_of_pairs(*pairs: tuple[int, int]) -> Pool:
    pool = Pool()
    heads, others = np.array(pairs, np.int64).T
    pool.add(heads, others, 1)
    return pool


FIRST = space_of([0.0, 0.1, 0.3, 1.0, None])
SECOND = space_of([0.0, 0.9, 0.1, None, None])


def test_ranks_of_both_sides_in_all_spaces_are_fused() -> None:
    view = View(list("abcde"), np.arange(5, dtype=np.float32), FIRST, (SECOND,))
    pool = pool_of_pairs((0, 1), (0, 2), (0, 3), (0, 4))
    values = Fused().values(view, pool, np.arange(4))[:, 0]
    by_rank = reciprocal(np.array([0, 1, 2, 3]))
    assert by_rank[1] == pytest.approx(1 / 61) and by_rank[0] == 0
    # a and b: 1 and 1 in the first; 2 and, behind c, 2 in the second.
    assert values[0] == pytest.approx((2 * by_rank[1] + 2 * by_rank[2]) / 2, abs=1e-6)
    # a and d: only the first has both, where each is the other's third.
    assert values[2] == pytest.approx(2 * by_rank[3], abs=1e-6)
    assert np.isnan(values[3])
    view.others = ()
    assert np.isnan(Fused().values(view, pool, np.arange(4))).all()


def test_readings_are_found_whichever_term_comes_first() -> None:
    readings = Readings.of(np.array([3, 0]), np.array([1, 2]), np.array([0.25, 0.75], np.float32))
    view = View(list("abcd"), np.arange(4, dtype=np.float32), readings=readings)
    pool = pool_of_pairs((1, 3), (2, 0), (0, 1))
    values = Together().values(view, pool, np.arange(3))[:, 0]
    assert values[:2].tolist() == [0.25, 0.75] and np.isnan(values[2])
    view.readings = None
    assert np.isnan(Together().values(view, pool, np.arange(3))).all()
    empty = Readings.of(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
    assert np.isnan(empty.scores_of(np.array([1]), np.array([2]))).all()


def test_a_ranker_listens_to_second_opinions_before_any_verdict() -> None:
    blank = Scale(np.zeros(2, np.float32), np.ones(2, np.float32))
    ranker = Ranker(["fused", "together"], blank)
    low, fused, together = ranker.logits(np.array([[0, 0], [1, 0], [0, 1]], np.float32)).tolist()
    assert low < fused and low < together
    unread = ranker.logits(np.array([[0, np.nan]], np.float32))
    assert unread[0] == pytest.approx(low)
