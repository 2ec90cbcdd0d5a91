"""Pairs as tab separated rows: pairs_csv with the delimiter settled."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from synotui.formats import pairs_csv
from synotui.formats.options import ReadOptions, WriteOptions
from synotui.formats.reader import Reader
from synotui.formats.rows import ExportRow, PairLine
from synotui.model import OnProgress, Skipped, no_progress


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[PairLine | Skipped]:
    """Read pairs as `pairs_csv.read` does."""
    return pairs_csv.read(path, options, on_progress, delimiter="\t")


def write(rows: Iterable[ExportRow], out: Path | TextIO, options: WriteOptions) -> int:
    """Write pairs as `pairs_csv.write` does."""
    return pairs_csv.write(rows, out, options, delimiter="\t")
