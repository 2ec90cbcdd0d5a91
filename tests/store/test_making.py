"""A dictionary is made whole or not at all, by one of those who want it made."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from synotui.errors import DictionaryDamaged
from synotui.store import Store
from tests.store.test_schema import SCHEMA


@pytest.fixture
def moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What a kill would leave before each statement of those that make a dictionary."""
    connect, found = sqlite3.connect, list[Path]()

    def keep(statement: str) -> None:
        here = tmp_path / f"{len(found)} {statement.split()[0]}"
        here.mkdir()
        for each in tmp_path.glob("new.db*"):
            shutil.copy(each, here)
        found.append(here / "new.db")

    def traced(*path: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*path, **options)
        connection.set_trace_callback(keep)
        return connection

    with monkeypatch.context() as only_here:
        only_here.setattr(sqlite3, "connect", traced)
        Store(tmp_path / "new.db", create=True).close()
    return found


def test_one_that_was_being_made_by_a_process_that_was_killed_is_made_again(
    moments: list[Path],
) -> None:
    assert len(moments) > 50
    for path in moments:
        assert not path.exists() or path.stat().st_size in (0, moments[-1].stat().st_size)
        with Store(path, create=True) as store:
            assert store.schema() == SCHEMA.read_text(encoding="utf-8")


def test_the_journal_of_one_that_was_being_made_empties_no_other(
    moments: list[Path], tmp_path: Path
) -> None:
    journals = [path.with_name("new.db-journal") for path in moments]
    left = next(journal for journal in reversed(journals) if journal.exists()).read_bytes()
    path = tmp_path / "other.db"
    with Store(path, create=True) as store, store.transaction():
        store.terms.add([("苹果", "苹果", None)])
    before, journal = path.read_bytes(), Path(f"{path}-journal")
    # As it is once the commit has synced it.
    journal.write_bytes(bytes.fromhex("d9d505f920a163d7") + left[8:])
    with pytest.raises(DictionaryDamaged, match="belongs to another"):
        Store(path)
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as raw:
        assert not raw.execute("SELECT * FROM sqlite_master").fetchall(), "what SQLite would do"


def test_made_by_several_at_once_it_is_made_once(tmp_path: Path) -> None:
    together = Barrier(4)

    def make(_: int) -> str:
        together.wait()
        with Store(tmp_path / "new.db", create=True) as store:
            return store.schema()

    with ThreadPoolExecutor(4) as pool:
        assert {*pool.map(make, range(4))} == {SCHEMA.read_text(encoding="utf-8")}
