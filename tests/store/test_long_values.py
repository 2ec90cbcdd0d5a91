"""What a ranker learnt grows with what is decided, but not what it takes to read other values."""

from pathlib import Path

import pytest

from synotui.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "words.db", create=True)


def test_it_is_kept_in_pieces_that_lie_within_their_page(store: Store) -> None:
    state = bytes(range(256)) * 400
    with store.transaction():
        store.values.set_ranker(1, state)
        store.values.set_ranker(10, b"of another space")
    assert store.values.ranker(1) == state
    assert store.values.ranker(10) == b"of another space"
    assert store.values.ranker(0) is None
    # SQLite keeps up to 1,002 bytes of such a row within a page of 4,096.
    query = "SELECT max(length(name || value)) FROM settings"
    (longest,) = store._connection.execute(query).fetchone()
    assert longest < 990
    with store.transaction():
        store.values.set_ranker(1, b"shorter")
    assert store.values.ranker(1) == b"shorter"
    assert store.values.ranker(10) == b"of another space"


def test_one_in_a_single_piece_is_read_and_replaced(store: Store) -> None:
    with store.transaction():
        store._connection.execute(
            "INSERT INTO settings (name, value) VALUES ('ranker 1', 'bGVhcm50')"
        )
    assert store.values.ranker(1) == b"learnt"
    with store.transaction():
        store.values.set_ranker(1, b"more")
    assert store.values.ranker(1) == b"more"


def test_keeping_it_changes_nothing_that_anybody_looks_for(store: Store) -> None:
    before = store.state()
    for state in (b"long" * 2_000, b"short"):
        with store.transaction():
            store.values.set_ranker(1, state)
        assert store.state() == before
