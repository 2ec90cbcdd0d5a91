"""Progress from other threads to the screen, and the word to stop back to them."""

import asyncio
from collections.abc import Callable
from threading import Event
from time import monotonic

from synotui.errors import Cancelled
from synotui.meter import Meter, Reading
from synotui.model import Progress
from synotui.plot.bars import blocks
from synotui.text import visible, width

_BAR = 8
"""Cells."""
_EVERY = 0.05
"""Seconds between two reports that are shown."""


class Relay:
    """An `OnProgress` for long work in any thread; `stop` ends that work at its next report.

    `show` hears of it in the thread of the screen.
    """

    def __init__(self, show: Callable[[Progress | None], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self.show = show
        self._stopped = Event()
        self._last = 0.0
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        """Pass a report on. Raises Cancelled once stopped."""
        if self._stopped.is_set():
            raise Cancelled("Stopped")
        now = monotonic()
        due = now - self._last >= _EVERY or progress.done == progress.total
        if due or progress.stage != self._stage:
            self._last, self._stage = now, progress.stage
            self._loop.call_soon_threadsafe(self.show, progress)

    @property
    def stopped(self) -> bool:
        """Whether the work is to end."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the work at its next report."""
        self._stopped.set()

    def done(self) -> None:
        """Show no progress any more."""
        self.show(None)


def line_relay(tell: Callable[[str], None]) -> Relay:
    """Give a relay that tells how far work is as one line (`bar`); "" once it is done."""
    meter = Meter()

    def show(progress: Progress | None) -> None:
        nonlocal meter
        if progress is None:
            meter = Meter()
        tell(bar(meter.take(progress)) if progress is not None else "")

    return Relay(show)


def bar(reading: Reading) -> str:
    """Write progress as its stage, a bar, the share and the time left."""
    share = reading.share
    if share is None:
        return visible(reading.forms()[0])
    drawn = blocks(round(share * _BAR * 8)).ljust(_BAR)
    told = f"{reading.progress.stage} ▕{drawn}▏{reading.percent():>4}"
    left = reading.remaining()
    return visible(f"{told} · {left}" if left else told)


def within(reading: Reading, cells: int) -> str:
    """Write progress without a bar, as its share and the time left, as fully as fits."""
    forms = [visible(form) for form in reading.forms()[-3:]]
    return next((form for form in forms if width(form) <= cells), forms[-1])
