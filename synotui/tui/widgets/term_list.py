"""The terms, drawn line by line; rows come from the dictionary as they are needed."""

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from synotui.model import Listed
from synotui.text import fit, visible
from synotui.tui.messages import HeadHighlighted, TermsWanted
from synotui.tui.widgets.line_view import LineView
from synotui.tui.widgets.lines import strip

if TYPE_CHECKING:
    from synotui.model import TermRow
    from synotui.tui.widgets.lines import Piece

_PAGE = 64
"""Rows asked for at a time."""
_KEPT = 16_384
"""Rows kept before all are let go."""


class TermList(LineView):
    """A list of any number of terms: it holds their ids, and the rows near what is in sight."""

    def __init__(self) -> None:
        super().__init__(id="terms")
        self._ids: array[int] = array("q")
        self._listed = Listed(self._ids)
        self._rows: dict[int, TermRow] = {}
        self._asked: set[int] = set()
        self._notice = ""

    def show(self, listed: Listed, cursor: int, notice: str = "") -> None:
        """List terms with the cursor at `cursor`; `notice` is shown when there are none."""
        self._ids, self._listed = listed.ids, listed
        self._notice = notice
        self.virtual_size = Size(0, max(1, len(listed)))
        with self.prevent(HeadHighlighted):
            self.set_reactive(TermList.cursor, self.validate_cursor(cursor))
        self._keep_in_sight(centre=True)
        # A list that grew can be scrolled that far only once it is laid out.
        self.call_after_refresh(self._keep_in_sight, centre=True)
        self.refresh()

    def take_rows(self, rows: Iterable["TermRow"]) -> None:
        """Take in rows that were read."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
        taken = set()
        for row in rows:
            self._rows[row.term.id] = row
            self._asked.discard(row.term.id)
            self._drawn.pop(row.term.id, None)
            taken.add(row.term.id)
        if not taken.isdisjoint(self._ids[self.top : self.top + self.size.height]):
            self.refresh(self.size.region)

    def forget_rows(self) -> None:
        """Read every row anew that comes into sight."""
        self._rows.clear()
        self._asked.clear()
        self._drawn.clear()
        self.refresh()

    def row_of(self, term: int) -> "TermRow | None":
        """Give a term's row if it was read."""
        return self._rows.get(term)

    @property
    def ids(self) -> "array[int]":
        """The terms listed."""
        return self._ids

    @property
    def term(self) -> int | None:
        """The id of the term under the cursor."""
        return self._ids[self.cursor] if self.cursor < len(self._ids) else None

    def place(self, term: int) -> int | None:
        """Give the line of a term, if it is listed."""
        for near in (self.cursor, self.cursor + 1, self.cursor - 1):
            if 0 <= near < len(self._ids) and self._ids[near] == term:
                return near
        return self._listed.place(term)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a term."""
        return max(0, min(cursor, len(self._ids) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines again and tell which term it is now."""
        if old == new:
            return
        self._keep_in_sight()
        for line in (old, new):
            if self._in_sight(line):
                self.refresh_line(line)
        self._ask_ahead()
        if (term := self.term) is not None:
            self.post_message(HeadHighlighted(term))

    def _keep_in_sight(self, *, centre: bool = False) -> None:
        height = self.scrollable_content_region.height
        if not height:
            return
        top = self.top
        if top <= self.cursor < top + height:
            return
        if centre:
            self.scroll_to(y=max(0, self.cursor - height // 2), animate=False)
        elif self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        else:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self._keep_in_sight)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked."""
        index = event.y + self.top
        if 0 <= index < len(self._ids):
            self.cursor = index

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of what is in sight."""
        cells = self.scrollable_content_region.width
        index = y + self.top
        if not self._ids:
            text = self._notice if index == 0 else ""
            return strip(self._pens, [(" ", "plain"), (visible(text), "faint")], cells)
        if not 0 <= index < len(self._ids):
            return strip(self._pens, [], cells)
        here, term = index == self.cursor, self._ids[index]
        if not here and (kept := self._drawn.get(term)) is not None:
            return kept
        row, ground = self._rows.get(term), self._ground(index)
        if row is None:
            self._ask_around(index)
            pieces = [("▸" if here else " ", "call"), ("…", "faint")]
            return strip(self._pens, pieces, cells, ground)
        drawn = strip(self._pens, self._line(row, cells, here=here), cells, ground)
        return drawn if here else self._keep(term, drawn)

    def _line(self, row: "TermRow", cells: int, *, here: bool) -> list["Piece"]:
        slot = 5 if cells >= 34 else 4 if cells >= 28 else 3
        counts = [
            _count(row.accepted, "✓", slot, "good"),
            _count(row.rejected, "✗", slot, "bad"),
            _count(row.proposals, "?", slot, "call"),
        ]
        while counts and cells - 2 - slot * len(counts) < 8:
            counts.pop()
        room = cells - 2 - slot * len(counts)
        done = (row.accepted or row.rejected or row.skipped) and not row.proposals
        name = "strong" if here else "faint" if done else "plain"
        return [
            ("▸" if here else " ", "call"),
            (fit(visible(row.term.text), room), name),
            *counts,
        ]

    def _ask_ahead(self) -> None:
        """Ask for the rows a page up or down would show, so that they are there when it does."""
        height = self.size.height
        for index in (self.top + 2 * height, self.top - height):
            if self._ids:
                self._ask_around(max(0, min(index, len(self._ids) - 1)))

    def _ask_around(self, index: int) -> None:
        start = index - index % _PAGE
        wanted = tuple(
            term
            for term in self._ids[start : start + _PAGE]
            if term not in self._rows and term not in self._asked
        )
        if wanted:
            self._asked.update(wanted)
            self.post_message(TermsWanted(wanted))


def _count(n: int, sign: str, cells: int, name: str) -> "Piece":
    if not n:
        return " " * cells, "plain"
    most = 10 ** max(2, cells - 2) - 1
    return f"{min(n, most):>{cells - 1}}{sign}", name
