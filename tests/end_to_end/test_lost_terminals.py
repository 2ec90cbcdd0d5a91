"""What a terminal does to a running session: it stops and resumes it, shrinks, and is lost."""

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from synotui.ops.history import log
from synotui.ops.session import load_view
from synotui.ops.workbench import open_workbench
from tests.end_to_end.terminal import PATIENCE, Terminal

GREYS = {"black", "white", "brightblack", "brightwhite"}
LEFT, ENTERED = b"\x1b[?1049l", b"\x1b[?1049h"


def modes(terminal: Terminal) -> list[object]:
    """Give what the terminal does with keys."""
    return termios.tcgetattr(terminal._master)[:4]


def stopped(terminal: Terminal) -> None:
    """Read until the session is stopped."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        pid, status = os.waitpid(terminal.process.pid, os.WUNTRACED | os.WNOHANG)
        if pid:
            assert os.WIFSTOPPED(status)
            return
        terminal._read(0.05)
    raise AssertionError(f"not stopped:\n{terminal.text()}")


def test_it_is_stopped_and_goes_on_and_ends_when_nobody_is_there(tiny_path: Path) -> None:
    with Terminal(str(tiny_path), environment={"COLUMNS": "30", "LINES": "8"}) as terminal:
        before = modes(terminal)
        terminal.wait_for("普拉多", "HNSW")
        terminal.press("a")
        terminal.wait_for("1 decided")
        drawing, read = modes(terminal), len(terminal.received)
        terminal.press("n\x1a")
        stopped(terminal)
        terminal.cells()
        assert LEFT in terminal.received[read:] and modes(terminal) == before
        with open_workbench(tiny_path) as bench:
            kept = load_view(bench).head
            assert kept is not None and kept != bench.store.terms.by_text("普拉多").id  # type: ignore[union-attr]
        read = len(terminal.received)
        fcntl.ioctl(terminal._master, termios.TIOCSWINSZ, struct.pack("HHHH", 8, 60, 0, 0))
        terminal._screen.resize(8, 60)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("60 x 8 of 40 x 10")
        terminal.resize(100, 30)
        terminal.wait_for("1 decided", "HNSW")
        assert ENTERED in terminal.received[read:] and modes(terminal) == drawing
        terminal.process.send_signal(signal.SIGTSTP)
        stopped(terminal)
        terminal.cells()
        terminal._screen.reset()
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("1 decided", "HNSW")
        terminal.press("a")
        terminal.wait_for("2 decided")
        # A terminal that controls nothing is lost without a signal.
        master, terminal._master = terminal._master, os.open(os.devnull, os.O_RDWR)
        os.close(master)
        assert terminal.process.wait(60) == 128 + signal.SIGHUP
    with open_workbench(tiny_path) as bench:
        assert sum(entry.action == "decide" for entry in log(bench)) == 2


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "screen"},
        {"TERM": "vt100", "NO_COLOR": "1"},
        {"TERM": "tmux-256color", "LC_ALL": "C", "LANG": "C"},
    ],
)
def test_odd_terminals_show_it(tiny_path: Path, environment: dict[str, str]) -> None:
    with Terminal(str(tiny_path), columns=80, lines=24, environment=environment) as terminal:
        terminal.wait_for("▸  1 霸道SUV", "a accept")
        terminal.press("a")
        terminal.wait_for("✓ syn")
        colours = {cell.fg for line in terminal.cells() for cell in line} - {"default"}
        assert "NO_COLOR" not in environment or colours <= GREYS
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_what_cannot_be_drawn_on_is_refused(tiny_path: Path) -> None:
    for environment, told in (
        ({"TERM": ""}, "TERM is not set"),
        ({"PYTHONIOENCODING": "ascii"}, "LC_ALL=C.UTF-8"),
    ):
        with Terminal(str(tiny_path), columns=200, environment=environment) as terminal:
            assert terminal.wait_for_exit() == 1
            assert told in terminal.text() and "ommands" in terminal.text()
    run = [sys.executable, "-m", "synotui", str(tiny_path)]
    done = subprocess.run(
        run, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and not done.stdout and "synotui decide" in done.stderr
