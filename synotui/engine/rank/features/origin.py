"""Which sources brought a pair."""

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.sources import BITS
from synotui.engine.rank.view import View


class Origin:
    """How many sources agree, and whether an imported dictionary is one."""

    live = True
    columns = (
        Column("sources", "several sources bring it", "one source alone brings it"),
        Column("proposed", "an imported dictionary proposes it"),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        bits = pool.sources[at]
        counts = sum((bits & bit) > 0 for bit in BITS.values())
        proposed = (bits & BITS["proposals"]) > 0
        return np.stack([counts, proposed], axis=1).astype(np.float32)


SCALE = {"proposed": (0.0, 0.2)}
"""Mean and spread it is put on a scale by: a proposal is worth the same in any pool."""
SELDOM = ("proposed",)
"""What few pairs have, and says much of those."""
