"""What people do to a dictionary's file and the files beside it: no decision is lost by it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import synotui
from synotui.cli import main
from synotui.errors import (
    DictionaryBusy,
    DictionaryDamaged,
    DictionaryError,
    DictionaryReplaced,
)
from synotui.model import Progress, Verdict
from synotui.ops.backups import back_up, copy_to, list_backups, restore, restore_file
from synotui.ops.caches import cache_folder
from synotui.ops.checking import check, rescue
from synotui.ops.review import decide
from synotui.ops.workbench import open_workbench
from synotui.store.backups import backup_folder, thin
from synotui.store.holders import holders_folder
from tests.cli.inside import Inside
from tests.end_to_end.test_two_at_once import HALF
from tests.ops.test_backups import damage
from tests.other_process import HOLD, holding

Pairs = dict[tuple[int, int], str]


@pytest.fixture
def db(tiny_path: Path) -> Path:
    """A dictionary with a pair that is backed up, and one that is not."""
    with open_workbench(tiny_path) as bench:
        decide(bench, 1, 2, Verdict.ACCEPTED)
        back_up(bench, "hand")
        decide(bench, 3, 4, Verdict.ACCEPTED)
    return tiny_path


def pairs(path: Path) -> Pairs:
    """Give the verdicts of a dictionary, which has to be sound."""
    with open_workbench(path) as bench:
        assert check(bench).findings == ()
        return {key: row[1] for key, row in bench.store.pairs.as_rows().items()}


def kill_by_halves(path: Path) -> bytes:
    """Let a process be killed in the middle of a write; give the journal it leaves."""
    subprocess.run([sys.executable, "-c", HALF, str(path)], check=False)
    return path.with_name(f"{path.name}-journal").read_bytes()


def test_what_is_put_back_never_lies_beside_the_journal_of_what_was_damaged(db: Path) -> None:
    words = Inside(db)
    left = kill_by_halves(db)
    os.truncate(db, 0)
    assert "restore" in words.refused("stats") and "restore" in words.refused("import_", "no.csv")
    assert "is kept as" in words.ok("restore", "1").err
    [aside] = db.parent.glob("tiny.db.damaged-*[0-9]Z")
    assert not aside.stat().st_size
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == left
    assert pairs(db) == {(1, 2): "accepted"}


def test_what_is_gone_is_there_again(db: Path) -> None:
    words = Inside(db)
    left = kill_by_halves(db)
    db.unlink()
    for command in (("stats",), ("import_", str(db.with_name("terms.csv"))), ("undo",)):
        assert f"synotui restore {db} 1" in words.refused(*command)
    words.ok("restore", "1")
    assert pairs(db) == {(1, 2): "accepted"}
    assert [each.read_bytes() for each in db.parent.glob("*.damaged-*-journal")] == [left]
    shutil.rmtree(backup_folder(db))
    db.unlink()
    assert "Make one with: synotui import" in words.refused("stats")


def test_nothing_new_is_made_beside_what_was_left_of_another(db: Path) -> None:
    moved, words = db.with_name("moved.db"), Inside(db.with_name("away.db"))
    shutil.copy(db, moved)
    before = pairs(moved)
    left = kill_by_halves(moved)
    journal = moved.with_name("away.db-journal")
    moved.with_name("moved.db-journal").rename(journal)
    (db.parent / "more.csv").write_text("term,synonym\n普拉多,奥迪\n", encoding="utf-8")
    assert str(journal) in words.refused("import_", str(db.parent / "more.csv"))
    assert str(journal) in Inside(db).refused("backup", str(words.db))
    assert str(journal) in Inside(db).refused("check", "--rescue", str(words.db))
    assert journal.read_bytes() == left and not words.db.exists()
    journal.rename(moved.with_name("moved.db-journal"))
    assert pairs(moved) == before


def test_a_journal_is_not_rolled_back_into_another_state(db: Path) -> None:
    [backup] = list_backups(db)
    left = kill_by_halves(db)
    shutil.copy(backup.path, db)
    content = db.read_bytes()
    with pytest.raises(DictionaryDamaged, match=r"tiny\.db-journal beside it belongs to another"):
        open_workbench(db)
    journal = db.with_name("tiny.db-journal")
    assert (db.read_bytes(), journal.read_bytes()) == (content, left)
    journal.rename(db.with_name("kept"))
    assert pairs(db) == {(1, 2): "accepted"}


def test_a_rescue_takes_back_what_was_done_by_halves(db: Path, tmp_path: Path) -> None:
    before = pairs(db)
    with open_workbench(db) as bench:
        listed = [
            (term.text, term.frequency) for term in bench.store.terms.by_id(range(99)).values()
        ]
    kill_by_halves(db)
    found = rescue(db, tmp_path / "rescued.db")
    assert not found.lost_vectors and pairs(tmp_path / "rescued.db") == before
    with open_workbench(tmp_path / "rescued.db") as bench:
        terms = bench.store.terms.by_id(range(99)).values()
        assert [(term.text, term.frequency) for term in terms] == listed


def test_a_link_and_its_file_share_everything(db: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(os.path.relpath(db, link.parent))
    assert [each.path.resolve() for each in list_backups(link)] == [
        each.path for each in list_backups(db)
    ]
    for folder in (cache_folder, holders_folder):
        assert folder(link) == folder(db)
    db.write_bytes(b"no dictionary" * 900)
    Inside(link).ok("restore", "1")
    assert link.is_symlink() and pairs(db) == {(1, 2): "accepted"}
    db.unlink()
    Inside(link).ok("restore", "1")
    assert link.is_symlink() and pairs(db) == {(1, 2): "accepted"}
    assert [each.name for each in link.parent.iterdir()] == ["link.db"]


@pytest.mark.parametrize("name", [":memory:", "file:x.db", "100%41?mode=ro#.db", "-\n词.db"])
def test_names_that_mean_something_elsewhere(
    name: str, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(db.parent)
    db.rename(name)
    shutil.move(backup_folder(db), f"{name}.backups")
    path = Path(name)
    with open_workbench(path) as bench:
        restore(bench, list_backups(path)[0])
        assert len(list_backups(path)) == 2
    assert pairs(path) == {(1, 2): "accepted"}
    path.write_bytes(b"no dictionary" * 900)
    restore_file(path, list_backups(path)[0])
    assert len(pairs(path)) == 2


def test_what_is_decided_while_a_backup_is_put_back_is_backed_up_as_well(db: Path) -> None:
    def decide_elsewhere(progress: Progress) -> None:
        if progress.stage == "restoring":
            with open_workbench(db) as other:
                decide(other, 5, 6, Verdict.REJECTED)

    with open_workbench(db) as bench:
        restore(bench, list_backups(db)[-1], decide_elsewhere)
    assert pairs(db) == {(1, 2): "accepted"}
    newest, *rest = list_backups(db)
    assert len(rest) == 1 and pairs(newest.path).keys() >= {(1, 2), (3, 4), (5, 6)}


def test_no_file_is_exchanged_that_another_process_writes_to(db: Path) -> None:
    content = db.read_bytes()
    with holding(HOLD, db), pytest.raises(DictionaryBusy):
        restore_file(db, list_backups(db)[0])
    assert db.read_bytes() == content and not [*db.parent.glob("*.damaged-*")]


def test_what_a_wrong_clock_says_is_not_what_was_made_last(db: Path) -> None:
    [first] = list_backups(db)
    folder = backup_folder(db)
    for year in range(2090, 2099):
        shutil.copy(first.path, folder / f"{year}0101T000000Z-session-{year:08x}.db")
    with open_workbench(db) as bench:
        made = back_up(bench, "hand")
    assert made is not None
    thin(db, 1)
    assert [each.path for each in list_backups(db)] == [made.path]


def test_a_backup_that_somebody_worked_on_is_not_taken_for_what_it_was(db: Path) -> None:
    with open_workbench(db) as bench:
        made = back_up(bench, "hand")
        assert made is not None
        with open_workbench(made.path) as opened_by_mistake:
            decide(opened_by_mistake, 1, 2, Verdict.REJECTED)
        again = back_up(bench, "session")
    assert again is not None and pairs(again.path) == pairs(db)


def test_a_private_dictionary_stays_private(db: Path) -> None:
    db.chmod(0o600)
    with open_workbench(db) as bench:
        made = back_up(bench, "hand")
    assert made is not None and made.path.stat().st_mode & 0o777 == 0o600
    db.write_bytes(b"no dictionary" * 900)
    restore_file(db, made)
    assert db.stat().st_mode & 0o777 == 0o600


def test_nothing_is_exported_over_a_database_or_a_part_of_one(db: Path) -> None:
    other = Path(shutil.copy(db, db.with_name("other.db")))
    for out in (other, db.with_name("other.db-journal"), list_backups(db)[0].path):
        before = out.read_bytes() if out.exists() else None
        assert "Name another file" in Inside(db).refused("export", str(out), "-f", "csv")
        assert before == (out.read_bytes() if out.exists() else None)


def test_an_import_that_fails_takes_away_only_what_is_empty(db: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    with open_workbench(new, create=True) as bench:
        with holding(HOLD, new):
            bench.store.discard_if_empty()
        assert new.exists(), "another process is about to write to it"
        bench.store.discard_if_empty()
        assert not new.exists()
    with open_workbench(db) as bench:
        bench.store.discard_if_empty()
    assert pairs(db)


def test_what_cannot_be_a_dictionary_is_said_in_words(db: Path, tmp_path: Path) -> None:
    loop, pipe, long = tmp_path / "loop.db", tmp_path / "pipe.db", tmp_path / f"{'长' * 80}.db"
    loop.symlink_to(loop.name)
    os.mkfifo(pipe)
    for path, told in ((loop, "back to itself"), (pipe, "is no file"), (long, "name too long")):
        for command in (("stats",), ("import_", str(db)), ("decide", "accept", "a", "b")):
            assert told in Inside(path).refused(*command)


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
def test_a_copy_that_was_made_in_the_middle_of_a_write_is_told_as_such(db: Path) -> None:
    kill_by_halves(db)
    copy = Path(shutil.copy(db, db.with_name("copy.db")))
    words = Inside(copy)
    told = "not finished, whose journal is lost"
    assert told in words.refused("decide", "accept", "普拉多", "奥迪")
    assert told in words.run("check").out
    shutil.copy(f"{db}-journal", f"{copy}-journal")
    assert pairs(copy) == pairs(db)


def test_what_another_process_has_made_meanwhile_is_not_written_over(db: Path) -> None:
    out = db.with_name("out.db")

    def make(progress: Progress) -> None:
        out.write_bytes(b"made elsewhere")

    with open_workbench(db) as bench, pytest.raises(DictionaryError, match="is there already"):
        copy_to(bench, out, make)
    assert out.read_bytes() == b"made elsewhere" and not [*db.parent.glob("*.part")]


def test_a_file_with_two_names_is_warned_of(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.link(db, db.with_name("no-copy.db"))
    assert main(["undo", str(db)]) == 0
    assert "one of 2 names of the same file" in capsys.readouterr().err


def test_a_script_may_change_the_folder(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(db.parent)
    with synotui.open(db.name) as opened:
        monkeypatch.chdir("/")
        opened.undo()
        assert opened.backup() is not None and opened.check().sound


def test_nothing_is_written_once_the_file_was_moved_behind_a_link(db: Path) -> None:
    with open_workbench(db) as bench:
        bench.loaded()
        moved = db.with_name("moved.db")
        db.rename(moved)
        db.symlink_to(moved)
        with pytest.raises(DictionaryReplaced, match="Another file"):
            decide(bench, 5, 6, Verdict.ACCEPTED)
    assert len(pairs(db)) == 2


def test_a_restore_can_be_taken_back_though_no_backups_are_wanted(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "synotui").mkdir()
    (tmp_path / "synotui" / "config.toml").write_text("backups_mb = 0\n", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    before = pairs(db)
    with open_workbench(db) as bench:
        assert back_up(bench, "session") is None
        restore(bench, list_backups(db)[0])
    assert pairs(db) != before == pairs(list_backups(db)[0].path)


def test_what_killed_processes_began_to_copy_is_removed_in_the_end(db: Path) -> None:
    begun = [backup_folder(db) / f"{pid}.part" for pid in (1, 2)]
    for path in begun:
        path.write_bytes(b"half")
    os.utime(begun[0], (0, 0))
    thin(db, 10**9)
    assert [path.exists() for path in begun] == [False, True] and len(list_backups(db)) == 1


def test_a_log_is_not_written_into_a_file_that_is_not_in_wal_mode(db: Path) -> None:
    [backup] = list_backups(db)
    log = db.with_name("tiny.db-wal")
    with closing(sqlite3.connect(db)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO view VALUES ('x', '1')")
        other.commit()
        left = log.read_bytes()
    shutil.copy(backup.path, db)
    log.write_bytes(left)
    with pytest.raises(DictionaryDamaged, match=r"tiny\.db-wal beside it belongs to another"):
        open_workbench(db)
    assert log.read_bytes() == left
    Inside(db).ok("restore", "1")
    assert pairs(db) == {(1, 2): "accepted"} and not log.exists()


@pytest.mark.parametrize("pages", [True, False])
def test_a_damaged_backup_does_not_take_the_place_of_a_sound_dictionary(
    pages: bool, db: Path
) -> None:
    [backup] = list_backups(db)
    if pages:
        damage(backup.path, "pairs")
    else:
        with closing(sqlite3.connect(backup.path)) as raw, raw:
            raw.execute("PRAGMA ignore_check_constraints = ON")
            raw.execute("UPDATE pairs SET verdict = CAST(x'ff41' AS TEXT)")
    before = db.read_bytes()
    for command in (("1", "--dry-run"), ("1",)):
        told = Inside(db).refused("restore", *command)
        assert f"{backup.path} is damaged" in told and f"synotui restore {db} lists" in told
    assert db.read_bytes() == before and not [*db.parent.glob("*.damaged-*")]
