"""Weights and senses of pairs: set, taken back, undone, exported and imported."""

import csv
import json

import pytest

from tests.cli.conftest import Scratch


@pytest.fixture
def decided(scratch: Scratch) -> Scratch:
    """A dictionary with two accepted pairs."""
    scratch.ok("decide", "cars.db", "accept", "苹果", "苹果手机")
    scratch.ok("decide", "cars.db", "accept", "普拉多", "霸道")
    return scratch


def exported(scratch: Scratch, *options: str) -> list[dict[str, str]]:
    """Give the rows of an export."""
    return list(csv.DictReader(scratch.ok("export", "cars.db", "-", *options).out.splitlines()))


def test_a_weight_is_one_undo_step(decided: Scratch) -> None:
    told = decided.ok("weight", "cars.db", "普拉多", "霸道", "2.5", "--json").document
    assert told["label"] == "普拉多 = 霸道 weighs 2.5"
    assert [row["weight"] for row in exported(decided)] == ["1", "2.5"]
    again = decided.ok("weight", "cars.db", "霸道", "普拉多", "2.5")
    assert again.out.startswith("already ")
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


def test_another_verdict_keeps_weight_and_sense(decided: Scratch) -> None:
    decided.ok("sense", "cars.db", "苹果", "苹果手机", "手机")
    decided.ok("weight", "cars.db", "苹果", "苹果手机", "0")
    decided.ok("decide", "cars.db", "accept", "苹果手机", "苹果", "--relation", "related")
    row = exported(decided)[-1]
    assert (row["term"], row["weight"], row["synonym_sense"]) == ("苹果手机", "0", "手机")


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.jsonl"])
@pytest.mark.parametrize("header", ["en", "zh", "none"])
def test_files_carry_weights_and_senses(decided: Scratch, name: str, header: str) -> None:
    decided.ok("sense", "cars.db", "苹果", "苹果手机", "手机")
    decided.ok("weight", "cars.db", "普拉多", "霸道", "0.1")
    decided.ok("export", "cars.db", name, "--header", header)
    decided.ok("import", "other.db", name, "--accept")
    again = decided.ok("export", "other.db", "-", "--format", "jsonl").out.splitlines()
    kept = [
        [row[column] for column in ("term", "weight", "term_sense", "synonym_sense")]
        for row in map(json.loads, again)
    ]
    assert kept == [["苹果", 1.0, "手机", ""], ["普拉多", 0.1, "", ""]]


def test_a_file_without_these_columns_leaves_them(decided: Scratch) -> None:
    decided.ok("sense", "cars.db", "苹果", "苹果手机", "手机")
    decided.write("old.csv", "term,synonym,note\n苹果,苹果手机,n\n")
    decided.ok("import", "cars.db", "old.csv", "--accept")
    assert exported(decided)[-1]["term_sense"] == "手机"
    decided.write("new.csv", "term,synonym,sense\n苹果,苹果手机,\n")
    decided.ok("import", "cars.db", "new.csv", "--accept")
    assert "term_sense" not in exported(decided)[0]


@pytest.mark.parametrize("weight", ["nan", "inf"])
def test_a_weight_that_is_none_is_refused(decided: Scratch, weight: str) -> None:
    assert "0 or more" in decided.refused("weight", "cars.db", "普拉多", "霸道", weight)
    decided.write("bad.csv", f"term,synonym,weight\n跑车,敞篷车,{weight}\n轿车,卡车,x\n")
    assert "a weight that is no number" in decided.ok("import", "cars.db", "bad.csv").err


def test_what_nobody_decided_has_no_sense(decided: Scratch) -> None:
    assert "Decide first" in decided.refused("sense", "cars.db", "跑车", "敞篷车", "x")
