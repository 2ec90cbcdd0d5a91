"""A pane's frame: a top line with a title at each end, sides, and a bottom line where it ends."""

from typing import ClassVar

from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from synotui.text import fit, width
from synotui.tui.widgets.lines import INKS, Pens, Piece, strip


class FrameTop(Widget):
    """The line `╭ title ───── more ╮`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ink--line"}

    def __init__(self, corners: str) -> None:
        super().__init__()
        self._corners = corners
        self._title = ""
        self._more = ""
        self._calls = False

    def show(self, title: str, more: str = "", *, calls: bool = False) -> None:
        """Put `title` at the left and `more`, if it fits, at the right; both may be drawn as is.

        `calls` draws the title so that it is noticed.
        """
        if (title, more, calls) != (self._title, self._more, self._calls):
            self._title, self._more, self._calls = title, more, calls
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it; the left title gives way."""
        cells = self.size.width
        more = f" {self._more} " if self._more else ""
        least = width(self._title) + 2 if self._calls else min(width(self._title), 10)
        if width(more) > cells - 4 - least:
            more = ""
        room = cells - width(more) - 6
        title = f" {fit(self._title, min(width(self._title), room))} " if self._title else ""
        fill = cells - 4 - width(title) - width(more)
        pieces: list[Piece] = [
            (self._corners[0] + "─", "line"),
            (title, "call" if self._calls else "strong"),
            ("─" * max(0, fill), "line"),
            (more, "faint"),
            ("─" + self._corners[1], "line"),
        ]
        return strip(Pens(self), pieces, cells)

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""


class Frame(Vertical):
    """A framed pane around one widget. `joined` frames hang on the one above."""

    def __init__(self, body: Widget, *, id: str, corners: str = "╭╮") -> None:
        super().__init__(id=id, classes="frame")
        self.top = FrameTop(corners)
        self.sides = Vertical(body, classes="sides")
        """What has the border, so that the body draws nothing but its lines."""

    def compose(self) -> ComposeResult:
        """Put the top line over the body."""
        yield self.top
        yield self.sides
