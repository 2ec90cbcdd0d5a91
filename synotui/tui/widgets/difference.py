"""The panel that says what the last decision changed, or what accepting would."""

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from synotui.tui.widgets.difference_lines import (
    Told,
    pieces,
    told_of,
    told_of_preview,
    trimmed,
    words_width,
)
from synotui.tui.widgets.lines import INKS, Pens, strip

if TYPE_CHECKING:
    from synotui.model import Change, Diff

TITLES = {
    "do": "What the last decision changed",
    "undo": "What undoing it changed",
    "redo": "What redoing it changed",
}
PREVIEW = "Accepting would change"


class Difference(ScrollView, can_focus=False):
    """Cosines before and after, neighbours, and what it did to everybody else."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INKS)

    def __init__(self) -> None:
        super().__init__(id="difference")
        self._change: Change | None = None
        self._preview: tuple[str, Diff] | None = None
        self._in_full = False
        self._drawn: list[Told] | None = None

    def show(self, change: "Change") -> None:
        """Tell what a change did."""
        self._change = change
        self._preview = None
        self._anew()

    def continue_from(self, other: "Difference") -> None:
        """Tell what another panel tells of the last decision."""
        if other._change is not None:
            self.show(other._change)

    def show_preview(self, label: str, diff: "Diff") -> None:
        """Tell what a decision would do; `leave_preview` brings back what was told before."""
        self._preview = (label, diff)
        self._anew()

    def leave_preview(self) -> None:
        """Go back to the last change."""
        if self._preview is not None:
            self._preview = None
            self._anew()

    @property
    def previewing(self) -> bool:
        """Whether it shows what a decision would do."""
        return self._preview is not None

    @property
    def title(self) -> str:
        """What the frame's title should be."""
        if self._preview is not None:
            return PREVIEW
        return TITLES[self._change.way] if self._change else TITLES["do"]

    def turn(self, lines: int) -> None:
        """Show everything, if lines were left out, and scroll by `lines`."""
        if not self._in_full:
            self._in_full = True
            self._drawn = None
            self._resized()
        self.scroll_relative(y=lines, animate=False)

    def _anew(self) -> None:
        self._in_full = False
        self._drawn = None
        self._resized()
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def _resized(self) -> None:
        self.virtual_size = Size(0, len(self._lines()) if self._in_full else 1)

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self._drawn = None
        self._resized()
        self.refresh()

    def _lines(self) -> list[Told]:
        if self._drawn is None:
            cells, height = self._room()
            if self._preview is not None:
                lines = told_of_preview(*self._preview, cells)
            elif self._change is not None:
                lines = told_of(self._change, cells)
            else:
                lines = [Told((("Nothing decided yet in this session.", "faint"),))]
            self._drawn = lines if self._in_full else trimmed(lines, height)
        return self._drawn

    def _room(self) -> tuple[int, int]:
        region = self.scrollable_content_region
        return region.width - 2, region.height

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of what is in sight."""
        cells = self.scrollable_content_region.width
        lines = self._lines()
        index = y + round(self.scroll_y)
        if not 0 <= index < len(lines):
            return strip(Pens(self), [], cells)
        words = words_width(lines, cells - 2)
        drawn = [(" ", "plain"), *pieces(lines[index], words)]
        return strip(Pens(self), drawn, cells)
