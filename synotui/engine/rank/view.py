"""What sources and features look at: terms, spaces, decided pairs, proposals.

Terms are numbered from 0 in an order of the caller's choosing; everything in
this package speaks of terms by these numbers. None of it needs a dictionary:
lists of strings and arrays of vectors make a view as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints
from synotui.engine.likeness.spelling_index import SpellingIndex
from synotui.engine.rank.endings import Endings
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.near import ExactNear, KnownNear
from synotui.engine.rank.readings import Readings
from synotui.engine.rank.space_view import Matrix, SpaceView


@dataclass
class View:
    """The material candidates are drawn from and judged by."""

    keys: Sequence[str]
    """The text of every term (n)."""
    order: Floats
    """The place of every term from the most frequent on, from 0 (n,); NaN where not known."""
    space: SpaceView | None = None
    """The current space; None where there are no vectors at all."""
    others: tuple[SpaceView, ...] = ()
    """Further spaces, for second opinions."""
    graph: Graph = field(default_factory=Graph)
    """The pairs decided so far; a `Queue` adds to it."""
    proposals: Ints = field(default_factory=lambda: np.empty((0, 2), np.int64))
    """Pairs that imported dictionaries propose (p, 2)."""
    readings: Readings | None = None
    """What a model said that reads both terms of a pair together; None without one."""

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts of all terms, without case."""
        return frozenset(key.casefold() for key in self.keys)

    @cached_property
    def endings(self) -> Endings:
        """The regular endings of the terms."""
        return Endings(self.keys)

    @cached_property
    def spelling(self) -> SpellingIndex:
        """What terms are spelt or sound like."""
        return SpellingIndex(self.keys)


def view_of_arrays(
    keys: Sequence[str],
    vectors: Floats,
    lists: tuple[NDArray[np.integer], NDArray[np.floating]] | None = None,
    order: Floats | None = None,
) -> View:
    """Make a view of terms with their vectors (n, dim) in arrays; a zero vector is none.

    `lists` are the nearest of all terms and their cosines, both (n, k), which
    are searched exactly as they are needed if not given. `order` is the place
    of each by frequency, that in `keys` if not given.
    """
    matrix = Matrix(vectors)
    rows = np.where(np.asarray(vectors).any(axis=1), np.arange(len(keys)), -1)
    near = KnownNear(*lists) if lists else ExactNear(matrix, rows)
    if order is None:
        order = np.arange(len(keys), dtype=np.float32)
    return View(keys, order, SpaceView(matrix, rows, near))
