"""Terms between two poles, as lines of a terminal and as JSON."""

import shutil
import sys
from typing import TYPE_CHECKING, Any

from synotui.cli.printing import Column, Painted, Piece, line, say, table
from synotui.ops.exploring.association import Associated, Association
from synotui.ops.exploring.association_axis import (
    LEGEND,
    apart_words,
    axis,
    change,
    composed_words,
    ends_line,
    reach,
    shown,
)
from synotui.text import visible, width

if TYPE_CHECKING:
    from synotui.engine.association import Leaning

_CELLS = 41
"""Of the axis, in a pipe and at most."""
_LEAST = 15
_WIDE = 100
"""Columns from which bounds are written beside the axis, which shows them."""
_TERM = 20
"""Cells that a term leaves the axis at most."""


def document_of(found: Association) -> dict[str, Any]:
    """Give an association as `associate --json` prints it."""
    test = found.test
    return {
        "space": found.space,
        "poles": [
            {
                "words": list(pole.words),
                "missing": list(pole.missing),
                "composed": list(pole.composed),
            }
            for pole in found.poles
        ],
        "terms": [
            {
                "term": item.text,
                "against": item.against,
                "base": item.base,
                "now": item.now,
                "low": item.low,
                "high": item.high,
                "in_pole": item.in_pole,
                "how": item.how,
                "parts": list(item.parts),
            }
            for item in found.items
        ],
        "missing": list(found.missing),
        "test": None
        if test is None
        else {
            "base": _leaning(test.base),
            "now": _leaning(test.now),
            "splits": test.splits,
            "exact": test.exact,
        },
    }


def _leaning(found: "Leaning") -> dict[str, Any]:
    return {
        "statistic": found.statistic,
        "d": found.effect,
        "p": found.p,
        "p_two_sided": found.p_two_sided,
    }


def print_association(found: Association) -> None:
    """Print the axis, the test where there is one, and what is missing."""
    ends = reach(found)
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 1 << 10
    figures = max(width(change(item.base, item.now)) for item in found.items)
    wide = columns >= _WIDE
    names = min(_TERM, max(width(_name(item, found)) for item in found.items))
    room = columns - names - figures - 4 - (19 if wide else 0)
    cells = max(_LEAST, min(_CELLS, room - (room + 1) % 2))
    rows: list[list[Piece]] = []
    for item in found.items:
        row: list[Piece] = [_name(item, found), axis(item, ends, cells), _painted(item)]
        if wide:
            row.append(Painted(_bounds(item), "dim"))
        rows.append(row)
    head = Column("", cut=True), Column(ends_line(found, cells)), Column("base → now")
    table([*head, Column("95 %")] if wide else [*head], rows)
    line(Painted(f"{LEGEND}; from {ends:+.2f} to {-ends:+.2f}", "dim"))
    if found.items and found.items[0].low is None:
        line(Painted("A pole of one word has no spread: nothing tells how sure this is", "yellow"))
    for told in apart_words(found):
        line(Painted(told, "bold"))
    if composed := composed_words(found):
        say(composed)
    for pole in found.poles:
        _tell_missing(f"in the pole {pole.name}", pole.missing)
    _tell_missing("among the terms", found.missing)


def _name(item: Associated, found: Association) -> str:
    """Give the line's name: the second list is marked, and so is what the poles hold."""
    mark = "" if found.test is None else "- " if item.against else "+ "
    return visible(mark + item.text + (" (in a pole)" if item.in_pole else ""))


def _painted(item: Associated) -> Piece:
    told = change(item.base, item.now)
    if "▲" in told:
        return Painted(told, "green")
    return Painted(told, "red") if "▼" in told else told


def _bounds(item: Associated) -> str:
    if item.low is None or item.high is None:
        return ""
    return f"{shown(item.low)} to {shown(item.high)}"


def _tell_missing(where: str, missing: tuple[str, ...]) -> None:
    if missing:
        say(f"Not known {where}: {', '.join(missing)}")
