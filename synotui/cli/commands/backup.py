"""`synotui backup`: a copy of a dictionary, into its backups or wherever one likes."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.ops.backups import Backup

_WHY = {"hand": "by hand", "session": "the start of a session"}


@click.command()
@dictionary
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--list", "lists", is_flag=True, help="List the backups there are, newest first.")
@as_json
def command(db: Path, file: Path | None, lists: bool, as_json: bool) -> None:
    """Copy DB, whole and consistent, while others may be working on it.

    Without FILE the copy goes into DB.backups beside it, which synotui also
    fills by itself: at the start of a session, and before imports, repairs,
    restores and migrations. Of these the last five stay, one of each of the
    last seven days and of the last eight weeks, 2 GB in all (backups_mb in
    config.toml; 0 makes none by itself).

    \b
    Example:
      synotui backup cars.db
      synotui backup cars.db --list
      synotui backup cars.db cars-as-delivered.db
    """
    from synotui.cli.printing import document, line, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops import backups
    from synotui.ops.workbench import open_workbench

    if lists:
        print_backups(db, as_json=as_json)
        return
    with open_workbench(db) as bench, ProgressLine() as progress:
        if file is not None:
            backups.copy_to(bench, file, progress)
            made: Any = {"path": str(file), "size": file.stat().st_size}
        else:
            found = backups.back_up(bench, "hand", progress)
            made = _document(found) if found else None
    if as_json:
        document(made)
    elif made is None:
        say("The newest backup is of this very state: nothing to do")
    else:
        line(made["path"])


def print_backups(db: Path, *, as_json: bool) -> None:
    """List the backups of a dictionary."""
    from synotui.cli.printing import Column, document, say, table
    from synotui.ops.backups import list_backups

    found = list_backups(db)
    if as_json:
        document([_document(each) for each in found])
        return
    if not found:
        say(f"No backups of {db} yet: synotui backup {db} makes one")
        return
    rows = [
        [str(nth), each.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"), _WHY.get(each.why, each.why),
         f"{each.size / 1e6:,.1f}"]
        for nth, each in enumerate(found, 1)
    ]  # fmt: skip
    columns = [Column("#", right=True), Column("when"), Column("before"), Column("MB", right=True)]
    table(columns, rows)


def _document(backup: "Backup") -> dict[str, Any]:
    held = asdict(backup)
    return held | {"path": str(backup.path), "at": backup.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
