"""What a source is."""

from typing import Protocol

from synotui.engine.arrays import Ints
from synotui.engine.rank.view import View


class Source(Protocol):
    """One way to find candidates."""

    @property
    def name(self) -> str:
        """A word for it, as options and files call it."""

    @property
    def sentence(self) -> str:
        """What a candidate from here has going for it, as read on the screen."""

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give candidates of `heads` (h,) as pairs (m,), (m,): a head, and the other term."""
