"""Adjustment as algebra: published figures, fixed points, order, same bits in any company."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine.adjust import Constraints, parse_settings, solve
from synotui.engine.arrays import Floats, Ints, unit
from synotui.errors import SettingError
from synotui.model import Settings

NONE: Ints = np.empty((0, 2), np.int64)
PULL = Settings(method="pull")
ANCHORED = Settings()


def pairs(*ends: tuple[int, int]) -> Ints:
    return np.array(ends, np.int64).reshape(-1, 2)


def vectors(n: int, dim: int = 16, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)


def cosine(a: Floats, b: Floats) -> float:
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def adjust(base: Floats, synonyms: Ints, antonyms: Ints, how: Settings) -> Floats:
    return solve(base, Constraints(synonyms, antonyms), how)[0]


# pull ---------------------------------------------------------------------------------------


def test_pull_gives_the_published_figures_for_isolated_pairs() -> None:
    rng = np.random.default_rng(7)
    for _ in range(20):
        base = rng.random((2, 300)).astype(np.float32)
        assert 0.69 < cosine(*base) < 0.81
        after = adjust(base, pairs((0, 1)), NONE, PULL)
        assert 0.96 < cosine(*after) < 0.98
        barely = adjust(base, pairs((0, 1)), NONE, Settings(method="pull", factor=0.01))
        assert cosine(*barely) - cosine(*base) < 0.06


@given(factor=st.floats(0, 0.5), iterations=st.integers(1, 20), seed=st.integers(0, 1000))
def test_pull_shrinks_an_isolated_difference_by_its_power(
    factor: float, iterations: int, seed: int
) -> None:
    base = vectors(2, seed=seed)
    how = Settings(method="pull", factor=factor, iterations=iterations, hold=0)
    after = adjust(base, pairs((0, 1)), NONE, how)
    shrink = (1 - 2 * factor) ** iterations
    np.testing.assert_allclose(after[0] - after[1], (base[0] - base[1]) * shrink, atol=1e-4)
    np.testing.assert_allclose(after.sum(axis=0), base.sum(axis=0), atol=1e-4)


def test_pull_depends_on_the_order_of_pairs() -> None:
    base = vectors(3)
    how = Settings(method="pull", factor=0.25)
    one = adjust(base, pairs((0, 1), (1, 2)), NONE, how)
    other = adjust(base, pairs((1, 2), (0, 1)), NONE, how)
    assert np.abs(one - other).max() > 0.01


# anchored -----------------------------------------------------------------------------------


@given(st.permutations([(0, 1), (1, 2), (3, 1), (4, 0), (2, 5)]), st.data())
def test_anchored_does_not_depend_on_the_order_of_pairs(
    order: list[tuple[int, int]], data: st.DataObject
) -> None:
    turned = [pair[::-1] if data.draw(st.booleans()) else pair for pair in order]
    base = vectors(6)
    reference = adjust(base, pairs(*sorted(order)), pairs((3, 5)), ANCHORED)
    again = adjust(base, pairs(*turned), pairs((5, 3)), ANCHORED)
    assert reference.tobytes() == again.tobytes()


@given(st.integers(0, 200), st.floats(0.4, 2), st.floats(0, 1))
def test_anchored_ends_near_a_fixed_point_of_its_formula(
    seed: int, stay: float, push: float
) -> None:
    base = vectors(4, seed=seed)
    how = Settings(stay=stay, push=push, sweeps=100)
    now = unit(adjust(base, pairs((0, 1), (1, 2)), NONE, how))
    o = unit(base)
    expected = unit(
        np.stack(
            [
                stay * o[0] + now[1],
                stay * o[1] + (now[0] + now[2]) / 2,
                stay * o[2] + now[1],
                o[3],
            ]
        )
    )
    np.testing.assert_allclose(now, expected, atol=2e-3)


def test_anchored_raises_synonyms_and_lowers_antonyms() -> None:
    base = vectors(4)
    base[3] = base[2] + 0.3 * base[3]
    after = adjust(base, pairs((0, 1)), pairs((2, 3)), ANCHORED)
    assert cosine(after[0], after[1]) > max(0.8, cosine(base[0], base[1]))
    assert cosine(after[2], after[3]) < cosine(base[2], base[3]) - 0.1


def test_anchored_keeps_lengths() -> None:
    base = vectors(3) * np.array([[1], [10], [0.1]], np.float32)
    after = adjust(base, pairs((0, 1), (1, 2)), NONE, ANCHORED)
    np.testing.assert_allclose(
        np.linalg.norm(after, axis=1), np.linalg.norm(base, axis=1), rtol=1e-5
    )


def test_opposite_synonyms_do_not_vanish() -> None:
    base = np.array([[1, 0], [-1, 0]], np.float32)
    after = adjust(base, pairs((0, 1)), NONE, Settings(stay=1))
    assert np.isfinite(after).all()
    assert (np.linalg.norm(after, axis=1) > 0.5).all()


# both ---------------------------------------------------------------------------------------

edge = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=150, deadline=None)
@given(
    synonyms=st.lists(edge, max_size=12, unique=True),
    antonyms=st.lists(edge, max_size=5, unique=True),
    method=st.sampled_from(["anchored", "pull"]),
    dim=st.sampled_from([2, 7, 50, 512]),
)
def test_a_component_gives_the_same_bits_alone_and_with_others(
    synonyms: list[tuple[int, int]], antonyms: list[tuple[int, int]], method: str, dim: int
) -> None:
    antonyms = [pair for pair in antonyms if pair not in synonyms]
    how = parse_settings(Settings(), method, {})
    base = vectors(12, dim)
    together = adjust(base, pairs(*synonyms), pairs(*antonyms), how)
    for members in _components(12, synonyms + antonyms):
        place = {term: i for i, term in enumerate(members)}
        alone = adjust(
            base[members],
            pairs(*((place[a], place[b]) for a, b in synonyms if a in place)),
            pairs(*((place[a], place[b]) for a, b in antonyms if a in place)),
            how,
        )
        assert alone.tobytes() == together[members].tobytes()


def _components(n: int, edges: list[tuple[int, int]]) -> list[list[int]]:
    groups = [{i} for i in range(n)]
    for a, b in edges:
        joined = next(g for g in groups if a in g) | next(g for g in groups if b in g)
        groups = [g for g in groups if not g & joined] + [joined]
    return [sorted(group) for group in groups]


@pytest.mark.parametrize("method", ["anchored", "pull", "none"])
def test_base_vectors_stay_and_terms_without_pairs_do_not_move(method: str) -> None:
    base = vectors(5)
    held = base.copy()
    constraints = Constraints(pairs((0, 1)), NONE)
    adjusted, moved = solve(base, constraints, parse_settings(Settings(), method, {}))
    assert base.tobytes() == held.tobytes()
    assert moved.tolist() == ([] if method == "none" else [0, 1])
    np.testing.assert_allclose(adjusted[2:], base[2:], rtol=1e-5)


def test_two_hops_away_little_changes() -> None:
    chain = list(itertools.pairwise(range(8)))
    base = vectors(8, 50)
    without = unit(adjust(base, pairs(*chain[1:]), NONE, ANCHORED))
    with_it = unit(adjust(base, pairs(*chain), NONE, ANCHORED))
    assert np.abs((without[5:] * with_it[5:]).sum(axis=1) - 1).max() < 0.01


# settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed"),
    [("stay", "0"), ("factor", "0.6"), ("sweeps", "2.5"), ("push", "nan"), ("speed", "1")],
)
def test_settings_out_of_range_are_refused_with_their_range(name: str, typed: str) -> None:
    with pytest.raises(SettingError) as caught:
        parse_settings(Settings(), None, {name: typed})
    assert name in str(caught.value)


def test_settings_are_read_as_typed() -> None:
    read = parse_settings(Settings(), "pull", {"factor": "0.25", "iterations": "3"})
    assert (read.method, read.factor, read.iterations) == ("pull", 0.25, 3)
