"""The queue of candidates as CSV or JSON lines: what a review would ask, for use elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, TextIO

from synotui.formats import delimited, formulas
from synotui.formats.writing import text_output

QueueFormat = Literal["csv", "jsonl"]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One candidate, and what is known of it."""

    term: str
    synonym: str
    probability: float
    cosine_base: float | None
    cosine_now: float | None
    rank: int | None
    """Its place among the nearest of the term."""
    rank_back: int | None
    sources: tuple[str, ...]
    why: tuple[str, ...]
    warnings: tuple[str, ...]


def write(rows: Iterable[QueueRow], out: Path | TextIO, form: QueueFormat) -> int:
    """Write rows and give how many; a path is replaced only once all of them are written.

    In CSV several entries stand in a cell with "; " between, and text that a
    spreadsheet would run as a formula gets an apostrophe. Raises FormatError.
    """
    written = 0
    with text_output(out) as file:
        if form == "csv":
            file.write(delimited.joined([each.name for each in fields(QueueRow)], ","))
        for row in rows:
            values = asdict(row)
            if form == "csv":
                file.write(delimited.joined(map(_cell, values.values()), ","))
            else:
                rounded = {name: _rounded(value) for name, value in values.items()}
                file.write(json.dumps(rounded, ensure_ascii=False, allow_nan=False) + "\n")
            written += 1
    return written


def _rounded(value: object) -> object:
    return round(value, 4) + 0.0 if isinstance(value, float) else value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(value, 4) + 0.0:.4f}"
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return formulas.neutralise(text)
