"""The settings of adjustment, line by line: the method first."""

from textual.strip import Strip

from synotui.text import fit, width
from synotui.tui.widgets.line_view import LineView
from synotui.tui.widgets.lines import Piece, raised, strip

Line = tuple[str, str, str, bool]
"""A name, a value, what it means, and whether the value is another than the one in force."""

_VALUE = 14


class SettingsList(LineView):
    """Names, values and meanings."""

    def __init__(self) -> None:
        super().__init__(id="settings")
        self._rows: list[Line] = []

    def show(self, rows: list[Line]) -> None:
        """Show these settings; the cursor stays on its line."""
        self._rows = rows
        self.cursor = min(self.cursor, len(rows) - 1)
        self._hold_lines(len(rows))
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Stay on a line."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self) -> None:
        """Keep it in sight."""
        height = self.scrollable_content_region.height
        if height and not self._in_sight(self.cursor):
            top = min(self.top, self.cursor) if self.cursor < self.top else self.cursor - height + 1
            self.scroll_to(y=top, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of what is in sight."""
        cells = self.scrollable_content_region.width
        index = self.top + y
        if index >= len(self._rows):
            return strip(self._pens, [], cells)
        name, value, meaning, changed = self._rows[index]
        names = max(width(row[0]) for row in self._rows) + 2
        here = index == self.cursor
        pieces: list[Piece] = [
            ("▸" if here else " ", "call"),
            (fit(name, names), "plain"),
            ("◂ " if here else "  ", "faint"),
            (value, "call" if changed else "strong"),
            (" ▸" if here else "  ", "faint"),
            (" " * max(1, _VALUE - width(value)), "plain"),
            (meaning, "faint"),
        ]
        return strip(self._pens, raised(pieces) if here else pieces, cells, self._ground(index))
