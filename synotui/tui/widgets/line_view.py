"""A pane of lines with a cursor: its pens, and the lines it drew, kept until it changes."""

from collections.abc import Hashable
from typing import ClassVar, Self

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from synotui.tui.widgets.lines import INKS, Pens

_KEPT = 1_024
"""Drawn lines kept before all are let go."""


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A pane in which a moving cursor draws few lines anew.

    A refresh of the whole pane lets go of pens and lines; that of a region
    draws its lines with them as they are.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ground--cursor", "ground--cursor-away"}
    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, id: str) -> None:
        self._pens = Pens(self)
        self._drawn: dict[Hashable, Strip] = {}
        self._drawn_cells = 0
        super().__init__(id=id)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw regions again, or everything anew."""
        if repaint and not regions:
            self._forget()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Draw in other colours."""
        self._forget()
        super().notify_style_update()

    def _forget(self) -> None:
        self._pens.clear()
        self._drawn.clear()

    def _kept(self, line: Hashable, cells: int) -> Strip | None:
        """Give a line as it was drawn, `cells` wide, if nothing changed since."""
        if cells != self._drawn_cells:
            self._drawn.clear()
            self._drawn_cells = cells
        return self._drawn.get(line)

    def _keep(self, line: Hashable, drawn: Strip) -> Strip:
        if len(self._drawn) >= _KEPT:
            self._drawn.clear()
        self._drawn[line] = drawn
        return drawn

    def _hold_lines(self, lines: int) -> None:
        """Hold so many lines; the screen is laid out anew only if a scrollbar comes or goes."""
        height = self.scrollable_content_region.height
        size = Size(0, lines)
        if height and (lines > height) == self.show_vertical_scrollbar:
            self.set_reactive(LineView.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = lines
            self.scroll_to(y=self.top, animate=False)
        else:
            self.virtual_size = size

    @property
    def top(self) -> int:
        """The uppermost line in sight."""
        return round(self.scroll_y)

    def _in_sight(self, line: int) -> bool:
        return self.top <= line < self.top + self.scrollable_content_region.height

    def _ground(self, line: int) -> str:
        """Name the ground of a line: the cursor's is drawn on one of its own."""
        if line != self.cursor:
            return ""
        return "ground--cursor" if self.has_focus else "ground--cursor-away"
