"""The pieces that commands print with, on their own."""

import json

import pytest

from synotui.cli.changes import collateral, cosines
from synotui.cli.printing import Column, Painted, Piece, document, line, table
from synotui.cli.progress import ProgressLine, in_cells
from synotui.meter import Reading
from synotui.model import Diff, Progress
from synotui.text import width


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (0.1, 0.84, "0.10 → 0.84 ▲0.74"),
        (0.104, 0.836, "0.10 → 0.84 ▲0.74"),
        (0.58, 0.55, "0.58 → 0.55 ▼0.03"),
        (0.5, 0.501, "0.50"),
        (-0.004, 0.004, "0.00"),
        (-0.1, 0.1, "-0.10 → 0.10 ▲0.20"),
        (None, 0.5, "–"),
    ],
)
def test_cosines_read_as_a_way(before: float | None, after: float | None, shown: str) -> None:
    assert cosines(before, after) == shown


def test_table_aligns_wide_characters(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[list[Piece]] = [["普拉多", "1", "x"], ["SUV", "20", Painted("y", "green")]]
    table([Column("term"), Column("n", right=True), Column("what")], rows)
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["term     n  what", "普拉多   1  x", "SUV     20  y"]
    assert (
        len({width(each[: each.index(end)]) for each, end in zip(lines, "wxy", strict=True)}) == 1
    )


def test_one_long_cell_does_not_pad_all_others(capsys: pytest.CaptureFixture[str]) -> None:
    table([Column(""), Column("")], [["长" * 400, "1"], ["short", "2"]])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("长" * 400)
    assert len(second) < 50


def test_lines_show_what_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    line("a\x1b[31m", Painted("\u202eb\n", "red"))
    assert capsys.readouterr().out == "a␛[31m‹U+202E›b␊\n"


def test_documents_escape_only_what_is_unsafe(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"普拉多": "\x1b\x7f\x9b\u2028\u202e\ud800 é"}
    document(value)
    out = capsys.readouterr().out
    assert "普拉多" in out
    assert "\\u001b\\u007f\\u009b\\u2028\\u202e\\ud800 é" in out
    assert json.loads(out) == value


def test_progress_in_words() -> None:
    assert (
        in_cells(Reading(Progress("encoding", 512, 1024)), 80) == "encoding 512 of 1,024 terms  50%"
    )
    assert in_cells(Reading(Progress("reading", 4096, None, "rows")), 80) == "reading 4,096 rows"


def test_progress_is_cut_to_the_room_there_is() -> None:
    reading = Reading(Progress("encoding", 12_288, 50_000), 4_096.0, 9.2)
    told = [in_cells(reading, cells) for cells in (80, 58, 57, 33, 20, 15, 3, 2, 1)]
    assert told[0] == "encoding 12,288 of 50,000 terms  25% · 4,100/s · 10 s left"
    assert told[1:] == [
        told[0],
        "encoding 25% · 4,100/s · 10 s left",
        "encoding 25% · 10 s left",
        "25% · 10 s left",
        "25% · 10 s left",
        "25%",
        "2…",
        "…",
    ]
    assert in_cells(Reading(Progress("\x1b[31m读取", 1, 2)), 40) == "␛[31m读取 1 of 2 terms  50%"


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine() as progress:
        progress(Progress("reading", 1, 2))
    assert capsys.readouterr().err == ""


def test_collateral_in_words() -> None:
    assert collateral(Diff(moved=1)) == "moved 1 term"
    told = collateral(Diff(moved=2, kept_at_10=0.985, sampled=200))
    assert told == "moved 2 terms · kept 98.5% of the 10 nearest of 200 untouched terms"
