"""The dashboard as lines for its screen: figures and bars; some lines lead to a head."""

from collections.abc import Iterable

from synotui.ops.dashboard_words import Row, Section
from synotui.plot.bars import bar
from synotui.text import fit, visible, width
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

_BAR = 16
_NAME = 16


def dashboard_lines(found: Iterable[Section]) -> list[ReportLine]:
    """Lay the sections out, one below the other."""
    lines: list[ReportLine] = []
    for section in found:
        if lines:
            lines.append(ReportLine(()))
        lines.append(ReportLine(((section.title, "strong"),)))
        values = max(width(row.value) for row in section.rows)
        bars = any(row.bar is not None for row in section.rows)
        lines += [_line(row, values, bars) for row in section.rows]
    return lines


def _line(row: Row, values: int, bars: bool) -> ReportLine:
    pieces: list[Piece] = [
        ("  " + fit(visible(row.name), _NAME), "faint"),
        (row.value.rjust(values) + "  ", "plain"),
    ]
    if bars:
        drawn = bar(row.bar, _BAR) if row.bar is not None else ""
        pieces.append((drawn.ljust(_BAR) + "  ", "bar"))
    return ReportLine((*pieces, (visible(row.note), "faint")), head=row.head)
