"""Questions to a space against gensim's KeyedVectors on the same vectors, moved ones among them."""

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from synotui.engine import explore
from synotui.engine import index as hnsw
from synotui.engine.arrays import Floats, Ints, unit
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space

pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated `init_sims`")
N, DIM = 3_000, 24
EXACT = 1e-5
SIDES = pytest.mark.parametrize("base", [True, False])


def floats(values: ArrayLike) -> Floats:
    return np.array(values, np.float32)


def clustered() -> Floats:
    rng = np.random.default_rng(3)
    centres = rng.standard_normal((60, DIM))
    near = centres[rng.integers(0, 60, N)] + 0.6 * rng.standard_normal((N, DIM))
    return (near * rng.uniform(0.2, 5, (N, 1))).astype(np.float32)


@pytest.fixture(scope="module")
def space() -> Space:
    """Three thousand vectors of many lengths, the last hundred appended, one in ten moved."""
    made, rng = clustered(), np.random.default_rng(5)
    ids = np.arange(N, dtype=np.int64)
    space = Space(ids[:-100], made[:-100])
    space.append(ids[-100:], made[-100:])
    moved = rng.choice(N, 300, replace=False)
    to = space.base(moved) + 0.5 * rng.standard_normal((300, DIM)).astype(np.float32)
    space.apply(Moves(dict(zip(moved.tolist(), to, strict=True)), np.empty(0, np.int64)))
    return space


def keyed(vectors: Floats) -> KeyedVectors:
    found = KeyedVectors(vectors.shape[1])
    found.add_vectors([str(row) for row in range(len(vectors))], vectors)
    return found


@pytest.fixture(scope="module")
def peers(space: Space) -> dict[bool, KeyedVectors]:
    rows = np.arange(len(space))
    return {True: keyed(space.base(rows)), False: keyed(space.vectors(rows))}


def vectors(space: Space, rows: list[int], base: bool) -> Floats:
    wanted = np.array(rows)
    return space.base(wanted) if base else space.vectors(wanted)


def agree(found: explore.Hits, theirs: list[tuple[str, float]]) -> None:
    """Check scores place by place, and rows where the scores tell them apart."""
    scores = [score for _, score in theirs]
    np.testing.assert_allclose(found.scores, scores, atol=EXACT)
    apart = np.diff([2.0, *scores, -2.0]) < -EXACT
    for at, row in enumerate(found.rows.tolist()):
        if apart[at] and apart[at + 1]:
            assert row == int(theirs[at][0])


@SIDES
@pytest.mark.parametrize(
    ("plus", "minus"),
    [
        ({7: 1.0}, {}),
        ({7: 1.0, 8: 1.0}, {}),
        ({7: 1.0, 2950: 1.0}, {11: -1.0}),
        ({7: 0.3, 8: 2.5}, {11: -0.7, 12: -1.0}),
        ({}, {11: -1.0}),
    ],
)
def test_most_similar_to_weighted_sums(
    space: Space,
    peers: dict[bool, KeyedVectors],
    base: bool,
    plus: dict[int, float],
    minus: dict[int, float],
) -> None:
    rows = [*plus, *minus]
    weights = np.array([*plus.values(), *minus.values()], np.float32)
    query = explore.direction(vectors(space, rows, base), weights)
    theirs = peers[base].most_similar(
        [(str(row), weight) for row, weight in plus.items()],
        [(str(row), weight) for row, weight in minus.items()],
        topn=40,
    )
    agree(explore.nearest(space, query, 40, exclude=np.array(rows), base=base), theirs)


@SIDES
@pytest.mark.parametrize(("plus", "minus"), [([7], []), ([7, 8], [11]), ([7, 2950], [11, 12])])
def test_most_similar_by_products(
    space: Space, peers: dict[bool, KeyedVectors], base: bool, plus: list[int], minus: list[int]
) -> None:
    units = unit(vectors(space, [*plus, *minus], base))
    scores = explore.every_product(space, units[: len(plus)], units[len(plus) :], base=base)
    found = explore.leading(scores, 40, np.array([*plus, *minus]))
    agree(found, peers[base].most_similar_cosmul([*map(str, plus)], [*map(str, minus)], topn=40))


@SIDES
def test_what_does_not_match_and_how_central_each_is(
    space: Space, peers: dict[bool, KeyedVectors], base: bool
) -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        rows = rng.choice(N, 6, replace=False).tolist()
        found = explore.centralities(vectors(space, rows, base))
        named = [*map(str, rows)]
        theirs = {row: score for score, row in peers[base].rank_by_centrality(named)}
        np.testing.assert_allclose(found, [theirs[row] for row in named], atol=EXACT)
        assert named[int(found.argmin())] == peers[base].doesnt_match(named)


@SIDES
def test_what_is_closer_and_ranks(
    space: Space, peers: dict[bool, KeyedVectors], base: bool
) -> None:
    rng = np.random.default_rng(2)
    for a, b in rng.choice(N, (20, 2)).tolist():
        query = explore.unit_of(vectors(space, [a], base)[0])
        cosines = explore.every_cosine(space, query, base=base)
        found = explore.closer_rows(cosines, float(cosines[b]), np.array([a])).tolist()
        theirs = [*map(int, peers[base].closer_than(str(a), str(b)))]
        nearly = 1 - peers[base].distances(str(a)) - cosines[b]
        unlike = set(found) ^ set(theirs)
        assert all(abs(nearly[row]) < EXACT for row in unlike)
        assert [row for row in found if row not in unlike] == [
            row for row in theirs if row not in unlike
        ]
        assert abs(len(found) + 1 - peers[base].rank(str(a), str(b))) <= len(unlike)


