"""An evaluation, and the history of evaluations, as JSON and as tables."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from synotui.cli.printing import Column, Painted, Piece, line, say, table
from synotui.model import EvaluatedColumn, Evaluation, EvaluationSeries, FigureChange
from synotui.ops.evaluating.evaluate import flat_figures
from synotui.ops.evaluating.options import MARK
from synotui.ops.evaluating.words import (
    change_words,
    coverage_words,
    figure_words,
    interval_words,
    meaning_of,
    title,
)
from synotui.plot.bars import sparkline
from synotui.text import width

_UNTOLD = "_untold"
_SIGNS = {"more": "↑", "less": "↓", "neither": ""}
"""Which way is better."""
_LAST = 40
"""Evaluations that a sparkline shows."""


def evaluation_document(found: Evaluation, *, kept: bool) -> dict[str, Any]:
    """Give the shape `evaluate --json` promises: flat figures first."""
    now = found.now
    flat = flat_figures(found)
    counted = found.base.figures[0].n if found.base.figures else 0
    return {
        **flat,
        "found": found.base.coverage.found,
        "missing": found.base.coverage.missing,
        "n": counted,
        "kind": found.kind,
        "source": found.source,
        "digest": found.digest,
        "space": found.space,
        "terms": found.terms,
        "moved": found.moved,
        "told": found.told,
        "placed": found.base.coverage.placed,
        "skipped": found.base.coverage.skipped,
        "unknown": list(found.base.coverage.unknown),
        "without_vector": list(found.base.coverage.without_vector),
        "beyond": list(found.base.coverage.beyond),
        "changes": [asdict(each) | {"clear": each.clear} for each in found.changes],
        "columns": [_column(column) for column in found.columns],
        "sections": [
            {**asdict(was), "correct_base": was.correct, "correct_now": is_.correct}
            for was, is_ in zip(found.base.sections, now.sections, strict=True)
        ],
        "notes": list(found.notes),
        "at": found.at,
        "seq": found.seq,
        "seconds": found.seconds,
        "kept": kept,
    }


def _column(column: EvaluatedColumn) -> dict[str, Any]:
    made = asdict(column)
    made["coverage"]["share"] = column.coverage.share
    for section, held in zip(made["sections"], column.sections, strict=True):
        section["accuracy"] = held.accuracy
    return made


def print_evaluation(found: Evaluation) -> None:
    """Print the figures, column by column, and what to make of them."""
    line(Painted(title(found), "bold"))
    for told in coverage_words(found):
        line(Painted(told, "dim"))
    names = [figure.name for figure in found.base.figures]
    _print_figures(found, [name for name in names if not name.endswith(_UNTOLD)])
    untold = [name for name in names if name.endswith(_UNTOLD)]
    if any(figure.value is not None for figure in found.base.figures if figure.name in untold):
        line(Painted("Without what the adjustment was told of", "bold"))
        _print_figures(found, untold)
    if found.base.sections:
        _print_sections(found)
    _print_thresholds(found)
    for note in found.notes:
        say(f"{note}.")
    if not found.moved:
        say("Nothing is adjusted: both columns are the base vectors.")


def _print_figures(found: Evaluation, names: Sequence[str]) -> None:
    changes = {change.name: change for change in found.changes}
    rows = [_row(found, name, changes[name]) for name in names]
    titles = ["", "base", "", "adjusted", "", "change", ""]
    for column in found.columns[2:]:
        titles += [column.space, ""]
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns
        _leave_out_intervals(rows, titles, room)
    table([Column(text, right=at > 0) for at, text in enumerate(titles)], rows)


def _row(found: Evaluation, name: str, change: FigureChange) -> list[Piece]:
    meaning = meaning_of(name)
    row: list[Piece] = [f"{meaning.label.removesuffix(', untold')} {_SIGNS[meaning.better]}"]
    for column in found.columns[:2]:
        row += _cells(column, name)
    told = change_words(change.value)
    better = (change.value or 0) > 0
    if change.clear and meaning.better != "neither":
        row.append(Painted(told, "green" if better == (meaning.better == "more") else "red"))
    else:
        row.append(told)
    row.append(Painted(interval_words(change.low, change.high), "dim"))
    for column in found.columns[2:]:
        row += _cells(column, name)
    return row


def _cells(column: EvaluatedColumn, name: str) -> list[Piece]:
    figure = column.figure(name)
    if figure is None:
        return ["–", ""]
    return [
        figure_words(figure.value),
        Painted(interval_words(figure.low, figure.high), "dim"),
    ]


def _leave_out_intervals(rows: list[list[Piece]], titles: list[str], room: int) -> None:
    """Drop intervals, those of other spaces first and that of the change last, until rows fit."""
    places = [*range(len(titles) - 1, 6, -2), 2, 4]
    for at in places:
        if _width(rows, titles) <= room:
            return
        titles[at] = ""
        for row in rows:
            row[at] = ""


def _width(rows: list[list[Piece]], titles: list[str]) -> int:
    cells = [[width(_text(piece)) for piece in row] for row in [list[Piece](titles), *rows]]
    widest: list[int] = [max(column) for column in zip(*cells, strict=True)]
    return sum(widest) + 2 * (len(titles) - 1)


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Painted) else piece


def _print_sections(found: Evaluation) -> None:
    rows = []
    for places in zip(*(column.sections for column in found.columns), strict=True):
        row: list[Piece] = [places[0].name or "(no section)"]
        for section in places:
            row += [f"{section.correct:,}/{section.asked:,}", figure_words(section.accuracy)]
        rows.append(row)
    titles = ["section", "base", "", "adjusted", ""]
    for column in found.columns[2:]:
        titles += [column.space, ""]
    table(
        [Column(text, right=at > 0, cut=at == 0) for at, text in enumerate(titles)],
        rows,
    )


def _print_thresholds(found: Evaluation) -> None:
    for column in found.columns:
        best = column.threshold
        if best is None:
            continue
        name = {"base": "base", "now": "adjusted"}.get(column.key, column.space)
        line(
            f"Best threshold, {name}: cosine {best.cosine:.3f}, recall {best.recall:.0%}, "
            f"precision {best.precision:.0%}"
        )


def history_document(history: Sequence[EvaluationSeries]) -> list[dict[str, Any]]:
    """Give what `evaluate --history --json` promises."""
    made = []
    for series in history:
        held = asdict(series)
        for each in held["kept"]:
            figures = each.pop("figures")
            each["figures"] = {k: v for k, v in figures.items() if not k.startswith(MARK)}
        marks = series.kept[-1].figures
        held["options"] = {k[len(MARK) :]: v for k, v in marks.items() if k.startswith(MARK)}
        made.append(held)
    return made


def print_history(history: Sequence[EvaluationSeries]) -> None:
    """Print how every figure went over time."""
    if not history:
        line("No evaluation is kept yet: synotui evaluate DB")
        return
    for at, series in enumerate(history):
        if at:
            line()
        first, last = series.kept[0], series.kept[-1]
        times = f"{len(series.kept):,} time{'' if len(series.kept) == 1 else 's'}"
        line(Painted(title(series), "bold"), f" · {series.space} · {times}")
        since = "" if first is last else f"{first.at} to "
        line(Painted(f"{since}{last.at}, ledger entry {last.seq:,}", "dim"))
        table(
            [Column(""), Column("over time"), *(Column(t, right=True) for t in _OVER_TIME)],
            [_over_time(series, name) for name in _names(series)],
        )


_OVER_TIME = ("first", "last", "change")


def _names(series: EvaluationSeries) -> list[str]:
    """Give the names of figures, adjusted before base where both are there."""
    there = dict.fromkeys(
        name for each in series.kept for name in each.figures if not name.startswith(MARK)
    )
    now = [name for name in there if name.endswith("_now")]
    return now or list(there)


def _over_time(series: EvaluationSeries, name: str) -> list[Piece]:
    values = [value for value in series.values(name) if value is not None][-_LAST:]
    plain = name.rsplit("_", 1)[0]
    meaning = meaning_of(plain)
    return [
        f"{meaning.label} {_SIGNS[meaning.better]}",
        sparkline(values),
        figure_words(values[0]),
        figure_words(values[-1]),
        change_words(values[-1] - values[0]),
    ]
