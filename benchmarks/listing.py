"""Time from a key to its painting in the list of terms, beside Textual's DataTable.

Three programs run at once in pseudo-terminals of 100 x 30: synotui on a large
and on a small dictionary, and a DataTable of as many rows as the small one
has terms. Each key goes to all of them, one after the other in an order drawn
anew, so that a busy moment hits all. The first burst is what is written until
4 ms pass without output: with it the cursor is on its new line, which is what
the ratios at the end compare. All is what is written until 40 ms pass: in
synotui the cursor also visits the term under it, whose candidates are painted
beside the list; a DataTable has nothing beside it.
"""

import argparse
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from random import Random

from figures import p50, p99, show
from made_terms import made_terms, write_terms

TABLE = """\
import sys
from pathlib import Path
from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import DataTable

class Table(App[None]):
    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Term", "Accepted", "Rejected", "Proposed")
        for term in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
            table.add_row(Text(term), "", "", "")
        table.focus()

Table().run()
"""
SMALL = 10_000
MOST_KEYS = 250
"""Pages that the small list surely holds."""
KEYS = {"down": b"\x1b[B", "page down": b"\x1b[6~"}
TAB, QUIT = b"\t", b"\x11"
HOME, END = b"\x1b[H", b"\x1b[F"
TOP, BOTTOM = b"\x1b[1;5H", b"\x1b[1;5F"
"""Control with home and end, which the DataTable keeps for columns."""
BURST, ALL, REST = 0.004, 0.04, 2.0
"""Seconds without output after which a burst, a painting, starting are over."""
SECONDS_TO_WAIT = 120.0
UNANSWERED = 5.0
CURSOR = "▸".encode()
"""What synotui draws before the line the cursor is on."""


@dataclass(frozen=True, slots=True)
class Painting:
    """Milliseconds from a key to the last byte of the first burst and of all; bytes of all."""

    burst: float
    all: float
    bytes: int
    shown: bool
    """Whether the first burst has the cursor's sign."""


