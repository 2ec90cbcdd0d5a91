"""`synotui import`: read files into a dictionary, and say what was taken and what was not."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, complete_formats, dictionary
from synotui.errors import Cancelled
from synotui.model import Skipped

if TYPE_CHECKING:
    from synotui.ops.transfer.importing import ImportOptions, ImportReport
    from synotui.ops.workbench import Workbench

_SHOWN = 10
"""Skipped lines that are shown one by one."""


@click.command("import")
@dictionary
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--format",
    "-f",
    metavar="NAME",
    shell_complete=complete_formats,
    help="What the files are; told from their names and contents otherwise.",
)
@click.option("--encoding", metavar="NAME", help="utf-8, gb18030, big5...; found out otherwise.")
@click.option("--header/--no-header", default=None, help="Whether the first line names columns.")
@click.option(
    "--term-column", type=as_text, metavar="NAME", help="The column of the term, by name or number."
)
@click.option("--synonym-column", type=as_text, metavar="NAME", help="The column of the synonym.")
@click.option("--accept", is_flag=True, help="Take pairs as accepted, not as proposals.")
@click.option(
    "--source", type=as_text, metavar="NAME", help="What to call the dictionary the pairs are from."
)
@click.option(
    "--space", type=as_text, metavar="NAME", help="What to call the space made of a vector file."
)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Read only the first N rows."
)
@click.option(
    "--words",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The terms of an array, a line for each row [NAME.vocab.txt].",
)
@click.option(
    "--vocabulary",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take only the terms listed in this file, one a line.",
)
@click.option(
    "--lowercase",
    is_flag=True,
    help="Fold terms to lower case; of those that become equal the first counts.",
)
@click.option("--underscores", is_flag=True, help="Read underscores as spaces: new_york.")
@click.option(
    "--float16",
    is_flag=True,
    help="Keep vectors in half the room; the report says what recall that costs.",
)
@as_json
def command(
    db: Path,
    files: tuple[Path, ...],
    format: str | None,
    encoding: str | None,
    header: bool | None,
    term_column: str | None,
    synonym_column: str | None,
    accept: bool,
    source: str | None,
    space: str | None,
    limit: int | None,
    words: Path | None,
    vocabulary: Path | None,
    lowercase: bool,
    underscores: bool,
    float16: bool,
    as_json: bool,
) -> None:
    """Read terms, pairs or vectors from FILEs into DB, making it if need be.

    Pairs come in as proposals for you to decide, unless a verdict column or
    --accept says more. A vector file makes a space and makes it current.
    Importing a file again changes nothing. Files may be packed (.gz, .bz2, .zst).
    The terms of a NumPy array NAME.npy are the lines of NAME.vocab.txt.

    \b
    Example:
      synotui import cars.db pairs.csv
      synotui import cars.db vectors.txt --space glove
      synotui import words.db vectors.txt --limit 200000 --float16
    """
    from synotui.ops.transfer.importing import ImportOptions
    from synotui.ops.workbench import open_workbench

    options = ImportOptions(
        format=format,
        encoding=encoding,
        header=header,
        term_column=term_column,
        synonym_column=synonym_column,
        accept=accept,
        source=source,
        space=space,
        limit=limit,
        words=words,
        vocabulary=vocabulary,
        lowercase=lowercase,
        underscores=underscores,
        float16=float16,
    )
    new = not db.exists()
    reports: list[ImportReport] = []
    with open_workbench(db, create=True) as bench:
        try:
            _import_all(bench, files, options, reports, quiet=as_json)
        except BaseException:
            if new and not reports:
                # Nothing was read: a dictionary that was not asked for would only be in the way.
                bench.store.discard_if_empty()
            raise
        if as_json:
            _print_document(reports)
        else:
            _say_what_next(bench, db)


def _import_all(
    bench: "Workbench",
    files: Sequence[Path],
    options: "ImportOptions",
    reports: "list[ImportReport]",
    quiet: bool,
) -> None:
    """Import `files` one after another, adding to `reports`."""
    from synotui.cli.printing import say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.transfer.importing import import_file

    for path in files:
        try:
            with ProgressLine() as progress:
                report = import_file(bench, path, options, progress, backs_up=not reports)
        except Cancelled:
            if not reports:
                raise
            raise Cancelled(f"stopped in {path}; the files before it were imported") from None
        reports.append(report)
        for told in report.narration:
            say(f"{path}: {told}")
        if not quiet:
            _print_report(report)


def _print_report(report: "ImportReport") -> None:
    from synotui.cli.printing import line, say

    line(f"{report.path}: {_count(report.rows, 'row')} read as {report.format}")
    counted = (
        ("term", report.terms_added, report.terms_known),
        ("proposal", report.proposals_added, report.proposals_known),
        ("decided pair", report.decided, report.decided_known),
        ("vector", report.vectors_added, report.vectors_known),
    )
    for noun, added, known in counted:
        if added or known:
            already = f", {known:,} already there" if known else ""
            line(f"  {_count(added, noun)} added{already}")
    if report.left_out:
        line(f"  {_count(report.left_out, 'row')} outside the vocabulary")
    if report.space:
        line(f"  current space: {report.space}")
    if not report.skipped_count:
        return
    line(f"  {_count(report.skipped_count, 'row')} skipped")
    for skipped in sorted(report.skipped, key=_line)[:_SHOWN]:
        say(f"  {skipped.path}:{skipped.line}: {skipped.reason}")
    if report.skipped_count > _SHOWN:
        say(f"  … and {report.skipped_count - _SHOWN:,} more (--json lists them)")


def _line(skipped: Skipped) -> int:
    return skipped.line


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _print_document(reports: "Sequence[ImportReport]") -> None:
    from synotui.cli.printing import document

    documents = [asdict(report) for report in reports]
    for each in documents:
        each["skipped"] = sorted(each["skipped"], key=lambda skipped: skipped["line"])
    document({"files": documents})


def _say_what_next(bench: "Workbench", db: Path) -> None:
    from synotui.cli.printing import say
    from synotui.ops.spaces.derived import lineage
    from synotui.ops.stats import stats

    counted = stats(bench)
    current = next((space for space in counted.spaces if space.current), None)
    missing = counted.terms - (current.vectors if current else 0)
    if not counted.terms:
        return
    if missing > 0:
        imported = current is not None and not lineage(bench.store, current)[0].encoder
        how = " --compose" if imported else ""
        made = "composes" if how else "makes"
        without = _count(missing, "term")
        say(f"Next: synotui embed {db}{how} {made} vectors for {without} without one.")
    else:
        say(f"Next: synotui {db} opens it for review.")
