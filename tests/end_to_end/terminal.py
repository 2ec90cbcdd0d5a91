"""A real terminal for tests: a pty with a program in it, and its screen as pyte sees it."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 60.0
"""Seconds to wait for what must appear: for slow machines, not a measure of speed."""

_QUIET = 0.3
"""Seconds without output after which a painting is over."""


class Terminal:
    """Runs `synotui` with `arguments` in a terminal of `columns` by `lines`."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 100,
        lines: int = 30,
        environment: dict[str, str] | None = None,
        program: Sequence[str] = (sys.executable, "-m", "synotui"),
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.received = bytearray()
        """Every byte the program wrote."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            [*program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color", **(environment or {})},
        )
        os.close(slave)

    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *wanted: str) -> str:
        """Wait until all of `wanted` stand on the screen; give it."""
        deadline = time.monotonic() + PATIENCE
        while not all(text in self.text() for text in wanted):
            if time.monotonic() > deadline or not self._read(0.2):
                missing = [text for text in wanted if text not in self.text()]
                raise AssertionError(f"{missing} did not appear on:\n{self.text()}")
        return self.text()

    def cells(self) -> list[list[pyte.screens.Char]]:
        """Every cell of the screen, with its colours, once nothing was written for a while."""
        seen = -1
        while seen != len(self.received):
            seen = len(self.received)
            self._read(_QUIET)
        return [
            [self._screen.buffer[y][x] for x in range(self._screen.columns)]
            for y in range(self._screen.lines)
        ]

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, and the program time to paint all of it anew."""
        self._screen.resize(lines, columns)
        self._screen.reset()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)
        self.cells()

    def press(self, keys: str) -> None:
        """Send keys as a terminal sends them."""
        self.send(keys.encode())

    def send(self, sent: bytes) -> None:
        """Send bytes as they are."""
        os.write(self._master, sent)

    def wait_for_exit(self) -> int:
        """Read until the program ends; give its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still running:\n{self.text()}"
            self._read(0.1)
        while self._read(0):
            pass
        return self.process.returncode

    def kill(self) -> None:
        """End it as a lost connection or a power cut would: at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _read(self, seconds: float) -> bool:
        """Take what the program wrote; False once it has ended and all is read."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return self.process.poll() is None
        try:
            got = os.read(self._master, 65536)
        except OSError:
            return False
        self.received += got
        self._stream.feed(got)
        return bool(got)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.kill()
        os.close(self._master)
