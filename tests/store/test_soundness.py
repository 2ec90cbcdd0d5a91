"""Looking at every page before the first write: nobody is locked out, and nothing slips in between.

What happens during a look, or right after it, is done by the look itself here.
"""

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from synotui.errors import DictionaryDamaged, DictionaryReplaced
from synotui.store import Store
from synotui.store import soundness as soundness_of

Look = Callable[[Path], str]
PAGE = 4096


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "words.db"
    with Store(path, create=True) as store, store.transaction():
        store.terms.add((f"term{number}", "", None) for number in range(2_000))
    # Clocks of files stand still for some milliseconds at a time.
    os.utime(path, (1, 1))
    return path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Look]:
    """What looks do, one after the other; then they only look."""
    planned: list[Look] = []
    really = soundness_of.damage_of

    def look(path: Path) -> str:
        return planned.pop(0)(path) if planned else really(path)

    monkeypatch.setattr(soundness_of, "damage_of", look)
    return planned


def add(path: Path, text: str) -> None:
    """Write to the file as another process does that waits for nobody."""
    other = sqlite3.connect(path, timeout=0)
    with other:
        other.execute("INSERT INTO terms (text, key) VALUES (?, '')", (text,))
    other.close()


def test_others_write_while_the_pages_are_looked_at(db: Path, looks: list[Look]) -> None:
    really = soundness_of.damage_of

    def written_meanwhile(path: Path) -> str:
        add(path, "during")
        return really(path)

    looks += [written_meanwhile]
    with Store(db) as store:
        with store.transaction():
            store.terms.add([("own", "", None)])
        assert store.terms.by_text("during") and store.terms.by_text("own")
    assert not looks


def test_where_others_write_all_the_while_it_is_looked_at_with_the_lock(
    db: Path, looks: list[Look]
) -> None:
    done: list[bool] = []

    def meanwhile(path: Path) -> str:
        try:
            add(path, f"other{len(done)}")
            done.append(True)
        except sqlite3.OperationalError:
            done.append(False)
        return ""

    looks += [meanwhile] * 4
    with Store(db) as store, store.transaction():
        store.terms.add([("own", "", None)])
    assert done == [True, True, True, False]


def test_what_is_damaged_between_the_look_and_the_lock_is_seen(db: Path, looks: list[Look]) -> None:
    really = soundness_of.damage_of

    def damaged_then(path: Path) -> str:
        found = really(path)
        with path.open("r+b") as file:
            file.seek(path.stat().st_size - PAGE)
            file.write(random.Random(1).randbytes(PAGE))
        return found

    store = Store(db)
    looks += [damaged_then]
    with pytest.raises(DictionaryDamaged, match="nothing is written to it"), store.transaction():
        store.terms.add([("own", "", None)])
    before = db.read_bytes()
    with pytest.raises(DictionaryDamaged), store.transaction():
        store.terms.add([("own", "", None)])
    store.close()
    assert db.read_bytes() == before and not looks


def test_a_file_put_in_its_place_meanwhile_is_not_written(db: Path, looks: list[Look]) -> None:
    other = db.with_name("other.db")
    other.write_bytes(db.read_bytes())
    before = other.read_bytes()
    looks += [lambda path: str(other.replace(path))[:0]]
    with Store(db) as store, pytest.raises(DictionaryReplaced), store.transaction():
        store.terms.add([("own", "", None)])
    assert db.read_bytes() == before


def test_what_was_looked_at_beside_is_not_looked_at_again(db: Path, looks: list[Look]) -> None:
    with Store(db) as store:
        store.soundness.check()
        add(db, "another")
        looks += [lambda path: "a second look"]
        with store.transaction():
            store.terms.add([("own", "", None)])
    assert len(looks) == 1
