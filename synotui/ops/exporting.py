"""Write the curated pairs to files people run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from synotui import formats
from synotui.errors import FormatError
from synotui.formats.rows import ExportRow
from synotui.model import OnProgress, Pair, Progress, Verdict, no_progress
from synotui.ops.workbench import Loaded, Workbench

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to write a file."""

    format: str | None = None
    """A format's name; None goes by the file's ending."""
    header: Literal["en", "zh", "none"] = "en"
    columns: tuple[str, ...] | None = None
    neutralise: bool = True
    """Whether text that a spreadsheet would run as a formula is made harmless."""
    bom: bool = False
    verdicts: tuple[Verdict, ...] = (Verdict.ACCEPTED,)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written."""

    path: str
    format: str
    rows: int


def export(
    bench: Workbench,
    out: Path | TextIO,
    options: ExportOptions | None = None,
    on_progress: OnProgress = no_progress,
) -> ExportReport:
    """Write the pairs with the chosen verdicts, in the order they were decided.

    A path is written whole or not at all. Raises FormatError, DictionaryError.
    """
    options = options or ExportOptions()
    if isinstance(out, Path) and out.exists() and out.samefile(bench.path):
        raise FormatError("is the dictionary itself", "Name another file to write to", path=out)
    chosen = formats.format_for_writing(out if isinstance(out, Path) else None, options.format)
    writing = formats.WriteOptions(options.header, options.columns, options.neutralise, options.bom)
    with bench.store.reading():
        pairs = list(bench.store.pairs.with_verdicts(options.verdicts))
        rows = chosen.write(_rows(bench, pairs, on_progress), out, writing)
    return ExportReport(str(out) if isinstance(out, Path) else "-", chosen.name, rows)


def _rows(bench: Workbench, pairs: list[Pair], on_progress: OnProgress) -> Iterator[ExportRow]:
    loaded = bench.loaded()
    for start in range(0, len(pairs), _AT_ONCE):
        on_progress(Progress("exporting", start, len(pairs), "pairs"))
        part = pairs[start : start + _AT_ONCE]
        terms = bench.store.terms.by_id({i for pair in part for i in (pair.head, pair.synonym)})
        for pair in part:
            base, now = _cosines(loaded, pair)
            yield ExportRow(
                term=terms[pair.head].text,
                synonym=terms[pair.synonym].text,
                relation=pair.relation,
                cosine_base=base,
                cosine_now=now,
                curator=pair.curator,
                decided_at=pair.decided_at,
                note=pair.note,
                verdict=pair.verdict,
            )
    on_progress(Progress("exporting", len(pairs), len(pairs), "pairs"))


def _cosines(loaded: Loaded | None, pair: Pair) -> tuple[float | None, float | None]:
    if loaded is None:
        return None, None
    import numpy as np

    rows = loaded.space.rows_of(np.array([pair.head, pair.synonym], np.int64))
    if (rows < 0).any():
        return None, None
    base = loaded.space.cosines(int(rows[0]), rows[1:], base=True)
    now = loaded.space.cosines(int(rows[0]), rows[1:])
    return float(base[0]), float(now[0])
