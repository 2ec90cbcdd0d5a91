"""What goes in wrong: each ends with exit code 1 and one clear line, or is reported by line."""

import csv
import io
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from .conftest import Scratch, command, environment


def test_unknown_term_names_the_closest(apart: Scratch) -> None:
    line = apart.refused("suggest", "cars.db", "普拉朵")
    assert line.startswith("synotui: No term “普拉朵” in the dictionary. Closest: 普拉多")
    assert "iPhone 13" in apart.refused("suggest", "cars.db", "iPhone 14")
    assert "Closest" in apart.refused("decide", "cars.db", "accept", "丰田汽", "SUV")


def test_a_term_of_ten_thousand_characters(scratch: Scratch) -> None:
    long = "长" * 10_000
    assert len(scratch.refused("suggest", "cars.db", long)) < 200
    line = scratch.refused("decide", "cars.db", "accept", "普拉多", long, "--add")
    assert "10,000 characters" in line


def test_case_and_width_do_not_matter_to_finding_a_term(scratch: Scratch) -> None:
    assert scratch.ok("suggest", "cars.db", "ｓｕｖ", "--json").document["term"] == "SUV"


def test_a_pair_of_a_term_with_itself(scratch: Scratch) -> None:
    assert "itself" in scratch.refused("decide", "cars.db", "accept", "普拉多", "普拉多")


def test_a_relation_that_does_not_suit(scratch: Scratch) -> None:
    line = scratch.refused("decide", "cars.db", "accept", "普拉多", "SUV", "-r", "antonym")
    assert "antonym" in line


def test_missing_dictionary_names_the_remedy(empty: Scratch) -> None:
    for arguments in (["suggest", "no.db", "x"], ["stats", "no.db"], ["undo", "no.db"]):
        line = empty.refused(*arguments)
        assert "no.db" in line
        assert "synotui import no.db FILE" in line
        assert "synotui demo" in line
    assert list(empty.path.iterdir()) == []


def test_what_is_not_a_dictionary_is_left_alone(empty: Scratch) -> None:
    empty.write("pairs.csv", "a,b\n")
    empty.write("text.db", "just text\n")
    empty.write("empty.db", "")
    with sqlite3.connect(empty.path / "foreign.db") as foreign:
        foreign.execute("CREATE TABLE other (x)")
    foreign.close()
    (empty.path / "folder.db").mkdir()
    for name in ("text.db", "foreign.db", "folder.db", "empty.db"):
        path = empty.path / name
        before = path.read_bytes() if path.is_file() else b""
        assert name in empty.refused("stats", name)
        if name != "empty.db":
            assert name in empty.refused("import", name, "pairs.csv")
        assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_dictionary_from_a_newer_version(scratch: Scratch) -> None:
    with sqlite3.connect(scratch.db) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    line = scratch.refused("suggest", "cars.db", "普拉多")
    assert "newer" in line
    assert "Upgrade" in line


