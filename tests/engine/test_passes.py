"""The nearest of every term beside a naive search, and what follows from the lists."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine import passes
from synotui.engine.arrays import Floats, Ints
from synotui.engine.neighbourhoods import (
    Tally,
    listing,
    lists_of,
    mean_similarity,
    mutual_ranks,
    occurrences,
    ranks,
    skewness,
)
from synotui.engine.passes import Lists, Pass
from synotui.engine.space import Moves, Space


def space_of(vectors: Floats) -> Space:
    return Space(np.arange(len(vectors), dtype=np.int64) + 7, vectors)


def spread(n: int, dim: int, seed: int) -> Space:
    rng = np.random.default_rng(seed)
    return space_of(rng.standard_normal((n, dim)).astype(np.float32))


def every_list(passing: Pass, k: int) -> list[Lists]:
    return [passing.lists(start, k) for start in range(0, passing.among, passes.ROWS_PER_BLOCK)]


def naive(space: Space, k: int) -> tuple[list[list[int]], list[list[float]]]:
    """Each row's nearest and their cosines, by sorting all of them."""
    near, cosines = [], []
    everything = np.arange(len(space))
    for row in range(len(space)):
        found = space.cosines(row, everything, base=True)
        order = [i for i in np.argsort(-found, kind="stable").tolist() if i != row][:k]
        near.append(order)
        cosines.append(found[order].tolist())
    return near, cosines


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small space take many blocks, each in several steps."""
    monkeypatch.setattr(passes, "ROWS_PER_BLOCK", 16)
    monkeypatch.setattr(passes, "_QUERIES", 5)
    monkeypatch.setattr(passes, "_COLUMNS", 11)
    monkeypatch.setattr(passes, "_GATHERED", 64)


class Scan:
    """An index that answers by sorting, about the first `rows` rows, and forgets some."""

    def __init__(self, space: Space, rows: int, forgets: int = 0) -> None:
        self.rows = rows
        self._units = space.units(np.arange(rows), base=True)
        self._forgets = forgets

    def nearest_many(self, queries: Floats, k: int, threads: int) -> Ints:
        found: Ints = np.argsort(-(queries @ self._units.T), axis=1, kind="stable")[:, :k]
        found[:: max(1, self._forgets), k - self._forgets :] = -1
        return found


def assert_are_nearest(space: Space, lists: list[Lists], k: int) -> None:
    near, cosines = naive(space, k)
    assert [block.start for block in lists[1:]] == [block.end for block in lists[:-1]]
    assert lists[-1].end == len(space)
    row = 0
    for block in lists:
        for found, how_near in zip(block.neighbours, block.cosines, strict=True):
            there = found[found >= 0].tolist()
            assert len(there) == len(near[row]) == len(set(there))
            assert row not in there
            # Equally near terms may stand for each other.
            np.testing.assert_allclose(
                space.cosines(row, np.array(there, np.int64), base=True), cosines[row], atol=2e-6
            )
            np.testing.assert_allclose(how_near[: len(there)], cosines[row], atol=1e-3)
            assert np.isnan(how_near[len(there) :]).all()
            row += 1


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    ("n", "dim", "k"), [(1, 3, 5), (2, 1, 5), (40, 1, 6), (61, 4, 90), (61, 8, 7)]
)
def test_exact_lists_are_those_of_a_naive_search(n: int, dim: int, k: int) -> None:
    space = spread(n, dim, seed=n)
    assert_are_nearest(space, every_list(Pass(space, n, None), k), k)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("held", [61, 50, 3, 1])
@pytest.mark.parametrize("forgets", [0, 2])
def test_an_index_is_completed_by_what_is_newer_and_by_exact_search(
    held: int, forgets: int
) -> None:
    space = spread(61, 5, seed=2)
    index = Scan(space, held, min(forgets, held))
    assert_are_nearest(space, every_list(Pass(space, 61, index), 9), 9)


@pytest.mark.usefixtures("small_blocks")
def test_lists_are_by_base_vectors_also_of_terms_that_came_later_or_moved() -> None:
    space = spread(30, 5, seed=3)
    more = np.random.default_rng(4).standard_normal((9, 5)).astype(np.float32)
    space.append(np.arange(100, 109), more)
    before = every_list(Pass(space, 39, None), 6)
    assert_are_nearest(space, before, 6)
    space.apply(Moves({7: more[0], 104: more[1]}, np.empty(0, np.int64)))
    after = every_list(Pass(space, 39, None), 6)
    assert [block.neighbours.tolist() for block in after] == [
        block.neighbours.tolist() for block in before
    ]


@pytest.mark.usefixtures("small_blocks")
def test_equal_vectors_are_all_neighbours_at_cosine_one() -> None:
    space = space_of(np.ones((25, 4), np.float32))
    for index in (None, Scan(space, 25)):
        passing = Pass(space, 25, index)
        lists = every_list(passing, 10)
        assert_are_nearest(space, lists, 10)
        rows = np.arange(25)
        assert passing.recall(rows, lists_of(lists, rows, 10), (10, 3)) == [1.0, 1.0]


def test_recall_is_the_share_of_the_exact_nearest_that_were_found() -> None:
    space = spread(300, 6, seed=5)
    passing = Pass(space, 300, None)
    rows = np.arange(0, 300, 7)
    near = lists_of(every_list(passing, 20), rows, 20)
    assert passing.recall(rows, near, (20, 10)) == [1.0, 1.0]
    far = near.copy()
    far[:, 15:] = -1
    assert passing.recall(rows, far, (20, 10)) == [0.75, 1.0]
    far[:, 5:] = -1
    assert passing.recall(rows, far, (20, 10)) == [0.25, 0.5]
    alone = spread(1, 6, seed=5)
    nobody = np.full((1, 20), -1, np.int32)
    assert Pass(alone, 1, None).recall(np.zeros(1, np.int64), nobody, (20,)) == [1.0]


def test_work_stops_when_told_and_hears_of_progress() -> None:
    space = spread(1_200, 4, seed=6)
    heard: list[int] = []
    Pass(space, 1_200, None).lists(0, 5, heard.append)
    assert heard == [512, 1_024, 1_200]

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Pass(space, 1_200, None).lists(0, 5, stop)


# What follows from the lists ---------------------------------------------------------------


@st.composite
def any_lists(draw: st.DrawFn) -> tuple[list[Lists], int, int]:
    """Lists of distinct rows, some of them short, cut into blocks; with n and k."""
    n = draw(st.integers(1, 20))
    k = draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    neighbours = np.full((n, k), -1, np.int32)
    cosines = np.full((n, k), np.nan, np.float16)
    for row in range(n):
        others = rng.permutation(np.delete(np.arange(n), row))[: rng.integers(0, k + 1)]
        neighbours[row, : len(others)] = others
        cosines[row, : len(others)] = np.sort(rng.random(len(others)))[::-1]
    size = draw(st.integers(1, n))
    cuts = range(0, n, size)
    return [Lists(at, neighbours[at : at + size], cosines[at : at + size]) for at in cuts], n, k


def plain(blocks: list[Lists]) -> list[list[int]]:
    return [[i for i in row if i >= 0] for block in blocks for row in block.neighbours.tolist()]


@settings(max_examples=60, deadline=None)
@given(any_lists(), st.integers(1, 7))
def test_what_lists_tell_is_what_counting_by_hand_tells(
    made: tuple[list[Lists], int, int], depth: int
) -> None:
    blocks, n, k = made
    lists = plain(blocks)
    counted = Counter(other for row in lists for other in row[:depth])
    in_first = occurrences(blocks, n, depth)
    assert in_first.tolist() == [counted[row] for row in range(n)]

    tally = Tally(blocks, n, depth)
    assert tally.in_first.tolist() == in_first.tolist()
    assert tally.in_whole.tolist() == occurrences(blocks, n, k).tolist()
    assert [[i for i in row if i >= 0] for row in tally.first.tolist()] == [
        row[:depth] for row in lists
    ]

    cosines = [row for block in blocks for row in block.cosines.astype(float).tolist()]
    expected = [
        sum(near[: min(depth, len(row))]) / len(row[:depth]) if row else 0.0
        for row, near in zip(lists, cosines, strict=True)
    ]
    np.testing.assert_allclose(mean_similarity(blocks, n, depth), expected, rtol=1e-5)

    turned = listing(blocks, occurrences(blocks, n, k))
    for row in range(n):
        who, places = turned.of(row)
        assert list(zip(who.tolist(), places.tolist(), strict=True)) == [
            (other, lists[other].index(row) + 1) for other in range(n) if row in lists[other]
        ]

    whole = lists_of(blocks, np.arange(n), k)
    back = mutual_ranks(whole)
    for row in range(n):
        for place, other in enumerate(lists[row]):
            expected_rank = lists[other].index(row) + 1 if row in lists[other] else 0
            assert back[row, place] == expected_rank
    others = np.random.default_rng(n).integers(0, n, n)
    assert ranks(whole, others).tolist() == [
        lists[row].index(other) + 1 if other in lists[row] else 0
        for row, other in enumerate(others.tolist())
    ]


def test_skewness_is_the_third_standardised_moment() -> None:
    # Around their mean, 2, the squares sum up to 62 and the cubes to 318.
    assert skewness(np.array([0, 0, 0, 1, 9])) == pytest.approx((318 / 5) / (62 / 5) ** 1.5)
    assert skewness(np.array([1, 2, 3])) == pytest.approx(0)
    assert skewness(np.array([4, 4, 4])) == 0
    assert skewness(np.array([], np.int64)) == 0


def test_a_hub_shows_in_the_skewness() -> None:
    rng = np.random.default_rng(8)
    around = rng.standard_normal((400, 100)).astype(np.float32)
    centre = around.mean(axis=0, keepdims=True)
    with_hub = space_of(np.concatenate([around + 0.5, centre + 0.5]))
    flat = spread(401, 2, seed=9)
    counts = occurrences(every_list(Pass(with_hub, 401, None), 10), 401)
    assert counts.argmax() == 400
    even = occurrences(every_list(Pass(flat, 401, None), 10), 401)
    assert skewness(counts) > 3 > 1 > abs(skewness(even))
