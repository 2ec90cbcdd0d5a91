"""Steps back and forth through the ledger, which undo and redo share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.errors import NothingToRedo, NothingToUndo
from synotui.model import Change

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench


steps = click.option(
    "--count", "-n", type=click.IntRange(min=1), default=1, metavar="N", help="How many [1]."
)
"""The option that says how many steps."""


def take_steps(
    db: Path, count: int, step: Callable[["Workbench"], Change], verb: str, as_json: bool
) -> None:
    """Take up to `count` steps and print each; raises only if not even one could be taken."""
    from synotui.cli.changes import change_document, print_change
    from synotui.cli.printing import document, say
    from synotui.ops.workbench import open_workbench

    changes: list[Change] = []
    with open_workbench(db) as bench:
        for _ in range(count):
            try:
                changes.append(step(bench))
            except (NothingToUndo, NothingToRedo):
                if not changes:
                    raise
                say(f"Only {len(changes)} of {count} steps were there to take.")
                break
    if as_json:
        documents = [change_document(change) for change in changes]
        document(documents[-1] | {"changes": documents})
        return
    for change in changes:
        print_change(change, verb)