def test_a_cut_dictionary(scratch: Scratch) -> None:
    whole = scratch.db.read_bytes()
    scratch.db.write_bytes(whole[: len(whole) // 2])
    scratch.refused("log", "cars.db")


def test_a_read_only_file_can_be_read_but_not_decided_in(scratch: Scratch) -> None:
    scratch.db.chmod(0o444)
    before = scratch.db.read_bytes()
    assert scratch.ok("suggest", "cars.db", "普拉多", "--json").document["suggestions"]
    scratch.ok("decide", "cars.db", "accept", "普拉多", "霸道SUV", "--dry-run")
    scratch.ok("export", "cars.db", "-")
    for arguments in (
        ["decide", "cars.db", "accept", "普拉多", "霸道SUV"],
        ["adjust", "cars.db", "--method", "pull"],
        ["import", "cars.db", "terms.csv", "--source", "again"],
    ):
        assert "read-only" in scratch.refused(*arguments)
    assert scratch.db.read_bytes() == before


def test_a_file_to_import_that_is_not_there_makes_no_dictionary(empty: Scratch) -> None:
    assert "no.csv" in empty.refused("import", "new.db", "no.csv")
    empty.write("empty.csv", "")
    empty.run("import", "new.db", "empty.csv")
    assert "nonsense" in empty.refused("import", "new.db", "empty.csv", "--format", "nonsense")
    assert not (empty.path / "new.db").exists()


def test_rows_that_cannot_be_taken_are_named_by_line(empty: Scratch) -> None:
    long = "长" * 10_000
    bad = f",空\n丰田,丰田\nshort\n{long},x\n苹果,苹\x00果\n"
    rows = f"term,synonym\n普拉多,霸道SUV\n{bad}跑车,敞篷车\n"
    empty.write("bad.csv", rows)
    told = empty.ok("import", "cars.db", "bad.csv")
    assert "5 rows skipped" in told.out
    for line in (3, 4, 5, 6, 7):
        assert f"bad.csv:{line}: " in told.err
    assert max(map(len, told.err.splitlines())) < 200
    report = empty.ok("import", "other.db", "bad.csv", "--json").document["files"][0]
    assert report["skipped_count"] == 5
    assert [each["line"] for each in report["skipped"]] == [3, 4, 5, 6, 7]
    assert report["proposals_added"] == 2


def test_many_skipped_rows_are_counted_not_listed(empty: Scratch) -> None:
    empty.write("bad.csv", "term,synonym\na,b\n" + ",x\n" * 30)
    told = empty.ok("import", "cars.db", "bad.csv")
    assert "30 rows skipped" in told.out
    assert told.err.count("bad.csv:") == 10
    assert "20 more" in told.err


def test_a_csv_with_one_column_forced_to_be_pairs(empty: Scratch) -> None:
    empty.write("one.csv", "普拉多\n霸道\n")
    ran = empty.run("import", "cars.db", "one.csv", "--format", "csv")
    assert ran.code in (0, 1)
    assert "Traceback" not in ran.err
    if ran.code == 0:
        assert "2 rows skipped" in ran.out


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_other_encodings_are_guessed_aloud_or_given(empty: Scratch, encoding: str) -> None:
    text = "term,synonym\n跑車,敞篷車\n" if encoding == "big5" else "标准词,近似词\n跑车,敞篷车\n"
    empty.write("pairs.csv", text, encoding)
    given = empty.ok("import", "given.db", "pairs.csv", "--encoding", encoding, "--json").document
    assert given["files"][0]["proposals_added"] == 1
    head = text.splitlines()[1].split(",")[0]
    assert empty.ok("suggest", "given.db", head, "--json").document["term"] == head
    if encoding == "gb18030":
        guessed = empty.ok("import", "guessed.db", "pairs.csv")
        assert "gb18030" in guessed.err.lower()
        assert empty.ok("suggest", "guessed.db", head, "--json").document["term"] == head


def test_a_wrong_encoding_is_refused(empty: Scratch) -> None:
    empty.write("pairs.csv", "标准词,近似词\n跑车,敞篷车\n", "gb18030")
    line = empty.refused("import", "cars.db", "pairs.csv", "--encoding", "utf-8")
    assert "pairs.csv" in line
    line = empty.refused("import", "cars.db", "pairs.csv", "--encoding", "klingon")
    assert "klingon" in line


def test_vectors_that_are_no_vectors(empty: Scratch) -> None:
    empty.write(
        "v.txt",
        "good 1 0 0\nshort 1 0\nlong 1 0 0 0\nnan nan 0 0\ninf 0 inf 0\nzero 0 0 0\nfine 0 1 0\n",
    )
    told = empty.ok("import", "cars.db", "v.txt", "--format", "word2vec", "--json").document
    report = told["files"][0]
    assert report["vectors_added"] == 2
    assert sorted(each["line"] for each in report["skipped"]) == [2, 3, 4, 5, 6]


def test_formulas_are_neutralised_unless_not_wanted(empty: Scratch) -> None:
    formulas = ["=cmd()", "+1", "-2", "@x"]
    pairs = io.StringIO()
    csv.writer(pairs).writerows([["term", "synonym"], *([each, "plain"] for each in formulas)])
    empty.write("pairs.csv", pairs.getvalue())
    empty.ok("import", "cars.db", "pairs.csv", "--accept")
    columns = ("--columns", "term,synonym")
    tame = empty.ok("export", "cars.db", "-", *columns).out
    assert {row[0] for row in csv.reader(io.StringIO(tame))} == {"term"} | {
        "'" + each for each in formulas
    }
    raw = empty.ok("export", "cars.db", "-", "--no-neutralise", *columns).out
    assert {row[0] for row in csv.reader(io.StringIO(raw))} == {"term", *formulas}
    empty.write("tame.csv", tame)
    empty.ok("import", "back.db", "tame.csv", "--accept")
    assert sorted(empty.ok("export", "back.db", "-", *columns).out) == sorted(tame)


def test_a_term_that_begins_with_a_dash_after_two_dashes(empty: Scratch) -> None:
    empty.write("pairs.csv", "term,synonym\n-40度,零下40度\n")
    empty.ok("import", "cars.db", "pairs.csv")
    assert empty.ok("suggest", "cars.db", "--json", "--", "-40度").document["term"] == "-40度"


def test_export_does_not_overwrite_the_dictionary(scratch: Scratch) -> None:
    before = scratch.db.read_bytes()
    line = scratch.refused("export", "cars.db", "cars.db", "--format", "csv")
    assert "the dictionary itself" in line
    scratch.refused("import", "cars.db", "cars.db")
    assert scratch.db.read_bytes() == before
    scratch.refused("export", "cars.db", "nowhere/out.csv")
    scratch.refused("export", "cars.db", "out.csv", "--columns", "term,nonsense")
    scratch.refused("export", "cars.db", "out.nonsense")
    assert not (scratch.path / "out.csv").exists()


def test_arguments_that_are_not_utf8(scratch: Scratch) -> None:
    arguments: list[str | bytes] = [*command("suggest", "cars.db"), b"\xff\xfe\x80"]
    ran = subprocess.run(
        arguments,
        capture_output=True,
        cwd=scratch.path,
        env=environment(scratch.path),
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    assert b"not valid UTF-8" in ran.stderr


def test_a_full_disk_while_deciding(scratch: Scratch, tmp_path: Path) -> None:
    """A limit on file size stands in for the disk: SQLite meets the same failing write."""
    small = tmp_path / "small"
    shutil.copytree(scratch.path, small)
    size = (small / "cars.db").stat().st_size // 1024
    script = f'ulimit -f {max(1, size // 2)}; exec "$@"'
    ran = subprocess.run(
        [
            "bash",
            "-c",
            script,
            "bash",
            *command("decide", "cars.db", "accept", "普拉多", "霸道SUV"),
        ],
        capture_output=True,
        cwd=small,
        env=environment(small),
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1, ran
    assert b"Traceback" not in ran.stderr
    after = Scratch(small).ok("stats", "cars.db", "--json").document
    assert after["pairs"] == {"accepted": 0, "rejected": 0, "skipped": 0}
    Scratch(small).ok("decide", "cars.db", "accept", "普拉多", "霸道SUV")
