"""`synotui adjust`: how decided pairs move vectors, shown, changed, or judged."""

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.model import METHODS, Settings


class _Command(click.Command):
    """The command, whose help tells of the methods there are and what each is set by."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the methods and their settings below the options."""
        rows = [
            (each.name, f"{each.meaning} [{', '.join(each.settings) or 'nothing to set'}]")
            for each in METHODS.values()
        ]
        with formatter.section("Methods and their settings"):
            formatter.write_dl(rows)
        super().format_epilog(ctx, formatter)


@click.command(cls=_Command)
@dictionary
@click.option("--method", "-m", type=click.Choice(list(METHODS)), help="How pairs move vectors.")
@click.option("--set", "assignments", multiple=True, metavar="K=V", help="Change a setting.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@click.option(
    "--rebuild", is_flag=True,
    help="Solve all pairs anew: decisions wait for it with counterfit and attract-repel.",
)  # fmt: skip
@click.option(
    "--held-out", type=float, metavar="SHARE",
    help="Did it help? Hide this share of accepted pairs and look for them; nothing is changed.",
)  # fmt: skip
@click.option("--compare", is_flag=True, help="With --held-out: try all methods, recommend one.")
@click.option(
    "--seed", type=click.IntRange(0), metavar="N",
    help="With --held-out: what the hidden pairs are drawn from (0).",
)  # fmt: skip
@as_json
def command(
    db: Path,
    method: str | None,
    assignments: tuple[str, ...],
    dry_run: bool,
    rebuild: bool,
    held_out: float | None,
    compare: bool,
    seed: int | None,
    as_json: bool,
) -> None:
    """Show the adjustment settings of DB, or change them and re-solve all vectors.

    Base vectors never change, so going back to a setting goes back exactly.
    Defaults spare pairs that nobody decided. anchored with stay=0.2 finds
    about twice as many synonyms that accepted pairs connect, and three in ten
    fewer of those that nothing connects. hold bounds every method; unless it
    is set, pull takes no term below 0.92.

    With --held-out, recall is the share of hidden partners among the ten
    nearest of the other term, split by whether the pairs that were not hidden
    connect them, and "kept" what terms without a pair keep of their ten
    nearest.

    \b
    Example:
      synotui adjust cars.db
      synotui adjust cars.db --method pull --dry-run
      synotui adjust cars.db --set stay=0.2
      synotui adjust cars.db --held-out 0.3 --compare
    """
    given = _parse(assignments)
    if held_out is None:
        if compare or seed is not None:
            raise click.UsageError("--compare and --seed go with --held-out SHARE")
        _adjust(db, method, given, dry_run=dry_run, rebuild=rebuild, as_json=as_json)
        return
    if rebuild:
        raise click.UsageError("--held-out changes nothing: leave out --rebuild")
    if compare and method:
        raise click.UsageError("--compare tries every method: leave out --method")
    from synotui.cli.held_out import tell_held_out

    tell_held_out(db, held_out, method, given, compare=compare, seed=seed or 0, as_json=as_json)


def _adjust(
    db: Path,
    method: str | None,
    given: dict[str, str],
    *,
    dry_run: bool,
    rebuild: bool,
    as_json: bool,
) -> None:
    """Show or change the settings, or solve all pairs anew by those in force."""
    from synotui.cli.changes import change_document, diff_document, print_change, print_diff
    from synotui.cli.printing import document, say
    from synotui.model import Diff
    from synotui.ops.adjusting import adjust
    from synotui.ops.workbench import open_workbench

    asked = method is not None or bool(given)
    with open_workbench(db) as bench:
        wanted = adjust.parse_settings(adjust.get_settings(bench), method, given)
        told: dict[str, Any] = {"settings": asdict(wanted)}
        if asked and not dry_run:
            # Changing settings solves all pairs anew by itself.
            change = adjust.change_settings(bench, wanted)
            if as_json:
                document(change_document(change) | told)
            else:
                print_change(change)
                _print_settings(wanted)
            return
        if rebuild and not dry_run:
            diff = adjust.rebuild(bench)
        else:
            diff = adjust.preview_settings(bench, wanted) if asked or rebuild else Diff()
    if as_json:
        document(diff_document(diff) | {"dry_run": dry_run} | told)
        return
    if asked or rebuild:
        print_diff(diff)
        if dry_run:
            say("Nothing was changed.")
    _print_settings(wanted)


def _parse(assignments: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"'{assignment}' is not of the form K=V", param_hint="--set")
        given[name.strip()] = value.strip()
    return given


def _print_settings(settings: Settings) -> None:
    """Print the method, then its settings, then those other methods would use."""
    from synotui.cli.printing import Column, table

    rows = [["method", settings.method, ""]]
    for name in (field.name for field in fields(Settings) if field.name != "method"):
        users = [method.name for method in METHODS.values() if name in method.settings]
        idle = f"used by {', '.join(users)}" if users and settings.method not in users else ""
        rows.append([name, f"{settings.value(name):g}", idle])
    table([Column(""), Column(""), Column("")], rows)
