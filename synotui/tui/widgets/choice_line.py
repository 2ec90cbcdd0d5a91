"""A line of things to choose from by their keys, the chosen one marked."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from synotui.text import width
from synotui.tui.widgets.lines import INKS, Pens, Piece, strip


class ChoiceLine(Widget):
    """Drawn as `▸1 last decision  2 session`; a click chooses as well."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ink--key"}

    class Chosen(Message):
        """A choice was clicked."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at
            """Its place, from 0."""

    def __init__(self, choices: Sequence[tuple[str, str]], *, id: str) -> None:
        """Take (key, name) of each choice."""
        super().__init__(id=id)
        self._choices = choices
        self._chosen = 0

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer others, as (key, name) of each."""
        if choices != self._choices:
            self._choices = choices
            self.refresh()

    def choose(self, at: int) -> None:
        """Mark the choice at place `at`."""
        self._chosen = at
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        pieces: list[Piece] = []
        for at, (key, name) in enumerate(self._choices):
            here = at == self._chosen
            pieces += [
                (" ▸" if here else "  ", "call"),
                (f"{key} ", "key"),
                (f"{name} ", "strong" if here else "plain"),
            ]
        return strip(Pens(self), pieces, self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        end = 0
        for at, (key, name) in enumerate(self._choices):
            end += 2 + width(key) + 1 + width(name) + 1
            if event.x < end:
                self.post_message(self.Chosen(at))
                return

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""
