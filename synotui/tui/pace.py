"""The session's figures: how much was decided since opening, and how fast."""

from collections import deque
from collections.abc import Callable
from itertools import pairwise
from time import monotonic

_WINDOW = 300.0
"""Seconds looked back."""
_PAUSE = 60.0
"""A longer gap between two decisions is a pause and does not count."""
_FEW = 3


class Pace:
    """Counts decisions and their rate over the last active minutes."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque()
        self.decided = 0

    def add(self, pairs: int) -> None:
        """Count `pairs` decided now; fewer than 0 takes back."""
        self.decided = max(0, self.decided + pairs)
        if pairs < 0:
            for _ in range(min(-pairs, len(self._times))):
                self._times.pop()
        else:
            self._times.extend([self._clock()] * pairs)

    def per_minute(self) -> int | None:
        """Give decisions a minute, pauses left out; None before there are a few."""
        now = self._clock()
        while self._times and now - self._times[0] > _WINDOW:
            self._times.popleft()
        if len(self._times) < _FEW:
            return None
        stamps = [*self._times, now]
        active = sum(gap for before, after in pairwise(stamps) if (gap := after - before) <= _PAUSE)
        return round((len(self._times) - 1) * 60 / active) if active >= 1 else None
