"""Candidates and what is measured of them: sources, pool, lists, features."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.engine.rank.endings import Endings
from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.near import ExactNear, KnownNear
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.scale import Scale
from synotui.engine.rank.sources import BITS, names_of, pool_of
from synotui.engine.rank.space_view import Matrix, SpaceView
from synotui.engine.rank.view import View, view_of_arrays

WORDS = [
    *(stem + ending for stem in ("walk", "talk", "jump") for ending in ("", "s", "ed", "ing")),
    *("kind", "kindly", "kinds", "near", "nearly", "nears"),
    *("走路", "步行", "行走", "skyscraper", "high-rise"),
]
VECTORS = np.random.default_rng(3).standard_normal((len(WORDS), 8)).astype(np.float32)


def row(word: str) -> int:
    return WORDS.index(word)


@pytest.fixture(scope="module")
def table() -> Table:
    vectors = VECTORS.copy()
    vectors[row("high-rise")] = 0
    view = view_of_arrays(WORDS, vectors)
    pool = pool_of(view, np.arange(0, len(WORDS), 2))
    pool.add(np.array([row("skyscraper")]), np.array([row("high-rise")]), 1)
    return Table(view, pool, GROUPS)


def value(table: Table, pool: Pool, a: str, b: str, column: str) -> float:
    position = pool.position(row(a), row(b))
    assert position is not None
    return float(table.values[position, table.names.index(column)])


def test_columns_have_names_of_their_own_and_say_what_they_mean(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert all(column.meaning for column in table.columns)
    assert table.values.shape[1] == len(table.columns)
    assert not np.isinf(table.values).any()


def test_cosines_ranks_and_csls_are_those_of_their_formulas() -> None:
    view = view_of_arrays(WORDS, VECTORS)
    pool = pool_of(view, np.arange(len(WORDS)))
    values = Table(view, pool, GROUPS).values
    names = [column.name for group in GROUPS for column in group.columns]
    units = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    every = units @ units.T
    np.fill_diagonal(every, -np.inf)
    nearest = np.sort(every, axis=1)[:, :-11:-1].mean(axis=1)
    a, b = pool.heads, pool.others
    cosines = every[a, b]

    assert np.allclose(values[:, names.index("cosine")], cosines, atol=1e-5)
    csls = 2 * cosines - nearest[a] - nearest[b]
    assert np.allclose(values[:, names.index("csls")], csls, atol=1e-4)
    place = 1 + (every[b] > cosines[:, None]).sum(axis=1)
    assert np.allclose(values[:, names.index("rank_back")], -np.log2(place), atol=1e-5)
    hubs = np.bincount(np.argsort(-every, axis=1)[:, :10].ravel(), minlength=len(WORDS))
    assert np.isnan(values[:, names.index("hub")]).all()
    known = SpaceView(
        Matrix(VECTORS),
        np.arange(len(WORDS)),
        KnownNear(np.argsort(-every, axis=1)[:, :12], -np.sort(-every, axis=1)[:, :12]),
    )
    assert np.allclose(known.hubness(np.arange(len(WORDS))), np.log1p(hubs))


def test_half_whitening_evens_out_directions() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((400, 6)).astype(np.float32)
    vectors[:, 0] = 4 * vectors[:, 0] + 8
    space = view_of_arrays([str(i) for i in range(400)], vectors).space
    assert space is not None
    a, b = np.arange(200), np.arange(200, 400)

    assert space.cosines(a, b).mean() > 0.5
    assert abs(space.whitened(a, b).mean()) < 0.1
    assert np.allclose(space.whitened(a, a), 1, atol=1e-5)


def test_a_term_without_a_vector_has_features_of_its_letters_alone(table: Table) -> None:
    position = len(table.values) - 1
    values = dict(zip(table.names, table.values[position].tolist(), strict=True))

    assert np.isnan(values["cosine"])
    assert np.isnan(values["csls"])
    assert values["trigrams"] >= 0
    assert np.isfinite(Scale.of(table.values).spread).all()


def test_the_endings_a_dictionary_uses_are_found_by_counting() -> None:
    stems = ["walk", "talk", "jump", "look", "turn", "call", "play", "work", "cook", "pack"]
    words = [stem + ending for stem in stems for ending in ("", "s", "ed", "ing")]
    endings = Endings([*words, "rome", "paris"])

    assert set(endings.counts) >= {"s", "ed", "ing"}
    regular = dict(
        zip(["walks", "walk", "paris"], endings.regularity(["walks", "walk", "paris"]), strict=True)
    )
    assert regular["walks"] > 0.9
    assert regular["walk"] == regular["paris"] == 0
    assert endings.taken(["talk"]).sum() >= 3
    assert endings.taken(["rome"]).sum() == 0
    assert not Endings([]).regularity(["a", ""]).any()


def test_verdicts_around_a_pair_are_seen_without_its_own() -> None:
    view = view_of_arrays(WORDS, VECTORS)
    view.graph = Graph([(0, 1), (1, 2), (0, 2), (4, 1)], [(0, 5), (2, 6)])
    pool = pool_of(view, np.array([0]))
    pool.add(np.array([0, 0, 0]), np.array([1, 2, 6]), 1)
    table = Table(view, pool, GROUPS)

    def of(other: int) -> dict[str, float]:
        position = pool.position(0, other)
        assert position is not None
        return dict(zip(table.names, table.values[position].tolist(), strict=True))

    assert of(2)["friends"] == pytest.approx(np.log(2))
    assert of(2)["accepted"] == pytest.approx(np.log(2))
    assert of(6)["against"] == pytest.approx(np.log(2))
    assert of(4)["friends"] == pytest.approx(np.log(2))
    assert of(4)["adamic_adar"] == pytest.approx(1 / np.log(4))
    assert of(4)["connected"] == 1
    assert of(4)["accepted"] == pytest.approx(np.log(3))


def test_candidates_come_from_every_source_once_each() -> None:
    near = np.array([[1, 2], [0, 2], [1, 3], [2, 0]])
    view = view_of_arrays(["aa", "bb", "cc", "dd"], np.eye(4, dtype=np.float32))
    space = SpaceView(
        Matrix(np.eye(4, dtype=np.float32)), np.arange(4), KnownNear(near, np.zeros((4, 2)))
    )
    other = SpaceView(
        Matrix(np.eye(4, dtype=np.float32)), np.arange(4), KnownNear(near[::-1], np.zeros((4, 2)))
    )
    view = View(view.keys, view.order, space, (other,), Graph([(0, 1), (1, 3)]))
    view.proposals = np.array([[2, 0], [1, 3]])
    pool = pool_of(view, np.array([0]))
    found = {
        (int(a), int(b)): set(names_of(int(bits)))
        for a, b, bits in zip(pool.heads, pool.others, pool.sources, strict=True)
    }

    assert found == {
        (0, 1): {"nearest", "reverse"},
        (0, 2): {"nearest", "proposals", "spaces"},
        (0, 3): {"reverse", "friends"},
    }
    assert len(BITS) == len({*BITS.values()})


def test_exact_lists_are_those_of_all_cosines() -> None:
    vectors = np.random.default_rng(0).standard_normal((700, 5)).astype(np.float32)
    rows = np.arange(700)
    rows[::7] = -1
    near, cosines = ExactNear(Matrix(vectors), rows, 6).lists(np.arange(700))
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    every = units @ units.T
    np.fill_diagonal(every, -np.inf)
    every[:, ::7] = -np.inf

    assert (near[::7] == -1).all()
    assert np.isnan(cosines[::7]).all()
    there = np.setdiff1d(np.arange(700), np.arange(0, 700, 7))
    assert np.allclose(cosines[there], -np.sort(-every[there], axis=1)[:, :6], atol=1e-5)
    assert (near[there] % 7 != 0).all()


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3)), max_size=60))
def test_a_pool_has_every_pair_once_whatever_its_direction(
    pairs: list[tuple[int, int, int]],
) -> None:
    pool = Pool()
    for a, b, source in pairs:
        pool.add(np.array([a]), np.array([b]), 1 << source)
    bits: dict[tuple[int, int], int] = {}
    for a, b, source in pairs:
        if a != b:
            bits[min(a, b), max(a, b)] = bits.get((min(a, b), max(a, b)), 0) | 1 << source

    assert len(pool) == len(bits)
    for (a, b), expected in bits.items():
        position = pool.position(b, a)
        assert position is not None
        assert pool.sources[position] == expected
        assert position in pool.of(a)
        assert position in pool.of(b)


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([True, False, None])),
        max_size=40,
    )
)
def test_the_graph_of_verdicts_holds_the_last_on_every_pair(
    verdicts: list[tuple[int, int, bool | None]],
) -> None:
    graph = Graph()
    last: dict[tuple[int, int], bool | None] = {}
    for a, b, accepted in verdicts:
        if a != b:
            graph.put(a, b, accepted)
            last[min(a, b), max(a, b)] = accepted

    assert graph.pairs() == sorted(pair for pair, accepted in last.items() if accepted)
    for (a, b), accepted in last.items():
        assert graph.verdict(b, a) is accepted
        expected = {c for c in range(6) if graph.verdict(a, c) and graph.verdict(b, c)}
        assert graph.shared(a, b) == expected


def test_a_table_grows_with_its_pool_as_if_made_at_once() -> None:
    view = view_of_arrays(WORDS, VECTORS)
    grown = pool_of(view, np.array([0]))
    table = Table(view, grown, GROUPS)
    for head in (2, 4):
        found = pool_of(view, np.array([head]))
        for a, b, bits in zip(found.heads, found.others, found.sources, strict=True):
            grown.add(np.array([a]), np.array([b]), int(bits))
        table.extend()
    live = table.refresh(set(range(len(WORDS))))
    whole = Table(view, grown, GROUPS)

    assert len(live) == len(grown)
    assert np.allclose(table.values, whole.values, equal_nan=True, atol=1e-5)
