"""Synonym sets on the command line: 苹果 the fruit and 苹果 the phone."""

import pytest

from tests.cli.conftest import Scratch

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


@pytest.fixture
def fruit(empty: Scratch) -> Scratch:
    """A dictionary in which 苹果 joins fruit and phones."""
    empty.write("v.vec", VECTORS)
    empty.write("p.csv", PAIRS)
    empty.ok("import", "d.db", "v.vec")
    empty.ok("import", "d.db", "p.csv", "--accept")
    return empty


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
    assert bridge["gap"] == pytest.approx(bridge["within"] - bridge["between"])
    assert first["weakest"]["synonym"] == "香蕉" and second["bridge"] is None
    assert first["base"] == pytest.approx(0.5, abs=0.1)
    assert first["now"] > first["base"]


def test_people_are_told_what_to_do(fruit: Scratch) -> None:
    listed = fruit.ok("sets", "d.db").out.splitlines()
    assert listed[1].split()[:2] == ["!", "5"] and listed[1].rstrip().endswith("苹果")
    one = fruit.ok("sets", "d.db", "苹果").out
    assert "! bridge" in one and "↓ weakest" in one
    assert "苹果 may be meant in two senses" in one and "name the sense of 苹果" in one
    assert "1 more" in fruit.ok("sets", "d.db", "--top", "1").err


def test_a_sense_splits_the_set_and_undo_joins_it(fruit: Scratch) -> None:
    fruit.ok("sense", "d.db", "苹果", "iPhone", "手机")
    assert sets(fruit, "苹果") == [["梨", "苹果", "香蕉"], ["iPhone", "智能手机", "苹果手机"]]
    assert "苹果〔手机〕" in fruit.ok("sets", "d.db", "iPhone").out
    assert fruit.ok("sets", "d.db", "--json").document["sets"][0]["bridge"] is None
    fruit.ok("undo", "d.db")
    assert [len(each) for each in sets(fruit)] == [5, 2]


def test_rejecting_the_bridge_splits_the_set(fruit: Scratch) -> None:
    fruit.ok("decide", "d.db", "reject", "苹果", "iPhone")
    assert sets(fruit) == [["梨", "苹果", "香蕉"], ["iPhone", "智能手机"], ["土豆", "马铃薯"]]


def test_only_synonyms_make_sets(fruit: Scratch) -> None:
    fruit.ok("decide", "d.db", "accept", "土豆", "苹果", "--relation", "related")
    assert [len(each) for each in sets(fruit)] == [5, 2]
    fruit.ok("decide", "d.db", "accept", "土豆", "马铃薯", "--relation", "broader")
    assert [len(each) for each in sets(fruit)] == [5]
    assert sets(fruit, "土豆") == []
    assert "No synonym sets" in fruit.ok("sets", "d.db", "土豆").err


def test_sets_without_vectors_are_sets(empty: Scratch) -> None:
    empty.write("p.csv", PAIRS)
    empty.ok("import", "d.db", "p.csv", "--accept")
    found = empty.ok("sets", "d.db", "--json").document["sets"]
    assert [each["size"] for each in found] == [5, 2]
    assert found[0]["base"] is None and found[0]["bridge"] is None
    assert "5" in empty.ok("sets", "d.db").out
    assert "= " in empty.ok("sets", "d.db", "苹果").out
