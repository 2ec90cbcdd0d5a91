"""Which column of a table of terms holds the term and which its frequency."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

from synotui.formats import delimited
from synotui.formats.columns import Layout, column_at, column_number, roles_in
from synotui.formats.options import ReadOptions

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_ENOUGH = 0.8
"""Share of the first rows that must be a term and a number for a table without header."""


def frequency_of(cell: str) -> float | None:
    """Read a frequency, such as 12, 1,200 or 3e5; None if it is not one."""
    cell = cell.strip()
    if _GROUPED.fullmatch(cell):
        cell = cell.replace(",", "")
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def table_delimiter(sample: str) -> str | None:
    """Give what separates terms from frequencies in `sample`, or None where nothing does."""
    return next((mark for mark in delimited.DELIMITERS if _is_table(sample, mark)), None)


def term_layout(row: Sequence[str], options: ReadOptions, path: Path) -> Layout:
    """Find the columns from the first row. FormatError if the column asked for is not there."""
    roles = roles_in(row)
    header = options.header
    if header is None:
        named = options.term_column and column_number(options.term_column) is None
        header = bool(named) or _is_header(row)
    found = roles if header else {"term": 0, "frequency": 1}
    columns = {role: at for role, at in found.items() if role in ("term", "frequency")}
    if options.term_column:
        columns["term"] = column_at(options.term_column, row, header, path)
    elif "term" not in columns:
        columns["term"] = 1 if columns.get("frequency") == 0 else 0
    if columns.get("frequency") == columns["term"]:
        del columns["frequency"]
    return Layout(columns, header)


def _is_table(sample: str, delimiter: str) -> bool:
    rows = delimited.sample_rows(sample, delimiter)
    if not rows:
        return False
    if len(rows[0]) > 1 and _is_header(rows[0]) and "synonym" not in roles_in(rows[0]):
        return True
    counted = [len(row) == 2 and frequency_of(row[1]) is not None for row in rows]
    return sum(counted) >= _ENOUGH * len(counted)


def _is_header(row: Sequence[str]) -> bool:
    roles = roles_in(row)
    named = "term" in roles or "frequency" in roles
    return named and all(frequency_of(cell) is None for cell in row)
