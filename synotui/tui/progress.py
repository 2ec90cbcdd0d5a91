"""Progress from other threads to the screen, and the word to stop back to them."""

import asyncio
from collections.abc import Callable
from threading import Event
from time import monotonic

from synotui.errors import Cancelled
from synotui.model import Progress

_EVERY = 0.05
"""Seconds between two reports that are shown."""


class Relay:
    """An `OnProgress` for long work in any thread; `stop` ends that work at its next report."""

    def __init__(self, show: Callable[[Progress | None], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._show = show
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
            self._loop.call_soon_threadsafe(self._show, progress)

    @property
    def stopped(self) -> bool:
        """Whether the work is to end."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the work at its next report."""
        self._stopped.set()

    def done(self) -> None:
        """Show no progress any more."""
        self._show(None)
