"""Lists of terms: one a line, or a table of terms and their frequencies."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TextIO

from synotui.errors import FormatError
from synotui.formats import delimited, encoding, formulas, term_columns
from synotui.formats.columns import Layout, role_of
from synotui.formats.options import ReadOptions
from synotui.formats.reader import Reader
from synotui.formats.rows import TermLine
from synotui.formats.source import open_text, without_packing
from synotui.model import OnProgress, Skipped, no_progress

_TABLES = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_PLAIN = Layout({"term": 0}, header=False)


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[TermLine | Skipped]:
    """Read terms. A frequency that is no number costs only itself, and the narration counts them.

    A line of a plain list is a term as it stands, commas and quotes included;
    empty lines are passed over. Raises FormatError for an empty file, an
    encoding that does not fit, and a column that is not there.
    """
    decoding = encoding.decide(path, options.encoding, on_progress)
    delimiter = _delimiter(path, encoding.peek(path, decoding.codec), options)
    stream = open_text(path, decoding.codec, on_progress)
    narration = list(decoding.narration)
    rows = delimited.rows(stream, delimiter) if delimiter else _lines(stream)
    items = _items(path, rows, options, narration, table=delimiter is not None)
    return Reader(items, stream, narration)


def _delimiter(path: Path, sample: str, options: ReadOptions) -> str | None:
    suffixes = without_packing(path)
    preferred = _TABLES.get(suffixes[-1]) if suffixes else None
    if preferred or options.term_column:
        return delimited.sniff_delimiter(sample, preferred or ",")
    return term_columns.table_delimiter(sample)


def _lines(stream: TextIO) -> Iterator[delimited.Row]:
    number = 0
    while True:
        line, flaw = delimited.read_line(stream)
        if not line:
            return
        number += 1
        text = line.rstrip("\r\n")
        if flaw or text.strip():
            yield delimited.Row(number, [text], flaw)


def _items(
    path: Path,
    rows: Iterator[delimited.Row],
    options: ReadOptions,
    narration: list[str],
    *,
    table: bool,
) -> Generator[TermLine | Skipped, None, None]:
    layout: Layout | None = None
    seen = unread = 0
    for row in rows:
        seen += 1
        if row.flaw:
            yield Skipped(str(path), row.line, row.flaw)
            continue
        cells = [formulas.restore(cell) for cell in row.cells] if table else row.cells
        if layout is None:
            layout = _layout(cells, options, path, table)
            if layout.header:
                if len(cells) == 1 and options.header is None:
                    narration.append(f"line {row.line} (“{cells[0]}”) is taken for the header")
                continue
        at, number = layout.columns["term"], layout.columns.get("frequency", len(cells))
        term = cells[at] if at < len(cells) else ""
        if not term.strip():
            yield Skipped(str(path), row.line, "an empty cell where a term should be")
            continue
        given = cells[number] if number < len(cells) else ""
        frequency = term_columns.frequency_of(given)
        if frequency is None and given.strip():
            unread += 1
        yield TermLine(row.line, term, frequency)
    if not seen:
        raise FormatError("is empty", "Choose a file with terms in it", path=path)
    if unread:
        narration.append(f"{unread:,} frequencies are no numbers and were left out")


def _layout(cells: list[str], options: ReadOptions, path: Path, table: bool) -> Layout:
    if table:
        return term_columns.term_layout(cells, options, path)
    if options.header or (options.header is None and role_of(cells[0]) == "term"):
        return Layout({"term": 0}, header=True)
    return _PLAIN
