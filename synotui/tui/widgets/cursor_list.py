"""A list with a cursor: keys and clicks move it, a click where it is already chooses."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from synotui.tui.widgets.line_view import LineView
from synotui.tui.widgets.lines import Piece, raised, spread, strip


class CursorList(LineView):
    """What lists have in common. The cursor may be on any line, if a list does not say less."""

    class Chosen(Message):
        """The line that the cursor is on was clicked."""

    def may_be_on(self, at: int) -> bool:
        """Say whether the cursor may be on a line."""
        return 0 <= at < self.virtual_size.height

    def step(self, by: int) -> None:
        """Go to the next line or the one before."""
        self.cursor += by

    def page(self, by: int) -> None:
        """Go on by a page."""
        self.cursor += by * max(1, self.size.height - 1)

    def to_end(self, by: int) -> None:
        """Go to the first line or the last."""
        self.cursor = 0 if by < 0 else 1 << 31

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked; there already, choose it."""
        at = event.y + self.top
        if self.may_be_on(at):
            if at == self.cursor:
                self.post_message(self.Chosen())
            self.cursor = at

    def _line_drawn(
        self, at: int, left: Sequence[Piece], right: Sequence[Piece], cells: int, spare: int = 0
    ) -> Strip:
        """Draw a line, with `spare` cells after what is at its right; ▸ is before the cursor's."""
        here = at == self.cursor
        gap: list[Piece] = [("  ", "plain"), *right] if right else []
        drawn: list[Piece] = [
            ("▸" if here else " ", "call"),
            *spread([*left], gap, cells - 1 - spare),
        ]
        return strip(self._pens, raised(drawn) if here else drawn, cells, self._ground(at))
