"""A program in a pseudo-terminal, and the time from a key to what it paints."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROWS, CELLS = 45, 160
QUIET = 0.25
"""Seconds without a byte after which a frame is over."""
SECONDS_TO_WAIT = 120.0
BUSY = 0.1
"""Seconds of a processor in one second from which on something is under way."""


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

    def answered(self, key: str) -> float:
        """Write a key; give the seconds until anything was painted, and read all of it."""
        began = time.perf_counter()
        os.write(self.file, key.encode())
        if not select.select([self.file], [], [], SECONDS_TO_WAIT)[0]:
            sys.exit(f"{key!r} painted nothing")
        seconds = time.perf_counter() - began
        while select.select([self.file], [], [], QUIET)[0]:
            os.read(self.file, 1 << 20)
        return seconds

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


def start(
    db: Path, home: Path, program: Sequence[str] = ("-m", "synotui"), *, rests: bool = True
) -> Terminal:
    """Start synotui on `db`; wait until its index answers and, where it ever `rests`, for that."""
    child, file = pty.fork()
    if child == 0:
        size = struct.pack("HHHH", ROWS, CELLS, 0, 0)
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        os.environ |= {f"XDG_{each}_HOME": str(home) for each in ("DATA", "CONFIG")}
        os.execvp(sys.executable, [sys.executable, *program, str(db)])
    terminal = Terminal(child, file)
    terminal.press("", "HNSW ready")
    if rests:
        terminal.rest()
    return terminal
