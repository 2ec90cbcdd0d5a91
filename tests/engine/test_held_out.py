"""Held-out figures against the plainest way of getting them, ties and blocks included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine import placed as placed_module
from synotui.engine.arrays import Floats, Ints
from synotui.engine.held_out import (
    Ranks,
    connected,
    hide,
    interval,
    kept,
    prepare,
    ranks,
    ten_nearest,
)
from synotui.engine.placed import Placed
from synotui.engine.space import Space

NOTHING: Ints = np.empty((0, 2), np.int64)
NONE: Ints = np.empty(0, np.int64)


def vectors(n: int, dim: int = 6, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)


def at_base(base: Floats) -> Placed:
    return Placed(Space(np.arange(len(base)), base), len(base), NONE, base[:0])


def plain(now: Floats, head: int, wanted: int, known: set[int]) -> tuple[int, int]:
    """Count what is nearer and what is level, one term after the other, in double precision."""
    doubles = now.astype(np.float64)
    lengths = np.linalg.norm(doubles, axis=1)
    lengths[lengths == 0] = 1
    units = doubles / lengths[:, None]
    cosines = units @ units[head]
    others = [row for row in range(len(now)) if row not in {head, wanted} | known]
    nearer = [row for row in others if cosines[row] > cosines[wanted] + 2e-6]
    level = [row for row in others if abs(cosines[row] - cosines[wanted]) <= 2e-6]
    return len(nearer), len(level)


@pytest.mark.parametrize("columns", [7, 40, 8192])
def test_ranks_are_those_of_brute_force(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    for module in (placed_module, __import__("synotui.engine.held_out", fromlist=["COLUMNS"])):
        monkeypatch.setattr(module, "COLUMNS", columns)
    monkeypatch.setattr(placed_module, "_QUERIES", 3)
    base = vectors(45)
    base[20:24] = base[5]
    moved = np.array([30, 3, 44])
    elsewhere = vectors(3, seed=1)
    elsewhere[1] = 0
    now = base.copy()
    now[moved] = elsewhere
    draw = np.random.default_rng(2)
    queries = np.array([(a, b) for a, b in draw.integers(0, 45, (30, 2)).tolist() if a != b])
    queries = np.concatenate([queries, [(5, 21), (0, 22), (3, 7), (9, 3)]])
    known = np.array([(q, row) for q in range(0, len(queries), 2) for row in (1, 8, 33, 44)])
    space = Space(np.arange(45), base)
    found = ranks(Placed(space, 45, moved, elsewhere), queries, known)
    for place, (head, wanted) in enumerate(queries.tolist()):
        told = {row for q, row in known.tolist() if q == place}
        expected = plain(now, head, wanted, told)
        assert (found.nearer[place], found.level[place]) == expected


def test_terms_that_are_level_share_their_ranks() -> None:
    found = Ranks(np.array([0, 9, 8, 10, 0]), np.array([0, 1, 3, 0, 1]))
    assert found.hits().tolist() == pytest.approx([1, 0.5, 0.5, 0, 1])
    expected = [1, (1 / 10 + 1 / 11) / 2, np.mean([1 / 9, 1 / 10, 1 / 11, 1 / 12]), 1 / 11, 0.75]
    assert found.reciprocal().tolist() == pytest.approx(expected)


def test_a_collapsed_space_finds_no_more_than_chance() -> None:
    base = np.ones((101, 4), np.float32)
    found = ranks(at_base(base), np.array([[0, 1], [50, 7]]), NOTHING)
    assert found.level.tolist() == [99, 99]
    assert found.hits().tolist() == pytest.approx([0.1, 0.1])


edge = st.tuples(st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=200, deadline=None)
@given(st.lists(edge, max_size=40), st.lists(edge, max_size=20))
def test_connected_is_what_walking_along_pairs_reaches(
    pairs: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    def reached(start: int) -> set[int]:
        there, before = {start}, set[int]()
        while there != before:
            before = set(there)
            there |= {b for a, b in pairs if a in there} | {a for a, b in pairs if b in there}
        return there

    found = connected(
        np.array(pairs, np.int64).reshape(-1, 2), np.array(asked, np.int64).reshape(-1, 2)
    )
    assert found.tolist() == [b in reached(a) for a, b in asked]


def test_a_long_chain_is_one_component() -> None:
    order = np.random.default_rng(3).permutation(20_000)
    chain = np.stack([order[:-1], order[1:]], axis=1)
    assert connected(chain, np.array([[order[0], order[-1]], [order[5], 20_001]])).tolist() == [
        True,
        False,
    ]


@given(st.integers(2, 500), st.floats(0.0001, 0.9999), st.integers(0, 2**31))
def test_hiding_leaves_and_takes_at_least_one(pairs: int, share: float, seed: int) -> None:
    hidden = hide(pairs, share, seed)
    assert 1 <= hidden.sum() <= pairs - 1
    assert abs(hidden.sum() - share * pairs) <= 1
    assert (hide(pairs, share, seed) == hidden).all()


def test_ten_nearest_and_what_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed_module, "COLUMNS", 16)
    base = vectors(50)
    units = base / np.linalg.norm(base, axis=1, keepdims=True)
    rows = np.array([0, 17, 49])
    near = ten_nearest(at_base(base), rows)
    for row, found in zip(rows.tolist(), near, strict=True):
        order = np.argsort(-(units @ units[row]))
        assert set(found.tolist()) == set(order[order != row][:10].tolist())
    few = ten_nearest(at_base(base[:4]), np.array([0]))
    assert sorted(few[0].tolist()) == [-1] * 7 + [1, 2, 3]
    assert kept(few, few) == 1
    assert kept(near, np.full_like(near, -1)) == 0
    assert kept(near[:0], near[:0]) is None


def test_known_partners_do_not_count() -> None:
    shown, hidden = np.array([[0, 1], [2, 0]]), np.array([[0, 3]])
    ready = prepare(9, shown, hidden, np.array([0, 1, 2]), 10, seed=0)
    assert ready.queries.tolist() == [[0, 3], [3, 0]]
    assert sorted(ready.known.tolist()) == [[0, 1], [0, 2]]
    assert not ready.connected.any()
    assert sorted(ready.sample[: ready.untouched].tolist()) == [3, 4, 5, 6, 7, 8]
    base = vectors(9)
    base[[1, 2, 3]] = base[0] + np.array([[0.01], [0.02], [0.3]], np.float32) * base[1]
    seen = ready.look(at_base(base))
    assert seen.hits.tolist() == [1]
    assert seen.reciprocal[0] > 0.6


def test_of_very_many_hidden_pairs_some_are_looked_for() -> None:
    pairs = np.array([(i, i + 1) for i in range(0, 80, 2)])
    ready = prepare(80, pairs[:20], pairs[20:], np.arange(40), 7, seed=4)
    assert len(ready.asked) == 7
    assert {tuple(pair) for pair in ready.asked.tolist()} <= {tuple(p) for p in pairs.tolist()}


def test_the_interval_holds_the_mean_and_narrows_with_more_pairs() -> None:
    few = np.random.default_rng(5).integers(0, 2, 30).astype(np.float64)
    low, high = interval(few)
    assert 0 <= low < few.mean() < high <= 1
    more = interval(np.tile(few, 50))
    assert more[1] - more[0] < (high - low) / 4
    assert interval(np.ones(1)) == (1, 1)
