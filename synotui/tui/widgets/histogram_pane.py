"""Histograms of similarity one below the other, with a cursor on one bin of one group."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from synotui.ops.comparing import histogram_words as words
from synotui.ops.comparing.histogram import Column, PairGroup, SimilarityHistogram
from synotui.plot.bars import MARK, Axis, axis
from synotui.text import visible
from synotui.tui.widgets.histogram_cells import cut, in_ink, with_mark
from synotui.tui.widgets.lines import INKS, Pens, Piece, raised, spread, strip

if TYPE_CHECKING:
    from synotui.engine.histogram import Doubles

_EACH = (4, 2, 1)
"""Cells of a bin at least: in the first its count can be written."""
_HIGHEST = 16
"""Lines of bars at most."""
_INKS = {"accepted": "good", "rejected": "bad", "random": "bar"}


class HistogramPane(Widget, can_focus=True):
    """Draws what was measured; arrows go from bin to bin, and from group to group."""

    COMPONENT_CLASSES = {*INKS, "ground--cursor", "ground--cursor-away"}  # noqa: RUF012

    class Chosen(Message):
        """The bin under the cursor was clicked."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._pens = Pens(self)
        self._found: SimilarityHistogram | None = None
        self._told: list[str] = []
        self._lines: list[tuple[list[Piece], int | None]] = []
        """Pieces of each line, and the group that it draws."""
        self._axis: Axis | None = None
        self._counts: list[list[int]] = []
        self._fine = 0
        self.edges: Doubles | None = None
        """Bounds of the bins, as an array."""
        self.column: Column = "now"
        """Which vectors are drawn."""
        self.group = 0
        """The group the cursor is in."""
        self.at = 0
        """The bin it is on."""

    # What is shown

    def tell(self, *lines: str) -> None:
        """Show some lines of text instead."""
        self._found, self._told = None, [*lines]
        self._lay_out()

    def show(self, found: SimilarityHistogram) -> None:
        """Show what was measured, with the cursor where it was, or on the fullest bin."""
        begins = self._found is None
        self._found = found
        self._lay_out()
        if begins:
            self._to_fullest()

    @property
    def found(self) -> SimilarityHistogram | None:
        """What is shown."""
        return self._found

    @property
    def chosen(self) -> PairGroup | None:
        """The group under the cursor."""
        return self._found.groups[self.group] if self._found is not None else None

    @property
    def bounds(self) -> tuple[float, ...]:
        """The bounds of the bins."""
        return self._axis.bounds if self._axis is not None else (0.0, 1.0)

    @property
    def count(self) -> int:
        """How many pairs are in the bin under the cursor."""
        return self._counts[self.group][self.at] if self._counts else 0

    def turn(self) -> None:
        """Draw base vectors instead of adjusted ones, or the other way round."""
        self.column = "base" if self.column == "now" else "now"
        self._lay_out()

    def refine(self, by: int) -> None:
        """Draw more bins, or fewer; the cursor stays at its cosine."""
        if self._axis is None:
            return
        low, bins = self.bounds[self.at], len(self.bounds)
        while 0 <= self._fine + by < len(_EACH) and len(self.bounds) == bins:
            self._fine += by
            self._lay_out()
        self.at = sum(bound <= low + 1e-9 for bound in self.bounds[1:-1])
        self._lay_out()

    def move(self, by: int) -> None:
        """Go to the next bin or the one before."""
        if self._counts:
            self.at = max(0, min(len(self.bounds) - 2, self.at + by))
            self._lay_out()

    def move_group(self, by: int) -> None:
        """Go to the next group or the one before, at the same cosines."""
        if self._counts:
            self.group = max(0, min(len(self._counts) - 1, self.group + by))
            self._lay_out()

    def to_end(self, by: int) -> None:
        """Go to the first bin with pairs in it or the last."""
        if self._counts:
            filled = [at for at, count in enumerate(self._counts[self.group]) if count]
            if filled:
                self.at = filled[0 if by < 0 else -1]
            self._lay_out()

    def _to_fullest(self) -> None:
        if self._counts:
            counts = self._counts[self.group]
            self.at = counts.index(max(counts))
            self._lay_out()

    # Drawing

    def on_resize(self) -> None:
        """Lay it out for the room there is."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Draw in other colours."""
        super().notify_style_update()
        self._pens.clear()

    def _lay_out(self) -> None:
        self._lines = []
        self._pens.clear()
        cells, height = self.size.width, self.size.height
        found = self._found
        if found is None:
            self._counts, self._axis = [], None
            self._lines = [([(visible(told), "faint")], None) for told in self._told]
        elif cells > 10 and height:
            self._draw(found, cells - 2, height)
        self.refresh()

    def _draw(self, found: SimilarityHistogram, cells: int, height: int) -> None:
        self.edges = bounds = found.bounds(max(2, (cells - 1) // _EACH[self._fine]))
        threshold = found.threshold(self.column)
        self._axis = laid = axis(bounds.tolist(), cells, threshold.cosine if threshold else None)
        self._counts = [found.counts(g.name, self.column, bounds) for g in found.groups]
        self.at = min(self.at, len(bounds) - 2)
        below = self._below(found)
        filled = sum(map(any, self._counts))
        # Three titles and the axis; under the bars of each group a line of counts.
        high = (height - len(below) - 4) // max(1, filled) - 1
        for number, group in enumerate(found.groups):
            self._lines.append((self._title(number, group), None))
            counts, ink = self._counts[number], _INKS[group.name]
            if not any(counts):
                continue
            for drawn in laid.bars(counts, max(1, min(_HIGHEST, high))):
                self._lines.append(([*in_ink(drawn, ink)], number))
            self._lines.append((self._foot(laid, number, counts), number))
        labels = laid.labels()
        if laid.mark is not None and threshold is not None:
            labels = with_mark(labels, laid.mark, f"↑{threshold.cosine:.2f}")
        self._lines.append(([("  " + labels, "faint")], None))
        self._lines += [(line, None) for line in below]

    def _title(self, number: int, group: PairGroup) -> list[Piece]:
        here = number == self.group
        left: list[Piece] = [
            ("▸" if here else " ", "call"),
            (f"{words.SIGNS[group.name]} ", _INKS[group.name]),
            (words.group_words(group, self.column), "strong" if here else "plain"),
        ]
        right: list[Piece] = []
        if here:
            low, high = self.bounds[self.at : self.at + 2]
            right = [(f"  {low:.2f} to {high:.2f}: {self.count:,} ", "call")]
        return spread(left, right, self.size.width)

    def _foot(self, laid: Axis, number: int, counts: list[int]) -> list[Piece]:
        """Draw what is under the bars of a group: counts, and where the cursor is."""
        drawn = laid.numbers(counts)
        if drawn is None:
            drawn = " " * laid.cells
            if laid.mark is not None:
                drawn = drawn[: laid.mark] + MARK + drawn[laid.mark + 1 :]
        if number == self.group:
            start, end = laid.span(self.at)
            told = drawn[start:end].strip(MARK + " ")
            here = f"▴{told}" if len(told) < end - start else "▴"
            drawn = (
                drawn[:start] + here.rjust(max(1, end - start - 1)).ljust(end - start) + drawn[end:]
            )
        return [*in_ink(drawn, "faint")]

    def _below(self, found: SimilarityHistogram) -> list[list[Piece]]:
        """Give the lines under the axis: the threshold, and what it is worth."""
        lines: list[list[Piece]] = [
            [(f" {told}", "plain")] for told in words.threshold_lines(found, self.column)
        ]
        if found.adjusted and self.column == "now" and found.now is not None:
            lines.append([(" ! ", "call"), (words.TOLD_BRIEFLY, "faint")])
        return lines

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y`."""
        cells = self.size.width
        if y >= len(self._lines):
            return strip(self._pens, [], cells)
        pieces, group = self._lines[y]
        if group is None:
            return strip(self._pens, pieces, cells)
        pieces = [("  ", "plain"), *pieces]
        if group != self.group or self._axis is None:
            return strip(self._pens, pieces, cells)
        start, end = self._axis.span(self.at)
        ground = "ground--cursor" if self.has_focus else "ground--cursor-away"
        before, inside, after = cut(pieces, start + 2, end + 2)
        drawn = [
            *strip(self._pens, before, start + 2),
            *strip(self._pens, raised(inside), end - start, ground),
            *strip(self._pens, after, max(0, cells - end - 2)),
        ]
        return Strip(drawn, cells)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the bin that was clicked; there already, choose it."""
        if event.y >= len(self._lines) or self._axis is None:
            return
        group = self._lines[event.y][1]
        if group is None:
            return
        for number in range(len(self.bounds) - 1):
            start, end = self._axis.span(number)
            if start + 2 <= event.x < end + 2:
                if (group, number) == (self.group, self.at):
                    self.post_message(self.Chosen())
                self.group, self.at = group, number
                self._lay_out()
                return

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""
