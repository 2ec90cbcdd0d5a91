"""Checking a dictionary, and backing it up while it is being decided on.

The dictionary has 20,000 accepted pairs, each a decision of its own in the
ledger; one that is given is brought up to as many. Decisions are timed alone
and while backups go on beside, one after the other: what a backup costs is what
it adds. The first one of a process is told apart: all pages are looked at
before it, and what shows its effect on other terms is found, both beside the
screen in a review. CPU is what a decision's own thread computed; what it took
longer than that it waited, for the disk above all. The peer of the backup is a
plain copy of the file, which is no backup while somebody writes.
"""

import argparse
import shutil
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from decision import loaded_space
from dictionaries import glove_dictionary, made_dictionary
from drift import FREQUENT, near_pairs
from figures import p50, p99, show
from machine import machine

from synotui.model import Verdict
from synotui.ops.checking import check
from synotui.ops.review import decide
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.copying import copy


def main() -> None:
    """Print what checking takes, and what backups do to decisions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, help="a dictionary to copy, instead of GloVe")
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--decisions", type=int, default=200)
    options = parser.parse_args()
    machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = folder / "bench.db"
        if options.db is not None:
            shutil.copy(options.db, db)
        else:
            made = glove_dictionary(folder) or made_dictionary(folder, 400_000, 50)
            made.rename(db)
        with open_workbench(db) as bench:
            pairs = some_pairs(bench, options.pairs + 2 * options.decisions)
            spare = [pair for pair in pairs if bench.store.pairs.get(*pair) is None]
            missing = max(0, options.pairs - bench.store.ledger.count())
            for pair in spare[:missing]:
                decide(bench, *pair, Verdict.ACCEPTED)
            print(f"{loaded_space(bench).dim} dimensions, {bench.store.terms.count():,} terms, "
                  f"{bench.store.ledger.count():,} ledger entries, "
                  f"{db.stat().st_size / 1e6:,.0f} MB")  # fmt: skip
            report = check(bench)
            print(f"check: {report.seconds:.2f} s, {len(report.findings)} findings")
            _backups(bench, folder, spare[missing:][: 2 * options.decisions + 1])


def some_pairs(bench: Workbench, wanted: int) -> list[tuple[int, int]]:
    """Give pairs of near neighbours among frequent terms, in small sets."""
    ids = np.array(term_ids(bench)[:FREQUENT])
    space = loaded_space(bench)
    rows = space.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]
    pairs = near_pairs(space.units(rows, base=True), wanted)
    return [(int(ids[a]), int(ids[b])) for a, b in pairs]


def _backups(bench: Workbench, folder: Path, spare: list[tuple[int, int]]) -> None:
    with open_workbench(bench.path) as another:
        loaded_space(another)
        first = _timed(another, *spare.pop())
    decide(bench, *spare[0], Verdict.SKIPPED)
    half = len(spare) // 2
    alone = [_timed(bench, *pair) for pair in spare[:half]]
    ended, times = threading.Event(), []

    def keep_copying() -> None:
        while not ended.is_set():
            began = time.perf_counter()
            copy(bench.path, folder / "backup.db")
            (folder / "backup.db").unlink()
            times.append(time.perf_counter() - began)

    thread = threading.Thread(target=keep_copying)
    thread.start()
    beside = [_timed(bench, *pair) for pair in spare[half:]]
    ended.set()
    thread.join()
    began = time.perf_counter()
    shutil.copyfile(bench.path, folder / "plain.db")
    plain = time.perf_counter() - began
    show(
        ("", "p50 ms", "p99 ms", "longest ms", "CPU p50 ms", "CPU longest ms"),
        [
            ["the first decision of a process", *_told([first])],
            ["a decision", *_told(alone)],
            ["while backups go on", *_told(beside)],
        ],
    )
    print(f"a backup: {p50(times):.2f} s ({len(times)} of them); a plain copy: {plain:.2f} s, "
          f"{p50(times) / plain:.1f} x")  # fmt: skip


def _timed(bench: Workbench, head: int, other: int) -> tuple[float, float]:
    """Give the milliseconds that a decision took, and those that its thread computed."""
    began, computed = time.perf_counter(), time.thread_time()
    decide(bench, head, other, Verdict.ACCEPTED)
    return 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - computed)


def _told(times: list[tuple[float, float]]) -> list[str]:
    took, computed = ([each[place] for each in times] for place in (0, 1))
    figures = p50(took), p99(took), max(took), p50(computed), max(computed)
    return [f"{each:.1f}" for each in figures]


if __name__ == "__main__":
    main()
