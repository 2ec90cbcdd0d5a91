"""`synotui stats`: what a dictionary holds, and what it takes."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.ops.stats import DictionaryStats, MemoryUse


@click.command()
@dictionary
@as_json
def command(db: Path, as_json: bool) -> None:
    """Count the terms, pairs, vectors and ledger entries of DB, and the memory it takes open.

    \b
    Example:
      synotui stats cars.db
      synotui stats cars.db --json
    """
    from synotui.cli.printing import document
    from synotui.ops.stats import memory_use, stats
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        counted, memory = stats(bench), memory_use(bench)
    if as_json:
        document(_document(counted) | {"memory": asdict(memory)})
    else:
        _print(counted, memory)


def _document(counted: "DictionaryStats") -> dict[str, Any]:
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
        "checks": asdict(counted.checks) | {"share": counted.checks.share},
    }


def _print(counted: "DictionaryStats", memory: "MemoryUse") -> None:
    from synotui.cli.printing import Column, table

    rows = [
        ["terms", f"{counted.terms:,}", f"{counted.heads_decided:,} with a pair decided"],
        ["accepted", f"{counted.accepted:,}", ""],
        ["rejected", f"{counted.rejected:,}", ""],
        ["skipped", f"{counted.skipped:,}", ""],
        ["proposals", f"{counted.proposals:,}", "awaiting a verdict"],
    ]
    if checks := counted.checks.asked:
        told = f"decided alike of {checks:,} earlier decisions shown again"
        rows.append(["checks", f"{counted.checks.same:,}", told])
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
        ["cached", f"{memory.cached / 1e6:,.1f}", "MB beside it, can be deleted"],
        ["memory", f"{_taken(memory) / 1e6:,.1f}", f"MB when open: {_parts(memory)}"],
    ]
    table([Column(""), Column("", right=True), Column("", cut=True)], rows)


def _taken(memory: "MemoryUse") -> int:
    return memory.terms + memory.vectors + memory.moved + memory.index


def _parts(memory: "MemoryUse") -> str:
    vectors = "vectors, mapped" if memory.mapped else "vectors"
    parts = (
        (memory.vectors, vectors),
        (memory.moved, "moved"),
        (memory.index, "index"),
        (memory.terms, "terms"),
    )
    return ", ".join(f"{size / 1e6:,.1f} {name}" for size, name in parts if size)
