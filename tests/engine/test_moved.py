"""What moved: slots against a plain dict, overlay against exact search, after any changes."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine.arrays import Floats, Ints, dots
from synotui.engine.collateral import NeighbourSample
from synotui.engine.index import build
from synotui.engine.moved import Moved, Snapshot
from synotui.engine.moved_index import MovedIndex
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space

ROWS, DIM = 80, 3
FIRST_ID = 100


class Step(NamedTuple):
    """A change: rows given new vectors by a seed, rows put back to base, and what comes after."""

    moved: list[int]
    restored: list[int]
    seed: int
    then: str


rows = st.lists(st.integers(0, ROWS - 1), max_size=20, unique=True)
steps = st.lists(
    st.builds(
        Step, rows, rows, st.integers(0, 9), st.sampled_from(["", "", "undo", "snapshot", "settle"])
    ),
    max_size=12,
)


def some_vectors(count: int, seed: int) -> Floats:
    """Give vectors with many equal ones among them, on a coarse grid; none is zero."""
    made = np.random.default_rng(seed).integers(-2, 3, (count, DIM)).astype(np.float32)
    made[~made.any(axis=1)] = 1
    return made


def moves_of(step: Step, space: Space) -> Moves:
    vectors = some_vectors(len(step.moved), step.seed)
    moved = dict(zip(space.ids[step.moved].tolist(), vectors, strict=True))
    restored = [row for row in step.restored if row not in step.moved]
    return Moves(moved, space.ids[np.array(restored, np.int64)])


def new_space() -> Space:
    ids = np.random.default_rng(5).permutation(ROWS) + FIRST_ID
    return Space(ids.astype(np.int64), some_vectors(ROWS, 77))


@given(steps)
def test_slots_hold_what_was_put_and_settled_rows_are_those_untouched_since(
    changes: list[Step],
) -> None:
    moved, model = Moved(ROWS, DIM), dict[int, bytes]()
    snapshot: Snapshot | None = None
    since: set[int] = set()
    settled: set[int] = set()
    for step in changes:
        put = np.array(step.moved, np.int64)
        restored = np.array([row for row in step.restored if row not in step.moved], np.int64)
        vectors = some_vectors(len(put), step.seed)
        moved.restore(restored)
        moved.put(put, vectors)
        for row in restored.tolist():
            model.pop(row, None)
        model |= {int(row): vector.tobytes() for row, vector in zip(put, vectors, strict=True)}
        touched = {*put.tolist(), *restored.tolist()}
        since |= touched
        settled -= touched
        if step.then == "snapshot":
            snapshot, since = moved.snapshot(), set()
        elif step.then == "settle" and snapshot is not None:
            moved.settle(snapshot)
            settled = set(snapshot.rows.tolist()) - since
        held = moved.rows
        assert {
            int(row): v.tobytes() for row, v in zip(held, moved.vectors(held), strict=True)
        } == (model)
        everyone = np.arange(ROWS)
        assert set(np.flatnonzero(moved.has(everyone)).tolist()) == set(model)
        assert set(np.flatnonzero(moved.settled(everyone)).tolist()) == settled
        assert moved.count_settled == len(settled)
        assert set(moved.loose[0].tolist()) == set(model) - settled
        units = moved.units(held)
        np.testing.assert_allclose(np.linalg.norm(units, axis=1), 1, rtol=1e-6)


@settings(deadline=None)
@given(steps, st.integers(40, ROWS))
def test_the_overlay_gives_what_exact_search_gives_bit_for_bit(
    changes: list[Step], indexed: int
) -> None:
    space = new_space()
    exact = Search(space)
    # So few rows that the graphs find everything: what is tested is what is made of it.
    overlay = Search(space, build([space.parts()[0][:indexed]], lambda rows: None))
    taken: list[tuple[bytes, Moves]] = []
    snapshot: Snapshot | None = None
    every = np.arange(ROWS)
    for step in changes:
        before = space.vectors(every).tobytes()
        taken.append((before, space.apply(moves_of(step, space))))
        if step.then == "undo":
            for was, back in reversed(taken):
                space.apply(back)
                assert space.vectors(every).tobytes() == was
            taken.clear()
        elif step.then == "snapshot":
            snapshot = space.moved.snapshot()
        elif step.then == "settle" and snapshot is not None and len(snapshot.rows):
            overlay.settle(MovedIndex(snapshot))
        for row in (0, step.seed, *step.moved[:1]):
            for k, left_out in ((3, step.restored), (32, []), (ROWS, step.moved)):
                out = np.array(left_out, np.int64)
                wanted = exact.neighbours(row, k, exclude=out)
                found = overlay.neighbours(row, k, exclude=out)
                assert found.rows.tolist() == wanted.rows.tolist()
                assert found.cosines.tobytes() == wanted.cosines.tobytes()
                assert wanted.cosines.tobytes() == space.cosines(row, wanted.rows).tobytes()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 49), st.integers(1, 40), st.booleans()), max_size=10))
def test_a_sample_that_followed_every_change_tells_what_a_new_one_tells(
    changes: list[tuple[int, int, bool]],
) -> None:
    vectors = np.random.default_rng(8).standard_normal((200, DIM)).astype(np.float32)
    space = Space(np.arange(200), vectors)
    followed, exact = NeighbourSample(space), Search(space)
    back: list[Moves] = []
    for seed, (place, count, asked) in enumerate(changes):
        # So many around one sampled term that its known neighbours may run out.
        around = exact.neighbours(int(followed.rows[place]), count).rows
        moved = dict(zip(around.tolist(), some_vectors(len(around), seed), strict=True))
        back.append(space.apply(Moves(moved, np.empty(0, np.int64))))
        if seed % 4 == 3:
            space.apply(back.pop())
            space.apply(back.pop())
        if seed == 5:
            space.append(np.array([999]), space.base(followed.rows[:1]) * np.float32(1.5))
        if asked and len(space) == len(vectors):
            assert followed.top() == NeighbourSample(space).top()
    gone = space.has_moved(followed.rows)
    for row, moved, top in zip(followed.rows.tolist(), gone, followed.top(), strict=True):
        assert top == (set() if moved else set(exact.neighbours(row, 10).rows.tolist()))


def test_a_sample_that_was_not_asked_for_long_looks_at_everything_again() -> None:
    space = new_space()
    followed = NeighbourSample(space)
    followed.top()
    for seed in range(60):
        space.apply(moves_of(Step([seed % ROWS], [(seed + 7) % ROWS], seed, ""), space))
    assert followed.top() == NeighbourSample(space).top()


def clustered(count: int, dim: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((count // 50, dim))
    near = centres[rng.integers(0, len(centres), count)] + 0.6 * rng.standard_normal((count, dim))
    return near.astype(np.float32)


def draw_together(space: Space, rows: Ints, seed: int) -> Moves:
    """Move `rows` a third of the way to others."""
    others = np.random.default_rng(seed).permutation(rows)
    vectors = 0.67 * space.base(rows) + 0.33 * space.base(others)
    ids = space.ids[rows].tolist()
    return Moves(dict(zip(ids, vectors, strict=True)), np.empty(0, np.int64))


def recall(exact: Search, overlay: Search, among: Ints) -> float:
    found = [overlay.neighbours(row, 20).rows[:10].tolist() for row in among.tolist()]
    wanted = [exact.neighbours(row, 10).rows.tolist() for row in among.tolist()]
    hits = sum(len(set(a) & set(b)) for a, b in zip(found, wanted, strict=True))
    return hits / (10 * len(among))


def test_recall_holds_after_thousands_of_moves_and_after_undoing_half_of_them() -> None:
    space = Space(np.arange(12_000), clustered(12_000, 20, seed=2))
    exact, overlay = Search(space), Search(space, build(space.parts(), lambda rows: None))
    drawn = np.random.default_rng(4).permutation(len(space))
    asked = np.concatenate([drawn[:100], drawn[-100:]])
    space.apply(draw_together(space, drawn[:4_000], seed=1))
    undo = space.apply(draw_together(space, drawn[4_000:7_000], seed=2))
    assert recall(exact, overlay, asked) >= 0.97
    overlay.settle(MovedIndex(space.moved.snapshot()))
    assert space.moved.count_settled == 7_000
    assert recall(exact, overlay, asked) >= 0.97
    space.apply(draw_together(space, drawn[500:1_500], seed=3))
    assert space.moved.count_settled == 6_000
    assert recall(exact, overlay, asked) >= 0.97
    space.apply(undo)
    assert (len(space.moved), space.moved.count_settled) == (4_000, 3_000)
    assert recall(exact, overlay, asked) >= 0.97
    space.apply(Moves({}, space.ids[drawn[:3_500]]))
    assert recall(exact, overlay, asked) >= 0.97
    assert space.moved.count_settled == 0  # Hardly any was left in the graph.


def test_where_nearly_everything_moved_search_is_exact() -> None:
    space = Space(np.arange(6_000), clustered(6_000, 8, seed=3))
    exact, overlay = Search(space), Search(space, build(space.parts(), lambda rows: None))
    space.apply(draw_together(space, np.arange(5, 6_000), seed=1))
    for row in (0, 17, 5_999):
        assert overlay.neighbours(row, 20).rows.tolist() == exact.neighbours(row, 20).rows.tolist()


def test_a_space_of_equal_vectors_gives_the_first_rows() -> None:
    space = Space(np.arange(5_000), np.ones((5_000, 6), np.float32))
    assert Search(space).neighbours(3, 5).rows.tolist() == [0, 1, 2, 4, 5]


def test_an_answer_is_not_given_again_once_something_has_changed() -> None:
    space = new_space()
    search = Search(space)
    first = search.neighbours(0, 5)
    assert search.neighbours(0, 5).rows.tolist() == first.rows.tolist()
    away: Mapping[int, Floats] = {int(space.ids[first.rows[0]]): -space.raw(0)}
    back = space.apply(Moves(away, np.empty(0, np.int64)))
    assert first.rows[0] not in search.neighbours(0, 5).rows
    space.apply(back)
    assert search.neighbours(0, 5).rows.tolist() == first.rows.tolist()


@pytest.mark.parametrize(
    ("count", "dim"), [(0, 5), (1, 1), (7, 3), (181, 50), (1_000, 50), (31, 300), (3, 4_096)]
)
def test_dots_are_those_of_a_matrix_product(count: int, dim: int) -> None:
    rng = np.random.default_rng(count)
    vectors = rng.standard_normal((count, dim)).astype(np.float32)
    query = rng.standard_normal(dim).astype(np.float32)
    expected = vectors.astype(np.float64) @ query
    np.testing.assert_allclose(dots(vectors, query), expected, atol=1e-3)
    whole = np.zeros(count + 2, np.float32)
    dots(vectors, query, out=whole[1:-1])
    np.testing.assert_array_equal(whole[1:-1], dots(vectors, query))
    assert whole[0] == whole[-1] == 0
