"""`synotui neighbours`: found, kept, reported, taken up again after Ctrl-C and kill -9."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from synotui.ops.searching.known_neighbours import known_neighbours
from synotui.ops.searching.neighbours import find_neighbours
from synotui.ops.workbench import open_workbench

from .conftest import Scratch, environment

ROWS = 16
"""Rows of a block, so that a few hundred terms are many."""
PROGRAM = f"""
import sys
from synotui.cli import main
from synotui.cli.progress import ProgressLine
from synotui.engine import passes
from synotui.ops.searching import neighbours
passes.ROWS_PER_BLOCK = {ROWS}
neighbours.EXACT_UP_TO = int(sys.argv[1])
shown = ProgressLine.__call__
def told(self, progress):
    print(progress.stage, progress.done, flush=True)
    shown(self, progress)
ProgressLine.__call__ = told
sys.exit(main(["neighbours", *sys.argv[2:]]))
"""


def begin(scratch: Scratch, exact_up_to: int, *options: str) -> "subprocess.Popen[str]":
    """Start `synotui neighbours` in small blocks; it prints each report of its progress."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(exact_up_to), "many.db", "-k", "8", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=scratch.path,
        env=environment(scratch.path),
    )


def wait_for(process: "subprocess.Popen[str]", row: int) -> None:
    """Read until the search is at `row`."""
    assert process.stdout is not None
    for line in process.stdout:
        stage, done = line.split()
        if stage == "searching" and int(done) >= row:
            return
    raise AssertionError(process.stderr.read() if process.stderr else "")


@pytest.fixture
def many(empty: Scratch) -> Scratch:
    """A dictionary of 600 terms in clusters."""
    rng = np.random.default_rng(6)
    centres = rng.standard_normal((30, 10))
    vectors = centres[rng.integers(0, 30, 600)] + 0.5 * rng.standard_normal((600, 10))
    lines = (f"term{row:03} " + " ".join(f"{x:.4f}" for x in v) for row, v in enumerate(vectors))
    empty.write("many.vec", "600 10\n" + "\n".join(lines) + "\n")
    empty.ok("import", "many.db", "many.vec")
    return empty


def lists(path: Path) -> list[list[int]]:
    with open_workbench(path) as bench:
        found = known_neighbours(bench)
        assert found is not None
        lists: list[list[int]] = found.near(np.arange(found.among)).tolist()
        return lists


def test_it_reports_and_the_second_time_the_same(scratch: Scratch) -> None:
    first = scratch.ok("neighbours", "cars.db", "-k", "12", "--top", "3")
    assert "31  12 neighbours of each, by space use-m3" in first.out
    assert "searched exactly" in first.out
    assert "hubness" in first.out and "mutual" in first.out
    assert first.out == scratch.ok("neighbours", "cars.db", "-k", "12", "--top", "3").out
    made = scratch.ok("neighbours", "cars.db", "-k", "12", "--json").document
    assert (made["terms"], made["k"], made["kept"], made["searched"]) == (31, 12, True, "exact")
    assert len(made["hubs"]) == 10
    assert made["hubs"][0]["term"] in first.out
    assert "hub " not in scratch.ok("neighbours", "cars.db", "-k", "12", "--top", "0").out
    again = scratch.ok("neighbours", "cars.db", "-k", "12", "--again", "--json").document
    assert {**again, "seconds": 0} == {**made, "seconds": 0}


def test_what_cannot_be_done_is_said(scratch: Scratch) -> None:
    scratch.write("pairs.csv", "标准词,近似词\n甲,乙\n")
    scratch.ok("import", "none.db", "pairs.csv")
    assert "none.db has no vectors yet. Run: synotui embed none.db" in scratch.refused(
        "neighbours", "none.db"
    )
    assert scratch.run("neighbours", "cars.db", "-k", "0").code == 2
    scratch.db.chmod(0o444)
    ran = scratch.ok("neighbours", "cars.db", "--json")
    assert ran.document["kept"] is False
    assert "cars.db is read-only: the neighbours are not kept" in ran.err


def test_terms_are_data(empty: Scratch) -> None:
    empty.write("odd.vec", "3 2\n[/x] 1 0\n\x1b[31mred 1 0.1\n=1+1 1 0.2\n")
    empty.ok("import", "odd.db", "odd.vec")
    shown = empty.ok("neighbours", "odd.db").out
    assert "[/x]" in shown and "=1+1" in shown and "\x1b" not in shown


@pytest.mark.parametrize("way", ["exact", "hnswlib"])
def test_after_ctrl_c_it_goes_on_where_it_was(many: Scratch, way: str) -> None:
    exact_up_to = 0 if way == "hnswlib" else 30_000
    process = begin(many, exact_up_to)
    wait_for(process, 160)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "of 600 terms are kept, and the next run goes on from there" in told
    resumed = begin(many, exact_up_to, "--json")
    wait_for(resumed, 0)
    out, _ = resumed.communicate(timeout=60)
    assert resumed.returncode == 0
    assert f'"searched": "{way}"' in out
    found = lists(many.path / "many.db")
    begin(many, exact_up_to, "--again").communicate(timeout=60)
    assert lists(many.path / "many.db") == found


@pytest.mark.parametrize("row", [0, 320])
def test_kill_9_loses_no_block_that_was_written(many: Scratch, row: int) -> None:
    process = begin(many, 30_000)
    wait_for(process, row)
    process.kill()
    process.communicate()
    path = many.path / "many.db"
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (blocks,) = raw.execute("SELECT count(*) FROM neighbour_blocks").fetchone()
    # One block may be on its way to the disk, and the next is being searched.
    assert blocks >= row // ROWS - 2
    resumed = begin(many, 30_000)
    wait_for(resumed, 0)
    resumed.communicate(timeout=60)
    found = lists(path)
    with open_workbench(path) as bench:
        find_neighbours(bench, 8, again=True)
    assert lists(path) == found
