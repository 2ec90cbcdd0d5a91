"""`synotui suggest --all`: the ranked queue as CSV and JSON lines; and the order of one head."""

import csv
import io
import json
from itertools import pairwise

import pytest

from .conftest import Scratch
from .here import Here


def test_the_queue_is_written_likeliest_first(scratch: Scratch) -> None:
    scratch = Here(scratch.path)
    scratch.ok("decide", "cars.db", "accept", "普拉多", "陆地巡洋舰")
    scratch.ok("decide", "cars.db", "skip", "苹果", "iPhone 13")
    ran = scratch.ok("suggest", "cars.db", "--all", "--heads", "12", "--limit", "40")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 40
    assert list(rows[0])[:3] == ["term", "synonym", "probability"]
    likely = [float(row["probability"]) for row in rows]
    assert all(a >= b for a, b in pairwise(likely))
    pairs = [{row["term"], row["synonym"]} for row in rows]
    assert {"普拉多", "陆地巡洋舰"} not in pairs
    assert {"苹果", "iPhone 13"} not in pairs
    assert any("spelling" in row["sources"] for row in rows)
    assert "40 pairs of 12 heads written to stdout" in ran.err

    scratch.ok(
        "suggest", "cars.db", "--all", "--heads", "12", "--strategy", "by-head", "-o", "queue.jsonl"
    )
    lines = [json.loads(line) for line in (scratch.path / "queue.jsonl").read_text().splitlines()]
    heads = [line["term"] for line in lines]
    assert len(dict.fromkeys(heads)) == sum(a != b for a, b in pairwise(["", *heads]))
    assert isinstance(lines[0]["sources"], list)
    assert any("iPhone 12 / iPhone 13" in " ".join(line["warnings"]) for line in lines) or any(
        line["warnings"] for line in lines
    )


def test_formulas_are_made_harmless_in_csv_alone(empty: Scratch) -> None:
    empty = Here(empty.path)
    empty.write("terms.txt", "=cmd()\n=cmd(1)\nplain\n")
    empty.ok("import", "odd.db", "terms.txt", "--format", "terms")
    written = empty.ok("suggest", "odd.db", "--all").out
    assert "'=cmd()" in written
    lines = empty.ok("suggest", "odd.db", "--all", "-f", "jsonl").out.splitlines()
    assert {json.loads(lines[0])["term"], json.loads(lines[0])["synonym"]} == {"=cmd()", "=cmd(1)"}


def test_one_head_is_ordered_by_probability_or_cosine(scratch: Scratch) -> None:
    scratch = Here(scratch.path)
    found = scratch.ok("suggest", "cars.db", "苹果手机", "--json").document["suggestions"]
    assert all(0 < each["probability"] < 1 for each in found)
    open_ones = [each for each in found if "proposal" not in each["evidence"]["sources"]]
    likely = [each["probability"] for each in open_ones]
    assert likely == sorted(likely, reverse=True)
    assert any(each["evidence"].get("reasons") for each in found)
    assert any("rank_back" in each["evidence"] for each in found)
    again = scratch.ok("suggest", "cars.db", "苹果手机", "--json").document["suggestions"]
    assert again == found
    by_cosine = scratch.ok("suggest", "cars.db", "苹果手机", "--by", "cosine", "--json").document
    assert all(each["probability"] is None for each in by_cosine["suggestions"])
    phones = scratch.ok("suggest", "cars.db", "iPhone 13", "--json").document["suggestions"]
    [older] = [each for each in phones if each["synonym"] == "iPhone 12"]
    assert "different" in older["evidence"]["warnings"][0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["cars.db", "普拉多", "--all"],
        ["cars.db", "普拉多", "--limit", "5"],
        ["cars.db", "--all", "--json"],
        ["cars.db", "--all", "--strategy", "any"],
        ["cars.db", "--all", "--heads", "0"],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(arguments: list[str], empty: Scratch) -> None:
    assert Here(empty.path).run("suggest", *arguments).code == 2


def test_a_dictionary_is_not_written_over(scratch: Scratch) -> None:
    scratch = Here(scratch.path)
    assert "dictionary itself" in scratch.refused("suggest", "cars.db", "--all", "-o", "cars.db")
