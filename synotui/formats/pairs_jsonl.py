"""Pairs as JSON lines: one object a line, with the names of the CSV columns as its keys."""

import json
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, TextIO

from synotui.errors import FormatError
from synotui.formats import columns, delimited, encoding
from synotui.formats.options import ReadOptions, WriteOptions
from synotui.formats.pair_fields import pair_line
from synotui.formats.reader import Reader
from synotui.formats.rows import ExportRow, PairLine
from synotui.formats.source import open_text
from synotui.formats.writing import text_output
from synotui.model import OnProgress, Skipped, no_progress


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[PairLine | Skipped]:
    """Read pairs; a line that is no object with two terms becomes a Skipped.

    Raises FormatError for an empty file and an encoding that does not fit.
    """
    decoding = encoding.decide(path, options.encoding, on_progress)
    stream = open_text(path, decoding.codec, on_progress)
    narration = list(decoding.narration)
    return Reader(_items(path, stream, options), stream, narration)


def write(rows: Iterable[ExportRow], out: Path | TextIO, options: WriteOptions) -> int:
    """Write pairs and give how many. Headers and formulas do not concern JSON."""
    chosen = columns.chosen(options.columns)
    written = 0
    with text_output(out, bom=options.bom) as file:
        for row in rows:
            fields = {name: _value(row, name) for name in chosen}
            file.write(json.dumps(fields, ensure_ascii=False, allow_nan=False) + "\n")
            written += 1
    return written


def _items(
    path: Path, stream: TextIO, options: ReadOptions
) -> Generator[PairLine | Skipped, None, None]:
    number = seen = 0
    while True:
        line, flaw = delimited.read_line(stream)
        if not line:
            break
        number += 1
        if not flaw and not line.strip():
            continue
        seen += 1
        found = flaw or _pair(number, line, options)
        yield Skipped(str(path), number, found) if isinstance(found, str) else found
    if not seen:
        raise FormatError("is empty", "Choose a file with pairs in it", path=path)


def _pair(number: int, line: str, options: ReadOptions) -> PairLine | str:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(given, dict):
        return "not a JSON object"
    fields: dict[str, str] = {}
    for key, value in given.items():
        role = columns.role_of(key)
        if role is not None and value is not None:
            fields.setdefault(role, value if isinstance(value, str) else _as_text(role, value))
    for role, key in (("term", options.term_column), ("synonym", options.synonym_column)):
        if key:
            value = given.get(key)
            fields[role] = value if isinstance(value, str) else ""
    return pair_line(number, fields)


def _as_text(role: str, value: Any) -> str:
    if role in ("term", "synonym"):
        return ""
    return str(value) if isinstance(value, int | float) else "no text"


def _value(row: ExportRow, name: str) -> str | float | None:
    value = getattr(row, name)
    if name.startswith("cosine") and value is not None:
        return round(float(value), 4) + 0.0
    if name == "weight":
        return float(value)
    return None if value is None else str(value)
