"""Every adjustment method as algebra: weights, bounds, contradictions, sizes, bits."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine.adjust import METHODS, Constraints, parse_settings, solve
from synotui.engine.arrays import Floats, Ints, row_dots, unit
from synotui.errors import SettingError
from synotui.model import MethodName, Relation, Settings

NONE: Ints = np.empty((0, 2), np.int64)
MOVING: tuple[MethodName, ...] = tuple(name for name in METHODS if name != "none")
PUSHING = tuple(name for name in MOVING if METHODS[name].pushes)
INCREMENTAL = tuple(name for name in MOVING if METHODS[name].incremental)
SMALL = {"epochs": 4, "steps": 10}
"""Fewer rounds of what goes through all pairs more often than a test needs."""

edge = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1])
edges = st.lists(edge, max_size=12, unique=True)


def how(method: MethodName, **values: float) -> Settings:
    return replace(Settings(method=method), **(SMALL | values))  # type: ignore[arg-type]


def pairs(*ends: tuple[int, int]) -> Ints:
    return np.array(ends, np.int64).reshape(-1, 2)


def weights(*values: float) -> Floats:
    return np.array(values, np.float32)


def vectors(n: int, dim: int = 16, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)


def cosine(a: Floats, b: Floats) -> float:
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def adjust(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    return solve(base, constraints, settings)[0]


# what every method does -----------------------------------------------------------------------


@pytest.mark.parametrize("method", MOVING)
def test_synonyms_come_closer_and_antonyms_part_where_they_act(method: MethodName) -> None:
    base = vectors(8)
    base[3] = base[2] + 0.3 * base[3]
    after = adjust(base, Constraints(pairs((0, 1), (4, 5)), pairs((2, 3))), how(method))
    assert cosine(after[0], after[1]) > cosine(base[0], base[1]) + 0.05
    parted = cosine(base[2], base[3]) - cosine(after[2], after[3])
    assert parted > 0.05 if METHODS[method].pushes else abs(parted) < 1e-5


@settings(deadline=None, max_examples=30)
@given(synonyms=edges, antonyms=edges, seed=st.integers(0, 1000))
@pytest.mark.parametrize("method", MOVING)
def test_the_same_again_and_base_stays(
    method: MethodName, synonyms: list[tuple[int, int]], antonyms: list[tuple[int, int]], seed: int
) -> None:
    base = vectors(12, seed=seed)
    held = base.copy()
    constraints = Constraints(pairs(*synonyms), pairs(*antonyms))
    # Without a neighbour to preserve, which counterfit draws back though no pair names it.
    first, moved = solve(base, constraints, how(method, near=1))
    again, _ = solve(base, constraints, how(method, near=1))
    assert first.tobytes() == again.tobytes()
    assert base.tobytes() == held.tobytes()
    assert np.isfinite(first).all()
    assert set(moved.tolist()) <= set(np.concatenate([*synonyms, *antonyms, ()]).astype(int))


@settings(deadline=None, max_examples=30)
@given(order=st.permutations([(0, 1), (1, 2), (1, 3), (0, 4), (2, 5)]), data=st.data())
@pytest.mark.parametrize("method", [name for name in MOVING if name != "pull"])
def test_the_order_of_pairs_does_not_matter(
    method: MethodName, order: list[tuple[int, int]], data: st.DataObject
) -> None:
    weighed = {(0, 1): 0.5, (1, 2): 2.0, (1, 3): 1.0, (0, 4): 0.25, (2, 5): 1.5}
    turned = [pair[::-1] if data.draw(st.booleans()) else pair for pair in order]
    base = vectors(6)
    reference = adjust(
        base, Constraints(pairs(*weighed), pairs((3, 5)), weights(*weighed.values())), how(method)
    )
    mixed = weights(*(weighed[pair] for pair in order))
    again = adjust(base, Constraints(pairs(*turned), pairs((5, 3)), mixed), how(method))
    if METHODS[method].incremental:
        assert reference.tobytes() == again.tobytes()
    else:
        np.testing.assert_allclose(reference, again, atol=1e-4)


def test_without_pairs_nothing_moves() -> None:
    near = vectors(1, 50) + 0.3 * vectors(40, 50, seed=1)
    for method in METHODS:
        assert not len(solve(near, Constraints(NONE, NONE), how(method))[1])


@pytest.mark.parametrize("method", INCREMENTAL)
@settings(deadline=None, max_examples=60)
@given(synonyms=edges, antonyms=edges, data=st.data(), dim=st.sampled_from([2, 7, 50, 512]))
def test_a_component_gives_the_same_bits_alone_and_with_weighed_others(
    method: MethodName,
    synonyms: list[tuple[int, int]],
    antonyms: list[tuple[int, int]],
    data: st.DataObject,
    dim: int,
) -> None:
    drawn = st.sampled_from([0.25, 0.5, 1.0, 3.0])
    weighed = {pair: data.draw(drawn) for pair in [*synonyms, *antonyms]}
    settings_ = how(method, step=data.draw(st.sampled_from([0.5, 1.0])), hold=0.5, batch=True)
    base = vectors(12, dim)

    def solved(members: list[int]) -> Floats:
        place = {term: i for i, term in enumerate(members)}
        kinds = [[pair for pair in kind if pair[0] in place] for kind in (synonyms, antonyms)]
        ends = [pairs(*((place[a], place[b]) for a, b in kind)) for kind in kinds]
        known = [[weighed[pair] for pair in kind] for kind in kinds]
        # Where all weigh 1, leaving the weights out must make no difference.
        given_ = [weights(*kind) if set(kind) != {1.0} else None for kind in known]
        constraints = Constraints(ends[0], ends[1], given_[0], given_[1])
        return adjust(base[members], constraints, settings_)

    together = solved(list(range(12)))
    for members in _components(12, synonyms + antonyms):
        assert solved(members).tobytes() == together[members].tobytes()


def _components(n: int, joined: list[tuple[int, int]]) -> list[list[int]]:
    found = [{i} for i in range(n)]
    for a, b in joined:
        one = next(g for g in found if a in g) | next(g for g in found if b in g)
        found = [g for g in found if not g & one] + [one]
    return [sorted(group) for group in found]


# weights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", MOVING)
@settings(deadline=None, max_examples=20)
@given(synonyms=edges, antonyms=edges)
def test_pairs_that_weigh_1_give_the_bits_of_pairs_without_weights(
    method: MethodName, synonyms: list[tuple[int, int]], antonyms: list[tuple[int, int]]
) -> None:
    base, chosen = vectors(12), how(method)
    plain = Constraints(pairs(*synonyms), pairs(*antonyms))
    ones = replace(
        plain,
        synonym_weights=np.ones(len(synonyms), np.float32),
        antonym_weights=np.ones(len(antonyms), np.float32),
    )
    assert adjust(base, plain, chosen).tobytes() == adjust(base, ones, chosen).tobytes()


@pytest.mark.parametrize("method", MOVING)
def test_a_pair_that_weighs_nothing_is_as_if_it_were_not_there(method: MethodName) -> None:
    base = vectors(7)
    less = Constraints(pairs((0, 1), (2, 3)), pairs((1, 4)))
    more = Constraints(
        pairs((0, 1), (1, 2), (2, 3)), pairs((1, 4), (5, 6)), weights(1, 0, 1), weights(1, 0)
    )
    assert adjust(base, less, how(method)).tobytes() == adjust(base, more, how(method)).tobytes()


@pytest.mark.parametrize("method", ["anchored", "pull", "retrofit", "counterfit"])
def test_a_lone_pair_moves_the_more_the_more_it_weighs(method: MethodName) -> None:
    base = vectors(4)
    base[3] = base[2] + 0.5 * base[3]
    closer, farther = [], []
    for weight in (0.001, 0.25, 0.5, 1):
        given_ = Constraints(pairs((0, 1)), pairs((2, 3)), weights(weight), weights(weight))
        after = adjust(base, given_, how(method, near=1))
        closer.append(cosine(after[0], after[1]))
        farther.append(cosine(after[2], after[3]))
    assert closer[0] == pytest.approx(cosine(base[0], base[1]), abs=0.01)
    assert closer == sorted(closer) and closer[-1] > closer[0] + 0.05
    if METHODS[method].pushes:
        assert farther == sorted(farther, reverse=True) and farther[-1] < farther[0] - 0.05


@pytest.mark.parametrize("method", MOVING)
def test_the_heavier_of_two_pairs_draws_a_term_more(method: MethodName) -> None:
    base = vectors(3, 50)
    given_ = pairs((0, 1), (0, 2))
    one = adjust(base, Constraints(given_, NONE, weights(1, 0.2)), how(method))
    other = adjust(base, Constraints(given_, NONE, weights(0.2, 1)), how(method))
    assert cosine(one[0], base[1]) > cosine(other[0], base[1])
    assert cosine(other[0], base[2]) > cosine(one[0], base[2])


def test_weights_of_relations_are_settings() -> None:
    chosen = parse_settings(Settings(), None, {"broader_weight": "0.5", "different_weight": "1"})
    told = {relation: chosen.weight_of(relation) for relation in Relation}
    assert told[Relation.SYNONYM] == told[Relation.ANTONYM] == told[Relation.DIFFERENT] == 1
    assert told[Relation.BROADER] == told[Relation.NARROWER] == 0.5
    assert told[Relation.RELATED] == 0


# the bound ------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(hold=st.floats(0.05, 1), synonyms=edges, antonyms=edges)
@pytest.mark.parametrize("method", MOVING)
def test_no_term_goes_beyond_the_bound(
    method: MethodName,
    hold: float,
    synonyms: list[tuple[int, int]],
    antonyms: list[tuple[int, int]],
) -> None:
    base = vectors(12)
    constraints = Constraints(pairs(*synonyms), pairs(*antonyms))
    free = adjust(base, constraints, how(method, hold=0))
    bound = adjust(base, constraints, how(method, hold=hold))
    cosines = row_dots(unit(base), unit(bound))
    assert cosines.min() >= hold - 1e-5
    kept = row_dots(unit(base), unit(free)) >= hold
    assert bound[kept].tobytes() == free[kept].tobytes()
    # A term that was taken back stands on the arc: no closer to its base than the bound.
    np.testing.assert_allclose(cosines[~kept], hold, atol=1e-3)


def test_a_term_that_turned_right_round_goes_back_to_its_base() -> None:
    base = np.array([[1, 0], [-1, 0]], np.float32)
    constraints = Constraints(pairs((0, 1)), NONE)
    after = adjust(base, constraints, how("pull", factor=0.3, iterations=1, hold=0.5))
    assert np.isfinite(after).all()
    assert row_dots(unit(base), unit(after)).min() > 0.49


# hard input -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", MOVING)
def test_zero_vectors_do_no_harm(method: MethodName) -> None:
    base = vectors(5)
    base[1] = 0
    constraints = Constraints(pairs((0, 1), (1, 2)), pairs((1, 3), (3, 4)))
    for hold in (0.0, 0.9):
        after = adjust(base, constraints, how(method, hold=hold))
        assert np.isfinite(after).all()
        assert method == "pull" or not after[1].any()
        assert after[[0, 2, 3, 4]].any(axis=1).all()


@pytest.mark.parametrize("method", MOVING)
def test_no_pairs_and_no_terms(method: MethodName) -> None:
    base = vectors(3)
    after, moved = solve(base, Constraints(NONE, NONE), how(method))
    assert not len(moved)
    np.testing.assert_allclose(after, base, rtol=1e-5)
    assert solve(base[:0], Constraints(NONE, NONE), how(method))[0].shape == (0, 16)


@pytest.mark.parametrize("method", PUSHING)
def test_contradictory_pairs_are_all_honoured_as_far_as_they_can_be(method: MethodName) -> None:
    # a = b, b = c, but a is no c: the antonyms end farther apart than the synonyms.
    base = vectors(3, 50)
    base[1:] = base[0] + 0.8 * base[1:]
    synonyms, antonyms = pairs((0, 1), (1, 2)), pairs((0, 2))
    after = adjust(base, Constraints(synonyms, antonyms), how(method))
    without = adjust(base, Constraints(synonyms, NONE), how(method))
    assert np.isfinite(after).all()
    assert cosine(after[0], after[2]) < cosine(without[0], without[2])
    assert min(cosine(after[0], after[1]), cosine(after[1], after[2])) > cosine(after[0], after[2])


@pytest.mark.parametrize("method", MOVING)
def test_a_component_of_ten_thousand_terms(method: MethodName) -> None:
    base = vectors(10_000, 8)
    chain = pairs(*itertools.pairwise(range(10_000)))
    antonyms = pairs(*((i, i + 5_000) for i in range(0, 5_000, 10)))
    quick = {"epochs": 1, "pairs_at_once": 200, "steps": 3, "near": 1}
    after, moved = solve(base, Constraints(chain, antonyms), how(method, **quick))
    assert np.isfinite(after).all()
    assert len(moved) > 9_900
    before, now = (
        row_dots(u[chain[:, 0]], u[chain[:, 1]]).mean() for u in (unit(base), unit(after))
    )
    assert now > before + 0.02


@pytest.mark.parametrize("method", MOVING)
def test_a_term_accepted_with_five_hundred_others(method: MethodName) -> None:
    base = vectors(501)
    star = pairs(*((0, other) for other in range(1, 501)))
    after = adjust(base, Constraints(star, NONE), how(method, near=1, hold=0))
    assert np.isfinite(after).all()
    assert np.linalg.norm(after, axis=1).min() > 0
    u, o = unit(after), unit(base)
    assert (u[1:] @ u[0]).mean() > (o[1:] @ o[0]).mean() + 0.02


# what belongs to one --------------------------------------------------------------------------


def test_pull_by_the_batch_goes_through_all_pairs_in_each_round() -> None:
    base = vectors(6)
    synonyms = [(0, 1), (1, 2), (3, 4), (2, 0), (4, 5)]
    expected = base.astype(np.float64)
    for _ in range(5):
        for a, b in synonyms:
            difference = expected[a] - expected[b]
            expected[a] -= 0.1 * difference
            expected[b] += 0.1 * difference
    unbound = how("pull", batch=True, hold=0)
    after = adjust(base, Constraints(pairs(*synonyms), NONE), unbound)
    np.testing.assert_allclose(after, expected, atol=1e-5)


@given(weight=st.floats(0.01, 10), factor=st.floats(0.01, 0.5))
def test_a_weight_multiplies_the_factor_of_pull_up_to_a_half(weight: float, factor: float) -> None:
    base = vectors(2)
    given_ = Constraints(pairs((0, 1)), NONE, weights(weight))
    after = adjust(base, given_, how("pull", factor=factor, hold=0))
    shrink = (1 - 2 * min(0.5, factor * weight)) ** 5
    np.testing.assert_allclose(after[0] - after[1], (base[0] - base[1]) * shrink, atol=1e-4)


def test_retrofit_ends_where_its_sum_is_least() -> None:
    base = vectors(4)
    o = unit(base)
    q = o.astype(np.float64)
    neighbours = {0: [1], 1: [0, 2], 2: [1], 3: []}
    for _ in range(10):
        q = np.stack(
            [(o[i] + q[near].mean(axis=0)) / 2 if near else o[i] for i, near in neighbours.items()]
        )
    after = adjust(base, Constraints(pairs((0, 1), (1, 2)), NONE), how("retrofit"))
    np.testing.assert_allclose(unit(after), q / np.linalg.norm(q, axis=1)[:, None], atol=1e-5)


def test_half_steps_calm_what_contradictory_pairs_make_swing() -> None:
    base = vectors(3, 50)
    base[1:] = base[0] + 0.8 * base[1:]
    constraints = Constraints(pairs((0, 1), (1, 2)), pairs((0, 2)))

    def swing(step: float) -> float:
        one, next_ = (
            adjust(base, constraints, how("anchored", stay=0.5, sweeps=n, step=step))
            for n in (10, 11)
        )
        return float(np.abs(unit(one) - unit(next_)).max())

    assert swing(0.5) < 0.01 < 0.1 < swing(1.0)


def test_whole_and_half_steps_end_at_the_same_place() -> None:
    base = vectors(4, 50)
    constraints = Constraints(pairs((0, 1), (1, 2)), NONE)
    one, other = (adjust(base, constraints, how("anchored", sweeps=100, step=s)) for s in (0.5, 1))
    np.testing.assert_allclose(one, other, atol=1e-3)


def test_counterfit_keeps_what_is_near_in_the_base_space() -> None:
    base = vectors(3, 50)
    base[1] = base[0] + 0.3 * base[1]
    constraints = Constraints(pairs((0, 2)), NONE)
    kept = adjust(base, constraints, how("counterfit", preserve=1))
    left = adjust(base, constraints, how("counterfit", preserve=0))
    assert cosine(kept[0], kept[1]) > cosine(left[0], left[1]) + 0.02


def test_attract_repel_draws_its_batches_from_the_seed() -> None:
    base = vectors(300)
    constraints = Constraints(pairs(*((i, i + 150) for i in range(150))), NONE)
    one, other = (adjust(base, constraints, how("attract-repel", seed=seed)) for seed in (1, 2))
    assert one.tobytes() != other.tobytes()
    assert row_dots(unit(one), unit(other)).mean() > 0.8


# settings -------------------------------------------------------------------------------------


def test_methods_name_settings_that_exist() -> None:
    named = [name for method in METHODS.values() for name in method.settings]
    for name in [*named, "hold", *(f"{kind}_weight" for kind in ("synonym", "different"))]:
        chosen = parse_settings(Settings(), None, {name: f"{Settings().value(name):g}"})
        assert chosen == Settings()
    assert list(METHODS) == [method.name for method in METHODS.values()]


def test_a_bound_is_the_methods_own_until_one_is_set() -> None:
    assert parse_settings(Settings(), "pull", {}).bound > 0 == Settings().bound
    assert parse_settings(Settings(hold=0.5), "pull", {}).bound == 0.5
    free = parse_settings(Settings(), "pull", {"hold": "0"})
    assert free.bound == 0
    assert parse_settings(free, None, {"hold": "0.92"}) == Settings(method="pull")


def test_pull_takes_no_term_far_by_itself() -> None:
    base = unit(vectors(2, 50))
    constraints = Constraints(pairs((0, 1)), NONE)
    free = adjust(base, constraints, how("pull", hold=0))
    shrunk = (base[0] - base[1]) * (1 - 2 * 0.1) ** 5
    np.testing.assert_allclose(free[0] - free[1], shrunk, atol=1e-5)
    bound = adjust(base, constraints, how("pull"))
    np.testing.assert_allclose(row_dots(base, unit(bound)), 0.92, atol=1e-4)


def test_a_switch_is_0_or_1() -> None:
    assert parse_settings(Settings(), "pull", {"batch": "1"}).batch is True
    assert parse_settings(Settings(batch=True), "pull", {"batch": "0"}).batch is False
    with pytest.raises(SettingError):
        parse_settings(Settings(), "pull", {"batch": "2"})
