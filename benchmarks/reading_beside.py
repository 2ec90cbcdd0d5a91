"""How long an import of vectors in another process keeps a reader waiting.

A reader asks for something small every few milliseconds, without patience.
The peer writes the same words and vectors with Python's sqlite3, a row each in
one transaction, as one would without thinking of readers: SQLite writes pages
it cannot hold to the file, and from then on nobody reads.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from figures import show
from glove import glove_text
from importing import make_files
from machine import machine

PLAIN = """
import sqlite3, sys
import numpy as np
def rows(file):
    next(file)
    for line in file:
        word, _, numbers = line.partition(" ")
        yield word, np.fromstring(numbers, np.float32, sep=" ").tobytes()
connection = sqlite3.connect(sys.argv[1])
with connection, open(sys.argv[2], encoding="utf-8") as file:
    connection.execute("CREATE TABLE vectors (term TEXT UNIQUE, vector BLOB)")
    connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows(file))
"""
EVERY = 0.002
"""Seconds between two tries to read."""


class Watched(NamedTuple):
    """What was seen of a program that writes."""

    seconds: float
    locked: float
    """Seconds in which nobody could read, all together."""
    longest: float
    """The longest of them at a stretch."""


def main() -> None:
    """Print how long it took, and how long nobody could read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, help="word2vec text, instead of GloVe")
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = options.vectors or glove_text(folder) or made(folder)
        programs = {
            "synotui import": [sys.executable, "-m", "synotui", "import"],
            "plain sqlite3": [sys.executable, "-c", PLAIN],
        }
        seen = {}
        for what, program in programs.items():
            found = [watched(program, folder / f"{what}{n}.db", file) for n in range(options.runs)]
            seen[what] = sorted(found, key=lambda each: each.locked)[len(found) // 2]
        rows = [
            [what, f"{each.seconds:.2f}", f"{each.locked:.2f}", f"{each.longest:.2f}",
             f"{100 * each.locked / each.seconds:.0f} %"]
            for what, each in seen.items()
        ]  # fmt: skip
        show(("", "s", "no reader for, s", "at a stretch, s", "share"), rows)


def made(folder: Path) -> Path:
    """Make vectors as text, as many as GloVe has."""
    return next(iter(make_files(folder, 400_000, 50))).path


def watched(program: list[str], db: Path, file: Path) -> Watched:
    """Let `program` write `file` to a dictionary that is there, and try to read it meanwhile."""
    (db.parent / "one.txt").write_text("one\n", encoding="utf-8")
    begin = [sys.executable, "-m", "synotui", "import", str(db), str(db.parent / "one.txt")]
    subprocess.run(begin, check=True, capture_output=True)
    reader = sqlite3.connect(db, timeout=0, isolation_level=None)
    began = time.perf_counter()
    writer = subprocess.Popen(
        [*program, str(db), str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    since: float | None = None
    spans = [0.0]
    while writer.poll() is None:
        now = time.perf_counter()
        if can_read(reader):
            since = None
        elif since is None:
            since = now
            spans.append(0.0)
        else:
            spans[-1] = now - since
        time.sleep(EVERY)
    seconds = time.perf_counter() - began
    reader.close()
    if writer.returncode:
        raise SystemExit(f"{program[1:3]} ended with {writer.returncode}")
    return Watched(seconds, sum(spans), max(spans))


def can_read(reader: sqlite3.Connection) -> bool:
    """Say whether something small can be read at once."""
    try:
        reader.execute("SELECT count(*) FROM spaces").fetchone()
    except sqlite3.OperationalError:
        return False
    return True


if __name__ == "__main__":
    main()
