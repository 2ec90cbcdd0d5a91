"""Below the candidates: why the one under the cursor is here, and what to beware of."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import RenderResult
from textual.strip import Strip
from textual.widget import Widget

from synotui.text import fit, width
from synotui.tui.widgets.lines import INKS, Pens, strip

if TYPE_CHECKING:
    from synotui.model import Evidence
    from synotui.tui.widgets.lines import Piece


class EvidenceLine(Widget):
    """One line, or two where the screen is high; none before candidates are ranked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INKS)

    def __init__(self) -> None:
        super().__init__(id="evidence")
        self._pieces: list[Piece] = []

    def show(self, evidence: "Evidence | None") -> None:
        """Tell the evidence for a candidate; of none, nothing."""
        from synotui.tui.widgets.queue_card_lines import evidence_pieces

        found = evidence_pieces(evidence) if evidence is not None else []
        if found and not self.has_class("-ranked"):
            self.add_class("-ranked")
        if found != self._pieces:
            self._pieces = found
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y`; what does not fit the first goes on in the second."""
        cells = self.size.width
        lines = laid_out(self._pieces, cells - 1, self.size.height)
        pieces: list[Piece] = [(" ", "plain"), *(lines[y] if y < len(lines) else [])]
        return strip(Pens(self), pieces, cells)

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""


def laid_out(pieces: "list[Piece]", cells: int, height: int) -> "list[list[Piece]]":
    """Break pieces, each whole if it can be, into lines of `cells`; the last one is cut."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for text, ink in pieces:
        wide = width(text)
        if used + wide > cells and lines[-1] and len(lines) < height:
            if lines[-1][-1][0] == " · ":
                lines[-1].pop()
            lines.append([])
            used = 0
        if not lines[-1] and text == " · ":
            continue
        if used + wide > cells:
            lines[-1].append((fit(text, cells - used), ink))
            break
        lines[-1].append((text, ink))
        used += wide
    return lines
