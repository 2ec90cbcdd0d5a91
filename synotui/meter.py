"""How fast long work goes and how long it still takes, from a stream of `Progress`, in words."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.model import Progress

_WINDOW = 10.0
"""Seconds the rate looks back."""
_FIRST = 1.0
"""Seconds of work it takes to tell a rate at all."""
_APART = 0.1
"""Seconds between two reports that are remembered."""
_BYTES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"), (1, "bytes"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A progress report with what a meter makes of it."""

    progress: "Progress"
    rate: float | None = None
    """Units a second; None while unknown."""
    left: float | None = None
    """Seconds until it is done; None while unknown, and when it is done."""

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None while the total is unknown."""
        progress = self.progress
        return min(1.0, progress.done / progress.total) if progress.total else None

    def amount(self) -> str:
        """Say how much is done: "12,288 of 50,000 terms", "84 of 171 MB"."""
        done, total, unit = self.progress.done, self.progress.total, self.progress.unit
        if unit == "bytes":
            size, unit = _bytes_unit(total or done)
            tenths = size > 1 and (total or done) < 10 * size
            said = f"{done / size:.1f}" if tenths else f"{done / size:.0f}"
            whole = f"{(total or 0) / size:.1f}" if tenths else f"{(total or 0) / size:.0f}"
        else:
            said, whole = f"{done:,}", f"{total or 0:,}"
        return f"{said} of {whole} {unit}" if total else f"{said} {unit}"

    def percent(self) -> str:
        """Say the share: "25%", "100%" only when all is done; "" while unknown."""
        share = self.share
        if share is None:
            return ""
        return "100%" if share == 1 else f"{min(99, round(share * 100))}%"

    def speed(self) -> str:
        """Say the rate: "4,100/s", "160 MB/s", "18/min"; "" while unknown."""
        if not self.rate:
            return ""
        if self.progress.unit == "bytes":
            size, unit = _bytes_unit(self.rate)
            return f"{_rounded(self.rate / size)} {unit}/s"
        for times, per in ((1, "s"), (60, "min"), (3600, "h")):
            if self.rate * times >= 1 or per == "h":
                return f"{_rounded(self.rate * times)}/{per}"
        return ""

    def remaining(self) -> str:
        """Say the time left: "9 s left", "1 min 5 s left", "2 h 10 min left"; "" while unknown."""
        return "" if self.left is None else f"{_duration(self.left)} left"

    def forms(self) -> tuple[str, ...]:
        """Say all of it, then ever shorter, so that a line can take the longest that fits."""
        stage, percent = self.progress.stage, self.percent()
        amount = f"{stage} {self.amount()}" + (f"  {percent}" if percent else "")
        brief = f"{stage} {percent}" if percent else amount
        speed, left = self.speed(), self.remaining()
        tried = (
            _joined(amount, speed, left),
            _joined(brief, speed, left),
            _joined(brief, left),
            _joined(percent, left) if percent else brief,
            percent or brief,
        )
        return tuple(dict.fromkeys(tried))


class Meter:
    """Turns progress reports into readings: a rate over the last seconds, and the time left.

    It begins anew when the stage or the unit changes or the work starts over.
    The time until the first advance does not count: something is being loaded.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kind: tuple[str, str] | None = None
        self._done = 0
        self._marks: deque[tuple[float, int]] = deque()
        """When how much was done, oldest first."""

    def take(self, progress: "Progress") -> Reading:
        """Give what the reports so far say of the work, with the newest."""
        now = self._clock()
        kind = progress.stage, progress.unit
        if kind != self._kind or progress.done < self._done:
            self._kind, self._done = kind, progress.done
            self._marks.clear()
        elif progress.done > self._done:
            self._done = progress.done
            self._remember(now)
        rate = self._rate(now)
        return Reading(progress, rate, self._left(progress, rate, now))

    def _remember(self, now: float) -> None:
        marks = self._marks
        if len(marks) > 1 and now - marks[-2][0] < _APART:
            marks.pop()
        marks.append((now, self._done))
        while len(marks) > 2 and now - marks[1][0] >= _WINDOW:
            marks.popleft()

    def _rate(self, now: float) -> float | None:
        if not self._marks:
            return None
        (first, before), (last, done) = self._marks[0], self._marks[-1]
        # Silence longer than the window counts, so that work that hangs slows down.
        elapsed = max(last, now - _WINDOW) - first
        return (done - before) / elapsed if elapsed >= _FIRST and done > before else None

    def _left(self, progress: "Progress", rate: float | None, now: float) -> float | None:
        if not rate or not progress.total or progress.done >= progress.total:
            return None
        since = now - self._marks[-1][0]
        return max(0.0, (progress.total - progress.done) / rate - since)


def _bytes_unit(amount: float) -> tuple[int, str]:
    return next((each for each in _BYTES if amount >= each[0]), _BYTES[-1])


def _rounded(value: float) -> str:
    """Give a figure to two places that count: 4,137 is 4,100 and 3.27 is 3.3."""
    if value < 9.95:
        return f"{value:.1f}".removesuffix(".0")
    step = 10 ** max(0, math.floor(math.log10(value)) - 1)
    return f"{round(value / step) * step:,}"


def _duration(seconds: float) -> str:
    """Give a time so coarse that it does not jump about."""
    whole = max(1, math.ceil(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        minutes, rest = divmod(math.ceil(whole / 5) * 5, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(math.ceil(whole / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
