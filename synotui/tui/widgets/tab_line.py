"""A line of names of which one is chosen, such as the kinds of questions."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from synotui.text import width
from synotui.tui.widgets.lines import INKS, Pens, Piece, strip


class TabLine(Widget):
    """Drawn as `▸nearest  odd one out`; where room is short, from the one that shows the chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ink--key"}

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at
            """Its place, from 0."""

    def __init__(self, names: Sequence[str], *, id: str) -> None:
        super().__init__(id=id)
        self._names = names
        self._chosen = 0

    def choose(self, at: int) -> None:
        """Mark the name at place `at`."""
        self._chosen = at
        self.refresh()

    def _first(self) -> int:
        """Give the place of the first name in sight: the chosen one has room behind it."""
        first = 0
        while first < self._chosen and self._cells(first, self._chosen) > self.size.width:
            first += 1
        return first

    def _cells(self, first: int, last: int) -> int:
        return sum(width(name) + 2 for name in self._names[first : last + 1])

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        pieces: list[Piece] = []
        for at in range(self._first(), len(self._names)):
            here = at == self._chosen
            pieces += [(" ▸" if here else "  ", "call")]
            pieces += [(self._names[at], "strong" if here else "faint")]
        return strip(Pens(self), pieces, self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        first = self._first()
        for at in range(first, len(self._names)):
            if event.x < self._cells(first, at) + 1:
                self.post_message(self.Chosen(at))
                return

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""
