"""`synotui export`: the accepted pairs as a file, or the vectors."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from synotui.cli.arguments import as_json, as_text, complete_formats, dictionary

if TYPE_CHECKING:
    from synotui.ops.transfer.exporting import ExportOptions, ExportReport
    from synotui.ops.workbench import Workbench


@click.command()
@dictionary
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "-f",
    metavar="NAME",
    shell_complete=complete_formats,
    help="What to write; told from FILE's ending otherwise, csv for stdout.",
)
@click.option(
    "--header",
    type=click.Choice(["en", "zh", "none"]),
    default="en",
    show_default=True,
    help="Pairs: names of the columns; zh: 标准词,近似词...",
)
@click.option("--columns", metavar="A,B,...", help="Pairs: which columns, in this order.")
@click.option("--bom", is_flag=True, help="Pairs: begin with a byte order mark, for Excel.")
@click.option(
    "--no-neutralise",
    is_flag=True,
    help="Pairs: leave text a spreadsheet would run as a formula as it is.",
)
@click.option("--space", metavar="NAME", type=as_text, help="Vectors: of this space [current].")
@click.option(
    "--vectors",
    type=click.Choice(["adjusted", "base"]),
    default="adjusted",
    show_default=True,
    help="Vectors: as accepted pairs adjust them, or as they came.",
)
@click.option("--moved-only", is_flag=True, help="Vectors: only those that were adjusted.")
@as_json
def command(
    db: Path,
    file: Path,
    format: str | None,
    header: Literal["en", "zh", "none"],
    columns: str | None,
    bom: bool,
    no_neutralise: bool,
    space: str | None,
    vectors: Literal["adjusted", "base"],
    moved_only: bool,
    as_json: bool,
) -> None:
    """Write the accepted pairs of DB to FILE, or the vectors; `-` is stdout.

    FILE's ending says which: pairs as .csv, .tsv or .jsonl, vectors as .vec or
    .txt (word2vec text), .bin (word2vec binary), .npy (with the terms, one a
    line, in NAME.vocab.txt) or .safetensors; .gz, .bz2 or .zst after it packs it.
    FILE is replaced once all is written.

    Text that a spreadsheet would run as a formula gets a ' in front, which
    importing takes away again. word2vec files have underscores for the spaces
    in terms, which importing with --underscores makes spaces again.

    \b
    Example:
      synotui export cars.db synonyms.csv
      synotui export cars.db - --header zh --columns term,synonym
      synotui export cars.db vectors.bin
      synotui export cars.db before.npy --vectors base --json
    """
    from synotui.ops.transfer.exporting import ExportOptions
    from synotui.ops.workbench import open_workbench

    if as_json and str(file) == "-":
        raise click.UsageError("--json and a FILE of - would both go to stdout")
    _refuse_terminal(file, format)
    options = ExportOptions(
        format=format,
        header=header,
        columns=tuple(name.strip() for name in columns.split(",")) if columns else None,
        neutralise=not no_neutralise,
        bom=bom,
        space=space,
        vectors=vectors,
        moved_only=moved_only,
    )
    with open_workbench(db) as bench:
        _tell(_export(bench, file, options), as_json)


def _refuse_terminal(file: Path, format: str | None) -> None:
    import sys

    if str(file) == "-" and sys.stdout.isatty():
        from synotui.formats import format_for_writing

        if format_for_writing(None, format).holds == "vectors":
            raise click.UsageError("Vectors are nothing for a terminal: name a FILE, or pipe them")


def _export(bench: "Workbench", file: Path, options: "ExportOptions") -> "ExportReport":
    from synotui.cli.printing import data_stream
    from synotui.cli.progress import ProgressLine
    from synotui.ops.transfer.exporting import export

    with ProgressLine() as progress:
        if str(file) == "-":
            with data_stream() as stream:
                return export(bench, stream, options, progress)
        return export(bench, file, options, progress)


def _tell(report: "ExportReport", as_json: bool) -> None:
    from synotui.cli.printing import document, say

    if as_json:
        left_out = [each._asdict() for each in report.left_out]
        document(asdict(report) | {"left_out": left_out})
        return
    for told in report.narration:
        say(told)
    where = " and ".join(report.files) or "stdout"
    say(f"{report.amount()} written to {where}")
