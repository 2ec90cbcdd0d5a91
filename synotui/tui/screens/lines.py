"""What screens of lists have in common: the keys that go from line to line."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from synotui.tui.widgets.set_lines import SetLines


class LinesScreen(Screen[None]):
    """A screen with one list of lines or several; keys go to the one in focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,ｊ", "step(1)", "Next line", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous line", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "to_end(-1)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
    ]

    @property
    def lines(self) -> SetLines:
        """The list in use: the one in focus, else the first."""
        return self.focused if isinstance(self.focused, SetLines) else self.query(SetLines).first()

    def action_step(self, by: int) -> None:
        """Go to the next line or the one before."""
        self.lines.cursor += by

    def action_page(self, by: int) -> None:
        """Go on by a page."""
        self.lines.cursor += by * max(1, self.lines.size.height - 1)

    def action_to_end(self, by: int) -> None:
        """Go to the first line or the last."""
        self.lines.cursor = 0 if by < 0 else 1 << 31
