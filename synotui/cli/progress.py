"""One line on stderr that says how far long work is, and Ctrl-C as a clean stop."""

import signal
import sys
import time
from types import FrameType, TracebackType

from synotui.errors import Cancelled
from synotui.model import Progress
from synotui.text import visible, width

STOPPED = "stopped; nothing was changed"
_SECONDS_BETWEEN = 0.1


class ProgressLine:
    """Shows progress while it is entered; call it with each `Progress`.

    The line appears only when stderr is a terminal and goes when the work is
    done. Ctrl-C makes the next call raise Cancelled, so that the work undoes
    what it began; a second Ctrl-C does not wait.
    """

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
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
        if self._shows and time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS_BETWEEN
            self._draw(describe(progress))

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:
            raise KeyboardInterrupt
        self._stopping = True
        self._draw("stopping…")

    def _draw(self, text: str) -> None:
        if not self._shows or (not text and not self._shown):
            return
        sys.stderr.write("\r" + text + " " * (self._shown - width(text)))
        sys.stderr.write("" if text else "\r")
        sys.stderr.flush()
        self._shown = width(text)


def describe(progress: Progress) -> str:
    """Say a progress report in words: `encoding 1,024 of 1,842 terms  55%`."""
    if not progress.total:
        return visible(f"{progress.stage} {progress.done:,} {progress.unit}")
    share = min(1.0, progress.done / progress.total)
    return visible(
        f"{progress.stage} {progress.done:,} of {progress.total:,} {progress.unit}  {share:.0%}"
    )