@SIDES
def test_sets_relative_cosines_and_distances(
    space: Space, peers: dict[bool, KeyedVectors], base: bool
) -> None:
    rng, peer = np.random.default_rng(4), peers[base]
    for _ in range(10):
        rows = rng.choice(N, 7, replace=False).tolist()
        named = [*map(str, rows)]
        taken = vectors(space, rows, base)
        sets = explore.mean_similarity(taken[:3], taken[3:])
        assert sets == pytest.approx(peer.n_similarity(named[:3], named[3:]), abs=EXACT)
        near = explore.nearest(
            space, explore.unit_of(taken[0]), 10, exclude=np.array(rows[:1]), base=base
        )
        share = explore.relative_cosine(explore.cosine(taken[0], taken[1]), near.scores)
        theirs = peer.relative_cosine_similarity(*named[:2], topn=10)
        assert share == pytest.approx(theirs, abs=EXACT)
        np.testing.assert_allclose(
            explore.distances(taken[0], taken[1:]),
            peer.distances(named[0], named[1:]),
            atol=EXACT,
        )


def test_a_space_of_identical_vectors() -> None:
    same = np.tile(floats([0.3, -0.2, 0.9]), (500, 1))
    space, peer = Space(np.arange(500, dtype=np.int64), same), keyed(same)
    query = explore.direction(same[:2], floats([1, 1]))
    found = explore.nearest(space, query, 5, exclude=np.array([0, 1]))
    assert found.rows.tolist() == [2, 3, 4, 5, 6]
    agree(found, peer.most_similar(["0", "1"], topn=5))
    cosines = explore.every_cosine(space, query)
    assert not len(explore.closer_rows(cosines, float(cosines[3]), np.array([0])))
    assert peer.rank("0", "3") == 1
    assert np.ptp(explore.centralities(same[:4])) < EXACT
    share = explore.relative_cosine(1.0, found.scores)
    assert share == pytest.approx(peer.relative_cosine_similarity("0", "1", topn=5), abs=EXACT)
    product = explore.leading(explore.every_product(space, unit(same[:2]), unit(same[:1])), 3)
    theirs = peer.most_similar_cosmul(["400", "401"], ["402"], topn=3)
    np.testing.assert_allclose(product.scores, [score for _, score in theirs], atol=EXACT)


def test_what_cancels_out_or_is_zero_points_nowhere() -> None:
    vector = floats([[0.1, 0.7, -0.4]])
    twice = np.concatenate([vector, 3 * vector])
    assert not explore.direction(twice, floats([1, -1])).any()
    assert not explore.direction(vector, floats([0])).any()
    assert not explore.unit_of(np.zeros(3, np.float32)).any()
    assert explore.cosine(vector[0], np.zeros(3, np.float32)) == 0
    assert explore.mean_similarity(np.concatenate([vector, -vector]), vector) == 0
    assert explore.relative_cosine(0.5, []) is None


@given(
    st.lists(st.sampled_from([-np.inf, -1.0, -0.5, 0.0, 0.25, 0.5, 1.0]), max_size=700),
    st.integers(0, 800),
    st.data(),
)
def test_the_leading_are_the_largest_in_order(
    values: list[float], k: int, data: st.DataObject
) -> None:
    left_out = data.draw(st.lists(st.integers(0, len(values) - 1), max_size=5)) if values else []
    found = explore.leading(floats(values), k, np.array(left_out, np.int64))
    there = [at for at, value in enumerate(values) if value > -np.inf and at not in left_out]
    assert found.rows.tolist() == sorted(there, key=lambda at: (-values[at], at))[:k]


@SIDES
def test_through_the_index_most_is_found_and_scored_exactly(space: Space, base: bool) -> None:
    graph = hnsw.build([clustered()[:-100]], lambda rows: None)
    search = Search(space, graph)
    hits = 0
    for row in range(0, N, 50):
        rows: Ints = np.array([row, (row + 7) % N])
        weights = floats([1, 0.5])
        query = explore.direction(vectors(space, rows.tolist(), base), weights)
        found = explore.nearest_through(search, query, 10, exclude=rows, base=base)
        exact = explore.nearest(space, query, 10, exclude=rows, base=base)
        assert found is not None and len(found.rows) == 10
        cosines = explore.some_cosines(space, query, found.rows, base=base)
        np.testing.assert_array_equal(found.scores, cosines)
        assert not set(found.rows.tolist()) & set(rows.tolist())
        hits += len(set(found.rows.tolist()) & set(exact.rows.tolist()))
    assert hits > 0.95 * 10 * len(range(0, N, 50))
    assert explore.nearest_through(Search(space), query, 10, exclude=rows) is None


def test_vectors_still_to_come_are_in_no_answer() -> None:
    made = clustered()[:300]
    space = Space.arriving(np.arange(300, dtype=np.int64), DIM)
    space.arrive(0, made[:200])
    query = explore.unit_of(made[0])
    units = unit(made[:1])
    for base in (True, False):
        assert explore.nearest(space, query, 300, base=base).rows.max() == 199
        assert (
            explore.leading(explore.every_product(space, units, units, base=base), 300).rows.max()
            == 199
        )
