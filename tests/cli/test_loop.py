"""The main loop from scripts: import, embed, suggest, decide, undo, adjust, export."""

import csv
import hashlib
import io
from typing import Any

import pytest

from tests.conftest import SEED_PAIRS

from .conftest import TERMS, Scratch

PAIR = ("普拉多", "霸道SUV")
CHANGE = {"moved", "pairs", "neighbours", "kept_at_10", "label", "seq", "component"}


def cosine(scratch: Scratch, when: str = "now") -> float:
    """Give the cosine of the pair everybody accepts first."""
    found: float = scratch.ok("compare", "cars.db", *PAIR, "--json").document[when]["cosine"]
    return found


def digest(scratch: Scratch) -> str:
    """Give a fingerprint of the dictionary's file."""
    return hashlib.sha256(scratch.db.read_bytes()).hexdigest()


def accept(scratch: Scratch, *more: str) -> Any:
    """Accept the first pair; give the JSON document."""
    return scratch.ok("decide", "cars.db", "accept", *PAIR, *more, "--json").document


def test_import_reports_and_a_second_time_changes_nothing(empty: Scratch) -> None:
    empty.write("terms.csv", "term,frequency\n" + TERMS)
    empty.write("pairs.csv", SEED_PAIRS)
    first = empty.ok("import", "cars.db", "terms.csv", "--format", "terms")
    assert "30 terms added" in first.out
    assert "Next: synotui embed cars.db" in first.err
    pairs = empty.ok("import", "cars.db", "pairs.csv", "--json").document["files"][0]
    assert (pairs["rows"], pairs["proposals_added"], pairs["terms_added"]) == (7, 7, 1)
    before = empty.ok("stats", "cars.db", "--json").document
    again = empty.ok("import", "cars.db", "pairs.csv", "--json").document["files"][0]
    assert (again["proposals_added"], again["proposals_known"], again["terms_added"]) == (0, 7, 0)
    after = empty.ok("stats", "cars.db", "--json").document
    for name in ("terms", "pairs", "proposals", "spaces"):
        assert after[name] == before[name]


def test_embed_says_what_it_made(scratch: Scratch) -> None:
    again = scratch.ok("embed", "cars.db", "--json").document
    assert again == {
        "space": "use-m3", "encoder": "use-m3", "encoded": 0, "already": 31, "failed": [],
        "composed": 0,
    }  # fmt: skip


def test_suggest_puts_proposals_first(scratch: Scratch) -> None:
    found = scratch.ok("suggest", "cars.db", "普拉多", "-k", "5", "--json").document
    assert (found["term"], found["space"], found["index"]) == ("普拉多", "use-m3", "exact")
    first, second, *rest = found["suggestions"]
    assert {first["synonym"], second["synonym"]} == {"霸道SUV", "陆地巡洋舰"}
    assert all("proposal" in each["evidence"]["sources"] for each in (first, second))
    assert [each["rank"] for each in found["suggestions"]] == list(
        range(1, len(found["suggestions"]) + 1)
    )
    assert len(rest) <= 5
    falling = [each["probability"] for each in rest]
    assert falling == sorted(falling, reverse=True)
    wanted = {"rank", "synonym", "base", "now", "probability", "verdict", "relation", "evidence"}
    assert all(wanted <= set(each) for each in found["suggestions"])


def test_suggest_shows_a_table(scratch: Scratch) -> None:
    accept(scratch)
    lines = scratch.ok("suggest", "cars.db", "普拉多").out.splitlines()
    assert lines[0].split() == ["#", "普拉多", "cosine", "likely", "verdict", "why"]
    [row] = [line for line in lines if "霸道SUV" in line]
    assert "0.10 → 0.84" in row
    assert "▲0.74" in row
    assert "✓ synonym" in row
    assert "proposed by pairs" in row


def test_the_first_pair_jumps(scratch: Scratch) -> None:
    made = accept(scratch)
    assert set(made) >= CHANGE
    assert made["label"] == "accepted 普拉多 = 霸道SUV"
    [pair] = made["pairs"]
    assert (pair["term"], pair["synonym"]) == PAIR
    assert pair["before"] == pytest.approx(0.10, abs=0.01)
    assert pair["after"] > 0.7
    assert made["moved"] == 2
    assert 0 <= made["kept_at_10"] <= 1
    [neighbours] = made["neighbours"]
    assert neighbours["term"] == "普拉多"
    assert "霸道SUV" in neighbours["entered"]
    assert len(neighbours["entered"]) == len(neighbours["entered_at"])


def test_the_other_pairs_of_the_set_are_told(scratch: Scratch) -> None:
    accept(scratch)
    args = ("decide", "cars.db", "accept", "陆地巡洋舰", "普拉多")
    text = scratch.ok(*args)
    assert text.out.startswith("accepted 陆地巡洋舰 = 普拉多\n")
    assert "same set" in text.out
    assert "moved 3 terms" in text.out


