"""`synotui drift`: what changed since the last decision, the session, the base, an entry."""

import sqlite3

import pytest

import synotui

from .conftest import Scratch


@pytest.fixture
def decided(scratch: Scratch) -> Scratch:
    """A dictionary with two sets of synonyms and a rejected pair."""
    with synotui.open(scratch.db) as cars:
        cars.decide("普拉多", "霸道", "accepted")
        cars.decide("丰田", "丰田汽车", "accepted")
        cars.decide("跑车", "轿车", "rejected")
        cars.decide("普拉多", "陆地巡洋舰", "accepted")
    return scratch


def test_the_last_decision_is_what_deciding_said(scratch: Scratch) -> None:
    told = scratch.ok("decide", "cars.db", "accept", "普拉多", "霸道", "--json").document
    found = scratch.ok("drift", "cars.db", "--json").document
    assert found["label"] == told["label"] == "accepted 普拉多 = 霸道"
    assert (found["scope"], found["entries"], found["moved"]) == ("last", 1, told["moved"])
    assert {each["term"] for each in found["farthest"]} == {"普拉多", "霸道"}
    assert found["kept_untouched"] == pytest.approx(told["kept_at_10"])
    [head] = [each for each in found["neighbours"] if each["term"] == "普拉多"]
    [said] = told["neighbours"]
    assert head == said
    assert found["entered"] == found["left"] > 0
    assert sum(each["count"] for each in found["histogram"]) == found["moved"] == 2


def test_all_adds_up_and_an_undo_is_a_last_decision(decided: Scratch) -> None:
    found = decided.ok("drift", "cars.db", "--since", "all", "--json").document
    assert (found["scope"], found["moved"], found["entries"]) == ("all", 5, 4)
    same = decided.ok("drift", "cars.db", "--since", "0", "--json").document
    last = decided.ok("drift", "cars.db", "--json").document
    for name in ("moved", "quantiles", "histogram", "farthest", "neighbours", "collapsed"):
        assert same[name] == found[name]
    assert last["moved"] == 3
    decided.ok("undo", "cars.db")
    undone = decided.ok("drift", "cars.db", "--json").document
    assert (undone["moved"], undone["label"]) == (3, last["label"])
    # 陆地巡洋舰 is as far from where it was as it had gone.
    assert undone["quantiles"][0]["cosine"] == pytest.approx(last["quantiles"][0]["cosine"])
    decided.ok("redo", "cars.db")
    assert decided.ok("drift", "cars.db", "--json").document["farthest"] == last["farthest"]


def test_a_session_begins_after_a_pause(decided: Scratch) -> None:
    first = decided.ok("log", "cars.db", "--json").document
    seq = next(each["seq"] for each in first if each["label"] == "rejected 跑车 ≠ 轿车")
    with sqlite3.connect(decided.db) as file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute(
            "UPDATE ledger SET at = strftime('%Y-%m-%dT%H:%M:%SZ', at, '-31 minutes') "
            "WHERE seq < ?",
            (seq,),
        )
    file.close()
    found = decided.ok("drift", "cars.db", "--since", "session", "--json").document
    assert (found["since"], found["entries"]) == (seq - 1, 2)
    later = decided.ok("drift", "cars.db", "--since", str(seq - 1), "--json").document
    assert later["scope"] == "entry"
    assert later["farthest"] == found["farthest"]
    assert "session began" in decided.ok("drift", "cars.db", "--since", "session").out


def test_new_settings_are_drift(decided: Scratch) -> None:
    with synotui.open(decided.db) as cars:
        cars.adjust(stay=0.1)
    found = decided.ok("drift", "cars.db", "--json").document
    assert found["moved"] == 5 and found["label"].startswith("adjustment")
    with synotui.open(decided.db) as cars:
        cars.adjust("none")
    gone = decided.ok("drift", "cars.db", "--json").document
    assert gone["moved"] == 5
    nothing = decided.ok("drift", "cars.db", "--since", "all")
    assert "No vector is elsewhere" in nothing.out


def test_pairs_that_crossed_and_rejected_ones_that_came_closer(decided: Scratch) -> None:
    # 霸道 and 陆地巡洋舰 come closer through 普拉多, though they are rejected.
    decided.ok("decide", "cars.db", "reject", "霸道", "陆地巡洋舰")
    found = decided.ok("drift", "cars.db", "--since", "all", "--json").document
    assert found["rejected_closer"] >= 1
    warned = {(each["term"], each["synonym"]): each for each in found["closer"]}
    pair = warned["霸道", "陆地巡洋舰"]
    assert pair["after"] > pair["before"] and pair["verdict"] == "rejected"
    between = (pair["before"] + pair["after"]) / 2
    crossed = decided.ok(
        "drift", "cars.db", "--since", "all", "--threshold", f"{between:.4f}", "--json"
    ).document
    assert ("霸道", "陆地巡洋舰") in {(each["term"], each["synonym"]) for each in crossed["above"]}
    assert "rejected pairs that came closer" in decided.ok("drift", "cars.db", "-s", "all").out


def test_sets_that_fell_together_are_named_by_their_head(decided: Scratch) -> None:
    with synotui.open(decided.db) as cars:
        cars.adjust(stay=0.01, sweeps=100)
    found = decided.ok("drift", "cars.db", "--since", "all", "--json").document
    [each] = found["collapsed"]
    assert (each["head"], each["size"]) == ("普拉多", 3)
    assert each["before"] < 0.98 <= each["after"]


def test_methods_that_wait_for_a_rebuild_say_so(decided: Scratch) -> None:
    with synotui.open(decided.db) as cars:
        cars.adjust("counterfit")
    decided.ok("decide", "cars.db", "accept", "耳机", "蓝牙耳机")
    found = decided.ok("drift", "cars.db", "--json").document
    assert (found["moved"], found["waiting"]) == (0, 1)


def test_what_cannot_be_is_refused(scratch: Scratch, empty: Scratch) -> None:
    assert "No entry 99" in scratch.refused("drift", "cars.db", "--since", "99")
    assert scratch.run("drift", "cars.db", "--since", "yesterday").code == 2
    assert scratch.run("drift", "cars.db", "--threshold", "3").code == 2
    empty.write("terms.txt", "a\nb\n")
    empty.ok("import", "cars.db", "terms.txt")
    assert "no vectors yet" in empty.refused("drift", "cars.db")


def test_nothing_decided_yet(scratch: Scratch) -> None:
    ran = scratch.ok("drift", "cars.db")
    assert "Nothing was decided" in ran.out and "No vector is elsewhere" in ran.out
