"""Write the curated pairs, or the vectors they adjusted, to files people run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from synotui import formats
from synotui.errors import FormatError
from synotui.formats.columns import EXPORTED, FINER
from synotui.formats.rows import ExportRow
from synotui.model import OnProgress, Pair, Progress, Verdict, no_progress
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.ops.transfer.vector_words import LeftOut

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
    space: str | None = None
    """Of vectors: the space; None is the current one."""
    vectors: Literal["adjusted", "base"] = "adjusted"
    """As the pairs in force adjust them, or as they came."""
    moved_only: bool = False
    """Only those that the pairs in force move."""


_FOR_PAIRS = ("header", "columns", "neutralise", "bom", "verdicts")
_FOR_VECTORS = ("space", "vectors", "moved_only")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written."""

    path: str
    format: str
    rows: int
    """Pairs, or vectors."""
    holds: Literal["pairs", "vectors"] = "pairs"
    files: tuple[str, ...] = ()
    """All files, the one asked for first."""
    space: str | None = None
    vectors: Literal["adjusted", "base"] | None = None
    dim: int | None = None
    moved: int | None = None
    """Vectors written that are not the base."""
    underscored: int = 0
    """Terms whose white space is written as underscores."""
    left_out: "tuple[LeftOut, ...]" = ()
    """Terms that would be written like another."""
    narration: tuple[str, ...] = ()
    """What whoever reads the files should know."""

    def amount(self) -> str:
        """Say what was written: "1 pair", "400,000 vectors of 50 values"."""
        if self.holds == "pairs":
            return f"{self.rows:,} pair{'' if self.rows == 1 else 's'}"
        return f"{self.rows:,} vector{'' if self.rows == 1 else 's'} of {self.dim} values"


def export(
    bench: Workbench,
    out: Path | TextIO,
    options: ExportOptions | None = None,
    on_progress: OnProgress = no_progress,
) -> ExportReport:
    """Write what the format holds: pairs, or vectors.

    Pairs: those with the chosen verdicts, in the order they were decided.
    Vectors: see `export_vectors`; a stream takes them by its `buffer`. A path
    is written whole or not at all. Raises FormatError, DictionaryError, and
    for vectors EncoderError.
    """
    options = options or ExportOptions()
    chosen = formats.format_for_writing(out if isinstance(out, Path) else None, options.format)
    _refuse_other_options(chosen, options)
    if isinstance(out, Path):
        _refuse_itself(bench, out)
    if chosen.holds == "vectors":
        return _export_vectors(bench, out, chosen, options, on_progress)
    with bench.store.reading():
        pairs = list(bench.store.pairs.with_verdicts(options.verdicts))
        columns = options.columns or _columns(pairs)
        writing = formats.WriteOptions(options.header, columns, options.neutralise, options.bom)
        rows = chosen.write(_rows(bench, pairs, on_progress), out, writing)
    path = str(out) if isinstance(out, Path) else "-"
    return ExportReport(path, chosen.name, rows, files=(path,) if isinstance(out, Path) else ())


def _refuse_itself(bench: Workbench, out: Path) -> None:
    if out.exists() and out.samefile(bench.path):
        raise FormatError("is the dictionary itself", "Name another file to write to", path=out)


def _refuse_other_options(chosen: formats.Format, options: ExportOptions) -> None:
    plain = ExportOptions()
    others = _FOR_VECTORS if chosen.holds == "pairs" else _FOR_PAIRS
    given = [name for name in others if getattr(options, name) != getattr(plain, name)]
    if given:
        raise FormatError(
            f"{chosen.name} holds {chosen.holds}, which {given[0].replace('_', '-')} does not fit",
            "Leave it out, or name another format",
        )


def _export_vectors(
    bench: Workbench,
    out: Path | TextIO,
    chosen: formats.Format,
    options: ExportOptions,
    on_progress: OnProgress,
) -> ExportReport:
    from synotui.ops.transfer.vector_export import export_vectors

    written = export_vectors(
        bench,
        out if isinstance(out, Path) else out.buffer,
        chosen,
        space=options.space,
        which=options.vectors,
        moved_only=options.moved_only,
        on_progress=on_progress,
    )
    return ExportReport(
        str(out) if isinstance(out, Path) else "-",
        chosen.name,
        written.rows,
        "vectors",
        tuple(map(str, written.files)),
        written.info.name,
        options.vectors,
        written.info.dim,
        written.moved,
        written.underscored,
        written.left_out,
        written.narration,
    )


def _columns(pairs: list[Pair]) -> tuple[str, ...] | None:
    """Give the usual columns, and those of weights and senses if any pair has one of its own."""
    finer = any(pair.weight != 1 or pair.low_sense or pair.high_sense for pair in pairs)
    return EXPORTED + FINER if finer else None


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
                weight=pair.weight,
                term_sense=pair.sense_of(pair.head),
                synonym_sense=pair.sense_of(pair.synonym),
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
