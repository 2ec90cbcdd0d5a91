"""How quick an index answers, and how much of what exact search finds it finds too."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.index.base import Base, Index, no_check
from synotui.engine.index.exact import Exact

TOP = 10
_ALIKE = 1e-5
"""Cosines closer than this are the same: either of two rows will do."""
_TOGETHER = 50
"""Rows whose nearest are found together."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The ten nearest of some rows by exact search, themselves left out."""

    base: Base
    rows: Ints
    """The rows asked about (m,)."""
    units: Floats
    """Their unit vectors (m, dim)."""
    least: Floats
    """The cosine of the tenth, or the last there is (m,)."""
    top: int
    """How many there are: ten, or fewer in a tiny space."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What an index did on a sample."""

    p50_ms: float
    p99_ms: float
    recall_at_10: float
    sampled: int
    """Rows it was asked about, one by one."""


def truth(
    base: Base, sample: int, seed: int = 0, on_rows: Callable[[int], None] = lambda done: None
) -> Truth:
    """Find the ten nearest of `sample` rows, drawn by `seed`, by exact search.

    `on_rows` hears how many are done and stops it by raising.
    """
    drawn = np.random.default_rng(seed).permutation(base.rows)[:sample].astype(np.int64)
    top = min(TOP, base.rows - 1)
    exact, least = Exact(base), np.ones(len(drawn), np.float32)
    units = base.units(drawn)
    for start in range(0, len(drawn) if top else 0, _TOGETHER):
        part = slice(start, start + _TOGETHER)
        found = exact.nearest_many(units[part], top + 1)
        for place, (row, near) in enumerate(zip(drawn[part], found, strict=True), start):
            others = near[near != row][:top]
            least[place] = (base.units(others) @ units[place]).min()
        on_rows(min(start + _TOGETHER, len(drawn)))
    return Truth(base, drawn, units, least, top)


def measure(
    index: Index, known: Truth, *, seconds: float = 10.0, check: Callable[[], None] = no_check
) -> Measured:
    """Ask `index` about each row of `known`, one by one on one thread, for at most `seconds`.

    Of rows with the same cosine any counts as found. `check` stops it by raising.
    """
    times, hits = [], 0
    index.nearest(known.units[0], known.top + 1)
    until = time.monotonic() + seconds
    for row, query, least in zip(known.rows, known.units, known.least, strict=True):
        began = time.perf_counter()
        found = index.nearest(query, known.top + 1)
        times.append(time.perf_counter() - began)
        others = np.unique(found[found != row][: known.top])
        hits += int((known.base.units(others) @ query >= least - _ALIKE).sum())
        check()
        if time.monotonic() > until:
            break
    p50, p99 = np.percentile(times, (50, 99)) * 1e3
    sought = known.top * len(times)
    return Measured(float(p50), float(p99), hits / sought if sought else 1.0, len(times))
