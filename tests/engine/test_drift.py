"""Drift against a plain computation of everything, on small spaces with many equal vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine import drift
from synotui.engine.arrays import Floats, Ints
from synotui.engine.collateral import NeighbourSample
from synotui.engine.drift import EDGES, TOP, Asked, compare, histogram, mirror, quantiles, tops
from synotui.engine.index import build
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space

ROWS, DIM = 70, 4


def vectors(count: int, seed: int) -> Floats:
    """Give vectors of small whole numbers, many of them alike; none is zero."""
    made = np.random.default_rng(seed).integers(-2, 3, (count, DIM)).astype(np.float32)
    made[~made.any(axis=1)] = 1
    return made


def new_space(moved: list[int], seed: int = 1) -> Space:
    """Give a space with shuffled ids, the last rows appended, some rows moved."""
    ids = (np.random.default_rng(5).permutation(ROWS) + 100).astype(np.int64)
    base = vectors(ROWS, 77)
    space = Space(ids[:60], base[:60])
    space.append(ids[60:], base[60:])
    space.become(ids[np.array(moved, np.int64)], vectors(len(moved), seed))
    return space


def moves(space: Space, rows: list[int], restored: list[int], seed: int) -> Moves:
    to = dict(zip(space.ids[rows].tolist(), vectors(len(rows), seed), strict=True))
    back = [row for row in restored if row not in rows]
    return Moves(to, space.ids[np.array(back, np.int64)])


def all_cosines(space: Space) -> Floats:
    """Give the cosines of all rows with all others (n, n), in the plainest way."""
    raw = space.vectors(np.arange(len(space))).astype(np.float64)
    units = raw / np.linalg.norm(raw, axis=1)[:, None]
    found: Floats = (units @ units.T).astype(np.float32)
    return found


def ten_nearest(space: Space, row: int) -> list[int]:
    cosines = space.cosines(row, np.arange(len(space)))
    order = np.lexsort((np.arange(len(space)), -cosines))
    return [int(other) for other in order if other != row][:TOP]


picked = st.lists(st.integers(0, ROWS - 1), max_size=25, unique=True)


@settings(max_examples=20, deadline=None)
@given(picked, picked, picked, st.integers(0, 5))
def test_all_figures_are_those_of_a_plain_computation(
    away: list[int], rows: list[int], restored: list[int], seed: int
) -> None:
    real = new_space(away)
    back = moves(real, rows, restored, seed)
    there = new_space(away)
    there.apply(back)
    pairs = np.array([(0, 1), (5, 40), (62, 3)], np.int64)
    sets = [np.array([1, 2, 3], np.int64), np.array([7, 61, 20, 9], np.int64)]
    space = mirror(real)
    sample = NeighbourSample(real).beside(space)
    asked = Asked(pairs, sets, np.array([11], np.int64))
    found = compare(Search(space), back, asked, sample, most=ROWS, worst=3)

    now, then = all_cosines(real), all_cosines(there)
    a, b = real.vectors(np.arange(ROWS)), there.vectors(np.arange(ROWS))
    differ = {row for row in range(ROWS) if (a[row] != b[row]).any()}
    assert differ == set(found.moved.tolist())
    own = [
        float(a[row] @ b[row] / np.linalg.norm(a[row]) / np.linalg.norm(b[row]))
        for row in found.moved.tolist()
    ]
    assert found.cosines.tolist() == pytest.approx(own, abs=1e-5)
    assert found.cosines.tolist() == sorted(found.cosines.tolist())
    assert found.pairs[0].tolist() == pytest.approx([then[i, j] for i, j in pairs], abs=1e-5)
    assert found.pairs[1].tolist() == pytest.approx([now[i, j] for i, j in pairs], abs=1e-5)
    for place, members in enumerate(sets):
        upper = np.triu_indices(len(members), 1)
        for side, cosines in enumerate((then, now)):
            mean = float(cosines[np.ix_(members, members)][upper].mean())
            assert found.sets[side, place] == pytest.approx(mean, abs=1e-5)

    assert found.looked.tolist() == found.moved.tolist() and found.drawn.all()
    for place, row in enumerate(found.looked.tolist()):
        was, here = ten_nearest(there, row), ten_nearest(real, row)
        assert found.kept[place] == pytest.approx(len(set(was) & set(here)) / TOP)
        for flow, listed, other in ((found.entered, here, was), (found.left, was, here)):
            mine = flow.looked == place
            told = dict(zip(flow.others[mine].tolist(), flow.ranks[mine].tolist(), strict=True))
            assert told == {i: rank for rank, i in enumerate(listed, 1) if i not in other}
            at = np.array([*told], np.int64)
            assert flow.before[mine].tolist() == pytest.approx(then[row, at].tolist(), abs=1e-5)
            assert flow.now[mine].tolist() == pytest.approx(now[row, at].tolist(), abs=1e-5)

    still = [
        row
        for row in sample.rows.tolist()
        if row not in {*rows, *restored, 11} and not real.has_moved(np.array([row]))[0]
    ]
    shares = [
        len(set(ten_nearest(real, row)) & set(ten_nearest(there, row))) / TOP for row in still
    ]
    assert found.untouched_sampled == len(still)
    assert found.untouched == pytest.approx(float(np.mean(shares)) if shares else None)


@given(picked, picked, picked)
@settings(max_examples=20, deadline=None)
def test_a_sample_beside_says_what_one_of_that_space_says_after_any_moves(
    first: list[int], second: list[int], restored: list[int]
) -> None:
    real = new_space(first)
    sample = NeighbourSample(real)
    real.apply(moves(real, second, restored, 3))
    space = mirror(real)
    beside = sample.beside(space)
    step = moves(real, restored, first, 4)
    space.apply(step)
    assert sample.top() == NeighbourSample(real).top()
    real.apply(step)
    for mine, plain, row in zip(beside.top(), sample.top(), sample.rows.tolist(), strict=True):
        assert mine == plain
        assert not mine or mine == frozenset(ten_nearest(real, row))


def test_a_mirror_moves_by_itself() -> None:
    real = new_space([3, 64])
    before = all_cosines(real)
    space = mirror(real)
    assert (space.ids == real.ids).all()
    assert (all_cosines(space) == before).all()
    space.apply(moves(real, [0, 65], [3], 8))
    assert (all_cosines(real) == before).all()
    real.apply(moves(real, [9], [64], 2))
    assert not space.has_moved(np.array([9]))[0] and space.has_moved(np.array([64]))[0]


def test_many_at_once_are_found_in_parts_as_each_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    space = new_space([1, 2, 30, 66])
    rows: Ints = np.arange(ROWS)
    exact = [ten_nearest(space, row) for row in rows.tolist()]
    monkeypatch.setattr(drift, "_ROWS", 16)
    monkeypatch.setattr(drift, "_QUERIES", 9)
    heard: list[int] = []
    found = tops(Search(space), rows, heard.append)
    assert found.rows.tolist() == exact
    assert heard == sorted(heard) and heard[-1] == ROWS
    few = tops(Search(space), rows[:3])
    assert few.rows.tolist() == exact[:3]
    assert (few.cosines == found.cosines[:3]).all()


def test_an_index_finds_them_too() -> None:
    space = new_space([1, 2, 30, 66])
    indexed = tops(Search(space, build(space.parts(), lambda done: None)), np.arange(20))
    exact = tops(Search(space), np.arange(20))
    assert (indexed.cosines == exact.cosines).all()


def test_fewer_terms_than_ten_have_shorter_lists() -> None:
    space = Space(np.arange(9), vectors(9, 3))
    found = tops(Search(space), np.arange(9))
    assert (found.rows[:, :8] >= 0).all() and (found.rows[:, 8:] == -1).all()


def test_of_many_some_are_drawn_and_the_farthest_are_looked_at_besides() -> None:
    real = new_space([*range(40)])
    space = mirror(real)
    back = Moves({}, real.ids[:40])
    nothing = Asked(np.empty((0, 2), np.int64), [], np.empty(0, np.int64))
    sample = NeighbourSample(real)
    found = compare(Search(space), back, nothing, sample.beside(space), most=10, worst=4)
    assert found.drawn.sum() == 10
    assert set(found.moved[:4].tolist()) <= set(found.looked.tolist())
    assert len(found.looked) <= 14
    again = mirror(real)
    same = compare(Search(again), back, nothing, sample.beside(again), most=10, worst=4)
    assert same.looked.tolist() == found.looked.tolist()


def test_nothing_moved_is_no_drift() -> None:
    space = mirror(new_space([1]))
    nothing = Asked(np.empty((0, 2), np.int64), [], np.empty(0, np.int64))
    none = Moves({}, np.empty(0, np.int64))
    found = compare(Search(space), none, nothing, NeighbourSample(space), most=5, worst=5)
    assert not len(found.moved) and not len(found.looked) and found.untouched == 1
    assert quantiles(found.cosines) == []


def test_bins_take_in_every_cosine_once() -> None:
    cosines = np.array([-1, -0.2, 0.5, 0.94999, 0.95, 0.99, 1, 1], np.float32)
    counts = histogram(cosines)
    assert sum(counts) == len(cosines) and len(counts) == len(EDGES) - 1
    assert counts[0] == 2 and counts[-1] == 3
