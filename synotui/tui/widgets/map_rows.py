"""Rows of a map as strips of the screen."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from synotui.plot.rows import Run
from synotui.tui.widgets.lines import Pens


def strip_of(runs: list[Run], pens: Pens, cells: int, cursor: str) -> Strip:
    """Draw a row; `cursor` names the ground of the selected point."""
    drawn: list[tuple[str, Style]] = []
    at = 0
    for run in sorted(runs):
        style = pens.ink(run.ink, cursor if run.chosen else "")
        if run.x > at:
            drawn.append((" " * (run.x - at), pens.ground()))
        if drawn and drawn[-1][1] is style:
            drawn[-1] = (drawn[-1][0] + run.text, style)
        else:
            drawn.append((run.text, style))
        at = run.x + run.cells
    if at < cells:
        drawn.append((" " * (cells - at), pens.ground()))
    return Strip([Segment(text, style) for text, style in drawn], cells)
