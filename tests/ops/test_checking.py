"""Checking, mending and rescuing: every fault is made in a real file."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from synotui.errors import DictionaryError
from synotui.model import Settings, Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.adjusting.adjust import change_settings
from synotui.ops.backups import list_backups
from synotui.ops.checking import CheckReport, check, repair, rescue
from synotui.ops.history import redo, undo
from synotui.ops.review import annotate, decide
from synotui.ops.terms import find_term
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

WORDS = 400
PAGE = 4096


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary with all kinds of ledger entries, over many pages."""
    return make_words(tmp_path_factory.mktemp("checking"))


def make_words(folder: Path) -> Path:
    """Make that dictionary in a folder."""
    rng = random.Random(0)
    rows = [
        f"word{n} " + " ".join(f"{rng.gauss(0, 1):.4f}" for _ in range(24)) for n in range(WORDS)
    ]
    (folder / "words.vec").write_text(f"{WORDS} 24\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "pairs.csv").write_text("term,synonym\nword0,word399\n", encoding="utf-8")
    db = folder / "words.db"
    with open_workbench(db, create=True) as bench:
        import_file(bench, folder / "words.vec")
        import_file(bench, folder / "pairs.csv", ImportOptions(accept=True))
        for n in range(0, 240, 2):
            verdict = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.SKIPPED)[n % 3]
            decide(bench, find_term(bench, f"word{n}").id, find_term(bench, f"word{n + 1}").id,
                   verdict)  # fmt: skip
        annotate(bench, find_term(bench, "word2").id, find_term(bench, "word3").id, "看过 [/x]")
        add_synonym(bench, find_term(bench, "word4").id, "新词")
        change_settings(bench, Settings(stay=0.7))
        for _ in range(4):
            undo(bench)
        for _ in range(2):
            redo(bench)
    return db


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "words.db"))


def checked(db: Path) -> CheckReport:
    with open_workbench(db) as bench:
        return check(bench)


def tamper(db: Path, *statements: str) -> None:
    """Change the file behind synotui's back."""
    with sqlite3.connect(db) as raw:
        raw.execute("DROP TRIGGER ledger_stays")
        raw.execute("DROP TRIGGER ledger_keeps")
        for statement in statements:
            raw.execute(statement)
    raw.close()


def test_a_sound_dictionary_is_sound(db: Path) -> None:
    found = checked(db)
    assert found.sound and found.entries > 120
    assert {part for part, _ in found.checked} == {"file", "ledger", "pairs", "vectors", "adjusted"}
    with open_workbench(db) as bench:
        assert check(bench, expected=found.last_hash[:12]).sound
        undo(bench)
        assert check(bench, expected=found.last_hash).sound, "what is added leaves it there"
        assert check(bench).last_hash != found.last_hash


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE ledger SET label = 'rejected' WHERE seq = 20", "#20"),
        ("UPDATE ledger SET curator = 'eve' WHERE seq = 3", "#3"),
        ("UPDATE ledger SET at = '2020-01-01T00:00:00Z' WHERE seq = 122", "#122"),
        ("DELETE FROM ledger WHERE seq = 50", "#51"),
        ("UPDATE ledger SET hash = zeroblob(32) WHERE seq = 9", "#9"),
    ],
)
def test_a_ledger_that_was_changed_shows_it(db: Path, statement: str, told: str) -> None:
    before = checked(db).last_hash
    tamper(db, "PRAGMA foreign_keys = OFF", statement)
    found = [each for each in checked(db).findings if each.part == "ledger"]
    assert told in found[0].what and not found[0].mends
    with open_workbench(db) as bench:
        assert not repair(bench).sound, "what was tampered with is not mended away"
        still = check(bench, expected=before)
    assert any("follow" in each.what for each in still.findings)


def test_pairs_follow_the_ledger_again(db: Path) -> None:
    with open_workbench(db) as bench:
        before = bench.store.pairs.as_rows()
    tamper(
        db,
        "UPDATE pairs SET verdict = 'rejected', relation = 'different' WHERE low = 1",
        "DELETE FROM pairs WHERE low = 7",
        "UPDATE terms SET retired = 1 - retired WHERE text = '新词'",
    )
    told = " ".join(each.what for each in checked(db).findings if each.mends)
    assert "1 pairs are decided in the ledger and missing: word6 – word7" in told
    assert "not as the ledger has them: word0" in told and "新词" in told
    with open_workbench(db) as bench:
        damaged = bench.store.pairs.as_rows()
        assert repair(bench).sound
        assert bench.store.pairs.as_rows() == before
        [backup] = list_backups(db)
        with open_workbench(backup.path) as then:
            assert backup.why == "repair" and then.store.pairs.as_rows() == damaged
        assert bench.store.ledger.newest(1)[0].action == "repair"
        undo(bench)
        assert check(bench).sound


