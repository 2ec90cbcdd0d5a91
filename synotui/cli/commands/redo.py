"""`synotui redo`: put back what was undone."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.cli.steps import steps, take_steps


@click.command()
@dictionary
@steps
@as_json
def command(db: Path, count: int, as_json: bool) -> None:
    """Put back the last N changes that were undone.

    With --json the document is the last step's change; `changes` lists all.

    \b
    Example:
      synotui undo cars.db
      synotui redo cars.db
    """
    from synotui.ops.history import redo

    take_steps(db, count, redo, "redone: ", as_json)
