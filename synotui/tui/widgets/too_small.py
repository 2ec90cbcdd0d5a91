"""What covers a screen that has no room for anything, until it has."""

from typing import ClassVar

from textual.app import RenderResult
from textual.geometry import Size
from textual.widget import Widget

LEAST = Size(40, 10)
"""Columns and lines below which nothing is shown, on any screen."""


class TooSmall(Widget):
    """Lies over the whole screen, which stays as it is under it."""

    DEFAULT_CSS: ClassVar[str] = """
    TooSmall {
        layer: _loading;
        dock: top;
        width: 100%;
        height: 100%;
        background: $background;
        color: $foreground;
        content-align: center middle;
        text-align: center;
    }
    """

    def render(self) -> RenderResult:
        """Say how large the terminal is, and how large it must be."""
        wide, high = self.app.size
        return f"Terminal too small\n{wide} x {high} of {LEAST.width} x {LEAST.height}"


def too_small(size: Size) -> bool:
    """Say whether a terminal of this size has no room for anything."""
    return size.width < LEAST.width or size.height < LEAST.height
