"""`synotui drift`: what changed since the last decision, the session, the base, an entry."""

import sqlite3
from pathlib import Path

import pytest

import synotui
from synotui.model import Verdict, no_progress
from synotui.ops.drifting import reading as drift_reading
from synotui.ops.drifting.drift import drift, plan_drift, report_beside
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.store import past

from .inside import Inside


@pytest.fixture
def cars(tiny_path: Path) -> Inside:
    """A dictionary in which nothing is decided."""
    return Inside(tiny_path)


@pytest.fixture
def decided(cars: Inside) -> Inside:
    """A dictionary with two sets of synonyms and a rejected pair."""
    with synotui.open(cars.db) as open_:
        open_.decide("普拉多", "霸道", "accepted")
        open_.decide("丰田", "丰田汽车", "accepted")
        open_.decide("跑车", "轿车", "rejected")
        open_.decide("普拉多", "陆地巡洋舰", "accepted")
    return cars


def test_the_last_decision_is_what_deciding_said(cars: Inside) -> None:
    told = cars.ok("decide", "accept", "普拉多", "霸道", "--json").document
    found = cars.ok("drift", "--json").document
    assert found["label"] == told["label"] == "accepted 普拉多 = 霸道"
    assert (found["scope"], found["entries"], found["moved"]) == ("last", 1, told["moved"])
    assert {each["term"] for each in found["farthest"]} == {"普拉多", "霸道"}
    assert found["kept_untouched"] == pytest.approx(told["kept_at_10"])
    [head] = [each for each in found["neighbours"] if each["term"] == "普拉多"]
    [said] = told["neighbours"]
    assert head == said
    assert found["entered"] == found["left"] > 0
    assert sum(each["count"] for each in found["histogram"]) == found["moved"] == 2


def test_all_adds_up_and_an_undo_is_a_last_decision(decided: Inside) -> None:
    found = decided.ok("drift", "--since", "all", "--json").document
    assert (found["scope"], found["moved"], found["entries"]) == ("all", 5, 4)
    same = decided.ok("drift", "--since", "0", "--json").document
    last = decided.ok("drift", "--json").document
    for name in ("moved", "quantiles", "histogram", "farthest", "neighbours", "collapsed"):
        assert same[name] == found[name]
    assert last["moved"] == 3
    decided.ok("undo")
    undone = decided.ok("drift", "--json").document
    assert (undone["moved"], undone["label"]) == (3, last["label"])
    # 陆地巡洋舰 is as far from where it was as it had gone.
    assert undone["quantiles"][0]["cosine"] == pytest.approx(last["quantiles"][0]["cosine"])
    decided.ok("redo")
    assert decided.ok("drift", "--json").document["farthest"] == last["farthest"]


def test_a_session_begins_after_a_pause(decided: Inside) -> None:
    first = decided.ok("log", "--json").document
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
    found = decided.ok("drift", "--since", "session", "--json").document
    assert (found["since"], found["entries"]) == (seq - 1, 2)
    later = decided.ok("drift", "--since", str(seq - 1), "--json").document
    assert later["scope"] == "entry"
    assert later["farthest"] == found["farthest"]
    assert "session began" in decided.ok("drift", "--since", "session").out


def test_new_settings_are_drift(decided: Inside) -> None:
    with synotui.open(decided.db) as open_:
        open_.adjust(stay=0.1)
    found = decided.ok("drift", "--json").document
    assert found["moved"] == 5 and found["label"].startswith("adjustment")
    with synotui.open(decided.db) as open_:
        open_.adjust("none")
    gone = decided.ok("drift", "--json").document
    assert gone["moved"] == 5
    nothing = decided.ok("drift", "--since", "all")
    assert "No vector is elsewhere" in nothing.out


def test_pairs_that_crossed_and_rejected_ones_that_came_closer(decided: Inside) -> None:
    # 霸道 and 陆地巡洋舰 come closer through 普拉多, though they are rejected.
    decided.ok("decide", "reject", "霸道", "陆地巡洋舰")
    found = decided.ok("drift", "--since", "all", "--json").document
    assert found["rejected_closer"] >= 1
    warned = {(each["term"], each["synonym"]): each for each in found["closer"]}
    pair = warned["霸道", "陆地巡洋舰"]
    assert pair["after"] > pair["before"] and pair["verdict"] == "rejected"
    between = (pair["before"] + pair["after"]) / 2
    crossed = decided.ok(
        "drift", "--since", "all", "--threshold", f"{between:.4f}", "--json"
    ).document
    assert ("霸道", "陆地巡洋舰") in {(each["term"], each["synonym"]) for each in crossed["above"]}
    assert "rejected pairs that came closer" in decided.ok("drift", "-s", "all").out


def test_sets_that_fell_together_are_named_by_their_head(decided: Inside) -> None:
    with synotui.open(decided.db) as open_:
        open_.adjust(stay=0.01, sweeps=100)
    found = decided.ok("drift", "--since", "all", "--json").document
    [each] = found["collapsed"]
    assert (each["head"], each["size"]) == ("普拉多", 3)
    assert each["before"] < 0.98 <= each["after"]


def test_methods_that_wait_for_a_rebuild_say_so(decided: Inside) -> None:
    with synotui.open(decided.db) as open_:
        open_.adjust("counterfit")
    decided.ok("decide", "accept", "耳机", "蓝牙耳机")
    found = decided.ok("drift", "--json").document
    assert (found["moved"], found["waiting"]) == (0, 1)


def test_what_cannot_be_is_refused(cars: Inside, tmp_path: Path) -> None:
    assert "No entry 99" in cars.refused("drift", "--since", "99")
    assert cars.run("drift", "--since", "yesterday").code == 2
    assert cars.run("drift", "--threshold", "3").code == 2
    with open_workbench(tmp_path / "bare.db", create=True) as bench, bench.store.transaction():
        bench.store.terms.add([("a", "a", None)])
    assert "no vectors yet" in Inside(tmp_path / "bare.db").refused("drift")


def test_nothing_decided_yet(cars: Inside) -> None:
    ran = cars.ok("drift")
    assert "Nothing was decided" in ran.out and "No vector is elsewhere" in ran.out


def test_much_is_read_as_little_is(decided: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pairs, read in pieces, give what those read one by one give."""
    scopes = ("last", "session", "all", "3")
    little = [decided.ok("drift", "--since", scope, "--json").document for scope in scopes]
    monkeypatch.setattr(drift_reading, "_MANY", 0)
    monkeypatch.setattr(past, "_AT_ONCE", 2)
    monkeypatch.setattr(past, "_ENTRIES_AT_ONCE", 1)
    assert [decided.ok("drift", "--since", scope, "--json").document for scope in scopes] == little


@pytest.mark.parametrize("many", [0, 2_000])
def test_what_is_decided_after_planning_is_left_out(
    decided: Inside, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift_reading, "_MANY", many)
    with open_workbench(decided.db) as bench:
        told = [drift(bench, scope) for scope in ("last", "session", "all")]
        plans = [plan_drift(bench, scope) for scope in ("last", "session", "all")]
        undo(bench)
        head, *others = (find_term(bench, t).id for t in ("普拉多", "霸道", "丰田", "轿车"))
        for verdict, term in zip(("rejected", "accepted", "accepted"), others, strict=True):
            decide(bench, head, term, Verdict(verdict))
        assert [report_beside(bench.store, plan, no_progress) for plan in plans] == told
