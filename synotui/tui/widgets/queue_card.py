"""The pair of a queue that is asked, large and calm."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import RenderResult
from textual.strip import Strip
from textual.widget import Widget

from synotui.tui.widgets.lines import INKS, Pens, strip
from synotui.tui.widgets.queue_card_lines import card_lines, notice_lines

if TYPE_CHECKING:
    from synotui.ops.queueing.cards import Card
    from synotui.tui.widgets.lines import Piece


class QueueCard(Widget, can_focus=True):
    """Draws a card, or a few lines of text where there is none."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INKS)

    def __init__(self) -> None:
        super().__init__(id="queue-card")
        self._card: Card | None = None
        self._question = ""
        self._notice: tuple[str, ...] = ()
        self._drawn: list[list[Piece]] | None = None

    def show(self, card: "Card", question: str = "") -> None:
        """Show a pair; with a `question` about it."""
        self._card, self._question, self._notice = card, question, ()
        self._anew()

    def tell(self, *lines: str) -> None:
        """Show text in place of a pair."""
        if self._card is not None or self._notice != lines:
            self._card, self._notice = None, lines
            self._anew()

    def _anew(self) -> None:
        self._drawn = None
        self.refresh()

    def on_resize(self) -> None:
        """Lay it out anew."""
        self._anew()

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y`."""
        cells, height = self.size
        if self._drawn is None:
            if self._card is not None:
                self._drawn = card_lines(self._card, cells, height, self._question)
            else:
                self._drawn = notice_lines(self._notice, height)
        pieces = self._drawn[y] if y < len(self._drawn) else []
        return strip(Pens(self), pieces, cells)

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""
