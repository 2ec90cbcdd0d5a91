"""`synotui stats`: what a dictionary holds."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.model import DictionaryStats


@click.command()
@dictionary
@as_json
def command(db: Path, as_json: bool) -> None:
    """Count the terms, pairs, vectors and ledger entries of DB.

    \b
    Example:
      synotui stats cars.db
      synotui stats cars.db --json
    """
    from synotui.cli.printing import document
    from synotui.ops.stats import stats
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        counted = stats(bench)
    if as_json:
        document(_document(counted))
    else:
        _print(counted)


def _document(counted: DictionaryStats) -> dict[str, Any]:
    return {
        "terms": counted.terms,
        "heads_decided": counted.heads_decided,
        "pairs": {
            "accepted": counted.accepted,
            "rejected": counted.rejected,
            "skipped": counted.skipped,
        },
        "proposals": counted.proposals,
        "spaces": [asdict(space) for space in counted.spaces],
        "ledger": counted.ledger,
        "settings": asdict(counted.settings),
        "file_bytes": counted.file_bytes,
    }


def _print(counted: DictionaryStats) -> None:
    from synotui.cli.printing import Column, table

    rows = [
        ["terms", f"{counted.terms:,}", f"{counted.heads_decided:,} with a pair decided"],
        ["accepted", f"{counted.accepted:,}", ""],
        ["rejected", f"{counted.rejected:,}", ""],
        ["skipped", f"{counted.skipped:,}", ""],
        ["proposals", f"{counted.proposals:,}", "awaiting a verdict"],
    ]
    for space in counted.spaces:
        current = ", current" if space.current else ""
        made_by = space.encoder or "imported"
        rows.append(
            [
                "vectors",
                f"{space.vectors:,}",
                f"space {space.name}: {made_by}, {space.dim}d, {space.moved:,} moved{current}",
            ]
        )
    rows += [
        ["ledger", f"{counted.ledger:,}", "entries"],
        ["adjust", counted.settings.method, ""],
        ["file", f"{counted.file_bytes / 1e6:,.1f}", "MB"],
    ]
    table([Column(""), Column("", right=True), Column("", cut=True)], rows)
