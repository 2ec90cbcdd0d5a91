"""What a group of features is."""

from typing import NamedTuple, Protocol

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.view import View


class Column(NamedTuple):
    """One feature of a pair."""

    name: str
    meaning: str
    """What a high value says, as a clause."""
    contrary: str = ""
    """What a low value says; nothing where that is not worth saying."""
    kind: str = ""
    """Features of one kind say much the same: one of them is told. Its own name if empty."""


class Group(Protocol):
    """Some features that are computed together."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The features, in the order of their values."""

    @property
    def live(self) -> bool:
        """Whether verdicts change the values."""

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns).

        NaN where a feature says nothing about a pair.
        """
