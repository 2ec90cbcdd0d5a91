"""What a ranker learnt is kept by space, and is nothing that anybody decided."""

from pathlib import Path

from synotui.store import Store
from tests.store.test_schema import of_schema


def test_it_is_kept_and_replaced_and_changes_nothing_that_anybody_looks_for(tmp_path: Path) -> None:
    with Store(tmp_path / "words.db", create=True) as store:
        before = store.state()
        for state in (bytes(range(256)) * 400, b"shorter"):
            with store.transaction():
                store.rankers.keep(1, state)
                store.rankers.keep(10, b"of another space")
            assert store.rankers.state(1) == state
            assert store.rankers.state(10) == b"of another space"
            assert store.rankers.state(0) is None
        assert store.state() == before


def test_what_an_earlier_version_kept_among_the_settings_is_let_go_of(tmp_path: Path) -> None:
    with Store(of_schema(7, tmp_path / "old.db")) as store:
        assert store.rankers.state(1) is None
        names = [name for (name,) in store._connection.execute("SELECT name FROM settings")]
    assert names and not [name for name in names if name.startswith("ranker")]
