"""Backups: whole, of one state each, thinned, compared and put back."""

import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from synotui.errors import DictionaryError, NotADictionary
from synotui.model import Verdict
from synotui.ops import backups
from synotui.ops.adding import add_synonym
from synotui.ops.checking import check
from synotui.ops.review import decide
from synotui.ops.spaces.composed_terms import compose_terms
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.backups import backup_folder, list_backups, thin
from tests.store.test_schema import EARLIER, of_schema

VECTORS = "5 3\n苹果 1 0.2 0\n梨 0.9 0.1 0.1\niPhone 0 0.1 1\n香蕉 0.8 0.5 0\n[/x] 0.8 0.2 0.2\n"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    (tmp_path / "fruit.vec").write_text(VECTORS, encoding="utf-8")
    path = tmp_path / "fruit.db"
    with open_workbench(path, create=True) as bench:
        import_file(bench, tmp_path / "fruit.vec")
    return path


def pairs(bench: Workbench) -> dict[tuple[int, int], str]:
    return {key: row[1] for key, row in bench.store.pairs.as_rows().items()}


def test_a_state_is_copied_once_and_is_sound(db: Path) -> None:
    with open_workbench(db) as bench:
        first = backups.back_up(bench, "session")
        assert first is not None and backups.back_up(bench, "session") is None
        decide(bench, 1, 2, Verdict.ACCEPTED)
        second = backups.back_up(bench, "hand")
        assert second is not None and second.state != first.state
    assert [each.why for each in list_backups(db)] == ["hand", "session"]
    for backup in list_backups(db):
        with open_workbench(backup.path) as copied:
            assert check(copied).sound


def test_what_was_decided_since_is_told_and_put_back(db: Path) -> None:
    with open_workbench(db) as bench:
        decide(bench, 1, 2, Verdict.ACCEPTED)
        before = pairs(bench)
        kept = backups.back_up(bench, "hand")
        assert kept is not None
        decide(bench, 1, 2, Verdict.REJECTED)
        decide(bench, 4, 5, Verdict.ACCEPTED)
        add_synonym(bench, 3, "苹果手机")
        now = pairs(bench)
        found = backups.compare_with(bench, kept)
        assert (found.pairs, found.earlier) == (3, True)
        assert (found.terms_now, found.terms_then) == (6, 5)
        told = {(each.term, each.synonym): (each.now, each.then) for each in found.listed}
        assert told["苹果", "梨"] == ("rejected", "accepted")
        assert told["香蕉", "[/x]"] == ("accepted", "")
        loaded = bench.loaded()
        assert loaded is not None and len(loaded.space.moved_rows)
        with open_workbench(db) as other:
            assert pairs(other) == now
            backups.restore(bench, kept)
            assert pairs(bench) == before and pairs(other) == before, "others see it as well"
        assert check(bench).sound
        decide(bench, 3, 4, Verdict.REJECTED)
        [last] = [each for each in list_backups(db) if each.why == "restore"]
        backups.restore(bench, last)
        assert pairs(bench) == now and check(bench).sound, "a restore is taken back"


def test_the_oldest_of_many_can_be_put_back(db: Path) -> None:
    with open_workbench(db) as bench:
        backups.back_up(bench, "session")
        for other in (2, 3, 4, 5):
            decide(bench, 1, other, Verdict.REJECTED)
            backups.back_up(bench, "session")
        oldest = list_backups(db)[4]
        decide(bench, 3, 4, Verdict.ACCEPTED)
        found = backups.compare_with(bench, oldest)
        assert found.pairs == len(found.listed) == 5
        backups.restore(bench, oldest)
        assert not pairs(bench) and check(bench).sound
        assert list_backups(db)[0].why == "restore" and len(list_backups(db)) == 5


@pytest.mark.parametrize("version", EARLIER)
def test_an_earlier_schema_is_backed_up_before_it_is_migrated(version: int, tmp_path: Path) -> None:
    old = of_schema(version, tmp_path / "old.db")
    content = sorted(_rows(old))
    with open_workbench(old) as bench:
        [backup] = list_backups(old)
        assert backup.why == "migration" and sorted(_rows(backup.path)) == content
        decide(bench, 2, 4, Verdict.REJECTED)
        backups.restore(bench, backup)
        assert len(pairs(bench)) == 3 and check(bench).sound


def _rows(path: Path) -> list[str]:
    with sqlite3.connect(path) as raw:
        found = [repr(row) for row in raw.execute("SELECT * FROM ledger")]
        found += [repr(row) for row in raw.execute("SELECT * FROM pairs")]
    raw.close()
    return found


