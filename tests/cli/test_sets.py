"""Synonym sets on the command line: 苹果 the fruit and 苹果 the phone."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Scratch
from tests.cli.here import Here

PAIRS = """\
term,synonym
苹果,梨
苹果,香蕉
苹果,iPhone
iPhone,智能手机
梨,香蕉
土豆,马铃薯
"""
VECTORS = """\
苹果 1 0.2 1
梨 1 0.1 0
香蕉 0.9 0.3 0
iPhone 0 0.1 1
智能手机 0 0.2 0.9
土豆 0 1 0
马铃薯 0.3 1 0
"""


@pytest.fixture(scope="module")
def fruit_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dictionary in which 苹果 joins fruit and phones."""
    scratch = Here(tmp_path_factory.mktemp("fruit"))
    scratch.write("v.vec", VECTORS)
    scratch.write("p.csv", PAIRS)
    scratch.ok("import", "d.db", "v.vec", "p.csv", "--accept")
    return scratch.path


@pytest.fixture
def fruit(fruit_folder: Path, tmp_path: Path) -> Scratch:
    """A copy of it."""
    shutil.copytree(fruit_folder, tmp_path / "here")
    return Here(tmp_path / "here")


def sets(scratch: Scratch, *term: str) -> list[list[str]]:
    """Give the sets, each sorted."""
    found = scratch.ok("sets", "d.db", *term, "--json").document["sets"]
    return [sorted(m["term"] + m["sense"] for m in each["members"]) for each in found]


def test_the_bridge_is_found_and_comes_first(fruit: Scratch) -> None:
    first, second = fruit.ok("sets", "d.db", "--json").document["sets"]
    assert (first["size"], second["size"]) == (5, 2)
    bridge = first["bridge"]
    assert bridge["term"] == "苹果"
    assert {member["term"] for member in bridge["part"]} == {"iPhone", "智能手机"}
    assert [(link["term"], link["synonym"]) for link in bridge["links"]] == [("苹果", "iPhone")]
    assert {link["synonym"] for link in bridge["others"]} == {"梨", "香蕉"}
    assert bridge["gap"] == pytest.approx(bridge["within"] - bridge["between"])
    assert first["weakest"]["synonym"] == "香蕉" and second["bridge"] is None
    assert first["base"] == pytest.approx(0.5, abs=0.1)
    assert first["now"] > first["base"] and first["conflicts"] == []
    listed = fruit.ok("sets", "d.db", "--top", "1")
    assert listed.out.splitlines()[1].split()[:2] == ["!", "5"] and "1 more" in listed.err
    assert listed.out.rstrip().endswith("苹果")
    one = fruit.ok("sets", "d.db", "苹果").out
    assert "! bridge" in one and "↓ weakest" in one
    assert "苹果 may be meant in two senses" in one and "name the sense of 苹果" in one


def test_a_sense_or_a_rejected_link_splits_the_set_and_undo_joins_it(fruit: Scratch) -> None:
    fruit.ok("sense", "d.db", "苹果", "iPhone", "手机")
    assert sets(fruit, "苹果") == [["梨", "苹果", "香蕉"], ["iPhone", "智能手机", "苹果手机"]]
    assert "苹果〔手机〕" in fruit.ok("sets", "d.db", "iPhone").out
    assert fruit.ok("sets", "d.db", "--json").document["sets"][0]["bridge"] is None
    fruit.ok("undo", "d.db")
    told = fruit.ok("sense", "d.db", "苹果", "--sides", "水果", "手机").out
    assert told.startswith("苹果: “水果” in 2 pairs, “手机” in 1 pair")
    assert sets(fruit, "苹果") == [["梨", "苹果水果", "香蕉"], ["iPhone", "智能手机", "苹果手机"]]
    assert "joins no two sets" in fruit.refused("sense", "d.db", "苹果", "--sides", "水果", "手机")
    fruit.ok("undo", "d.db")
    assert [len(each) for each in sets(fruit)] == [5, 2]
    fruit.ok("decide", "d.db", "reject", "苹果", "iPhone")
    assert sets(fruit) == [["梨", "苹果", "香蕉"], ["iPhone", "智能手机"], ["土豆", "马铃薯"]]


def test_only_synonyms_make_sets(fruit: Scratch) -> None:
    fruit.write("more.csv", "term,synonym,relation\n土豆,苹果,related\n土豆,马铃薯,broader\n")
    fruit.ok("import", "d.db", "more.csv", "--accept")
    assert [len(each) for each in sets(fruit)] == [5]
    assert "No synonym sets" in fruit.ok("sets", "d.db", "土豆").err


def test_pairs_that_contradict_a_set_are_shown(fruit: Scratch) -> None:
    fruit.write("no.csv", "term,synonym,verdict\n马铃薯,洋芋,accepted\n土豆,洋芋,rejected\n")
    fruit.ok("import", "d.db", "no.csv")
    first, second = fruit.ok("sets", "d.db", "--json").document["sets"]
    (conflict,) = first["conflicts"]
    assert (conflict["term"], conflict["synonym"]) == ("土豆", "洋芋")
    assert [member["term"] for member in conflict["chain"]] == ["土豆", "马铃薯", "洋芋"]
    assert conflict["relation"] == "different" and conflict["base"] is None
    assert second["conflicts"] == [] and fruit.ok("sets", "d.db").out.splitlines()[1][0] == "≠"
    one = fruit.ok("sets", "d.db", "洋芋").out
    assert "土豆 ≠ 洋芋 is decided, yet 土豆 = 马铃薯 = 洋芋: reject one" in one
    fruit.ok("sense", "d.db", "马铃薯", "洋芋", "x")
    assert not any(s["conflicts"] for s in fruit.ok("sets", "d.db", "--json").document["sets"])


def test_sets_without_vectors_are_sets(empty: Scratch) -> None:
    empty.write("p.csv", PAIRS)
    empty.ok("import", "d.db", "p.csv", "--accept")
    found = empty.ok("sets", "d.db", "--json").document["sets"]
    assert [each["size"] for each in found] == [5, 2]
    assert found[0]["base"] is None and found[0]["bridge"] is None
    assert "5" in empty.ok("sets", "d.db").out
    assert "= " in empty.ok("sets", "d.db", "苹果").out
