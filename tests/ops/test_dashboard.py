"""What the ledger tells of the work: days, pace, changes of mind, bands of cosines, sets."""

import sqlite3
from datetime import UTC
from pathlib import Path

import pytest

from synotui.model import Verdict
from synotui.ops.dashboard import Dashboard, dashboard
from synotui.ops.dashboard_words import sections
from synotui.ops.history import redo, undo
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.work import read_work
from synotui.ops.workbench import Workbench, open_workbench

FRUIT = """6 2
苹果 1 0
梨 0.8 0.6
香蕉 0.6 0.8
水果 0 1
iPhone -1 0
[/x] 0.96 0.28
"""


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """Six terms whose cosines are known."""
    from synotui.ops.transfer.importing import import_file

    (tmp_path / "fruit.vec").write_text(FRUIT, encoding="utf-8")
    bench = open_workbench(tmp_path / "fruit.db", create=True)
    import_file(bench, tmp_path / "fruit.vec")
    return bench


def say(bench: Workbench, head: str, other: str, verdict: Verdict) -> None:
    decide(bench, find_term(bench, head).id, find_term(bench, other).id, verdict)


def at_times(bench: Workbench, times: dict[int, str]) -> None:
    """Let ledger entries have been made at other times."""
    bench.close()
    with sqlite3.connect(bench.path) as raw:
        raw.execute("DROP TRIGGER ledger_stays")
        for seq, at in times.items():
            raw.execute("UPDATE ledger SET at = ? WHERE seq = ?", (at, seq))
    raw.close()


def told(board: Dashboard, title: str) -> list[tuple[str, str, str]]:
    [rows] = [section.rows for section in sections(board) if section.title == title]
    return [(row.name.strip(), row.value, row.note) for row in rows]


def test_days_pace_and_changes_of_mind(bench: Workbench) -> None:
    say(bench, "苹果", "梨", Verdict.ACCEPTED)
    say(bench, "苹果", "香蕉", Verdict.REJECTED)
    say(bench, "苹果", "iPhone", Verdict.SKIPPED)
    say(bench, "苹果", "梨", Verdict.REJECTED)
    say(bench, "苹果", "[/x]", Verdict.ACCEPTED)
    undo(bench)
    redo(bench)
    first = bench.store.ledger.next_seq() - 7
    at_times(
        bench,
        {
            first: "2026-03-01T10:00:00Z",
            first + 1: "2026-03-01T10:00:10Z",
            first + 2: "2026-03-01T10:00:20Z",
            first + 3: "2026-03-01T11:00:00Z",
            first + 4: "2026-03-02T09:00:00Z",
            first + 5: "2026-03-02T09:00:01Z",
            first + 6: "2026-03-02T09:00:02Z",
        },
    )
    with open_workbench(bench.path) as again:
        work = read_work(again.store, zone=UTC)
        board = dashboard(again, work)
    one, two = work.days
    assert (one.date, one.accepted, one.rejected, one.skipped, one.undone) == (
        "2026-03-01", 1, 2, 1, 0,
    )  # fmt: skip
    assert one.sittings == 2 and one.per_minute is None, "two gaps are no pace"
    assert (two.date, two.accepted, two.undone, two.decided) == ("2026-03-02", 2, 1, 2)
    assert work.changed_mind == 1
    assert board.accepted == 1 and board.rejected == 2 and board.skipped == 1
    [(_, value, note)] = [row for row in told(board, "Decided") if row[0] == "changed"]
    assert value == "1" and "later" in note


def test_pace_leaves_pauses_out(bench: Workbench) -> None:
    others = ("梨", "香蕉", "水果", "iPhone", "[/x]")
    for other in others:
        say(bench, "苹果", other, Verdict.REJECTED)
    first = bench.store.ledger.next_seq() - len(others)
    minutes = ("10:00:00", "10:00:06", "10:00:12", "10:20:12", "10:20:18")
    at_times(bench, {first + n: f"2026-03-01T{at}Z" for n, at in enumerate(minutes)})
    with open_workbench(bench.path) as again:
        [day] = read_work(again.store, zone=UTC).days
    assert day.per_minute == 10 and day.sittings == 1


def test_bands_are_of_base_cosines_and_imports_are_apart(bench: Workbench, tmp_path: Path) -> None:
    from synotui.ops.transfer.importing import ImportOptions, import_file

    (tmp_path / "pairs.csv").write_text("term,synonym\n梨,香蕉\n", encoding="utf-8")
    import_file(bench, tmp_path / "pairs.csv", ImportOptions(accept=True))
    say(bench, "苹果", "[/x]", Verdict.ACCEPTED)
    say(bench, "苹果", "梨", Verdict.REJECTED)
    say(bench, "苹果", "iPhone", Verdict.REJECTED)
    board = dashboard(bench, read_work(bench.store))
    bands = [(band.low, band.accepted, band.rejected) for band in board.bands]
    assert bands == [(0.9, 1, 0), (0.8, 0, 1), (-1.0, 0, 1)]
    assert ("imported", "1", "of these came decided with a file") in told(board, "Decided")
    assert [(each.least, each.sets) for each in board.work.sets] == [(2, 2)]
    assert board.work.in_sets == 4 and board.work.largest_size == 2
    assert ("2", "2", "") in told(board, "Synonym sets, by terms")
    assert ("untouched", "1", "terms with no pair decided") in told(board, "What is left")
    bench.close()


def test_a_dictionary_without_anything(tmp_path: Path) -> None:
    with open_workbench(tmp_path / "new.db", create=True) as bench:
        board = dashboard(bench, read_work(bench.store))
    assert told(board, "Decided") == [("pairs", "0", "nothing is decided yet")]
    assert board.bands == () and board.largest == ""
