"""The ledger in full: figures, undone entries, filters, and what is written of it."""

import csv
import json
from pathlib import Path

import pytest

from synotui.formats import audit_rows
from synotui.model import AuditFilter, Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.audit import audit
from synotui.ops.history import redo, undo
from synotui.ops.review import decide, decide_many
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Workbench, open_workbench

VECTORS = "5 2\n苹果 1 0\n梨 0.8 0.6\niPhone 0 1\n=cmd() 0.6 0.8\n[/x] 0.96 0.28\n"


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    (tmp_path / "fruit.vec").write_text(VECTORS, encoding="utf-8")
    bench = open_workbench(tmp_path / "fruit.db", create=True)
    bench.__dict__["curator"] = "mei"
    import_file(bench, tmp_path / "fruit.vec")
    decide(bench, 1, 2, Verdict.ACCEPTED, probabilities={2: 0.71239})
    decide_many(bench, 1, [3, 4], Verdict.REJECTED, probabilities={4: 0.1})
    bench.__dict__["curator"] = "wang"
    decide(bench, 2, 1, Verdict.REJECTED)
    undo(bench)
    undo(bench)
    redo(bench)
    return bench


def test_decisions_keep_what_they_were_decided_on(bench: Workbench) -> None:
    entries = {entry.seq: entry for entry in audit(bench, AuditFilter())}
    [pair] = entries[2].pairs
    assert (pair.term, pair.synonym, pair.before, pair.after) == (
        "苹果", "梨", "", "accepted synonym",
    )  # fmt: skip
    assert (pair.base, pair.now, pair.probability) == (0.8, 0.8, 0.7124)
    assert entries[2].space == "fruit"
    one, two = entries[3].pairs
    assert (one.base, one.probability) == (0.0, None) and one.now is not None and one.now > 0
    assert (two.base, two.probability) == (0.6, 0.1)
    [changed] = entries[4].pairs
    assert changed.now is not None and changed.now > 0.8 and changed.base == 0.8
    assert (changed.before, changed.after) == ("accepted synonym", "rejected different")


def test_undos_tell_what_they_took_back(bench: Workbench) -> None:
    entries = {entry.seq: entry for entry in audit(bench, AuditFilter())}
    assert [entries[seq].undone_by for seq in (2, 3, 4)] == [None, None, 5]
    assert (entries[5].action, entries[5].target) == ("undo", 4)
    assert (entries[5].pairs[0].before, entries[5].pairs[0].after) == (
        "rejected different", "accepted synonym",
    )  # fmt: skip
    assert entries[7].action == "redo" and entries[7].pairs[0].after == "rejected different"
    assert len({entry.hash for entry in entries.values()}) == len(entries) == 7


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AuditFilter(curator="mei"), [3, 2, 1]),
        (AuditFilter(curator="wang", term=2), [5, 4]),
        (AuditFilter(term=3), [7, 6, 3]),
        (AuditFilter(since="2999-01-01T00:00:00Z"), []),
        (AuditFilter(until="2999-01-01T00:00:00Z", term=2), [5, 4, 2]),
        (AuditFilter(curator="nobody"), []),
    ],
)
def test_filters_go_together(bench: Workbench, wanted: AuditFilter, found: list[int]) -> None:
    assert [entry.seq for entry in audit(bench, wanted)] == found
    assert [entry.seq for entry in audit(bench, wanted, 1)] == found[:1]


def test_what_is_written_can_be_read_elsewhere(bench: Workbench, tmp_path: Path) -> None:
    add_synonym(bench, 1, "=1+2")
    entries = audit(bench, AuditFilter())
    assert audit_rows.write(entries, tmp_path / "a.csv", "csv") == len(entries)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["seq"] for row in rows] == ["8", "7", "7", "6", "6", "5", "4", "3", "3", "2", "1"]
    assert rows[0]["synonym"] == "'=1+2" and rows[9]["probability"] == "0.7124"
    assert rows[8]["synonym"] == "'=cmd()" and rows[10]["term"] == ""
    audit_rows.write(entries, tmp_path / "a.jsonl", "jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["pairs"][0]["synonym"] == "=1+2"
    assert [json.loads(line)["hash"] for line in lines] == [entry.hash for entry in entries]
