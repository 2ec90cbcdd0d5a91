"""Curators who decide, undo and merge at random, until all merge and say the same.

`python -m tests.curators [RUNS] [FIRST]` lets two or three of them work on copies of one
dictionary. After each merge the same merge again has nothing to take; in the end everybody
merges from everybody until nothing is news: then all pairs are the same everywhere, but for
the disagreements somebody has still to work off, and every dictionary is sound.
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from synotui.model import Verdict
from synotui.ops.checking import check
from synotui.ops.history import undo
from synotui.ops.merging import merge, open_disagreements
from synotui.ops.review import annotate, decide
from synotui.ops.workbench import Workbench, open_workbench

_PAIRS = ((1, 2), (2, 3), (3, 4))
_ROUNDS = 8
"""After which all must have heard of everything."""


def hands(curator: str, path: Path) -> Workbench:
    """Open a dictionary as a curator does."""
    bench = open_workbench(path)
    bench.__dict__["curator"] = curator
    return bench


def work(folder: Path, seed: int) -> int:
    """Let curators work; give how many disagreements are left. Raises AssertionError."""
    rng = random.Random(seed)
    begun = folder / "begun.db"
    if not begun.exists():
        with open_workbench(begun, create=True) as bench, bench.store.transaction():
            bench.store.terms.add((text, text, None) for text in "abcd")
    names = ("mei", "li", "zhao")[: rng.choice((2, 3))]
    files = {name: Path(shutil.copy(begun, folder / f"{name}.db")) for name in names}
    done: list[tuple[object, ...]] = [("seed", seed)]
    for _ in range(rng.randint(4, 16)):
        name = rng.choice(names)
        other = rng.choice([each for each in names if each != name])
        with hands(name, files[name]) as bench:
            done.append((name, other, *_step(bench, rng, files[other])))
    for _ in range(_ROUNDS):
        if not any(_takes(files, name, other) for name in names for other in names):
            break
    else:
        raise AssertionError(f"no end of news: {done}")
    return _agree(files, done)


def _step(bench: Workbench, rng: random.Random, other: Path) -> tuple[object, ...]:
    what = rng.choice(("decide", "decide", "decide", "merge", "undo", "note"))
    low, high = rng.choice(_PAIRS)
    if what == "decide":
        verdict = rng.choice([*Verdict])
        decide(bench, low, high, verdict)
        return what, low, high, str(verdict)
    if what == "note":
        note = rng.choice("xyz")
        annotate(bench, low, high, note)
        return what, low, high, note
    if what == "merge":
        report, _ = merge(bench, other)
        assert merge(bench, other)[1] is None, "the same once more has nothing to take"
        return what, report.taken, report.undone, report.disagreements
    if bench.store.ledger.tops()[0] is not None:
        undo(bench)
    return (what,)


def _takes(files: dict[str, Path], name: str, other: str) -> bool:
    if name == other:
        return False
    with hands(name, files[name]) as bench:
        report, _ = merge(bench, files[other])
        return bool(report.taken + report.undone)


def _agree(files: dict[str, Path], done: list[tuple[object, ...]]) -> int:
    """Hold what all say against each other; give how many disagreements are open."""
    told: list[dict[tuple[int, int], Any]] = []
    disputed: set[tuple[int, int]] = set()
    for path in files.values():
        with open_workbench(path) as bench:
            assert check(bench).findings == (), done
            disputed |= {(min(each.ids), max(each.ids)) for each in open_disagreements(bench.store)}
            rows = bench.store.pairs.as_rows().items()
            told.append({key: (row[1], row[2], row[3]) for key, row in rows})
    for key in {key for says in told for key in says} - disputed:
        assert len({says.get(key) for says in told}) == 1, (key, done)
    return len(disputed)


def main(arguments: Sequence[str]) -> int:
    """Let them work many times, and print how many disagreements were left."""
    runs = int(arguments[0]) if arguments else 200
    first = int(arguments[1]) if len(arguments) > 1 else 0
    with tempfile.TemporaryDirectory() as name:
        left = sum(work(Path(name), seed) for seed in range(first, first + runs))
    print(f"{runs:,} runs, all said the same in the end but for {left:,} open disagreements")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
