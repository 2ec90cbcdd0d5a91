"""One line on stderr that says how far long work is, and Ctrl-C as a clean stop."""

import os
import signal
import sys
import time
from types import FrameType, TracebackType

from synotui.errors import Cancelled
from synotui.meter import Meter, Reading
from synotui.model import Progress
from synotui.text import fit, visible, width

STOPPED = "stopped; nothing was changed"
_SECONDS_BETWEEN = 0.1


class ProgressLine:
    """Shows progress, its rate and the time left while it is entered; call it with each report.

    The line appears only when stderr is a terminal, is cut to its width, and
    goes when the work is done. Ctrl-C makes the next call raise Cancelled, so
    that the work undoes what it began or keeps what it finished; a second
    Ctrl-C does not wait.
    """

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._meter = Meter()
        self._shown = 0
        self._next = 0.0
        self._stopping = False

    def __enter__(self) -> "ProgressLine":
        self._before = signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
        self._draw("")

    def __call__(self, progress: Progress) -> None:
        """Take a report; raises Cancelled after a Ctrl-C."""
        if self._stopping:
            raise Cancelled(STOPPED)
        if not self._shows:
            return
        reading = self._meter.take(progress)
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS_BETWEEN
            self._draw(in_cells(reading, _columns() - 1))

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:
            raise KeyboardInterrupt
        self._stopping = True
        self._draw("stopping…")

    def _draw(self, text: str) -> None:
        if not self._shows or (not text and not self._shown):
            return
        # A line that no longer fits, in a window made narrower, would leave its end behind.
        spaces = min(self._shown, _columns() - 1) - width(text)
        sys.stderr.write("\r" + text + " " * spaces)
        sys.stderr.write("" if text else "\r")
        sys.stderr.flush()
        self._shown = width(text)


def in_cells(reading: Reading, cells: int) -> str:
    """Say a reading in at most `cells` terminal cells: what matters least is left out first."""
    forms = [visible(form) for form in reading.forms()]
    fitting = next((form for form in forms if width(form) <= cells), None)
    return fit(forms[-1], cells) if fitting is None else fitting


def _columns() -> int:
    """Give the width of the terminal that stderr is, at least 2."""
    try:
        return max(2, os.get_terminal_size(sys.stderr.fileno()).columns)
    except (OSError, ValueError):
        return 80
