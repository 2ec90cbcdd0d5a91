"""What was measured before as lines: a sparkline for each figure, and what came since."""

from collections.abc import Iterator

from synotui.model import EvaluationSeries, KeptEvaluation
from synotui.ops.evaluating.options import MARK
from synotui.ops.evaluating.words import figure_words, meaning_of, title
from synotui.plot.bars import sparkline
from synotui.text import fit, visible
from synotui.tui.widgets.evaluation_table import CHANGE, INDENT, NAME, VALUE, at_right
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

_REMEMBERED = 24
"""Evaluations that a sparkline goes back."""
_NOW = "_now"


def kept_lines(series: EvaluationSeries) -> list[ReportLine]:
    """Give what was kept of a measurement, to look at until it is made anew."""
    last = series.kept[-1]
    lines = [
        ReportLine(((visible(title(series)), "strong"),)),
        ReportLine(((f"  As measured {when(last)} UTC, of adjusted vectors", "faint"),)),
        ReportLine(()),
    ]
    if len(series.kept) > 1:
        lines.append(ReportLine(((_heading(series), "strong"),)))
    return [*lines, *_lines(series)]


def history_of(
    series: EvaluationSeries | None, *, kept: bool
) -> Iterator[tuple[str, list[ReportLine]]]:
    """Give a title, and a line for each figure, where there is something to look back on.

    `kept` says whether the newest figures were kept.
    """
    if not kept:
        told = "  Nothing is kept: the dictionary is read-only"
        yield "History", [ReportLine(((told, "faint"),))]
    if series is None:
        return
    if len(series.kept) == 1:
        told = "  This is the first time that it was measured; r measures again later"
        yield "History", [ReportLine(((told, "faint"),))]
        return
    yield _heading(series), _lines(series)


def _heading(series: EvaluationSeries) -> str:
    kept = series.kept[-_REMEMBERED:]
    head = f"History: {len(series.kept):,} times, from {when(kept[0])} to {when(kept[-1])}"
    entries = kept[-1].seq - kept[0].seq
    if entries > 0:
        name = "entry" if entries == 1 else "entries"
        head += f", {entries:,} {name} of the ledger between"
    return head


def _lines(series: EvaluationSeries) -> list[ReportLine]:
    """Give the adjusted figures that the last evaluation has."""
    kept = series.kept[-_REMEMBERED:]
    lines = []
    for name in kept[-1].figures:
        if not name.endswith(_NOW) or name.startswith(MARK):
            continue
        values = [(each, each.figures[name]) for each in kept if name in each.figures]
        meaning = meaning_of(name.removesuffix(_NOW))
        pieces: list[Piece] = [
            (INDENT, "plain"),
            (fit(meaning.label, NAME), "plain"),
            (at_right(figure_words(values[-1][1]), VALUE), "strong"),
        ]
        if len(values) > 1:
            drawn = sparkline([value for _, value in values])
            pieces.append(("  " + drawn.ljust(_REMEMBERED), "bar"))
            pieces += _since(*values[-2], values[-1][1], meaning.better)
        lines.append(ReportLine(tuple(pieces)))
    return lines


def _since(before: KeptEvaluation, value: float, now: float, better: str) -> list[Piece]:
    """Give the change since the evaluation before, with its sign."""
    rise = round(now - value, 3)
    since = (f" since {when(before)}", "faint")
    if not rise:
        return [(at_right("=", CHANGE), "faint"), since]
    good = (rise > 0) == (better == "more")
    ink = "plain" if better == "neither" else "good" if good else "bad"
    return [(at_right(f"{'▲' if rise > 0 else '▼'}{abs(rise):.3f}", CHANGE), ink), since]


def when(kept: KeptEvaluation) -> str:
    """Say when it was measured, to the minute, UTC."""
    return f"{kept.at[:10]} {kept.at[11:16]}"
