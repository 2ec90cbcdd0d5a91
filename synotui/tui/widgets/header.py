"""The line on top: the dictionary, its space and index, and the session's figures."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import RenderResult
from textual.strip import Strip
from textual.widget import Widget

from synotui.meter import Meter
from synotui.text import fit, visible, width
from synotui.tui.progress import bar, within
from synotui.tui.widgets.lines import INKS, Pens, spread, strip

if TYPE_CHECKING:
    from synotui.meter import Reading
    from synotui.model import Progress, SpaceInfo
    from synotui.tui.widgets.lines import Piece


class Header(Widget):
    """One line that drops its less important parts as room shrinks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INKS)

    def __init__(self, name: str) -> None:
        super().__init__(id="header")
        self._file = name
        self._terms: int | None = None
        self._space: SpaceInfo | None = None
        self._index = ""
        self._meter = Meter()
        self._reading: Reading | None = None
        self._read_only = False
        self._others = ""
        self._trouble = ""
        self._figures: tuple[int, int | None, int | None] = (0, None, None)

    def dictionary(self, terms: int, *, read_only: bool) -> None:
        """Say how many terms there are."""
        self._terms, self._read_only = terms, read_only
        self.refresh()

    def space(self, space: "SpaceInfo | None", index: str) -> None:
        """Say which space is current, and what answers: "HNSW ready", "exact search"."""
        if (self._space, self._index) != (space, index):
            self._space, self._index = space, index
            self.refresh()

    def others(self, others: str) -> None:
        """Say who else has the dictionary open: "mei (review)"; "" for nobody."""
        if self._others != others:
            self._others = others
            self.refresh()

    def trouble(self, trouble: str) -> None:
        """Say what keeps decisions from being saved, for now or for good; "" for nothing."""
        if self._trouble != trouble:
            self._trouble = trouble
            self.refresh()

    def progress(self, progress: "Progress | None") -> None:
        """Show how far background work is and what it still takes; None when there is none."""
        if progress is None:
            self._meter, self._reading = Meter(), None
        else:
            self._reading = self._meter.take(progress)
        self.refresh()

    def told(self) -> str:
        """Say how far background work is, with a bar; "" when there is none."""
        return bar(self._reading) if self._reading is not None else ""

    def figures(self, decided: int, left: int | None, pace: int | None) -> None:
        """Show pairs decided in this session, heads left, and pairs a minute."""
        if self._figures != (decided, left, pace):
            self._figures = (decided, left, pace)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        cells = self.size.width
        right = self._right(cells)
        left: list[Piece] = [(" synotui  ", "call"), (visible(self._file), "strong")]
        room = cells - sum(width(text) for text, _ in [*left, *right]) - 1
        if self._trouble:
            told = fit(visible(self._trouble), max(0, room - 3)).rstrip()
            left += [(" · ", "faint"), (told, "bad")]
            room -= width(told) + 3
        short = room < sum(width(text) + 3 for text, _ in self._parts(cells, short=False))
        for text, name in self._parts(room - 3, short=short):
            wide = width(text) + 3
            if wide > room:
                continue
            left += [(" · ", "faint"), (text, name)]
            room -= wide
        return strip(Pens(self), spread(left, right, cells), cells)

    def _parts(self, room: int, *, short: bool) -> list["Piece"]:
        parts: list[Piece] = []
        if self._read_only:
            parts.append(("read-only", "call"))
            room -= len("read-only") + 3
        if self._reading is not None:
            parts.append((within(self._reading, room) if short else self.told(), "call"))
        if self._terms is not None:
            parts.append((f"{self._terms:,} terms", "plain"))
        if self._others:
            parts.append((f"also open: {visible(self._others)}", "call"))
        if self._space is not None:
            named = f"{visible(self._space.name)} {self._space.dim}d"
            parts.append((named if short else f"space {named}", "plain"))
        if self._index:
            parts.append((self._index.partition(" ")[0] if short else self._index, "plain"))
        return parts

    def _right(self, cells: int) -> list["Piece"]:
        decided, left, pace = self._figures
        if self._terms is None:
            return []
        told: list[Piece] = [(f"{decided:,} decided", "plain")]
        if left is not None and cells >= 60:
            told.append((f"{left:,} heads left" if cells >= 90 else f"{left:,} left", "plain"))
        if pace is not None and cells >= 70:
            told.append((f"{pace}/min", "plain"))
        pieces: list[Piece] = []
        for n, piece in enumerate(told):
            pieces += [(" · ", "faint"), piece] if n else [piece]
        return [*pieces, (" ", "plain")]

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""
