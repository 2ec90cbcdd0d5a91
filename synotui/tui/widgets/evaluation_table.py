"""The table of an evaluation as lines: base, adjusted and other spaces, with what changed."""

from collections.abc import Iterator, Sequence

from synotui.model import EvaluatedColumn, Evaluation, FigureChange
from synotui.ops.evaluating.words import figure_words, interval_words, meaning_of
from synotui.text import fit, visible, width
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

NAME, VALUE, CHANGE = 17, 8, 8
"""Cells of the columns of the table; all with their intervals fit into 75 with the indent."""
_INTERVAL, _VERDICT, _OTHER = 12, 8, 11
INDENT = "  "
_MEANING = 40
"""Cells from which what a figure means is told beside it."""
_UNTOLD = "_untold"


def table_lines(found: Evaluation, cells: int) -> Iterator[ReportLine]:
    """Give the table of all figures, and that of those without what the adjustment knows."""
    names = [figure.name for figure in found.base.figures]
    table = _Table(found, cells)
    yield table.head()
    yield from (table.line(name) for name in names if not name.endswith(_UNTOLD))
    untold = [name for name in names if name.endswith(_UNTOLD)]
    if untold:
        yield ReportLine((("Without what the adjustment was told of", "strong"),))
        yield from (table.line(name) for name in untold)
    yield from table.notes()


class _Table:
    """Lays figures out in so many cells: the first to give way are intervals, then spaces."""

    def __init__(self, found: Evaluation, cells: int) -> None:
        # Where no interval is between, the longer name takes a cell more.
        own = len(INDENT) + NAME + 2 * VALUE + 1 + CHANGE + _VERDICT
        others = len(found.columns) - 2
        self._intervals = cells >= own - 1 + 2 * _INTERVAL + others * _OTHER
        own += 2 * _INTERVAL - 1 if self._intervals else 0
        self._of_others = cells >= own + others * (_OTHER + _INTERVAL) and self._intervals
        room = (cells - own) // _OTHER
        self._columns = found.columns[: 2 + max(1, room)]
        self._left_out = len(found.columns) - len(self._columns)
        own += others * (_OTHER + (_INTERVAL if self._of_others else 0))
        self._meaning = cells - own - 2 if cells - own - 2 >= _MEANING else 0
        self._changes = {change.name: change for change in found.changes}

    def head(self) -> ReportLine:
        """Give the names of the columns."""
        pieces: list[Piece] = [(INDENT + " " * NAME, "plain")]
        for at, column in enumerate(self._columns):
            name = visible(column.space) if at > 1 else ("base", "adjusted")[at]
            wide = self._wide(at)
            told = _INTERVAL if (self._intervals if at < 2 else self._of_others) else 0
            # A name stands over the values; a long one begins over them and goes on.
            if width(name) < wide + (at < 2):
                text = at_right(name, wide) + " " * told
            else:
                text = "  " + fit(name, wide + told - 2)
            pieces.append((text, "faint"))
            if at == 1:
                pieces.append((at_right("change", CHANGE) + " " * _VERDICT, "faint"))
        return ReportLine(tuple(pieces))

    def _wide(self, at: int) -> int:
        """Give the cells of the values of a column."""
        return _OTHER if at > 1 else VALUE + (at == 1 and not self._intervals)

    def line(self, name: str) -> ReportLine:
        """Give the line of a figure."""
        meaning = meaning_of(name)
        best = _best(name, self._columns) if len(self._columns) > 2 else None
        label = meaning.label.removesuffix(", untold")
        pieces: list[Piece] = [(INDENT, "plain"), (fit(label, NAME), "plain")]
        for at, column in enumerate(self._columns):
            pieces += self._value(column, name, at, best=at == best)
            if at == 1:
                pieces += _change(self._changes.get(name), meaning.better)
        if self._meaning:
            less = "; less is better" if meaning.better == "less" else ""
            pieces.append(("  " + fit(meaning.meaning + less, self._meaning), "faint"))
        return ReportLine(tuple(pieces))

    def _value(self, column: EvaluatedColumn, name: str, at: int, *, best: bool) -> list[Piece]:
        figure = column.figure(name)
        value = figure.value if figure is not None else None
        text = at_right(("*" if best else "") + figure_words(value), self._wide(at))
        pieces: list[Piece] = [(text, "strong" if best or at == 1 else "plain")]
        if self._intervals if at < 2 else self._of_others:
            low, high = (figure.low, figure.high) if figure is not None else (None, None)
            told = interval_words(low, high).replace(" … ", "~")
            pieces.append((" " + fit(told, _INTERVAL - 1), "faint"))
        return pieces

    def notes(self) -> Iterator[ReportLine]:
        """Say what signs mean, and what there is no room for."""
        if len(self._columns) > 2:
            yield ReportLine(((f"{INDENT}* the best of its line", "faint"),))
        if self._left_out:
            told = f"{INDENT}{self._left_out} more in a wider terminal"
            yield ReportLine(((told, "faint"),))


def _change(change: FigureChange | None, better: str) -> list[Piece]:
    """Give ▲ or ▼ with the difference, and in a word whether that is better."""
    if change is None or change.value is None:
        return [(" " * (CHANGE + _VERDICT), "plain")]
    rise = round(change.value, 3)
    if not rise:
        return [(at_right("=", CHANGE) + " " * _VERDICT, "faint")]
    text = at_right(f"{'▲' if rise > 0 else '▼'}{abs(rise):.3f}", CHANGE)
    if better == "neither":
        return [(text + " " * _VERDICT, "plain")]
    if not change.clear:
        return [(text, "plain"), (fit(" unclear", _VERDICT), "faint")]
    good = (rise > 0) == (better == "more")
    ink = "good" if good else "bad"
    return [(text, ink), (fit(" better" if good else " worse", _VERDICT), ink)]


def _best(name: str, columns: Sequence[EvaluatedColumn]) -> int | None:
    """Give the column whose figure is best; None where none is."""
    better = meaning_of(name).better
    values = [
        (figure.value, at)
        for at, column in enumerate(columns)
        if (figure := column.figure(name)) is not None and figure.value is not None
    ]
    if better == "neither" or len({value for value, _ in values}) < 2:
        return None
    value, at = (max if better == "more" else min)(values, key=lambda each: each[0])
    return at if value is not None else None


def at_right(text: str, cells: int) -> str:
    """Put a text at the right of so many cells."""
    return " " * max(0, cells - width(text)) + text
