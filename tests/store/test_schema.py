"""The schema that migrations make is the reviewed db/schema.sql; what is not ours is refused.

`python tests/store/test_schema.py` writes the file anew.
"""

import sqlite3
from pathlib import Path

import pytest

from synotui.errors import (
    DictionaryBusy,
    DictionaryMissing,
    DictionaryReadOnly,
    DictionaryTooNew,
    NotADictionary,
)
from synotui.model import Settings, Verdict
from synotui.ops.adjusting.adjust import get_settings, settle
from synotui.ops.history import redo, undo
from synotui.ops.workbench import open_workbench
from synotui.store import Store
from synotui.store.connect import SCHEMA_VERSION

SCHEMA = Path(__file__).parents[2] / "db" / "schema.sql"
HISTORY = SCHEMA.parent / "history"
EARLIER = sorted(int(path.stem.partition("-")[2]) for path in HISTORY.glob("schema-*.sql"))
"""Every schema that dictionaries were ever kept in, but the present one."""


def test_every_earlier_schema_is_kept() -> None:
    assert list(range(2, SCHEMA_VERSION)) == EARLIER


def test_the_schema_is_the_reviewed_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "new.db", create=True)
    assert store.schema() == SCHEMA.read_text(encoding="utf-8")


def test_pragmas_are_set(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    store = Store(path, create=True)
    got = {
        name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "foreign_keys", "journal_mode", "synchronous", "trusted_schema", "user_version",
            "application_id",
        )
    }  # fmt: skip
    assert got == {
        "foreign_keys": 1,
        "journal_mode": "delete",
        "synchronous": 3,
        "trusted_schema": 0,
        "user_version": SCHEMA_VERSION,
        "application_id": 0x53594E4F,
    }
    store.close()
    assert [p.name for p in tmp_path.iterdir()] == ["new.db"]


def test_a_file_that_another_program_put_into_wal_mode_leaves_it(tmp_path: Path) -> None:
    """SQLite from 3.7.0 to 3.51.2 can corrupt a WAL database that several connections reset."""
    path = tmp_path / "wal.db"
    Store(path, create=True).close()
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        other.execute("INSERT INTO terms (text, key) VALUES ('苹果', '')")
        other.commit()
        with pytest.raises(DictionaryBusy):
            Store(path)
    other.close()
    with Store(path) as store:
        assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert store.terms.by_text("苹果") is not None
    assert [each.name for each in tmp_path.iterdir()] == ["wal.db"]