def test_adjusted_vectors_are_solved_anew(db: Path) -> None:
    tamper(
        db,
        "DELETE FROM adjusted WHERE term_id = (SELECT min(term_id) FROM adjusted)",
        "UPDATE adjusted SET vector = zeroblob(96) "
        "WHERE term_id = (SELECT max(term_id) FROM adjusted)",
    )
    [found] = checked(db).findings
    assert "2 adjusted vectors" in found.what and found.mends
    with open_workbench(db) as bench:
        assert repair(bench).sound


def test_vectors_that_are_none_are_told_of(db: Path) -> None:
    import numpy as np

    with sqlite3.connect(db) as raw:
        place, held = raw.execute("SELECT rowid, vectors FROM vector_blocks").fetchone()
        vectors = np.frombuffer(held, "<f4").reshape(-1, 24).copy()
        vectors[5], vectors[9, 3] = 0, np.nan
        raw.execute(
            "UPDATE vector_blocks SET vectors = ? WHERE rowid = ?", (vectors.tobytes(), place)
        )
    raw.close()
    [found] = [each for each in checked(db).findings if each.part == "vectors"]
    assert "2 vectors are zero or not finite, first of: word5, word9" in found.what


def test_caches_that_are_not_what_was_written_are_removed(db: Path) -> None:
    from synotui.ops.searching.indexing import adopt_index, build_index, plan_index

    with open_workbench(db) as bench:
        plan = plan_index(bench)
        assert plan is not None and adopt_index(bench, build_index(plan))
    folder = db.with_name("words.db.cache") / "space1"
    [file] = [each for each in folder.iterdir() if each.suffix != ".json"]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with open_workbench(db) as bench:
        [found] = check(bench).findings
        assert found.part == "cache" and found.mends
        assert repair(bench).sound and not list(folder.glob("*.json"))


def damage(db: Path, pages: list[int], how: Callable[[int], bytes]) -> None:
    with db.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(how(PAGE))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_page_costs_its_own_contents_only(db: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with open_workbench(db) as bench:
        before, entries = bench.store.pairs.as_rows(), bench.store.ledger.count()
        texts = {term.text for term in bench.store.terms.by_id(range(1, WORDS + 2)).values()}
    count = db.stat().st_size // PAGE
    pages = rng.sample(range(2 if seed % 4 else 1, count + 1), 1 + seed % 3)
    damage(db, pages, (os.urandom, bytes)[seed % 2])
    out = tmp_path / "out.db"
    report = rescue(db, out)
    with open_workbench(out) as bench:
        assert check(bench).sound
        after = bench.store.pairs.as_rows()
        kept = {term.text for term in bench.store.terms.by_id(range(1, WORDS + 2)).values()}
        decide(bench, 1, 2, Verdict.REJECTED)
        undo(bench)
    # A page of the ledger holds about a dozen entries here, one of terms a hundred.
    assert len(report.lost_entries) <= 16 * len(pages) and entries
    same = [key for key, row in before.items() if key in after and after[key] == row]
    assert len(same) >= len(before) - len(report.lost_entries) - 60 * len(pages)
    if report.ledger_whole:
        assert after.keys() == before.keys()
    assert len(texts - kept) <= report.lost_terms <= 130 * len(pages)
    assert report.lost_vectors <= 43 * len(pages)


def test_one_lost_page_of_pairs_costs_no_pair(db: Path, tmp_path: Path) -> None:
    with open_workbench(db) as bench:
        before = bench.store.pairs.as_rows()
    with sqlite3.connect(db) as raw:
        [root] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'pairs'").fetchone()
    raw.close()
    damage(db, [root], bytes)
    report = rescue(db, tmp_path / "out.db")
    assert report.from_ledger or report.adrift
    with open_workbench(tmp_path / "out.db") as bench:
        assert bench.store.pairs.as_rows() == before and check(bench).sound


def test_what_cannot_be_rescued_leaves_nothing_behind(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.db"
    nothing.write_bytes(b"SQLite format 3\0" + os.urandom(9 * PAGE))
    with pytest.raises(DictionaryError, match="can be read"):
        rescue(nothing, tmp_path / "out.db")
    assert [each.name for each in tmp_path.iterdir()] == ["nothing.db"]


def test_any_bytes_are_read_without_failing(tmp_path: Path) -> None:
    from synotui.store.salvage import TABLES, Salvage

    rng = random.Random(7)
    for _ in range(30):
        file = tmp_path / "any.db"
        file.write_bytes(rng.randbytes(rng.randrange(0, 6 * PAGE)))
        salvage = Salvage(file)
        assert all(list(salvage.rows(table)) is not None for table in TABLES)


def test_a_workbench_that_is_in_use_can_be_checked(db: Path) -> None:
    with open_workbench(db) as bench, open_workbench(db) as other:
        decide(bench, 1, 3, Verdict.ACCEPTED)
        assert check(other).sound and isinstance(other, Workbench)
