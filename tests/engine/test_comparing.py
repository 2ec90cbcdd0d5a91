"""Ranks and the nearest from one pass, in spaces with newer, moved and equal vectors."""

import numpy as np
import pytest

from synotui.engine import comparing
from synotui.engine.arrays import Floats
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space


@pytest.fixture
def space() -> Space:
    """A space of 900 terms, 300 of them newer, 60 moved, every tenth twice there."""
    chance = np.random.default_rng(6)
    vectors = chance.standard_normal((900, 9)).astype(np.float32)
    vectors[10::10] = vectors[9::10][: len(vectors[10::10])]
    made = Space(np.arange(600), vectors[:600])
    made.append(np.arange(600, 900), vectors[600:])
    moved = chance.choice(900, 60, replace=False).tolist()
    there = chance.standard_normal((60, 9)).astype(np.float32)
    made.apply(Moves(dict(zip(moved, there, strict=True)), np.empty(0, np.int64)))
    return made


def plainly(units: Floats, query: int, other: int) -> int:
    """Rank by counting, in double precision; what is equal but for rounding ranks alike."""
    cosines = units.astype(np.float64) @ units[query].astype(np.float64)
    closer = cosines > cosines[other] + 1e-7
    closer[query] = False
    return int(closer.sum()) + 1


@pytest.mark.parametrize("base", [True, False])
def test_ranks_are_those_of_counting(space: Space, base: bool) -> None:
    every = space.units(np.arange(900), base=base)
    for query in range(0, 900, 150):
        unit = every[query]
        cosines = comparing.base_cosines(space, space.units(np.array([query, 3]), base=base))[0]
        if not base:
            cosines = comparing.as_now(space, cosines, unit)
        cosines[query] = -np.inf
        for other in range(1, 900, 50):
            cosine = comparing.cosine_of(unit, every[other])
            found = comparing.rank(space, unit, cosines, cosine, base=base)
            assert found == plainly(every, query, other)


def test_the_nearest_are_those_of_exact_search(space: Space) -> None:
    for row in range(0, 900, 90):
        unit = space.units(np.array([row]))[0]
        cosines = comparing.as_now(space, comparing.base_cosines(space, unit[None])[0], unit)
        cosines[row] = -np.inf
        found = comparing.nearest(space, unit, cosines, 25)
        exact = Search(space).neighbours(row, 25)
        assert found.rows.tolist() == exact.rows.tolist()
        assert (found.cosines == exact.cosines).all()
        assert len(comparing.nearest(space, unit, cosines, 2_000).rows) == 899


def test_a_text_with_the_vector_of_a_term_is_its_twin(space: Space) -> None:
    still = np.flatnonzero(~space.has_moved(np.arange(900)))[:40]
    for row in still.tolist():
        assert (comparing.unit_of(space.raw(row)) == space.units(np.array([row]))[0]).all()
