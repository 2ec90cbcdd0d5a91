"""The lines of a report; the cursor goes from one case to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.geometry import Size
from textual.strip import Strip

from synotui.text import visible
from synotui.tui.widgets.cursor_list import CursorList
from synotui.tui.widgets.lines import Piece, strip


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What is at the left of a line, what at its right, and the term that Enter goes to."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()
    head: int | None = None
    candidate: int | None = None


class ReportList(CursorList):
    """Scrolls; the cursor is only ever on a line that leads to a head."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lines: list[ReportLine] = []

    def show(self, lines: Sequence[ReportLine], *, keep_place: bool = False) -> None:
        """Show lines from the top, with the cursor on the first case.

        With `keep_place` the cursor stays with the case it is on, if that is there still.
        """
        before, top = self.line, self.top
        self._lines = [*lines]
        self.virtual_size = Size(0, len(self._lines))
        cases = [at for at, line in enumerate(lines) if line.head is not None]
        first = cases[0] if cases else -1
        kept = [at for at in cases if keep_place and before and _same(lines[at], before)]
        self.set_reactive(ReportList.cursor, kept[0] if kept else first)
        self.scroll_to(y=top if kept else 0, animate=False)
        self.refresh()

    def tell(self, *lines: str) -> None:
        """Show what is wrong, and what to do about it, instead."""
        inks = ("strong", *["faint"] * (len(lines) - 1))
        told = zip(lines, inks, strict=False)
        self.show([ReportLine(((visible(text), ink),)) for text, ink in told if text])

    def may_be_on(self, at: int) -> bool:
        """Say whether a line leads to a head."""
        return 0 <= at < len(self._lines) and self._lines[at].head is not None

    @property
    def line(self) -> ReportLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if 0 <= self.cursor < len(self._lines) else None

    def step(self, by: int) -> None:
        """Go to the next case, or one before; where there is none, scroll."""
        at = self._next(by)
        if not self._in_sight(self.cursor):
            at = self._case_in_sight(by)
        if at is None:
            self.scroll_relative(y=by, animate=False)
        elif at == self.cursor:
            self._bring_into_sight()
        else:
            self.cursor = at

    def _next(self, by: int) -> int | None:
        """Give the next case after the cursor, or the one before; None where there is none."""
        at = self.cursor + by
        while 0 <= at < len(self._lines):
            if self.may_be_on(at):
                return at
            at += by
        return None

    def page(self, by: int) -> None:
        """Scroll by a page; the cursor comes along."""
        height = max(1, self.scrollable_content_region.height - 1)
        self.scroll_relative(y=by * height, animate=False)
        self.cursor = self._case_in_sight(by)

    def to_end(self, by: int) -> None:
        """Scroll to the first line or the last; the cursor goes to the first case or the last."""
        self.scroll_to(y=0 if by < 0 else len(self._lines), animate=False)
        cases = [at for at, line in enumerate(self._lines) if line.head is not None]
        if cases:
            self.cursor = cases[0 if by < 0 else -1]

    def _case_in_sight(self, by: int) -> int:
        """Give a case in sight: the first one going down, the last going up; else the cursor's."""
        sight = range(self.top, min(len(self._lines), self.top + self.size.height))
        cases = [at for at in sight if self._lines[at].head is not None]
        return cases[0 if by > 0 else -1] if cases else self.cursor

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines again, with the new one and its title in sight."""
        if old == new:
            return
        self._bring_into_sight()
        for line in (old, new):
            if self._in_sight(line):
                self.refresh_line(line)

    def _bring_into_sight(self) -> None:
        height = self.scrollable_content_region.height
        if height and not self._in_sight(self.cursor):
            to = self.cursor - 2 if self.cursor < self.top else self.cursor - height + 1
            self.scroll_to(y=max(0, to), animate=False)

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of what is in sight."""
        cells = self.scrollable_content_region.width
        at = y + self.top
        if not 0 <= at < len(self._lines):
            return strip(self._pens, [], cells)
        if at != self.cursor and (kept := self._drawn.get(at)) is not None:
            return kept
        line = self._lines[at]
        drawn = self._line_drawn(at, line.left, line.right, cells, spare=1)
        return drawn if at == self.cursor else self._keep(at, drawn)


def _same(line: ReportLine, other: ReportLine) -> bool:
    return (line.head, line.candidate) == (other.head, other.candidate)
