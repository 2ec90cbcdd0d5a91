"""`synotui export`: the accepted pairs as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from synotui.cli.arguments import complete_formats, dictionary

if TYPE_CHECKING:
    from synotui.ops.exporting import ExportOptions
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
    help="Names of the columns; zh: 标准词,近似词...",
)
@click.option("--columns", metavar="A,B,...", help="Which columns, in this order.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, which Excel wants.")
@click.option(
    "--no-neutralise",
    is_flag=True,
    help="Leave text a spreadsheet would run as a formula as it is.",
)
def command(
    db: Path,
    file: Path,
    format: str | None,
    header: Literal["en", "zh", "none"],
    columns: str | None,
    bom: bool,
    no_neutralise: bool,
) -> None:
    """Write the accepted pairs of DB to FILE; `-` is stdout.

    Text that a spreadsheet would run as a formula gets a ' in front, which
    importing takes away again.

    \b
    Example:
      synotui export cars.db synonyms.csv
      synotui export cars.db - --header zh --columns term,synonym
    """
    from synotui.ops.exporting import ExportOptions
    from synotui.ops.workbench import open_workbench

    options = ExportOptions(
        format=format,
        header=header,
        columns=tuple(name.strip() for name in columns.split(",")) if columns else None,
        neutralise=not no_neutralise,
        bom=bom,
    )
    with open_workbench(db) as bench:
        _export(bench, file, options)


def _export(bench: "Workbench", file: Path, options: "ExportOptions") -> None:
    from synotui.cli.printing import data_stream, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.exporting import export

    with ProgressLine() as progress:
        if str(file) == "-":
            with data_stream() as stream:
                report = export(bench, stream, options, progress)
        else:
            report = export(bench, file, options, progress)
    where = "stdout" if str(file) == "-" else str(file)
    say(f"{report.rows:,} pair{'' if report.rows == 1 else 's'} written to {where}")