def test_undo_and_redo_are_exact(apart: Scratch) -> None:
    before = cosine(apart)
    accept(apart)
    accepted = cosine(apart)
    undone = apart.ok("undo", "cars.db", "--json").document
    assert set(undone) >= CHANGE
    assert undone["way"] == "undo"
    assert cosine(apart) == before
    apart.ok("redo", "cars.db")
    assert cosine(apart) == accepted
    actions = [entry["action"] for entry in apart.ok("log", "cars.db", "--json").document]
    assert actions[:3] == ["redo", "undo", "decide"]


def test_undo_takes_several_steps_and_says_when_there_are_fewer(scratch: Scratch) -> None:
    accept(scratch)
    scratch.ok("decide", "cars.db", "reject", "跑车", "轿车")
    scratch.ok("decide", "cars.db", "skip", "苹果", "耳机")
    assert len(scratch.ok("undo", "cars.db", "-n", "2", "--json").document["changes"]) == 2
    pairs = scratch.ok("stats", "cars.db", "--json").document["pairs"]
    assert pairs == {"accepted": 1, "rejected": 0, "skipped": 0}
    rest = scratch.ok("undo", "cars.db", "-n", "5")
    assert "Only 1 of 5" in rest.err
    assert scratch.refused("undo", "cars.db") == "synotui: Nothing to undo"
    scratch.ok("redo", "cars.db", "-n", "3")
    assert scratch.refused("redo", "cars.db") == "synotui: Nothing to redo"


def test_dry_run_changes_nothing(scratch: Scratch) -> None:
    before = digest(scratch)
    seen = accept(scratch, "--dry-run")
    assert digest(scratch) == before
    assert seen["dry_run"] is True
    assert seen["pairs"] == accept(scratch)["pairs"]


def test_relation_and_note_are_kept(scratch: Scratch) -> None:
    scratch.ok(
        "decide", "cars.db", "accept", "普拉多", "SUV", "--relation", "broader", "--note", "车型"
    )
    found = scratch.ok("suggest", "cars.db", "SUV", "--json").document["suggestions"]
    [pair] = [each for each in found if each["synonym"] == "普拉多"]
    assert (pair["verdict"], pair["relation"], pair["note"]) == ("accepted", "narrower", "车型")


def test_a_synonym_that_is_no_term_yet_is_added_on_request(scratch: Scratch) -> None:
    adding = ("decide", "cars.db", "accept", "普拉多", "丰田霸道")
    assert "No term “丰田霸道”" in scratch.refused(*adding)
    made = scratch.ok(*adding, "--add", "--json").document
    assert made["label"] == "added 普拉多 = 丰田霸道"
    assert made["pairs"][0]["after"] > made["pairs"][0]["before"]
    assert scratch.ok("stats", "cars.db", "--json").document["terms"] == 32
    scratch.ok("undo", "cars.db")
    assert scratch.ok("stats", "cars.db", "--json").document["terms"] == 31
    assert scratch.run(*adding, "--add", "--dry-run").code == 2


def test_rejected_stay_out_unless_asked_for(scratch: Scratch) -> None:
    scratch.ok("decide", "cars.db", "reject", "跑车", "轿车")
    hidden = scratch.ok("suggest", "cars.db", "跑车")
    assert "轿车" not in hidden.out
    assert "1 rejected not shown" in hidden.err
    assert "✗ different" in scratch.ok("suggest", "cars.db", "跑车", "--show-rejected").out


def test_compare_gives_all_measures_and_ranks(scratch: Scratch) -> None:
    found = scratch.ok("compare", "cars.db", *PAIR, "--json").document
    for vectors in (found["base"], found["now"]):
        assert set(vectors) == {"cosine", "euclidean", "dot"}
    assert found["base"] == found["now"]
    assert found["rank_a_to_b"] > 1
    itself = scratch.ok("compare", "cars.db", "普拉多", "普拉多", "--json").document
    assert itself["rank_a_to_b"] is None
    shown = scratch.ok("compare", "cars.db", *PAIR).out
    assert "cosine" in shown
    assert "霸道SUV is neighbour" in shown


def test_adjust_shows_previews_and_changes(scratch: Scratch) -> None:
    accept(scratch)
    anchored = cosine(scratch)
    shown = scratch.ok("adjust", "cars.db").out
    assert shown.split()[:2] == ["method", "anchored"]
    seen = scratch.ok("adjust", "cars.db", "--method", "pull", "--dry-run", "--json").document
    assert cosine(scratch) == anchored
    made = scratch.ok("adjust", "cars.db", "--method", "pull", "--json").document
    assert set(made) >= CHANGE
    assert seen["pairs"] == made["pairs"]
    assert made["settings"]["method"] == "pull"
    assert made["pairs"][0]["before"] == pytest.approx(anchored, abs=1e-6)
    assert cosine(scratch) == pytest.approx(made["pairs"][0]["after"], abs=1e-6)
    scratch.ok("undo", "cars.db")
    assert cosine(scratch) == anchored
    scratch.ok("adjust", "cars.db", "--method", "none")
    assert cosine(scratch) == cosine(scratch, "base")


