"""Where candidates come from: each source looks in its own way, and the pool is their union.

To add one, write a module with a class like those here (`Source`) and put it
into `SOURCES`, at the end: its place there is its bit in a pool.
"""

from collections.abc import Iterable, Sequence

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


def pool_of(view: View, heads: Ints, sources: Iterable[Source] = SOURCES) -> Pool:
    """Collect the candidates of `heads` (h,) from all sources."""
    pool = Pool()
    heads = np.asarray(heads, np.int64)
    for source in sources:
        pool.add(*source.candidates(view, heads), BITS[source.name])
    return pool


def names_of(bits: int) -> Sequence[str]:
    """Name the sources of a pair."""
    return [name for name, bit in BITS.items() if bits & bit]
