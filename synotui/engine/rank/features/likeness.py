"""How alike the two terms of a pair are as strings."""

from synotui.engine.arrays import Floats, Ints
from synotui.engine.likeness import COLUMNS, likeness
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.view import View


class Likeness:
    """All measures of `engine.likeness`."""

    live = False
    columns = tuple(Column(column.name, column.meaning) for column in COLUMNS)

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        heads = [view.keys[term] for term in pool.heads[at].tolist()]
        return likeness(heads, [view.keys[term] for term in pool.others[at].tolist()])
