"""`synotui space`: the spaces of vectors, and which is current."""

from dataclasses import asdict
from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary


@click.command()
@dictionary
@click.argument("name", required=False, type=as_text)
@as_json
def command(db: Path, name: str | None, as_json: bool) -> None:
    """List the spaces of DB, or make NAME the current one.

    Suggestions and cosines are always those of the current space.

    \b
    Example:
      synotui space cars.db
      synotui space cars.db use-m3
    """
    from synotui.cli.printing import Column, document, line, say, table
    from synotui.ops.embedding import spaces, use_space
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        if name is not None:
            change = use_space(bench, name)
            if not as_json:
                line(change.label)
        found = spaces(bench)
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
