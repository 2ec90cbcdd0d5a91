"""What all line-drawn widgets share: inks from theme colours, and strips of exact width."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from synotui.text import fit, width

Piece = tuple[str, str]
"""A text and the name of the ink it is drawn in."""

_NAMES = ("plain", "strong", "faint", "good", "bad", "call", "bar", "gain")
INKS = frozenset(f"ink--{name}" for name in _NAMES)
"""Component classes of every line-drawn widget; the screen's .tcss gives them colours."""


class Pens:
    """The styles of a widget's inks on its grounds, worked out when they are first needed."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str, str], Style] = {}
        self._grounds: dict[str, Style] = {}

    def clear(self) -> None:
        """Forget all styles: the widget is to be drawn in others."""
        self._styles.clear()
        self._grounds.clear()

    def ink(self, name: str, ground: str = "") -> Style:
        """Give an ink on a ground: a component class, or "" for the widget's own."""
        style = self._styles.get((name, ground))
        if style is None:
            found = self._widget.get_component_rich_style(f"ink--{name}")
            style = self.ground(ground) + Style(
                color=found.color, bold=found.bold, italic=found.italic
            )
            self._styles[name, ground] = style
        return style

    def ground(self, name: str = "") -> Style:
        """Give a ground."""
        style = self._grounds.get(name)
        if style is None:
            style = self._widget.rich_style
            if name:
                found = self._widget.get_component_rich_style(name)
                style += Style(bgcolor=found.bgcolor)
            self._grounds[name] = style
        return style


def strip(pens: Pens, pieces: Iterable[Piece], cells: int, ground: str = "") -> Strip:
    """Draw pieces one after the other, cut and padded to `cells`.

    Blanks are drawn with what is before them, so that a terminal is told of few styles.
    """
    drawn: list[tuple[str, Style]] = []
    left = cells
    for text, name in pieces:
        if left <= 0:
            break
        wide = width(text)
        if wide > left:
            text, wide = fit(text, left), left
        left -= wide
        if drawn and text.isspace():
            drawn[-1] = (drawn[-1][0] + text, drawn[-1][1])
        else:
            drawn.append((text, pens.ink(name, ground)))
    if left > 0:
        text, style = drawn.pop() if drawn else ("", pens.ground(ground))
        drawn.append((text + " " * left, style))
    return Strip([Segment(text, style) for text, style in drawn], cells)


def raised(pieces: Iterable[Piece]) -> list[Piece]:
    """Draw nothing faint: for the cursor's line, which has a ground of its own."""
    return [(text, "plain" if name == "faint" else name) for text, name in pieces]


def spread(left: list[Piece], right: list[Piece], cells: int) -> list[Piece]:
    """Put pieces at both ends of a line; the left ones give way."""
    room = cells - sum(width(text) for text, _ in right)
    kept: list[Piece] = []
    for text, name in left:
        if room <= 0:
            break
        wide = width(text)
        if wide > room:
            text, wide = fit(text, room), room
        kept.append((text, name))
        room -= wide
    return [*kept, (" " * max(0, room), "plain"), *right]