def test_settings_are_set_by_name(scratch: Scratch) -> None:
    made = scratch.ok("adjust", "cars.db", "--set", "stay=0.2", "--set", "push = 1", "--json")
    assert made.document["settings"]["stay"] == 0.2
    assert made.document["settings"]["push"] == 1
    assert "stay" in scratch.refused("adjust", "cars.db", "--set", "stay=-1")
    assert "nonsense" in scratch.refused("adjust", "cars.db", "--set", "nonsense=1")
    assert scratch.run("adjust", "cars.db", "--set", "stay").code == 2


def test_export_goes_around_without_loss(scratch: Scratch, empty: Scratch) -> None:
    accept(scratch, "--note", "同一款车")
    scratch.ok("decide", "cars.db", "accept", "SUV", "普拉多", "--relation", "narrower")
    told = scratch.ok("export", "cars.db", "out.csv")
    assert told.out == ""
    assert "2 pairs written to out.csv" in told.err
    rows = list(csv.DictReader(io.StringIO((scratch.path / "out.csv").read_text("utf-8"))))
    assert list(rows[0]) == [
        "term", "synonym", "relation", "cosine_base", "cosine_now", "curator", "decided_at", "note",
    ]  # fmt: skip
    assert {row["note"] for row in rows} == {"同一款车", ""}
    empty.write("out.csv", (scratch.path / "out.csv").read_text("utf-8"))
    empty.ok("import", "cars.db", "out.csv", "--accept")
    back = empty.ok("export", "cars.db", "-", "--columns", "term,synonym,relation,note").out
    there = scratch.ok("export", "cars.db", "-", "--columns", "term,synonym,relation,note").out
    assert sorted(back.splitlines()) == sorted(there.splitlines())


def test_export_to_stdout_with_chinese_header(scratch: Scratch) -> None:
    accept(scratch)
    out = scratch.ok(
        "export", "cars.db", "-", "--header", "zh", "--columns", "term,synonym"
    ).out.splitlines()
    assert out == ["标准词,近似词", "普拉多,霸道SUV"]
    bare = scratch.ok("export", "cars.db", "-", "--header", "none", "--columns", "term,synonym")
    assert bare.out.splitlines() == ["普拉多,霸道SUV"]
    marked = scratch.ok("export", "cars.db", "-", "--bom")
    assert marked.out.startswith("\ufeffterm,")


def test_stats_has_the_promised_shape(scratch: Scratch) -> None:
    accept(scratch)
    counted = scratch.ok("stats", "cars.db", "--json").document
    assert counted["terms"] == 31
    assert counted["pairs"] == {"accepted": 1, "rejected": 0, "skipped": 0}
    assert counted["proposals"] == 6
    assert counted["ledger"] == 4
    [space] = counted["spaces"]
    assert {"name", "encoder", "dim", "vectors", "moved"} <= set(space)
    assert (space["name"], space["dim"], space["vectors"], space["moved"]) == ("use-m3", 512, 31, 2)
    [day] = counted["days"]
    assert day["accepted"] == 1 and counted["sets_by_size"] == [{"least": 2, "most": 2, "sets": 1}]
    assert [band["share"] for band in counted["acceptance"]] == [1.0]
    assert counted["left"] is None
    told = scratch.ok("stats", "cars.db", "--estimate")
    assert "6.5% in a decided pair" in told.out
    assert "candidates · an estimate takes 5 accepted, 30 rejected (1, 0)" in told.out


def test_a_second_space_of_another_dimension(scratch: Scratch) -> None:
    told = scratch.ok("import", "cars.db", "vectors.txt", "--space", "tiny")
    assert "current space: tiny" in told.out
    found = scratch.ok("space", "cars.db", "--json").document
    assert {(each["name"], each["dim"], each["current"]) for each in found} == {
        ("use-m3", 512, False),
        ("tiny", 3, True),
    }
    assert scratch.ok("compare", "cars.db", *PAIR, "--json").document["base"]["cosine"] > 0.9
    line = scratch.refused("compare", "cars.db", "普拉多", "领结")
    assert "no vector in space tiny" in line
    scratch.ok("space", "cars.db", "use-m3")
    assert cosine(scratch) == pytest.approx(0.10, abs=0.01)
    assert "use-m3" in scratch.refused("space", "cars.db", "nope")


def test_formats_lists_formats_and_encoders(empty: Scratch) -> None:
    listed = empty.ok("formats", "--json").document
    assert {"name", "holds", "reads", "writes", "extensions", "summary"} <= set(
        listed["formats"][0]
    )
    assert {"csv", "terms", "word2vec"} <= {each["name"] for each in listed["formats"]}
    assert {"use-m3", "sentence-transformers"} <= set(listed["encoders"])
    assert "csv" in empty.ok("formats").out
