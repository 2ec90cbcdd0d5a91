"""Searching while vectors move: the overlay against exact search; the index as a mere cache."""

import numpy as np
import pytest

from synotui.engine import collateral
from synotui.engine import index as hnsw
from synotui.engine.arrays import Floats, Ints
from synotui.engine.collateral import NeighbourSample
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space

N, DIM = 3_000, 24
RESTORE_NONE: Ints = np.empty(0, np.int64)


def clustered(seed: int = 3) -> Floats:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((60, DIM))
    near = centres[rng.integers(0, 60, N)] + 0.6 * rng.standard_normal((N, DIM))
    return near.astype(np.float32)


@pytest.fixture
def space() -> Space:
    ids = np.random.default_rng(1).permutation(N).astype(np.int64) + 10
    return Space(ids, clustered())


@pytest.fixture(scope="module")
def graph() -> hnsw.Index:
    return hnsw.build([clustered()], lambda rows: None)


def shake(space: Space, count: int, seed: int = 5) -> Moves:
    rng = np.random.default_rng(seed)
    terms = rng.choice(space.ids, count, replace=False).tolist()
    there = rng.choice(N, count)
    vectors = space.base(there) + 0.1 * rng.standard_normal((count, DIM)).astype(np.float32)
    return Moves(dict(zip(terms, vectors, strict=True)), RESTORE_NONE)


def recall(space: Space, graph: hnsw.Index) -> float:
    exact, overlay = Search(space), Search(space, graph)
    hits = [
        len(
            set(exact.neighbours(row, 10).rows.tolist())
            & set(overlay.neighbours(row, 10).rows.tolist())
        )
        for row in range(0, N, 30)
    ]
    return sum(hits) / (10 * len(hits))


def test_the_overlay_finds_what_exact_search_finds_before_and_after_many_moves(
    space: Space, graph: hnsw.Index
) -> None:
    assert recall(space, graph) > 0.97
    space.apply(shake(space, 2_000))
    assert recall(space, graph) > 0.97


def test_cosines_of_the_overlay_are_current(space: Space, graph: hnsw.Index) -> None:
    space.apply(shake(space, 500))
    row = int(space.moved_rows[0])
    found = Search(space, graph).neighbours(row, 10)
    np.testing.assert_allclose(found.cosines, space.cosines(row, found.rows), atol=1e-5)
    assert (np.diff(found.cosines) <= 0).all()
    assert row not in found.rows


def test_excluded_rows_are_replaced_by_the_next(space: Space, graph: hnsw.Index) -> None:
    search = Search(space, graph)
    first = search.neighbours(5, 10).rows
    rest = search.neighbours(5, 10, exclude=first[:9]).rows
    assert len(rest) == 10
    assert rest[0] == first[9]


def test_taking_moves_back_restores_every_bit(space: Space) -> None:
    space.apply(shake(space, 300, seed=1))
    rows = np.arange(N)
    before = space.units(rows).tobytes()
    back = space.apply(shake(space, 400, seed=2))
    assert space.units(rows).tobytes() != before
    space.apply(back)
    assert space.units(rows).tobytes() == before


def test_terms_newer_than_the_graph_are_found(space: Space, graph: hnsw.Index) -> None:
    twin = space.base(np.array([7])) * 1.5
    space.append(np.array([99_999]), twin)
    assert Search(space, graph).neighbours(7, 3).rows[0] == N
    assert space.row_of(99_999) == N
    assert space.row_of(88_888) is None


@pytest.mark.parametrize("n", [1, 2, 5])
def test_tiny_spaces_answer_with_what_there_is(n: int) -> None:
    space = Space(np.arange(n, dtype=np.int64), clustered()[:n])
    graph = hnsw.build(space.parts(), lambda rows: None)
    for search in (Search(space), Search(space, graph)):
        assert len(search.neighbours(0, 10).rows) == n - 1
    sample = NeighbourSample(space)
    assert [len(top) for top in sample.top()] == [n - 1] * n


@pytest.mark.parametrize("at_once", [100, 10_000])
def test_the_sample_s_neighbours_are_those_of_exact_search(
    space: Space, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collateral, "_CHUNK", at_once)
    sample = NeighbourSample(space)
    exact = Search(space)
    for moved in (0, 10, 1_500):
        space.apply(shake(space, moved, seed=moved))
        gone = space.has_moved(sample.rows)
        expected = [
            frozenset(() if moved else exact.neighbours(int(row), 10).rows.tolist())
            for row, moved in zip(sample.rows, gone, strict=True)
        ]
        agree = [len(a & b) for a, b in zip(sample.top(), expected, strict=True)]
        assert sum(agree) >= 10 * (~gone).sum() - 1
        assert [not top for top in sample.top()] == gone.tolist()


def test_kept_counts_only_untouched_terms(space: Space) -> None:
    sample = NeighbourSample(space)
    before = sample.top()
    assert sample.kept(before, before, RESTORE_NONE) == (1.0, len(sample.rows))
    assert sample.kept(before, before, sample.rows) == (None, 0)


def test_what_was_found_while_vectors_arrived_is_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors = clustered()
    space = Space.arriving(np.arange(N, dtype=np.int64), DIM)
    space.arrive(0, vectors[:1_000])
    look = Space.all_cosines

    def look_while_the_rest_arrives(self: Space, query: Floats) -> Floats:
        found = look(self, query)
        if self.missing:
            self.arrive(1_000, vectors[1_000:])
        return found

    monkeypatch.setattr(Space, "all_cosines", look_while_the_rest_arrives)
    search = Search(space)
    assert search.neighbours(5, 10).rows.max() < 1_000
    whole = Search(Space(np.arange(N, dtype=np.int64), vectors)).neighbours(5, 10)
    assert search.neighbours(5, 10).rows.tolist() == whole.rows.tolist()
