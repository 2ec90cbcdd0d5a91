"""Bins and random pairs: the counts of numpy, round bounds, no pair twice and none left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.engine.histogram import bins_of, counts, round_bounds
from synotui.engine.pair_cosines import pair_cosines
from synotui.engine.random_pairs import random_pairs
from synotui.engine.space import Moves, Space

_cosines = st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=60)


@given(_cosines, st.integers(2, 60))
def test_counts_are_those_of_numpy_within_round_bounds(values: list[float], most: int) -> None:
    cosines = np.array(values, np.float32)
    bounds = round_bounds(float(cosines.min()), float(cosines.max()), most)
    assert 1 <= len(bounds) - 1 <= most
    assert bounds[0] >= -1 and bounds[-1] <= 1
    assert bounds[0] <= cosines.min() + 1e-6 and bounds[-1] >= cosines.max() - 1e-6
    step = bounds[1] - bounds[0]
    assert bounds == pytest.approx(np.round(bounds / step) * step)
    expected, _ = np.histogram(cosines.astype(np.float64), bounds)
    # What rounding takes a hair beyond the outer bounds numpy leaves out.
    inside = (cosines >= bounds[0]) & (cosines <= bounds[-1])
    assert counts(cosines[inside], bounds).tolist() == expected.tolist()
    assert counts(cosines, bounds).sum() == len(cosines)
    assert bins_of(cosines, bounds).max() < len(bounds) - 1


@given(st.integers(0, 40), st.integers(0, 60), st.integers(0, 3), st.data())
def test_random_pairs_are_different_and_leave_decided_ones_out(
    terms: int, count: int, seed: int, data: st.DataObject
) -> None:
    rows = np.arange(terms) * 3
    some = st.sampled_from([*rows.tolist(), 200])
    taboo = np.array(data.draw(st.lists(st.tuples(some, some), max_size=20)), np.int64)
    taboo = taboo.reshape(-1, 2)
    drawn = random_pairs(rows, count, seed, taboo)
    assert (drawn == random_pairs(rows, count, seed, taboo)).all()
    pairs = {(low, high) for low, high in drawn.tolist()}
    left = {(min(pair), max(pair)) for pair in taboo.tolist()}
    every = {(a, b) for a in rows.tolist() for b in rows.tolist() if a < b} - left
    assert pairs <= every and len(pairs) == len(drawn) == min(count, len(every))


def test_every_pair_is_as_likely() -> None:
    drawn = random_pairs(np.arange(100), 1_000, 5, np.empty((0, 2), np.int64))
    ends = np.bincount(drawn.ravel(), minlength=100)
    assert ends.min() > 6 and ends.max() < 40
    assert not (drawn == random_pairs(np.arange(100), 1_000, 6, drawn[:0])).all()


def test_cosines_of_pairs_are_those_of_their_vectors() -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(size=(30, 8)).astype(np.float32)
    space = Space(np.arange(30), base)
    there = rng.normal(size=8).astype(np.float32)
    space.apply(Moves({4: there}, np.empty(0, np.int64)))
    pairs = random_pairs(np.arange(30), 200, 0, np.empty((0, 2), np.int64))
    for as_base, vectors in (
        (True, base),
        (False, np.where(np.arange(30)[:, None] == 4, there, base)),
    ):
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        expected = (unit @ unit.T)[pairs[:, 0], pairs[:, 1]]
        assert pair_cosines(space, pairs, base=as_base) == pytest.approx(expected, abs=1e-6)
