"""Weights and senses of pairs: set, taken back, undone, exported and imported."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Scratch
from tests.cli.here import Here

TERMS = "苹果\n苹果手机\n普拉多\n霸道\n跑车\n敞篷车\n"


@pytest.fixture(scope="module")
def two_pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dictionary of two accepted pairs, without vectors."""
    scratch = Here(tmp_path_factory.mktemp("decided"))
    scratch.write("terms.txt", TERMS)
    scratch.write("p.csv", "term,synonym\n苹果,苹果手机\n普拉多,霸道\n")
    scratch.ok("import", "cars.db", "terms.txt", "p.csv", "--accept")
    return scratch.path


@pytest.fixture
def decided(two_pairs: Path, tmp_path: Path) -> Scratch:
    """A copy of it."""
    shutil.copytree(two_pairs, tmp_path / "here")
    return Here(tmp_path / "here")


def exported(scratch: Scratch, *options: str) -> list[dict[str, str]]:
    """Give the rows of an export."""
    return list(csv.DictReader(scratch.ok("export", "cars.db", "-", *options).out.splitlines()))


def test_a_weight_is_one_undo_step(decided: Scratch) -> None:
    told = decided.ok("weight", "cars.db", "普拉多", "霸道", "2.5", "--json").document
    assert told["label"] == "普拉多 = 霸道 weighs 2.5"
    assert [row["weight"] for row in exported(decided)] == ["1", "2.5"]
    assert decided.ok("weight", "cars.db", "霸道", "普拉多", "2.5").out.startswith("already ")
    assert decided.ok("undo", "cars.db").out.startswith("undone: 普拉多 = 霸道 weighs 2.5")
    assert "weight" not in exported(decided)[0]
    decided.ok("redo", "cars.db")
    assert exported(decided)[1]["weight"] == "2.5"


def test_a_sense_belongs_to_the_term_named_first(decided: Scratch) -> None:
    decided.ok("sense", "cars.db", "苹果", "苹果手机", " 手机  品牌 ")
    decided.ok("sense", "cars.db", "苹果手机", "苹果", "phone")
    first = exported(decided)[0]
    assert (first["term_sense"], first["synonym_sense"]) == ("手机 品牌", "phone")
    decided.ok("sense", "cars.db", "苹果手机", "苹果", "")
    assert exported(decided)[0]["synonym_sense"] == ""
    log = decided.ok("log", "cars.db", "--json").document
    assert [entry["action"] for entry in log[:3]] == ["sense", "sense", "sense"]
    # Another verdict keeps both, and a file without these columns leaves them.
    decided.ok("weight", "cars.db", "苹果", "苹果手机", "0")
    decided.ok("decide", "cars.db", "accept", "苹果手机", "苹果", "--relation", "related")
    decided.write("old.csv", "term,synonym,note\n苹果手机,苹果,n\n")
    decided.ok("import", "cars.db", "old.csv", "--accept")
    row = exported(decided)[-1]
    assert (row["term"], row["weight"], row["synonym_sense"]) == ("苹果手机", "0", "手机 品牌")
    decided.write("new.csv", "term,synonym,sense,synonym_sense\n苹果手机,苹果,,\n")
    decided.ok("import", "cars.db", "new.csv", "--accept")
    assert exported(decided)[-1]["synonym_sense"] == ""


def test_files_carry_weights_and_senses(decided: Scratch) -> None:
    decided.ok("sense", "cars.db", "苹果", "苹果手机", "手机")
    decided.ok("weight", "cars.db", "普拉多", "霸道", "0.1")
    written = (("en.csv", "en"), ("none.csv", "none"), ("zh.tsv", "zh"), ("out.jsonl", "en"))
    for name, header in written:
        decided.ok("export", "cars.db", name, "--header", header)
        decided.ok("import", f"{name}.db", name, "--accept")
        again = decided.ok("export", f"{name}.db", "-", "--format", "jsonl").out.splitlines()
        kept = [
            [row[column] for column in ("term", "weight", "term_sense", "synonym_sense")]
            for row in map(json.loads, again)
        ]
        assert kept == [["苹果", 1.0, "手机", ""], ["普拉多", 0.1, "", ""]], name


def test_what_is_none_is_refused(decided: Scratch) -> None:
    for weight in ("nan", "inf"):
        assert "0 or more" in decided.refused("weight", "cars.db", "普拉多", "霸道", weight)
    decided.write("bad.csv", "term,synonym,weight\n跑车,敞篷车,nan\n跑车,苹果,inf\n跑车,霸道,x\n")
    told = decided.ok("import", "cars.db", "bad.csv").err
    assert told.count("a weight that is no number") == 3
    assert "Decide first" in decided.refused("sense", "cars.db", "跑车", "敞篷车", "x")
    assert "Decide first" in decided.refused("sense", "cars.db", "苹果", "苹果手机", "跑车", "x")
    for wrong in (["苹果手机"], ["苹果手机", "x", "--sides", "a", "b"]):
        assert decided.run("sense", "cars.db", "苹果", *wrong).code == 2
