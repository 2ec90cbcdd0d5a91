"""`synotui undo`: take back the last decisions."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.cli.steps import steps, take_steps


@click.command()
@dictionary
@steps
@as_json
def command(db: Path, count: int, as_json: bool) -> None:
    """Take back the last N changes, back to the first decision if asked.

    With --json the document is the last step's change; `changes` lists all.

    \b
    Example:
      synotui undo cars.db
      synotui undo cars.db -n 2
    """
    from synotui.ops.history import undo

    take_steps(db, count, undo, "undone: ", as_json)
