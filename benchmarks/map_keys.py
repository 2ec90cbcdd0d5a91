"""Time from a key to the painted map, in a terminal: 200 terms of a large space in the plane.

synotui runs in a pseudo-terminal of 160 x 45 on GloVe (400,000 words of 50
dimensions) or a dictionary that is named. The clock starts as a key is written
to the terminal and stops with the last byte of the frame that shows what it
asked for: a map of 200 terms, the next point, a zoom. Beside it stands what a
notebook computes for the same picture, without drawing it: the nearest by a
product with all vectors, and scikit-learn's PCA of where they are.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from dictionaries import copied, glove_dictionary, with_vectors
from figures import p50, show

from synotui.ops.workbench import open_workbench

ROWS, CELLS = 45, 160
QUIET = 0.25
"""Seconds without a byte after which a frame is over."""
SECONDS_TO_WAIT = 120.0
BUSY = 0.1
"""Seconds of a processor in one second from which on something is under way."""
TERMS = 200
"""Of the map; neighbours are asked for in the steps 20, 50, 100, 200."""


@dataclass
class Terminal:
    """A program in a pseudo-terminal."""

    child: int
    file: int

    def press(self, key: str, word: str = "") -> float:
        """Write a key; give the seconds until the frame that has `word` in it was painted."""
        began = last = time.perf_counter()
        os.write(self.file, key.encode())
        output = b""
        while time.perf_counter() - began < SECONDS_TO_WAIT:
            ready, _, _ = select.select([self.file], [], [], QUIET)
            if ready:
                output += os.read(self.file, 1 << 20)
                last = time.perf_counter()
            elif output and word.encode() in output:
                return last - began
        sys.exit(f"{key!r} did not paint {word!r}:\n{output[-2000:]!r}")

    def rest(self) -> None:
        """Wait until work behind the screen is over, reading what is painted."""
        before, deadline = -1.0, time.monotonic() + SECONDS_TO_WAIT
        while time.monotonic() < deadline:
            until = time.monotonic() + 1
            while time.monotonic() < until:
                if select.select([self.file], [], [], 0.1)[0]:
                    os.read(self.file, 1 << 20)
            used = _processor_seconds(self.child)
            if used - before < BUSY:
                return
            before = used

    def close(self) -> None:
        """End the program."""
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.file)


def _processor_seconds(process: int) -> float:
    """Give the processor time a process has taken, of all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(db: Path, home: Path) -> Terminal:
    """Start synotui on `db`, and wait until its index answers."""
    child, file = pty.fork()
    if child == 0:
        size = struct.pack("HHHH", ROWS, CELLS, 0, 0)
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        os.environ |= {f"XDG_{each}_HOME": str(home) for each in ("DATA", "CONFIG")}
        os.execvp(sys.executable, [sys.executable, "-m", "synotui", str(db)])
    terminal = Terminal(child, file)
    terminal.press("", "HNSW ready")
    terminal.rest()
    return terminal


def by_hand(db: Path, runs: int) -> list[float]:
    """Give the seconds numpy and scikit-learn take for the same terms of as many heads."""
    from sklearn.decomposition import PCA

    seconds = []
    with open_workbench(db) as bench:
        space = with_vectors(bench, index=False).space
        vectors = space.units(np.arange(len(space)))
        for head in range(runs + 1):
            began = time.perf_counter()
            near = np.argpartition(-(vectors @ vectors[head]), TERMS)[:TERMS]
            PCA(2).fit_transform(vectors[near])
            seconds.append(time.perf_counter() - began)
    return seconds[1:]


def measure(db: Path, runs: int) -> dict[str, list[float]]:
    """Give the seconds each key took to be painted, run by run, over as many heads."""
    seconds: dict[str, list[float]] = {}

    def take(what: str, value: float) -> None:
        seconds.setdefault(what, []).append(value)

    with tempfile.TemporaryDirectory() as home:
        terminal = start(db, Path(home))
        take("the first map, with its screen (20 neighbours)", terminal.press("V", " points"))
        for run in range(runs + 1):
            if run:
                terminal.press("V", " points")
            for _ in range(2):
                terminal.press(">", " points")
            opened = terminal.press(">", f"{TERMS} points")
            if run:
                take(f"a map of {TERMS} terms", opened)
                take("the next point", terminal.press("n"))
                take("zoomed in", terminal.press("+"))
                take("panned", terminal.press("L"))
                take("other places shown", terminal.press("v"))
            terminal.press("\x1b")
            terminal.press("n")
        terminal.close()
    return seconds


def main() -> None:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="heads (default 9)")
    parser.add_argument("--db", type=Path, help="a dictionary with its index; GloVe otherwise")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = given.db or glove_dictionary(Path(name))
        if found is None:
            return
        db = copied(found, "map", Path(name))
        seconds = measure(db, given.runs)
        hand = by_hand(db, given.runs)
    print(f"Milliseconds from a key to the painted frame of {CELLS} x {ROWS}, {given.runs} heads\n")
    rows = [
        (what, f"{1e3 * p50(each):.0f}", f"{1e3 * min(each):.0f}-{1e3 * max(each):.0f}")
        for what, each in seconds.items()
    ]
    told = "numpy and scikit-learn alone: places, nothing drawn"
    rows.append((told, f"{1e3 * p50(hand):.0f}", f"{1e3 * min(hand):.0f}-{1e3 * max(hand):.0f}"))
    show(("key", "median", "range"), rows)


if __name__ == "__main__":
    main()