def test_importing_more_is_backed_up_before(db: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("term,synonym\n梨,香蕉\n", encoding="utf-8")
    with open_workbench(db) as bench:
        import_file(bench, tmp_path / "more.csv")
        import_file(bench, tmp_path / "more.csv")
        assert [each.why for each in list_backups(db)] == ["import", "import"]
        assert backups.compare_with(bench, list_backups(db)[-1]).entries_then == 1


def test_what_replaces_vectors_is_backed_up_before(db: Path, tmp_path: Path) -> None:
    (tmp_path / "phrases.txt").write_text("苹果 梨\n梨 香蕉\n", encoding="utf-8")
    with open_workbench(db) as bench:
        import_file(bench, tmp_path / "phrases.txt", ImportOptions(format="terms"))
        assert compose_terms(bench).made == 2
        assert not [each for each in list_backups(db) if each.why == "embed"]
        assert compose_terms(bench, again=True).anew == 2
        assert list_backups(db)[0].why == "embed"


def damage(path: Path, table: str) -> None:
    """Write over the page that a table begins at."""
    with sqlite3.connect(path) as raw:
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def test_a_damaged_backup_is_not_put_back(db: Path) -> None:
    with open_workbench(db) as bench:
        kept = backups.back_up(bench, "hand")
        assert kept is not None
        decide(bench, 1, 2, Verdict.ACCEPTED)
        content = db.read_bytes()
        damage(kept.path, "settings")
        with pytest.raises(NotADictionary, match="damaged"):
            backups.restore(bench, kept)
    assert db.read_bytes() == content


def test_a_damaged_page_is_told_with_what_to_do(db: Path) -> None:
    with open_workbench(db) as bench:
        decide(bench, 1, 2, Verdict.ACCEPTED)
    damage(db, "pairs")
    with open_workbench(db) as bench, pytest.raises(NotADictionary, match=r"--rescue NEW\.db"):
        backups.back_up(bench, "hand")
    assert not list_backups(db)


def test_a_damaged_dictionary_is_kept_aside(db: Path) -> None:
    with open_workbench(db) as bench:
        decide(bench, 1, 2, Verdict.ACCEPTED)
        kept, before = backups.back_up(bench, "hand"), pairs(bench)
    assert kept is not None
    content = os.urandom(db.stat().st_size)
    db.write_bytes(content)
    aside = backups.restore_file(db, kept)
    assert aside.read_bytes() == content
    with open_workbench(db) as bench:
        assert pairs(bench) == before and check(bench).sound


def test_a_damaged_backup_is_refused_and_nothing_changed(db: Path) -> None:
    with open_workbench(db) as bench:
        kept = backups.back_up(bench, "hand")
        assert kept is not None
        kept.path.write_bytes(b"SQLite format 3\0" + bytes(5000))
        decide(bench, 1, 2, Verdict.ACCEPTED)
        before = pairs(bench)
        with pytest.raises(DictionaryError):
            backups.restore(bench, kept)
        assert pairs(bench) == before
    assert not list(backup_folder(db).glob("*.part"))


def test_thinning_keeps_sessions_days_and_weeks(db: Path) -> None:
    folder = backup_folder(db)
    folder.mkdir()
    now = datetime(2026, 3, 25, 12, tzinfo=UTC)
    hours = [*range(10), *range(24, 24 * 30, 6), *range(24 * 30, 24 * 200, 24)]
    for hour in hours:
        at = now - timedelta(hours=hour)
        name = f"{at.strftime('%Y%m%dT%H%M%SZ')}-session-{hour:08x}.db"
        shutil.copy(db, folder / name)
    thin(db, 10**9)
    kept = [(now - each.at) // timedelta(hours=1) for each in list_backups(db)]
    assert kept[:5] == [0, 1, 2, 3, 4]
    days = {(now - timedelta(hours=hour)).date() for hour in kept}
    assert len([hour for hour in kept if hour < 24 * 7]) <= 5 + 7
    assert len(days) == 7 + 8 - 2, "a week's last day is one of the seven for two weeks"
    thin(db, 3 * db.stat().st_size)
    assert len(list_backups(db)) == 3
    thin(db, 0)
    assert [each.at for each in list_backups(db)] == [now]


def test_a_copy_of_ones_own_is_never_over_another_file(db: Path, tmp_path: Path) -> None:
    with open_workbench(db) as bench:
        backups.copy_to(bench, tmp_path / "mine.db")
        with pytest.raises(DictionaryError, match="already"):
            backups.copy_to(bench, tmp_path / "mine.db")
    with open_workbench(tmp_path / "mine.db") as copied:
        assert check(copied).sound
