"""The ledger as CSV or JSON lines, for those who keep records elsewhere."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TextIO

from synotui.formats import delimited, formulas
from synotui.formats.writing import text_output
from synotui.model import AuditEntry

AuditFormat = Literal["csv", "jsonl"]
_COLUMNS = (
    "seq", "at", "curator", "action", "target", "undone_by", "label", "term", "synonym",
    "before", "after", "space", "base", "now", "probability", "decided_by",
    "decided_at", "hash",
)  # fmt: skip


def write(entries: Iterable[AuditEntry], out: Path | TextIO, form: AuditFormat) -> int:
    """Write entries and give how many; a path is replaced only once all of them are written.

    CSV has a row for each pair of an entry, and one for an entry without any;
    text that a spreadsheet would run as a formula gets an apostrophe. Raises
    FormatError.
    """
    written = 0
    with text_output(out) as file:
        if form == "csv":
            file.write(delimited.joined(_COLUMNS, ","))
        for entry in entries:
            if form == "csv":
                for row in _rows(entry):
                    file.write(delimited.joined([_cell(row[name]) for name in _COLUMNS], ","))
            else:
                file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            written += 1
    return written


def _rows(entry: AuditEntry) -> Iterator[dict[str, Any]]:
    whole = asdict(entry)
    pairs: list[dict[str, Any]] = whole["pairs"] or [{}]
    for pair in pairs:
        yield dict.fromkeys(_COLUMNS) | whole | pair


def _cell(value: object) -> str:
    return "" if value is None else formulas.neutralise(str(value))
