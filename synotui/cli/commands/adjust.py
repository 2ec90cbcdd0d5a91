"""`synotui adjust`: how accepted pairs move vectors, shown or changed."""

from dataclasses import asdict
from pathlib import Path

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.model import Settings

_USED_BY = {
    "anchored": ("stay", "push", "sweeps"),
    "pull": ("factor", "iterations"),
    "none": (),
}


@click.command()
@dictionary
@click.option(
    "--method",
    "-m",
    type=click.Choice(list(_USED_BY)),
    help="anchored: order-free, holds to the base; pull: the bidirectional pull; none.",
)
@click.option("--set", "assignments", multiple=True, metavar="K=V", help="Change a setting.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@as_json
def command(
    db: Path, method: str | None, assignments: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Show the adjustment settings of DB, or change them and re-solve all vectors.

    Settings: stay, push, sweeps (anchored); factor, iterations (pull). Base
    vectors never change, so going back to a setting goes back exactly.

    \b
    Example:
      synotui adjust cars.db
      synotui adjust cars.db --method pull --dry-run
      synotui adjust cars.db --set stay=0.3 --set push=1
    """
    from synotui.cli.changes import change_document, diff_document, print_change, print_diff
    from synotui.cli.printing import document, say
    from synotui.model import Diff
    from synotui.ops.adjust import change_settings, get_settings, parse_settings, preview_settings
    from synotui.ops.workbench import open_workbench

    given = _parse(assignments)
    with open_workbench(db) as bench:
        current = get_settings(bench)
        wanted = parse_settings(current, method, given)
        asked = method is not None or bool(given)
        if asked and not dry_run:
            change = change_settings(bench, wanted)
            if as_json:
                document(change_document(change) | {"settings": asdict(wanted)})
            else:
                print_change(change)
                _print_settings(wanted)
            return
        diff = preview_settings(bench, wanted) if asked else Diff()
    if as_json:
        document(diff_document(diff) | {"dry_run": dry_run, "settings": asdict(wanted)})
        return
    if asked:
        print_diff(diff)
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

    values = asdict(settings)
    rows = [["method", values.pop("method"), ""]]
    for name, value in values.items():
        users = [method for method, used in _USED_BY.items() if name in used]
        idle = "" if settings.method in users else f"used by {', '.join(users)}"
        rows.append([name, f"{value:g}", idle])
    table([Column(""), Column(""), Column("")], rows)
