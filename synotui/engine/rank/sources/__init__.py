"""Where candidates come from: each source looks in its own way, and the pool is their union.

To add one, write a module with a class like those here (`Source`) and put it
into `SOURCES`, at the end: its place there is its bit in a pool.
"""

from collections.abc import Callable, Sequence

import numpy as np

from synotui.engine.arrays import Ints
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.sources.base import Source
from synotui.engine.rank.sources.friends import Friends
from synotui.engine.rank.sources.nearest import Nearest, OtherSpaces, Reverse
from synotui.engine.rank.sources.proposed import Proposed
from synotui.engine.rank.sources.spelled import Spelled
from synotui.engine.rank.view import View

SOURCES: tuple[Source, ...] = (
    Nearest(),
    Reverse(),
    Friends(),
    Proposed(),
    OtherSpaces(),
    Spelled(),
)
"""All sources, in the order of their bits."""
BITS = {source.name: 1 << place for place, source in enumerate(SOURCES)}
DECIDED = 1 << 15
"""The bit of a pair that is here because somebody decided it."""
_TOLD = 50
"""Heads after which it is told how far it is."""


def pool_of(
    view: View,
    heads: Ints,
    sources: Sequence[Source] = SOURCES,
    on_heads: Callable[[int, int], None] | None = None,
) -> Pool:
    """Collect the candidates of `heads` (h,) from all sources.

    `on_heads` is told, some heads at a time, how many are done of how many,
    each counted once for each source; it may raise to stop.
    """
    pool = Pool()
    heads = np.asarray(heads, np.int64)
    done, total = 0, len(sources) * len(heads)
    size = _TOLD if on_heads is not None else max(1, len(heads))
    for source in sources:
        for start in range(0, len(heads), size):
            if on_heads is not None:
                on_heads(done, total)
            part = heads[start : start + size]
            pool.add(*source.candidates(view, part), BITS[source.name])
            done += len(part)
    return pool


def names_of(bits: int) -> Sequence[str]:
    """Name the sources of a pair."""
    return [name for name, bit in BITS.items() if bits & bit]
