"""`synotui space`: the spaces of vectors, which is current, and spaces made from others."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.model import SpaceInfo
    from synotui.ops.spaces.fix_plan import FixRequest
    from synotui.ops.spaces.fixes import FixReport
    from synotui.ops.workbench import Workbench


@click.command()
@dictionary
@click.argument("name", required=False, type=as_text)
@click.option(
    "--fix", type=click.Choice(["centre", "abtt", "whiten"]),
    help="Make a derived space: subtract the mean; also remove the top components; or whiten.",
)  # fmt: skip
@click.option(
    "--of", type=as_text, metavar="NAME", help="Make it from this space, not the current."
)
@click.option(
    "--components", type=click.IntRange(1), metavar="D",
    help="How many abtt removes; a hundredth of the dimensions otherwise.",
)  # fmt: skip
@click.option(
    "--dim", type=click.IntRange(1), metavar="K",
    help="How many dimensions whiten keeps; all otherwise.",
)  # fmt: skip
@click.option(
    "--name", "called", type=as_text, metavar="NAME", help="What to call the derived space."
)
@click.option("--use", is_flag=True, help="Make the derived space the current one.")
@click.option("--dry-run", is_flag=True, help="Measure what the fix would do; write nothing.")
@click.option("--remove", type=as_text, metavar="NAME", help="Delete a derived space.")
@as_json
def command(
    db: Path,
    name: str | None,
    fix: str | None,
    of: str | None,
    components: int | None,
    dim: int | None,
    called: str | None,
    use: bool,
    dry_run: bool,
    remove: str | None,
    as_json: bool,
) -> None:
    """List the spaces of DB, or make NAME the current one.

    Suggestions and cosines are always those of the current space.

    With --fix a space is made from the base vectors of another, and what that
    does is measured: the mean cosine of terms taken at random, that of accepted
    pairs, and how many of these are among each other's first ten. abtt is
    all-but-the-top. Asked for again, it takes in the vectors that came since.

    \b
    Example:
      synotui space cars.db
      synotui space cars.db use-m3
      synotui space cars.db --fix abtt --dry-run
      synotui space cars.db --fix centre --name centred
      synotui space cars.db --remove centred
    """
    from synotui.cli.printing import line
    from synotui.ops.spaces.embedding import spaces, use_space
    from synotui.ops.spaces.fix_plan import FixRequest
    from synotui.ops.spaces.fixes import remove_derived
    from synotui.ops.workbench import open_workbench

    _refuse_mixtures(name, fix, remove, any((of, components, dim, called, use, dry_run)))
    with open_workbench(db) as bench:
        if fix is not None:
            request = FixRequest(fix, of, components, dim, called)
            _fix(bench, request, use=use, dry_run=dry_run, as_json=as_json)
            return
        if remove is not None:
            remove_derived(bench, remove)
            if not as_json:
                line(f"space {remove} removed")
        if name is not None:
            change = use_space(bench, name)
            if not as_json:
                line(change.label)
        _list(db, spaces(bench), as_json=as_json)


def _refuse_mixtures(
    name: str | None, fix: str | None, remove: str | None, with_options: bool
) -> None:
    if sum(each is not None for each in (name, fix, remove)) > 1:
        raise click.UsageError("NAME, --fix and --remove go one at a time.")
    if with_options and fix is None:
        raise click.UsageError("--of, --components, --dim, --name, --use and --dry-run need --fix.")


def _fix(
    bench: "Workbench", request: "FixRequest", *, use: bool, dry_run: bool, as_json: bool
) -> None:
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.spaces.fixes import fix_space

    with ProgressLine() as progress:
        report = fix_space(bench, request, progress, use=use, dry_run=dry_run)
    if as_json:
        document(asdict(report))
        return
    _print(report)
    if report.lost:
        say(f"{report.lost:,} vectors come to nothing and are left out")
    if not report.kept:
        say("Nothing was written.")
    elif not report.current:
        say(f"Next: synotui space {bench.path} {report.space} makes it the current one.")


def _print(report: "FixReport") -> None:
    from synotui.cli.printing import Column, line, table

    what = f"{report.vectors:,} vectors of {report.dim:,} dimensions"
    made = f", {report.made:,} made now" if report.kept else ""
    line(f"space {report.space} from {report.of}: {what}{made}")
    before, after = report.before, report.after
    rows = [["random pairs", _figure(before.random_cosine), _figure(after.random_cosine), "cosine"]]
    if report.pairs:
        told = f"of {report.pairs:,} accepted pairs"
        pairs = _figure(before.pair_cosine), _figure(after.pair_cosine)
        rows.append(["accepted pairs", *pairs, "cosine"])
        found = _figure(before.recall_at_10), _figure(after.recall_at_10)
        rows.append(["recall@10", *found, told])
    table([Column(""), Column("before", right=True), Column("after", right=True), Column("")], rows)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _list(db: Path, found: "list[SpaceInfo]", *, as_json: bool) -> None:
    from synotui.cli.printing import Column, document, say, table

    if as_json:
        document([asdict(each) for each in found])
        return
    if not found:
        say(f"No space yet: run synotui embed {db}")
        return
    rows = [
        ["▸" if each.current else "", each.name, each.encoder or "imported",
         f"{each.dim}", f"{each.vectors:,}", f"{each.moved:,}"]
        for each in found
    ]  # fmt: skip
    columns = [Column(""), Column("space", cut=True), Column("encoder", cut=True)]
    columns += [Column(title, right=True) for title in ("dim", "vectors", "moved")]
    table(columns, rows)
