"""`synotui merge`: bring in what another curator decided, or list what both disagree on."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.model import Disagreement, MergeReport, Stance

_LISTED = 10


@click.command()
@dictionary
@click.argument("other", metavar="[OTHER.db]", type=click.Path(path_type=Path), required=False)
@click.option("--theirs", is_flag=True, help="Where both decided differently, take theirs.")
@click.option("--mine", is_flag=True, help="Where both decided differently, mine is settled.")
@click.option("--terms", is_flag=True, help="Add all terms it has in use, not only those needed.")
@click.option("--dry-run", is_flag=True, help="Tell what it would do; change nothing.")
@click.option("--disagreements", is_flag=True, help="List those nobody has worked off.")
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write these to a .csv or .jsonl file.",
)  # fmt: skip
@as_json
def command(
    db: Path,
    other: Path | None,
    theirs: bool,
    mine: bool,
    terms: bool,
    dry_run: bool,
    disagreements: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Bring what another curator decided in OTHER.db, such as a copy of DB, into DB.

    What only one of the two changed since both knew it is taken. Where both
    changed it differently, DB stays as it is, and the disagreement is listed
    until somebody decides the pair: Q in the review has a queue of them. One
    step, which synotui undo takes back. OTHER.db is only read. Merging it
    again takes what came after.

    \b
    Example:
      synotui merge cars.db from-li.db --dry-run
      synotui merge cars.db from-li.db
      synotui merge cars.db --disagreements -o open.csv
    """
    if disagreements:
        if other is not None or theirs or mine or terms or dry_run:
            raise click.UsageError("--disagreements takes nothing but DB, --json and -o")
        _list(db, out, as_json=as_json)
        return
    if other is None:
        raise click.UsageError("Name the other dictionary, or list --disagreements")
    if theirs and mine:
        raise click.UsageError("--theirs or --mine, not both")
    if out is not None:
        raise click.UsageError("-o goes with --disagreements")
    stance: Stance = "theirs" if theirs else "mine" if mine else "ask"
    _merge(db, other, stance, terms=terms, dry_run=dry_run, as_json=as_json)


def _merge(
    db: Path, other: Path, stance: "Stance", *, terms: bool, dry_run: bool, as_json: bool
) -> None:
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops import merging
    from synotui.ops.merging.plan import MergeOptions
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        options = MergeOptions(stance, terms)
        with ProgressLine() as progress:
            if dry_run:
                plan = merging.plan_merge(bench.store, other, options, progress)
                report, does_anything = merging.report_of(plan), plan.does_anything
            else:
                report, change = merging.merge(bench, other, options, progress)
                does_anything = change is not None
    if as_json:
        document(merge_document(report))
        return
    _print(report, does_anything=does_anything)
    if dry_run:
        say("Nothing was changed")
    elif does_anything:
        say(f"Merged into {db} as entry #{report.seq}; synotui undo {db} takes it back")


def merge_document(report: "MergeReport") -> dict[str, Any]:
    """Give a report in the shape `merge --json` promises."""
    refused = {"refused_count": report.refused_count}
    return asdict(report) | refused | {"merged": report.seq is not None}


def _print(report: "MergeReport", *, does_anything: bool) -> None:
    from synotui.cli.printing import line
    from synotui.ops.merging.words import counted, known_words, nothing_words, pair_words

    line(f"{report.path}: {known_words(report)}")
    if not does_anything:
        line(nothing_words(report))
    for count, what, more in counted(report):
        line(f"  {count:>9,} {what:<23} {more}".rstrip())
    for pair in report.examples[:_LISTED]:
        line(f"  {pair_words(pair)}")
    changed = report.taken + report.undone
    if changed > _LISTED:
        line(f"  and {changed - _LISTED:,} more pairs")
    if report.terms_lacking:
        line("  --terms adds the terms that are only there")
    for each in report.refused:
        line(f"  refused {each.count:,}: {each.reason} ({each.example})")
    if report.disagreements:
        line("disagreements:")
    for told in report.listed[:_LISTED]:
        line(f"  {told.term} – {told.synonym}: {told.told}")
    if report.disagreements > _LISTED:
        line(f"  and {report.disagreements - _LISTED:,} more (--disagreements lists them)")


def _list(db: Path, out: Path | None, *, as_json: bool) -> None:
    from synotui.cli.printing import document, line, say
    from synotui.formats import disagreement_rows
    from synotui.ops.merging import open_disagreements
    from synotui.ops.workbench import open_workbench

    if out is not None and out.suffix not in (".csv", ".jsonl"):
        raise click.BadParameter("Name a file that ends in .csv or .jsonl", param_hint="--out")
    with open_workbench(db) as bench:
        found: list[Disagreement] = open_disagreements(bench.store)
    if out is not None:
        written = disagreement_rows.write(found, out, "csv" if out.suffix == ".csv" else "jsonl")
        say(f"{written:,} disagreements written to {out}")
    elif as_json:
        document([asdict(each) for each in found])
    elif found:
        for each in found:
            line(f"{each.term} – {each.synonym}: {each.told}")
    else:
        say("No disagreement is open")
