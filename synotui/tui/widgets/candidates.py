"""The candidates of the head, drawn line by line."""

from typing import TYPE_CHECKING

from textual import events
from textual.strip import Strip

from synotui.text import visible, width
from synotui.tui.messages import CandidateHighlighted
from synotui.tui.widgets.candidate_line import columns, line, pair_mark
from synotui.tui.widgets.line_view import LineView
from synotui.tui.widgets.lines import raised, strip

if TYPE_CHECKING:
    from synotui.tui.visit import Row, Visit
    from synotui.tui.widgets.candidate_line import Columns

_MARKS = 24
"""Cells that the weight and the senses of a pair may take from its line."""


class Candidates(LineView):
    """Rows of a visit, with a cursor and marks."""

    def __init__(self) -> None:
        super().__init__(id="candidates")
        self._rows: list[Row] = []
        self._head = ""
        self._notice: tuple[str, ...] = ()
        self._layout: Columns | None = None
        self.marks: set[int] = set()
        """Ids of the candidates marked one by one, or in ranges that were ended."""
        self.range_from: int | None = None
        """The row a range was begun on, while it is still growing."""

    def show(self, visit: "Visit", cursor: int) -> None:
        """Draw the rows of `visit`, with the cursor on row `cursor`."""
        self._rows = visit.rows
        self._head = visit.head.text
        self._notice = ()
        self.clear_marks()
        self.redraw()
        self.cursor = max(0, min(cursor, len(self._rows) - 1))
        self._keep_in_sight()

    def redraw(self) -> None:
        """Draw again: rows were changed or added."""
        self._layout = None
        self._hold_lines(max(len(self._rows), len(self._notice)))
        self.refresh()

    def tell(self, *lines: str) -> None:
        """Show a few lines of text instead of rows."""
        if not self._rows and self._notice == lines:
            return
        self._rows = []
        self._notice = lines
        self.clear_marks()
        self.redraw()
        self.scroll_to(y=0, animate=False)

    @property
    def row(self) -> "Row | None":
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def marked(self) -> list[int]:
        """Give the ids of the marked candidates, in the order of the rows."""
        return [row.id for i, row in enumerate(self._rows) if self._is_marked(i)]

    def last_marked(self) -> int:
        """Give the lowest marked row."""
        return max(i for i in range(len(self._rows)) if self._is_marked(i))

    def clear_marks(self) -> None:
        """Take all marks off."""
        self.marks.clear()
        self.range_from = None
        self.refresh()

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark off."""
        if (row := self.row) is not None:
            self.marks ^= {row.id}
            self.refresh()

    def toggle_range(self) -> None:
        """Begin a range at the cursor, or end the one begun and keep it marked."""
        if self.range_from is None:
            self.range_from = self.cursor
        else:
            self.marks.update(self.marked())
            self.range_from = None
        self.refresh()

    def _is_marked(self, index: int) -> bool:
        if self._rows[index].id in self.marks:
            return True
        if self.range_from is None:
            return False
        first, last = sorted((self.range_from, self.cursor))
        return first <= index <= last

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows again, or all of a growing range."""
        if old == new:
            return
        if self.range_from is None:
            self.refresh_line(old)
            self.refresh_line(new)
        else:
            self.refresh()
        self._keep_in_sight()
        self.post_message(CandidateHighlighted(new))

    def _keep_in_sight(self) -> None:
        height = self.scrollable_content_region.height
        top = self.top
        if not height:
            return
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._layout = None
        self.refresh()
        self.call_after_refresh(self._keep_in_sight)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked."""
        index = event.y + self.top
        if 0 <= index < len(self._rows):
            self.cursor = index

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of what is in sight."""
        cells = self.scrollable_content_region.width
        index = y + self.top
        if self._notice:
            text = self._notice[index] if index < len(self._notice) else ""
            return strip(self._pens, [("  ", "plain"), (visible(text), "faint")], cells)
        if not 0 <= index < len(self._rows):
            return strip(self._pens, [], cells)
        here = index == self.cursor
        row = self._rows[index]
        layout, marked = self._columns(cells), self._is_marked(index)
        pieces = line(row, index + 1, layout, head=self._head, here=here, marked=marked)
        return strip(self._pens, raised(pieces) if here else pieces, cells, self._ground(index))

    def _columns(self, cells: int) -> "Columns":
        if self._layout is None:
            longest = max((width(visible(row.term.text)) for row in self._rows), default=0)
            marks = max(
                (width(pair_mark(row, self._head, _MARKS)) for row in self._rows), default=0
            )
            ranked = any(row.suggestion.probability is not None for row in self._rows)
            self._layout = columns(cells, longest, len(self._rows), marks, ranked=ranked)
        return self._layout
