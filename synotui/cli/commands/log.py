"""`synotui log`: the ledger, newest first."""

from dataclasses import asdict
from pathlib import Path

import click

from synotui.cli.arguments import as_json, dictionary


@click.command()
@dictionary
@click.option(
    "--count", "-n", type=click.IntRange(min=1), default=50, show_default=True, metavar="N",
    help="How many entries.",
)  # fmt: skip
@as_json
def command(db: Path, count: int, as_json: bool) -> None:
    """Show who did what and when, newest first. Times are UTC.

    With --json: a list of entries; `target` is the entry an undo or redo is about.

    \b
    Example:
      synotui log cars.db -n 10
    """
    from synotui.cli.printing import Column, document, table
    from synotui.ops.history import log
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        entries = log(bench, count)
    if as_json:
        document([asdict(entry) for entry in entries])
        return
    columns = [
        Column("#", right=True),
        Column("when"),
        Column("curator", cut=True),
        Column("action"),
        Column("what", cut=True),
    ]
    table(
        columns,
        [[str(each.seq), each.at, each.curator, each.action, each.label] for each in entries],
    )
