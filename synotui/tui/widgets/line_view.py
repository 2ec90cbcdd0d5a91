"""A pane of lines with a cursor: its pens, and the lines it drew, kept until it changes."""

from collections.abc import Hashable
from typing import ClassVar, Self

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from synotui.tui.widgets.lines import INKS, Pens

_KEPT = 1_024
"""Drawn lines kept before all are let go."""


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A pane in which a moving cursor draws few lines anew.

    A refresh of the whole pane lets go of pens and lines; that of a region
    draws its lines with them as they are. The pane has neither border nor
    padding of its own, so that its lines go to the screen as they were drawn.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ground--cursor", "ground--cursor-away"}
    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, id: str) -> None:
        self._pens = Pens(self)
        self._drawn: dict[Hashable, Strip] = {}
        self._drawn_cells = 0
        self._in_place: dict[int, Strip] = {}
        """The lines in sight as they were drawn, by how far below the top they are."""
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
        for region in regions:
            for y in region.line_range:
                self._in_place.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Draw in other colours."""
        self._forget()
        super().notify_style_update()

    def _forget(self) -> None:
        self._pens.clear()
        self._drawn.clear()
        self._in_place.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that changed; all, if the pane is wider or narrower than it was."""
        cells = self.scrollable_content_region.width
        if cells != self._drawn_cells:
            self._drawn.clear()
            self._in_place.clear()
            self._drawn_cells = cells
        filters, ground = self.get_line_filters(), self.background_colors[1]
        lines = []
        for y in crop.line_range:
            line = self._in_place.get(y)
            if line is None:
                line = self._in_place[y] = self.render_line(y)
            for each in filters:
                line = line.apply_filter(each, ground)
            line = line.adjust_cell_length(crop.right)
            lines.append(line.crop(crop.x) if crop.x else line)
        return lines

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

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the scrollbar only if it moves by an eighth of a cell, which is what is seen."""
        bar = self.vertical_scrollbar
        if self.show_vertical_scrollbar and self._eighths(old_value) == self._eighths(new_value):
            bar.set_reactive(ScrollBar.position, new_value)
        super().watch_scroll_y(old_value, new_value)

    def _eighths(self, position: float) -> int:
        height = self.scrollable_content_region.height
        lines = max(height + 1, self.virtual_size.height)
        travel = height - max(1, height * height / lines)
        return int(travel * position / (lines - height) * 8)

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
