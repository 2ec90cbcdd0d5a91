"""Disagreements of merges as CSV or JSON lines, to be talked over elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Literal, TextIO

from synotui.formats import delimited, formulas
from synotui.formats.writing import text_output
from synotui.model import Disagreement, Saying

_SAID = ("verdict", "relation", "note", "weight", "term_sense", "synonym_sense", "curator",
         "decided_at")  # fmt: skip
_COLUMNS = ("term", "synonym", *(f"mine_{name}" for name in _SAID),
            *(f"theirs_{name}" for name in _SAID), "file", "merge")  # fmt: skip


def write(found: Iterable[Disagreement], out: Path | TextIO, form: Literal["csv", "jsonl"]) -> int:
    """Write disagreements and give how many; a path is replaced once all of them are written.

    Text that a spreadsheet would run as a formula gets an apostrophe. Raises
    FormatError.
    """
    written = 0
    with text_output(out) as file:
        if form == "csv":
            file.write(delimited.joined(_COLUMNS, ","))
        for each in found:
            if form == "csv":
                cells = (each.term, each.synonym, *_cells(each.mine), *_cells(each.theirs),
                         each.file, each.seq)  # fmt: skip
                file.write(delimited.joined([_cell(value) for value in cells], ","))
            else:
                file.write(json.dumps(asdict(each), ensure_ascii=False) + "\n")
            written += 1
    return written


def _cells(saying: Saying | None) -> list[object]:
    return [getattr(saying, name, None) for name in _SAID]


def _cell(value: object) -> str:
    return "" if value is None else formulas.neutralise(str(value))