class Terminal:
    """A program in a pseudo-terminal of its own."""

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, first: bytes, last: bytes
    ) -> None:
        self.name = name
        self._first, self._last = first, last
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
            os.environ |= {f"XDG_{each}_HOME": str(folder) for each in ("DATA", "CONFIG", "CACHE")}
            os.execvp(command[0], list(command))

    def press(self, key: bytes) -> None:
        """Write a key."""
        os.write(self._terminal, key)

    def read(self, seconds: float) -> bytes:
        """Give what is written within some seconds, as soon as it is; b"" if nothing is."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._terminal, 1 << 20)
        except OSError:
            sys.exit(f"{self.name} ended by itself")

    def until_quiet(self, seconds: float) -> bytes:
        """Give all that is written until some seconds pass without output."""
        output = b""
        while written := self.read(seconds):
            output += written
        return output

    def await_words(self, words: Sequence[str]) -> None:
        """Return once all words were painted and there has been no output for a while."""
        output = b""
        deadline = time.perf_counter() + SECONDS_TO_WAIT
        while not all(word.encode() in output for word in words):
            output += self.read(1)
            if time.perf_counter() > deadline:
                sys.exit(f"{self.name} did not paint {words}:\n{output[-2000:]!r}")
        self.until_quiet(REST)

    def to_start(self) -> None:
        """Put the cursor at the start of the list and let it rest."""
        self.press(self._first)
        self.until_quiet(REST)

    def reach_last(self, term: str) -> None:
        """Return once the end of the list is that term, with the cursor at the start again."""
        deadline = time.perf_counter() + SECONDS_TO_WAIT
        while True:
            self.press(self._last)
            ended = term.encode() in self.until_quiet(REST)
            self.to_start()
            if ended:
                return
            if time.perf_counter() > deadline:
                sys.exit(f"{self.name} does not end with {term!r}")

    def paint(self, key: bytes) -> Painting:
        """Write a key and time what is painted."""
        began = time.perf_counter()
        self.press(key)
        first = self.read(UNANSWERED)
        count = len(first)
        if not count:
            sys.exit(f"{self.name} did not answer {key!r}")
        last = burst = time.perf_counter()
        bursting = True
        while (left := last + ALL - time.perf_counter()) > 0:
            written = self.read(left)
            if not written:
                break
            now = time.perf_counter()
            bursting = bursting and now - last < BURST
            last = now
            if bursting:
                burst, first = now, first + written
            count += len(written)
        shown = CURSOR in first
        return Painting(1e3 * (burst - began), 1e3 * (last - began), count, shown)

    def close(self) -> None:
        """Ask the program to quit, then make it."""
        with suppress(OSError):
            self.press(QUIT)
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            with suppress(OSError):
                if select.select([self._terminal], [], [], 0.05)[0]:
                    os.read(self._terminal, 1 << 20)
            if os.waitpid(self._child, os.WNOHANG)[0]:
                break
        else:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        os.close(self._terminal)


def start_table(folder: Path) -> Terminal:
    """Start the DataTable on the terms of the small dictionary, the most frequent first."""
    (folder / "table.py").write_text(TABLE, encoding="utf-8")
    made = sorted(made_terms(SMALL), key=lambda each: -(each[1] or 0))
    terms = [term for term, _ in made]
    (folder / "terms.txt").write_text("\n".join(terms), encoding="utf-8")
    command = [sys.executable, str(folder / "table.py"), str(folder / "terms.txt")]
    table = Terminal(f"DataTable, {SMALL:,} rows", command, folder, TOP, BOTTOM)
    table.await_words(["Accepted"])
    table.reach_last(terms[-1])
    return table


def made(folder: Path, terms: int) -> Path:
    """Give a dictionary of made terms, which is made if there is none."""
    path = folder / f"terms-{terms}.db"
    if not path.exists():
        write_terms(path, terms)
    return path


def start_synotui(folder: Path, path: Path) -> Terminal:
    """Start synotui on a dictionary, and put the cursor at the start of the list."""
    from synotui.ops.terms import count_terms
    from synotui.ops.workbench import open_workbench

    with open_workbench(path) as bench:
        terms = count_terms(bench)
    command = [sys.executable, "-m", "synotui", str(path)]
    synotui = Terminal(f"synotui, {terms:,} terms", command, folder, HOME, END)
    synotui.await_words([f"{terms:,} terms", "heads left"])
    synotui.press(TAB)
    synotui.reach_last(last_term(path))
    return synotui


def last_term(path: Path) -> str:
    """Give the last term listed."""
    from synotui.ops.terms import term_ids, term_rows
    from synotui.ops.workbench import open_workbench

    with open_workbench(path) as bench:
        return term_rows(bench, term_ids(bench)[-1:])[0].term.text


def timed(
    programs: Sequence[Terminal], key: bytes, count: int, draw: Random
) -> dict[str, list[Painting]]:
    """Write a key `count` times to each program, from the start of its list."""
    for program in programs:
        program.to_start()
    turn = list(programs)
    taken: dict[str, list[Painting]] = {program.name: [] for program in programs}
    for _ in range(count):
        draw.shuffle(turn)
        for program in turn:
            taken[program.name].append(program.paint(key))
    return taken


def tell(taken: dict[str, dict[str, list[Painting]]], count: int) -> None:
    """Print medians, the 99th percentile, and the ratios of the medians to the last program's."""
    print(f"Milliseconds from key to last painted byte, {count} keys each\n")
    rows = []
    for key, programs in taken.items():
        *_, table = programs.values()
        burst, whole = p50([each.burst for each in table]), p50([each.all for each in table])
        for name, painted in programs.items():
            bursts = [each.burst for each in painted]
            wholes = [each.all for each in painted]
            rows.append(
                (
                    f"{name}, {key}",
                    f"{p50(bursts):.2f}",
                    f"{p99(bursts):.2f}",
                    f"{p50(bursts) / burst:.2f} x",
                    f"{p50(wholes):.2f}",
                    f"{p99(wholes):.2f}",
                    f"{p50(wholes) / whole:.2f} x",
                    f"{p50([each.bytes for each in painted]):,.0f}",
                )
            )
    heads = ("", "first burst p50", "p99", "DataTable", "all p50", "p99", "DataTable", "bytes")
    show(heads, rows)
    print()
    for key, programs in taken.items():
        large, small, peer = programs.items()
        missed = sum(not each.shown for _, painted in (large, small) for each in painted)
        for over, most in ((peer, 0.5), (small, 1.1)):
            ratio = first_burst(large[1]) / first_burst(over[1])
            held = "holds" if ratio <= most else "missed"
            print(f"{key}, {large[0]} / {over[0]}: {ratio:.2f} x, at most {most} x: {held}")
        if missed:
            print(f"{key}: {missed} first bursts of synotui came without the cursor")


def first_burst(painted: Sequence[Painting]) -> float:
    """Give the median time of the first burst."""
    return p50([each.burst for each in painted])


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """Give a folder for the dictionaries: the one that is named, else one that is let go of."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main() -> None:
    """Start the programs, press the keys, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--terms", type=int, default=1_000_000, help="of the large dictionary (default 1,000,000)"
    )
    parser.add_argument("--keys", type=int, default=100, help="of each kind (default 100)")
    parser.add_argument(
        "--dictionary", metavar="FILE", type=Path, help="the large one instead of a made one"
    )
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the dictionaries here")
    given = parser.parse_args()
    if not 1 <= given.keys <= MOST_KEYS:
        parser.error(f"--keys is 1 to {MOST_KEYS}: the small list has no more pages")
    if given.terms <= SMALL:
        parser.error(f"--terms is more than {SMALL:,}, which the small dictionary has")
    draw = Random(0)
    with (
        kept(given.keep) as folder,
        closing(start_synotui(folder, given.dictionary or made(folder, given.terms))) as large,
        closing(start_synotui(folder, made(folder, SMALL))) as small,
        closing(start_table(folder)) as table,
    ):
        programs = (large, small, table)
        taken = {name: timed(programs, key, given.keys, draw) for name, key in KEYS.items()}
    tell(taken, given.keys)


if __name__ == "__main__":
    main()
