"""How frequent the two terms are."""

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.view import View


class Frequency:
    """Places in the order of frequency, on a logarithmic scale."""

    live = False
    columns = (
        Column("rare", "the head is rare", kind="rare"),
        Column("rare_back", "it is rare", kind="rare back"),
        Column(
            "rarer",
            "one is much rarer than the other",
            "they are about as frequent",
        ),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        head = np.log2(view.order[pool.heads[at]] + 50)
        other = np.log2(view.order[pool.others[at]] + 50)
        found: Floats = np.stack([head, other, np.abs(head - other)], axis=1).astype(np.float32)
        return found
