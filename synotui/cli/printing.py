"""What commands print with: data lines, tables and JSON to stdout, narration to stderr.

Everything but `write` passes through `text.visible`, so that no term, path or
message can drive the terminal it is shown on.
"""

import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from synotui.text import INVISIBLE, fit, visible, width

_COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
_UNSAFE_IN_JSON = re.compile(f"[{INVISIBLE}]")
_LINE_OR_CELL_END = re.compile("([\n\t])")
_WIDEST_PADDING = 40
"""Cells: in a pipe, cells of a table wider than this stand out of their column."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A piece of text with a colour, which only a terminal shows."""

    text: str
    colour: str


Piece = str | Painted


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its title, and whether its cells stand to the right or may be cut."""

    title: str
    right: bool = False
    cut: bool = False


def write(text: str) -> None:
    """Write ready-made text (a help page, a completion script) to stdout as it is."""
    sys.stdout.write(text)


def line(*pieces: Piece) -> None:
    """Print one line of data to stdout."""
    sys.stdout.write("".join(map(_show, pieces)) + "\n")


def say(text: str) -> None:
    """Print one line of narration to stderr."""
    sys.stderr.write(visible(text) + "\n")
    sys.stderr.flush()


def document(value: Any) -> None:
    """Print `value` to stdout as one JSON document that is safe to show on a terminal.

    Chinese stays readable; control and other invisible characters are escaped.
    """
    made = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    safe = _UNSAFE_IN_JSON.sub(_escaped, made)
    sys.stdout.write(safe + "\n")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else json.dumps(found[0])[1:-1]


class _Shown(io.TextIOWrapper):
    """A stream to a terminal: what would drive it is shown instead."""

    def write(self, text: str) -> int:
        parts = _LINE_OR_CELL_END.split(text)
        super().write("".join(part if part in "\n\t" else visible(part) for part in parts))
        return len(text)


@contextmanager
def data_stream() -> Iterator[TextIO]:
    """Give stdout as a stream for a file's contents: UTF-8, line ends left as they are.

    Where it is a terminal, contents are for looking at: nothing in them drives it.
    """
    sys.stdout.flush()
    kind = _Shown if sys.stdout.isatty() else io.TextIOWrapper
    stream = kind(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield stream
        stream.flush()
    finally:
        stream.detach()


def table(columns: Sequence[Column], rows: Iterable[Sequence[Piece]]) -> None:
    """Print `rows` aligned by terminal cells under their columns' titles.

    On a terminal the columns that may be cut share the width there is; in a
    pipe nothing is cut.
    """
    titles: list[Piece] = [Painted(visible(column.title), "dim") for column in columns]
    shown = [[_clean(piece) for piece in row] for row in rows]
    widths = [max(width(_text(row[at])) for row in [titles, *shown]) for at in range(len(columns))]
    if sys.stdout.isatty():
        _shrink(columns, widths, shutil.get_terminal_size().columns)
    if any(column.title for column in columns):
        _print_row(columns, widths, titles)
    for row in shown:
        _print_row(columns, widths, row)


def _print_row(columns: Sequence[Column], widths: Sequence[int], row: Sequence[Piece]) -> None:
    cells = []
    for column, cells_wide, piece in zip(columns, widths, row, strict=True):
        text = _align(_text(piece), cells_wide, column.right)
        cells.append(_paint(text, piece.colour) if isinstance(piece, Painted) else text)
    sys.stdout.write("  ".join(cells).rstrip() + "\n")


def _align(text: str, cells: int, right: bool) -> str:
    if sys.stdout.isatty():
        text = fit(text, cells).rstrip() if width(text) > cells else text
    else:
        cells = min(cells, _WIDEST_PADDING)
    padding = " " * (cells - width(text))
    return padding + text if right else text + padding


def _shrink(columns: Sequence[Column], widths: list[int], room: int) -> None:
    """Take cells from the widest columns that may be cut until a row fits into `room`."""
    flexible = [at for at, column in enumerate(columns) if column.cut]
    excess = sum(widths) + 2 * (len(widths) - 1) - room
    while excess > 0 and flexible:
        widest = max(flexible, key=lambda at: widths[at])
        if widths[widest] <= 8:
            return
        widths[widest] -= 1
        excess -= 1


def _show(piece: Piece) -> str:
    cleaned = _clean(piece)
    return _paint(cleaned.text, cleaned.colour) if isinstance(cleaned, Painted) else cleaned


def _clean(piece: Piece) -> Piece:
    if isinstance(piece, Painted):
        return Painted(visible(piece.text), piece.colour)
    return visible(piece)


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Painted) else piece


def _paint(text: str, colour: str) -> str:
    plain = (
        not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    )
    return text if plain or not text.strip() else f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m"
