"""Time from starting a program to its first frame, in a terminal: synotui beside its peers.

Each program runs in a pseudo-terminal of 100 x 30. The clock starts before
the process does and stops when the bytes of a known word have arrived. The
programs take turns, so that a busy moment hits all of them; medians are shown.
"""

import argparse
import os
import pty
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path

from compiled import compile_synotui
from figures import p50, show
from made_terms import write_terms

HELLO = """\
from textual.app import App, ComposeResult
from textual.widgets import Static

class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello, World!")

Hello().run()
"""
SECONDS_TO_WAIT = 60.0
SYNOTUI = [sys.executable, "-m", "synotui"]


@dataclass
class Program:
    """What to start, the words to wait for, and how long each took, run by run."""

    name: str
    command: Callable[[], Sequence[str]]
    """Gives the command of the next run."""
    words: dict[str, str]
    """What is measured, and the word on the screen that tells it is there."""
    seconds: dict[str, list[float]] = field(default_factory=dict)


def painted(command: Sequence[str], words: dict[str, str], home: Path) -> dict[str, float]:
    """Run `command` until all `words` are painted; give the seconds until each was."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        os.environ |= {f"XDG_{each}_HOME": str(home) for each in ("DATA", "CONFIG", "CACHE")}
        os.execvp(command[0], list(command))
    output = b""
    seconds: dict[str, float] = {}
    while len(seconds) < len(words) and time.perf_counter() - began < SECONDS_TO_WAIT:
        ready, _, _ = select.select([terminal], [], [], 1)
        try:
            output += os.read(terminal, 1 << 20) if ready else b""
        except OSError:
            break
        for what, word in words.items():
            if what not in seconds and word.encode() in output:
                seconds[what] = time.perf_counter() - began
    _leave(child, terminal)
    if len(seconds) < len(words):
        sys.exit(f"{' '.join(command)} did not paint {words}:\n{output[-2000:]!r}")
    return seconds


def _leave(child: int, terminal: int) -> None:
    """Ask the program to quit, then make it."""
    with suppress(OSError):
        os.write(terminal, b"\x11")
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        with suppress(OSError):
            if select.select([terminal], [], [], 0.05)[0]:
                os.read(terminal, 1 << 20)
        if os.waitpid(child, os.WNOHANG)[0]:
            break
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os.close(terminal)


def programs(folder: Path, given: argparse.Namespace) -> list[Program]:
    """Give what is measured; files they need are made in `folder`."""
    (folder / "hello.py").write_text(HELLO, encoding="utf-8")
    made = folder / "made.db"
    many = folder / "many.db"
    write_terms(many, given.terms)
    fresh = iter(range(10_000))
    frame = {"first frame": "synotui"}
    whole = frame | {"terms and candidates": "霸道SUV"}
    found = [
        Program(
            "Textual's hello world",
            lambda: [sys.executable, str(folder / "hello.py")],
            {"first frame": "Hello, World!"},
        ),
        Program("synotui, demo opened again", lambda: [*SYNOTUI, "demo", "--db", str(made)], whole),
        Program(
            "synotui demo from nothing",
            lambda: [*SYNOTUI, "demo", "--db", str(folder / f"fresh{next(fresh)}.db")],
            whole,
        ),
    ]
    found.append(
        Program(
            f"synotui, {given.terms:,} terms",
            lambda: [*SYNOTUI, str(many)],
            frame | {"terms": f"{given.terms:,} terms"},
        )
    )
    if given.harlequin:
        command = [given.harlequin, "--no-download-tzdata"]
        found.append(Program("Harlequin", lambda: command, {"first frame": "Catalog"}))
    return found


def main() -> None:
    """Run the programs in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="runs of each program (default 9)")
    parser.add_argument(
        "--harlequin",
        metavar="PATH",
        default=shutil.which("harlequin"),
        help="Harlequin's program, if it is not on the path",
    )
    parser.add_argument(
        "--terms", type=int, default=1_000_000, help="of the large dictionary (default 1,000,000)"
    )
    given = parser.parse_args()
    compile_synotui()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = programs(folder, given)
        for program in measured:
            painted(program.command(), program.words, folder)
        for _ in range(given.runs):
            for program in measured:
                for what, seconds in painted(program.command(), program.words, folder).items():
                    program.seconds.setdefault(what, []).append(seconds)
    _tell(measured, given.runs)
    if not given.harlequin:
        print("\nHarlequin is not installed; with it: pip install harlequin, or --harlequin PATH")


def _tell(measured: Sequence[Program], runs: int) -> None:
    hello = p50(measured[0].seconds["first frame"])
    print(f"Seconds from process start, median of {runs} runs (fastest to slowest)\n")
    rows = [
        (
            program.name,
            what,
            f"{p50(seconds):.3f}",
            f"{min(seconds):.3f}-{max(seconds):.3f}",
            f"{p50(seconds) / hello:.2f} x",
        )
        for program in measured
        for what, seconds in program.seconds.items()
    ]
    show(("program", "until", "median", "range", "hello world"), rows)


if __name__ == "__main__":
    main()
