"""Building an index bit by bit, so that it can be stopped at once and kept on the way."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from synotui.engine.arrays import Floats
from synotui.engine.index.backends import backend_class
from synotui.engine.index.base import Base, Check, Index, no_check
from synotui.model import Backend

Keep = Callable[[Index, Check], None]
"""Writes an index that is not finished; raises OSError where that is impossible."""

_FEWEST, _FIRST, _MOST = 16, 64, 16_384
"""Rows added at once: at least, to begin with, at most."""
_BYTES_A_SECOND = 2e8
"""How fast a checkpoint is thought to be written until one was."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a build is broken up; all in seconds."""

    breath: float = 0.15
    """Between two reports: so soon it stops when told to."""
    apart: float = 30.0
    """Between two checkpoints, at least."""
    share: float = 0.03
    """Of all the time, what writing checkpoints may take: they become rarer as they grow."""
    worth: float = 10.0
    """Work that would be lost, from which a build that is stopped writes a checkpoint."""
    quickly: float = 2.0
    """What that may take."""


def build(
    parts: Sequence[Floats] | Base,
    on_rows: Callable[[int], None],
    threads: int = 1,
    *,
    backend: Backend = "hnswlib",
    begun: Index | None = None,
    keep: Keep | None = None,
    pace: Pace | None = None,
) -> Index:
    """Build the index of `parts`, arrays (m, dim) that follow one another.

    Slow: HNSW of 400,000 x 50 takes a minute or two. Runs in any thread and
    lets others run meanwhile. `on_rows` hears how many rows are in, and stops
    the work by raising. With `begun` it goes on from there. `keep` is given
    the index now and then, and when it is stopped, as `pace` says. Raises
    BackendError if the backend is not installed.
    """
    base = parts if isinstance(parts, Base) else Base(parts)
    pace = pace or Pace()

    def check() -> None:
        on_rows(0 if begun is None else begun.rows)

    index = begun or backend_class(backend).begin(base, threads, check)
    checkpoints = _Checkpoints(index, keep, pace)
    size = _FIRST
    while index.rows < base.rows:
        began = time.monotonic()
        block = base.block(index.rows, size)
        index.add(block, threads)
        took = max(time.monotonic() - began, 1e-6)
        fitting = int(len(block) * min(2.0, pace.breath / took))
        size = min(max(fitting, _FEWEST), _MOST)
        try:
            on_rows(index.rows)
            if index.rows < base.rows:
                checkpoints.perhaps(lambda: on_rows(index.rows))
        except Exception:
            checkpoints.when_stopped()
            raise
    return index


class _Checkpoints:
    """Writes an unfinished index when enough was done since the last time."""

    def __init__(self, index: Index, keep: Keep | None, pace: Pace) -> None:
        self._index, self._keep, self._pace = index, keep, pace
        self._since, self._rows = time.monotonic(), index.rows
        self._cost = 0.0
        self._speed = _BYTES_A_SECOND

    def perhaps(self, check: Check) -> None:
        """Write one if it is time."""
        if self._worked() >= max(self._pace.apart, self._cost / self._pace.share):
            self._write(check)

    def when_stopped(self) -> None:
        """Write one if that saves much and takes little."""
        little = self._index.memory / self._speed <= self._pace.quickly
        if little and self._worked() >= self._pace.worth:
            self._write(no_check)

    def _worked(self) -> float:
        """Give the seconds of work that would be lost."""
        if self._keep is None or self._index.rows == self._rows or self._index.ending is None:
            return 0.0
        return time.monotonic() - self._since

    def _write(self, check: Check) -> None:
        if self._keep is None:
            return
        began = time.monotonic()
        try:
            self._keep(self._index, check)
        except OSError:
            # No room for it: the work goes on in memory.
            self._keep = None
        self._since, self._rows = time.monotonic(), self._index.rows
        self._cost = self._since - began
        self._speed = self._index.memory / max(self._cost, 1e-6)
