"""Pairs as comma (or semicolon, or tab) separated rows: the format dictionaries travel in."""

from collections.abc import Generator, Iterable, Mapping
from pathlib import Path
from typing import TextIO

from synotui.errors import FormatError
from synotui.formats import columns, delimited, encoding, formulas
from synotui.formats.options import ReadOptions, WriteOptions
from synotui.formats.pair_fields import pair_line
from synotui.formats.reader import Reader
from synotui.formats.rows import ExportRow, PairLine
from synotui.formats.source import open_text
from synotui.formats.writing import text_output
from synotui.model import OnProgress, Skipped, no_progress


def read(
    path: Path,
    options: ReadOptions,
    on_progress: OnProgress = no_progress,
    *,
    delimiter: str | None = None,
) -> Reader[PairLine | Skipped]:
    """Read pairs, with or without a header; without `delimiter` the file's start shows which it is.

    A row that holds no pair becomes a Skipped, and reading goes on. Raises
    FormatError, at once or while reading, for an empty file, an encoding that
    does not fit, a column that is not there, and a file without a single row
    of two columns.
    """
    decoding = encoding.decide(path, options.encoding, on_progress)
    if delimiter is None:
        preferred = "\t" if path.suffix.lower() in (".tsv", ".tab") else ","
        delimiter = delimited.sniff_delimiter(encoding.peek(path, decoding.codec), preferred)
    stream = open_text(path, decoding.codec, on_progress)
    narration = list(decoding.narration)
    items = _items(path, delimited.rows(stream, delimiter), options, narration)
    return Reader(items, stream, narration)


def write(
    rows: Iterable[ExportRow],
    out: Path | TextIO,
    options: WriteOptions,
    *,
    delimiter: str = ",",
) -> int:
    """Write pairs and give how many; a path is replaced only once all of them are written.

    Lines end in \\n, cosines have four decimals. Raises FormatError for an
    unknown column and for a place that cannot be written to.
    """
    chosen = columns.chosen(options.columns)
    written = 0
    with text_output(out, bom=options.bom) as file:
        if options.header != "none":
            names = [columns.CHINESE[name] if options.header == "zh" else name for name in chosen]
            file.write(delimited.joined(names, delimiter))
        for row in rows:
            cells = (_cell(row, name, formulas_too=options.neutralise) for name in chosen)
            file.write(delimited.joined(cells, delimiter))
            written += 1
    return written


def _items(
    path: Path, rows: Iterable[delimited.Row], options: ReadOptions, narration: list[str]
) -> Generator[PairLine | Skipped, None, None]:
    layout: columns.Layout | None = None
    seen = wide = 0
    for row in rows:
        seen += 1
        cells = [formulas.restore(cell) for cell in row.cells]
        if row.flaw:
            yield Skipped(str(path), row.line, row.flaw)
            continue
        if layout is None and len(cells) > 1:
            layout = columns.pair_layout(cells, options, path)
            narration.extend(layout.narration)
            if layout.header:
                wide += 1
                continue
        found = _pair(row.line, cells, layout.columns if layout else {"term": 0, "synonym": 1})
        wide += len(cells) > 1
        yield Skipped(str(path), row.line, found) if isinstance(found, str) else found
    if not seen:
        raise FormatError("is empty", "Choose a file with pairs in it", path=path)
    if not wide:
        raise FormatError(
            "no row has two columns",
            "A list of terms is read with --format terms",
            path=path,
        )


def _pair(line: int, cells: list[str], layout: Mapping[str, int]) -> PairLine | str:
    if len(cells) <= max(layout["term"], layout["synonym"]):
        if len(cells) == 1:
            return "only one column"
        which = f"{layout['term'] + 1} and {layout['synonym'] + 1}"
        return f"{len(cells)} columns, where columns {which} hold the pair"
    return pair_line(line, {r: cells[n] for r, n in layout.items() if n < len(cells)})


def _cell(row: ExportRow, name: str, *, formulas_too: bool) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    if name.startswith("cosine"):
        return f"{round(float(value), 4) + 0.0:.4f}"
    if name == "weight":
        return f"{value:.15g}"
    return formulas.neutralise(str(value), formulas=formulas_too)
