"""Candidates by their letters and sounds, over the whole dictionary."""

from synotui.engine.arrays import Ints
from synotui.engine.rank.view import View

LIMIT = 15
"""Candidates of a head from here."""


class Spelled:
    """Terms that share rare pieces with the head, sound like it, or are its initials."""

    name = "spelling"
    sentence = "it is spelt or sounds like the head"

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give what is spelt most like every head."""
        return view.spelling.alike(heads, LIMIT)
