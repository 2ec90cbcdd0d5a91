"""`synotui merge`: what it prints, as text and as JSON, and what it refuses."""

import shutil
from pathlib import Path

import pytest

from tests.cli.here import Here

PAIRS = "term,synonym\n普拉多,霸道SUV\n越野车,SUV\n丰田,丰田汽车\n"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two copies of a dictionary that two curators have gone on with."""
    folder = tmp_path_factory.mktemp("both")
    here = Here(folder)
    here.write("pairs.csv", PAIRS)
    here.ok("import", "cars.db", "pairs.csv")
    here.ok("decide", "cars.db", "accept", "普拉多", "霸道SUV")
    shutil.copy(folder / "cars.db", folder / "li.db")
    here.ok("decide", "cars.db", "reject", "丰田", "丰田汽车")
    for told in (
        ("reject", "普拉多", "霸道SUV", "--note", "不同"),
        ("accept", "丰田", "丰田汽车"),
        ("accept", "越野车", "SUV", "--relation", "broader"),
        ("accept", "越野车", "新词", "--add"),
    ):
        here.ok("decide", "li.db", *told)
    return folder


@pytest.fixture
def here(both: Path, tmp_path: Path) -> Here:
    shutil.copytree(both, tmp_path / "here")
    return Here(tmp_path / "here")


def test_a_merge_is_previewed_done_listed_and_undone(here: Here) -> None:
    before = (here.path / "cars.db").read_bytes()
    preview = here.ok("merge", "cars.db", "li.db", "--dry-run")
    assert "Nothing was changed" in preview.err
    assert (here.path / "cars.db").read_bytes() == before
    done = here.ok("merge", "cars.db", "li.db")
    assert done.out == preview.out and "Merged into cars.db as entry #4" in done.err
    assert "li.db: 4 ledger entries after #2, up to which both know it" in done.out
    assert "3 pairs taken" in done.out and "1 of them replace" in done.out
    assert "1 disagreement " in done.out and "丰田 – 丰田汽车: here rejected by" in done.out
    assert "普拉多 – 霸道SUV: accepted by" in done.out
    listed = here.ok("merge", "cars.db", "--disagreements")
    assert listed.out.startswith("丰田 – 丰田汽车: here rejected by ")
    assert "merged li.db: 3 pairs taken, 1 disagreement, 1 term added" in here.ok(
        "log", "cars.db", "-n", "1"
    ).out  # fmt: skip
    again = here.ok("merge", "cars.db", "li.db")
    assert "Nothing new; 1 disagreement is still open" in again.out and "Merged" not in again.err
    here.ok("decide", "cars.db", "reject", "丰田", "丰田汽车")
    assert "No disagreement is open" in here.ok("merge", "cars.db", "--disagreements").err
    here.ok("undo", "cars.db", "-n", "2")
    assert here.ok("stats", "cars.db", "--json").document["pairs"]["accepted"] == 1
    assert here.ok("check", "cars.db").code == 0


def test_what_json_promises(here: Here) -> None:
    told = here.ok("merge", "cars.db", "li.db", "--theirs", "--json").document
    assert told["merged"] is True and told["seq"] == 4 and told["stance"] == "theirs"
    assert (told["taken"], told["replaced"], told["disagreements"]) == (4, 2, 1)
    assert [each["term"] for each in told["listed"]] == ["丰田"]
    assert told["listed"][0]["mine"]["verdict"] == "rejected"
    assert told["examples"][0]["after"]["note"] == "不同" and told["refused_count"] == 0
    told = here.ok("merge", "cars.db", "li.db", "--json").document
    assert told["merged"] is False and told["disagreements"] == 0
    here.ok("undo", "cars.db")
    here.ok("merge", "cars.db", "li.db")
    [open_] = here.ok("merge", "cars.db", "--disagreements", "--json").document
    assert (open_["synonym"], open_["file"], open_["seq"]) == ("丰田汽车", "li.db", 6)
    here.ok("merge", "cars.db", "--disagreements", "-o", "open.csv")
    rows = (here.path / "open.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("term,synonym,mine_verdict") and len(rows) == 2
    here.ok("merge", "cars.db", "li.db", "--mine")
    assert here.ok("merge", "cars.db", "--disagreements", "--json").document == []
    audited = here.ok("log", "cars.db", "--json", "-n", "2").document
    assert audited[0]["action"] == "merge" and audited[1]["pairs"][0]["decided_by"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("cars.db",), "Name the other dictionary"),
        (("cars.db", "li.db", "--theirs", "--mine"), "not both"),
        (("cars.db", "li.db", "-o", "x.csv"), "goes with --disagreements"),
        (("cars.db", "--disagreements", "-o", "x.txt"), ".csv or .jsonl"),
        (("cars.db", "li.db", "--disagreements"), "takes nothing but"),
        (("cars.db", "cars.db"), "is the dictionary itself"),
        (("cars.db", "pairs.csv"), "is not a synotui dictionary"),
        (("cars.db", "none.db"), "No dictionary at none.db"),
        (("none.db", "li.db"), "No dictionary at none.db"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], told: str, here: Here) -> None:
    ran = here.run("merge", *arguments)
    assert ran.code in (1, 2) and told in ran.err and "Traceback" not in ran.err
