"""`synotui DB`: open the review screen."""

from pathlib import Path

import click

from synotui.cli.arguments import dictionary


@click.command()
@dictionary
def command(db: Path) -> int:
    """Open the review screen on the dictionary DB.

    \b
    Example:
      synotui cars.db
    """
    from synotui.tui import run

    return run(db)
