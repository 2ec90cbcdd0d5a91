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


def ink(widget: Widget, name: str) -> Style:
    """Give the foreground of an ink, without its background."""
    style = widget.get_component_rich_style(f"ink--{name}")
    return Style(color=style.color, bold=style.bold, italic=style.italic)


def ground(widget: Widget, name: str) -> Style:
    """Give the background of a component class."""
    return Style(bgcolor=widget.get_component_rich_style(name).bgcolor)


def strip(widget: Widget, pieces: Iterable[Piece], cells: int, base: Style) -> Strip:
    """Draw pieces one after the other, cut and padded to `cells`."""
    segments: list[Segment] = []
    left = cells
    for text, name in pieces:
        if left <= 0:
            break
        wide = width(text)
        if wide > left:
            text, wide = fit(text, left), left
        segments.append(Segment(text, base + ink(widget, name)))
        left -= wide
    if left > 0:
        segments.append(Segment(" " * left, base))
    return Strip(segments, cells)


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
