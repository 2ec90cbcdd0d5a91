"""Screens of lists: the keys that go from line to line, and from a line to its head."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from synotui.tui.screens.desk import DeskScreen
from synotui.tui.widgets.cursor_list import CursorList
from synotui.tui.widgets.report_list import ReportLine, ReportList


class ListsScreen(DeskScreen):
    """A screen with one list or several; keys go to the one in focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,ｊ", "step(1)", "Next line", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous line", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "to_end(-1)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
    ]

    @property
    def in_use(self) -> CursorList:
        """The list in use: the one in focus, else the first."""
        focused = self.focused
        return focused if isinstance(focused, CursorList) else self.query(CursorList).first()

    def action_step(self, by: int) -> None:
        """Go to the next line or the one before."""
        self.in_use.step(by)

    def action_page(self, by: int) -> None:
        """Go on by a page."""
        self.in_use.page(by)

    def action_to_end(self, by: int) -> None:
        """Go to the first line or the last."""
        self.in_use.to_end(by)


class ReportScreen(ListsScreen):
    """A screen of reports, some of whose lines are about a term."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "To the head", show=False),
    ]

    @property
    def line(self) -> ReportLine | None:
        """The line under the cursor of the list in use."""
        return self.in_use.line if isinstance(self.in_use, ReportList) else None

    def action_go(self) -> None:
        """Leave for the review of the head that the line under the cursor is about."""
        line = self.line
        if line is not None and line.head is not None:
            self.leave_for(line.head, line.candidate)

    def on_cursor_list_chosen(self) -> None:
        """Go to a head that was clicked."""
        self.action_go()
