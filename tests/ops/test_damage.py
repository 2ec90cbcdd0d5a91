"""A damaged file: whatever page it is, nothing is written, and the way out is told and works."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from synotui.errors import DictionaryError, NotADictionary, SynotuiError
from synotui.model import AuditFilter, View
from synotui.ops.audit import audit
from synotui.ops.backups import back_up
from synotui.ops.checking import check
from synotui.ops.history import undo
from synotui.ops.review import accept
from synotui.ops.session import save_view
from synotui.ops.stats import stats
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.backups import backup_folder, list_backups
from tests.cli.inside import Inside
from tests.ops.test_checking import PAGE, make_words
from tests.store.test_schema import of_schema


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary over many pages of every kind, with a backup."""
    db = make_words(tmp_path_factory.mktemp("damage"))
    with open_workbench(db) as bench:
        assert back_up(bench, "hand") is not None
    return db


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(backup_folder(made), tmp_path / "words.db.backups")
    return Path(shutil.copy(made, tmp_path / "words.db"))


def refused(db: Path) -> str:
    """Try to decide, and to keep the place: give what is said, the file being what it was."""
    before = db.read_bytes()
    with pytest.raises(NotADictionary) as raised, open_workbench(db) as bench:
        try:
            save_view(bench, View(head=3))
        except DictionaryError as error:
            with pytest.raises(type(error)):
                accept(bench, 101, 302)
            assert bench.read_only or not bench.store.soundness.fault
            raise
    assert db.read_bytes() == before
    assert not list(db.parent.glob("*-journal"))
    return str(raised.value)


@pytest.mark.parametrize("with_backup", [True, False])
def test_nothing_is_written_whichever_page_is_noise(db: Path, with_backup: bool) -> None:
    if not with_backup:
        shutil.rmtree(backup_folder(db))
    whole, rng = db.read_bytes(), random.Random(5)
    for start in range(0 if with_backup else PAGE, len(whole), PAGE if with_backup else 9 * PAGE):
        db.write_bytes(whole[:start] + rng.randbytes(PAGE) + whole[start + PAGE :])
        told = refused(db)
        assert "\n" not in told and "damaged" in told, start
        wanted = f"synotui restore {db} 1" if with_backup else "There is no backup of it"
        assert wanted in told and f"synotui check {db} --rescue NEW.db" in told


def test_nothing_is_written_wherever_it_is_cut(db: Path) -> None:
    whole, rng = db.read_bytes(), random.Random(6)
    for _ in range(12):
        db.write_bytes(whole[: rng.randrange(1, len(whole) - 1)])
        assert f"synotui restore {db} 1" in refused(db)


def noise(db: Path, page: int) -> None:
    with db.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(random.Random(page).randbytes(PAGE))


def rarely_read(db: Path) -> int:
    """Give a page that a decision never comes by: the root of a table that is empty."""
    with sqlite3.connect(db) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'cross_scores'"
        (page,) = raw.execute(query).fetchone()
    raw.close()
    return int(page)


def test_the_way_out_that_is_told_leads_out(db: Path) -> None:
    """The newest backup is of the very state that is damaged: it is put back, the file kept."""
    noise(db, rarely_read(db))
    content, words = db.read_bytes(), Inside(db)
    assert f"synotui restore {db} 1" in words.refused("decide", "accept", "word101", "word301")
    assert words.ok("suggest", "word101").out, "what can be read is"
    assert db.read_bytes() == content
    assert "is kept as" in words.ok("restore", "1").err
    [aside] = db.parent.glob("words.db.damaged-*")
    assert aside.read_bytes() == content
    words.ok("decide", "accept", "word101", "word301")
    words.ok("check")


def test_once_another_state_is_put_back_it_is_written_again(db: Path) -> None:
    whole = db.read_bytes()
    with open_workbench(db) as bench:
        noise(db, rarely_read(db))
        for _ in range(2):
            with pytest.raises(NotADictionary, match="nothing is written to it"):
                accept(bench, 101, 302)
        assert bench.read_only
        with db.open("r+b") as file:
            file.write(whole)
        bench.forget_all()
        assert not bench.read_only and accept(bench, 101, 302).pairs


def test_a_damaged_file_of_an_earlier_schema_is_not_migrated(tmp_path: Path) -> None:
    old = of_schema(6, tmp_path / "old.db")
    noise(old, rarely_read(old))
    before = old.read_bytes()
    with pytest.raises(NotADictionary, match="damaged"):
        open_workbench(old)
    assert old.read_bytes() == before and not list_backups(old)


@pytest.mark.parametrize(
    ("statement", "command"),
    [
        ("UPDATE ledger SET data = replace(data, '{', '|') WHERE seq = 100", ("log", "--json")),
        ("UPDATE ledger SET data = replace(data, '[', '{')", ("undo",)),
        ("UPDATE ledger SET at = '202x' WHERE seq = 30", ("stats",)),
        ("UPDATE settings SET value = replace(value, 'stay', 'stby')", ("adjust",)),
        ("UPDATE pairs SET verdict = 'accepteD' WHERE low = 1", ("stats",)),
        ("UPDATE terms SET text = CAST(x'ff41' AS TEXT) WHERE id = 2", ("suggest", "word0")),
    ],
)
def test_bits_that_flip_within_a_text_are_told_as_damage_not_as_a_defect(
    db: Path, statement: str, command: tuple[str, ...]
) -> None:
    with sqlite3.connect(db) as raw:
        raw.execute("DROP TRIGGER ledger_stays")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(statement)
    raw.close()
    told = Inside(db).refused(*command)
    assert f"{db} is damaged" in told and f"synotui check {db}" in told and "\n" not in told


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_whichever_bits_flip_nothing_but_errors_in_words_comes_of_it(db: Path) -> None:
    whole, rng = db.read_bytes(), random.Random(8)
    work: tuple[Callable[[Workbench], object], ...] = (
        lambda bench: accept(bench, 101, 302),
        lambda bench: suggest(bench, 3, 5),
        lambda bench: [*audit(bench, AuditFilter())],
        undo,
        stats,
        check,
    )
    for turn in range(15):
        held = bytearray(whole)
        for _ in range(8):
            held[rng.randrange(100, len(held))] ^= 1 << rng.randrange(8)
        for place, each in enumerate(work):
            # A file each: what was being read when it failed keeps its file locked for a while.
            copy = db.with_name(f"{turn}-{place}.db")
            copy.write_bytes(held)
            with suppress(SynotuiError), open_workbench(copy) as bench:
                each(bench)