def test_opening_again_needs_no_migration_and_imports_no_sqlite_utils(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "new.db"
    Store(path, create=True).close()
    program = (
        "import sys; from pathlib import Path; from synotui.store import Store; "
        f"Store(Path({str(path)!r})); print('sqlite_utils' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr


def of_schema(version: int, path: Path) -> Path:
    """Make the dictionary that was written with an earlier schema."""
    with sqlite3.connect(path) as made:
        made.executescript((HISTORY / f"schema-{version}.sql").read_text(encoding="utf-8"))
    made.close()
    return path


def statements(store: Store) -> set[str]:
    """Give the statements of a schema, whichever came first."""
    return {statement.strip() for statement in store.schema().split(";\n")}


@pytest.mark.parametrize("version", EARLIER)
def test_an_earlier_dictionary_keeps_what_it_holds(version: int, tmp_path: Path) -> None:
    path = of_schema(version, tmp_path / "old.db")
    new = Store(tmp_path / "new.db", create=True)
    with Store(path) as store:
        assert store._connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert statements(store) == statements(new)
        held = [
            (pair.head, pair.synonym, str(pair.verdict), str(pair.relation), pair.note)
            for pair in store.pairs.with_verdicts(Verdict)
        ]
        extras = {
            (pair.weight, pair.low_sense, pair.high_sense)
            for pair in store.pairs.with_verdicts(Verdict)
        }
    assert held == [
        (1, 3, "accepted", "synonym", ""),
        (1, 4, "rejected", "different", "另一种水果"),
        (5, 1, "accepted", "narrower", ""),
    ]
    assert extras == {(1.0, "", "")}


@pytest.mark.parametrize("version", EARLIER)
def test_what_was_decided_earlier_is_undone_and_done_again(version: int, tmp_path: Path) -> None:
    with open_workbench(of_schema(version, tmp_path / "old.db")) as bench:
        before = list(bench.store.pairs.with_verdicts(Verdict))
        assert redo(bench).label == "accepted 苹果 = 梨"
        for _ in range(4):
            undo(bench)
        assert not list(bench.store.pairs.with_verdicts(Verdict))
        for _ in range(3):
            redo(bench)
        assert list(bench.store.pairs.with_verdicts(Verdict)) == before


@pytest.mark.parametrize(("version", "step"), [(2, 1.0), (3, 0.5)])
def test_what_was_adjusted_by_earlier_defaults_stays_where_it_is(
    version: int, step: float, tmp_path: Path
) -> None:
    path = of_schema(version, tmp_path / "old.db")
    with sqlite3.connect(path) as raw:
        before = dict(raw.execute("SELECT term_id, vector FROM adjusted"))
    raw.close()
    with open_workbench(path) as bench:
        assert get_settings(bench) == Settings(stay=0.5, push=0.5, step=step, hold=0)
        with bench.store.transaction():
            settle(bench)
    with sqlite3.connect(path) as raw:
        assert dict(raw.execute("SELECT term_id, vector FROM adjusted")) == before
    raw.close()
    with Store(tmp_path / "new.db", create=True) as store:
        assert store.values.adjustment() == Settings()


def test_settings_kept_without_some_mean_what_they_did() -> None:
    kept = Settings.kept({"method": "pull", "factor": 0.2})
    assert kept == Settings("pull", stay=0.5, push=0.5, step=1.0, factor=0.2, hold=0.0)


def test_a_missing_dictionary_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DictionaryMissing, match="synotui import"):
        Store(tmp_path / "none.db")


@pytest.mark.parametrize(
    "content", [b"", b"term,synonym\na,b\n", b"SQLite format 3\x00" + b"x" * 99]
)
def test_files_that_are_no_dictionary_are_refused_and_stay_as_they_are(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(NotADictionary):
        Store(path)
    assert path.read_bytes() == content


def test_a_foreign_sqlite_file_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "foreign.db"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE birds (name)")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(NotADictionary):
            Store(path, create=create)
    assert path.read_bytes() == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADictionary):
        Store(tmp_path)


def test_a_newer_dictionary_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    Store(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    for told, upgrade in (("0.9.1", "'synotui>=0.9.1'"), ("$(touch x)", "synotui"), (None, "syn")):
        with sqlite3.connect(path) as raw:
            if told is None:
                # What a later format looks like is not known.
                raw.execute("DROP TABLE settings")
            else:
                raw.execute("UPDATE settings SET value = ? WHERE name = 'needs_synotui'", (told,))
        raw.close()
        before = path.read_bytes()
        with pytest.raises(DictionaryTooNew, match=f"format {SCHEMA_VERSION + 1}") as refused:
            Store(path)
        assert "newer synotui" in str(refused.value) and "touch" not in str(refused.value)
        assert refused.value.remedy.startswith(f"Upgrade: pip install -U {upgrade}")
        assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["newer.db"]


def test_a_read_only_file_opens_and_refuses_to_change(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    Store(path, create=True).close()
    path.chmod(0o444)
    store = Store(path)
    assert store.read_only
    assert store.terms.count() == 0
    with pytest.raises(DictionaryReadOnly, match="chmod"), store.transaction():
        pass


def test_damage_is_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    store = Store(path, create=True)
    with store.transaction():
        store.terms.add((f"term{i}" * 20, f"term{i}", None) for i in range(2000))
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : -4096] = b"\xff" * (len(content) - 4096 * 4)
    path.write_bytes(content)
    with pytest.raises(NotADictionary, match="damaged"):
        damaged = Store(path)
        with damaged.reading():
            damaged.terms.joined()
            damaged.terms.around(1_000, 500)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        SCHEMA.write_text(Store(Path(folder) / "new.db", create=True).schema(), encoding="utf-8")
