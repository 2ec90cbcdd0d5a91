"""Scores of pairs by cross-encoders: kept by model, and no more than there is room for."""

from pathlib import Path

import numpy as np
import pytest

from synotui.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "scores.db", create=True)
    with made.transaction():
        made.terms.add((f"t{i}", f"t{i}", None) for i in range(1, 9))
    return made


def keep(
    store: Store,
    name: str,
    stamp: str,
    pairs: list[tuple[int, int]],
    score: float,
    most: int = 1_000,
) -> int:
    """Let a model read `pairs`; give how many scores were dropped for want of room."""
    with store.transaction():
        model = store.cross_scores.open(name, stamp)
        run = store.cross_scores.next_run()
        store.cross_scores.add(model.id, run, [(*pair, score) for pair in pairs])
        return store.cross_scores.finish(model.id, run, np.array(pairs, np.int64), most)


def test_the_model_asked_last_is_listened_to_and_another_of_its_name_begins_anew(
    store: Store,
) -> None:
    assert store.cross_scores.current() is None
    keep(store, "one", "a", [(1, 2), (3, 4)], 0.25)
    before, first = store.state(), store.cross_scores.current()
    with store.transaction():
        store.cross_scores.add(1, 2, [(5, 7, 0.5)])
    assert store.state() == before, "a score is no change of what is decided"
    keep(store, "two", "b", [(1, 2)], 0.75)
    current = store.cross_scores.current()
    assert current is not None and current.name == "two"
    assert first is not None and first.name == "one"
    assert store.state() != before, "who is listened to changes what is suggested"
    keep(store, "one", "a", [(1, 2)], 0.5)
    one = store.cross_scores.models()[0]
    pairs, scores = store.cross_scores.scores(one.id)
    assert (one.name, pairs.tolist(), scores.tolist()) == (
        "one",
        [[1, 2], [3, 4], [5, 7]],
        [0.5, 0.25, 0.5],
    )
    keep(store, "one", "changed", [(5, 6)], 1.0)
    assert store.cross_scores.scores(one.id)[0].tolist() == [[5, 6]]
    assert store.cross_scores.count(one.id) == 1


def test_scores_wanted_longest_ago_go_first(store: Store) -> None:
    assert keep(store, "one", "", [(1, 2), (3, 4)], 0.5, 3) == 0
    assert keep(store, "two", "", [(5, 6)], 0.5, 3) == 0
    assert keep(store, "one", "", [(1, 2)], 0.5, 3) == 0
    assert keep(store, "two", "", [(7, 8)], 0.5, 3) == 1
    one, two = (next(m for m in store.cross_scores.models() if m.name == n) for n in ("one", "two"))
    assert store.cross_scores.scores(one.id)[0].tolist() == [[1, 2]]
    assert store.cross_scores.scores(two.id)[0].tolist() == [[5, 6], [7, 8]]
    assert keep(store, "two", "", [(1, 3), (1, 4), (1, 5), (1, 6)], 0.5, 3) == 3
    assert store.cross_scores.count(two.id) == 4
