"""Merging a dictionary with many decisions into one with as many.

Two curators took copies and decided on, each `--decisions` pairs, an entry of
the ledger each; half of the pairs are the same, and one in ten of these is
decided differently. The peer is what one would do without a merge: import the
other's verdicts as a CSV file, which takes them all, whatever was decided here,
and knows nothing of what was undone.
"""

import argparse
import csv
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from dictionaries import made_dictionary
from figures import show
from machine import machine

from synotui.model import DEFAULT_RELATION, Pair, PairChange, Verdict
from synotui.ops.adjusting.adjust import settle
from synotui.ops.checking import check
from synotui.ops.history import undo
from synotui.ops.merging import merge, plan_merge, report_of
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import open_workbench
from synotui.store import Deed

T = TypeVar("T")
_SET = 4
"""Terms in a synonym set, about."""
_AT = "2026-01-01T00:00:00Z"


def main() -> None:
    """Print what a preview, a merge, its undo and an import of the same verdicts take."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", type=Path, help="a dictionary to copy, instead of a made one")
    parser.add_argument("--terms", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=20_000)
    options = parser.parse_args()
    print("\n".join(machine()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = options.db or made_dictionary(folder, options.terms, 50)
        mine, theirs, peer = (Path(shutil.copy(made, folder / f"{who}.db"))
                              for who in ("mei", "li", "peer"))  # fmt: skip
        count = options.decisions
        decide_all(mine, "mei", 0, count)
        decide_all(theirs, "li", count // 2, count, contrary=10)
        shutil.copy(mine, peer)
        rows = write_csv(theirs, folder / "li.csv")
        with open_workbench(mine) as bench:
            terms, entries = bench.store.terms.count(), bench.store.ledger.count()
            preview, plan = timed(lambda: plan_merge(bench.store, theirs))
            found = report_of(plan)
            bench.loaded()
            merging, _ = timed(lambda: merge(bench, theirs))
            again, _ = timed(lambda: merge(bench, theirs))
            undoing, _ = timed(lambda: undo(bench))
            sound = check(bench).sound
        with open_workbench(peer) as bench:
            importing, report = timed(lambda: import_file(bench, folder / "li.csv"))
    print(f"{terms:,} terms; {entries:,} ledger entries here, {found.new_entries:,} new there: "
          f"{found.taken:,} pairs taken, {found.agreed:,} agreed, {found.disagreements:,} "
          f"disagreements; sound after the undo: {sound}\n")  # fmt: skip
    peers = f"{importing:.2f} s ({report.decided:,} of {rows:,} rows taken)"
    show(
        ("", "seconds", "of the import"),
        [
            ("preview", f"{preview:.2f}", f"{preview / importing:.2f}"),
            ("merge, preview and backup within", f"{merging:.2f}", f"{merging / importing:.2f}"),
            ("the same once more: nothing new", f"{again:.2f}", f"{again / importing:.2f}"),
            ("undo of the merge", f"{undoing:.2f}", f"{undoing / importing:.2f}"),
            ("peer: synotui import of a CSV file", f"{importing:.2f}", "1.00"),
        ],
    )
    print(f"\nimport: {peers}")


def timed(job: Callable[[], T]) -> tuple[float, T]:
    """Give how many seconds a job took, and what it gave."""
    began = time.perf_counter()
    done = job()
    return time.perf_counter() - began, done


def decide_all(path: Path, curator: str, first: int, count: int, contrary: int = 0) -> None:
    """Decide pairs number `first` and on, an entry each; one in `contrary` the other way."""
    with open_workbench(path) as bench, bench.store.transaction():
        store = bench.store
        for nth in range(first, first + count):
            low = nth // (_SET - 1) * _SET + nth % (_SET - 1) + 1
            accepts = (nth % 5 != 0) != (bool(contrary) and nth % contrary == 3)
            verdict = Verdict.ACCEPTED if accepts else Verdict.REJECTED
            seq = store.ledger.next_seq()
            pair = Pair(low, low + 1, verdict, DEFAULT_RELATION[verdict], "", curator, _AT, seq)
            before = store.pairs.get(low, low + 1)
            change = PairChange(low, low + 1, before, pair)
            store.ledger.append(seq, _AT, curator, Deed("decide", "a decision", (change,)))
            store.pairs.write([change])
        settle(bench)


def write_csv(path: Path, out: Path) -> int:
    """Write the verdicts of one curator as a file to import; give how many."""
    with open_workbench(path) as bench, out.open("w", encoding="utf-8", newline="") as file:
        pairs = [p for p in bench.store.pairs.with_verdicts([*Verdict]) if p.curator == "li"]
        ids = {term for pair in pairs for term in (pair.low, pair.high)}
        texts = {i: term.text for i, term in bench.store.terms.by_id(ids).items()}
        writer = csv.writer(file)
        writer.writerow(("term", "synonym", "verdict", "relation", "curator", "decided_at"))
        for pair in pairs:
            writer.writerow((texts[pair.head], texts[pair.synonym], pair.verdict, pair.relation,
                             pair.curator, pair.decided_at))  # fmt: skip
    return len(pairs)


if __name__ == "__main__":
    main()
