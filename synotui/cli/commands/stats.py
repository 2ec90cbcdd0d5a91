"""`synotui stats`: how the work stands, what a dictionary holds, and what it takes."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.ops.dashboard import Dashboard
    from synotui.ops.elsewhere import Holder
    from synotui.ops.queueing.open_queue import QueueFigures
    from synotui.ops.stats import DictionaryStats, MemoryUse

_BAR = 16


@click.command()
@dictionary
@click.option(
    "--days", type=click.IntRange(1), default=14, show_default=True, metavar="N",
    help="How many of the last days with decisions are printed; --json gives all.",
)  # fmt: skip
@click.option(
    "--estimate", is_flag=True,
    help="Estimate how many synonyms are left among the candidates of the most frequent "
    "terms; takes seconds.",
)  # fmt: skip
@as_json
def command(db: Path, days: int, estimate: bool, as_json: bool) -> None:
    """Tell how the work on DB stands: decided, covered, day by day, and what is left.

    Pace leaves pauses of more than a minute out. Agreement is how many earlier
    decisions, shown again in queues, were decided alike. Then what DB holds,
    and the memory it takes open.

    \b
    Example:
      synotui stats cars.db
      synotui stats cars.db --estimate
      synotui stats cars.db --json
    """
    from synotui.cli.printing import document
    from synotui.cli.progress import ProgressLine
    from synotui.ops.dashboard import dashboard
    from synotui.ops.network_disk import remote_kind
    from synotui.ops.queueing.estimating import estimate_left
    from synotui.ops.stats import memory_use, stats
    from synotui.ops.work import read_work
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        counted, memory = stats(bench), memory_use(bench)
        board = dashboard(bench, read_work(bench.store, progress))
        left = estimate_left(bench, progress) if estimate else None
        others, network = bench.others(), remote_kind(db)
    if as_json:
        held = _document(counted) | {"memory": asdict(memory)}
        held |= {"open_elsewhere": [_holder_document(other) for other in others]}
        held |= {"network_disk": network or None}
        document(held | _work_document(board, left))
    else:
        _print_work(board, left, days)
        _print(counted, memory)
        _print_others(others, network)


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
        "spaces": [
            asdict(space) | {"composed": counted.composed[space.name]} for space in counted.spaces
        ],
        "ledger": counted.ledger,
        "settings": asdict(counted.settings),
        "file_bytes": counted.file_bytes,
        "checks": asdict(counted.checks) | {"share": counted.checks.share},
    }


def _work_document(board: "Dashboard", left: "QueueFigures | None") -> dict[str, Any]:
    work = board.work
    return {
        "with_vector": board.with_vector,
        "in_sets": work.in_sets,
        "days": [asdict(day) for day in work.days],
        "curators": dict(work.curators),
        "changed_mind": work.changed_mind,
        "acceptance": [asdict(band) | {"share": band.share} for band in board.bands],
        "sets_by_size": [asdict(each) for each in work.sets],
        "largest_set": {"term": board.largest, "terms": work.largest_size},
        "left": left.remaining._asdict() | {"heads": left.heads} if left else None,
    }


def _print_work(board: "Dashboard", left: "QueueFigures | None", days: int) -> None:
    from synotui.cli.printing import Column, Painted, line, table
    from synotui.ops.dashboard_words import sections
    from synotui.plot.bars import bar

    for section in sections(board, left, days):
        line(Painted(section.title, "bold"))
        rows = [
            [
                "  " + row.name,
                row.value,
                bar(row.bar, _BAR) if row.bar is not None else "",
                row.note,
            ]
            for row in section.rows
        ]
        if not any(row.bar is not None for row in section.rows):
            rows = [[name, value, note] for name, value, _, note in rows]
        columns = [Column("", cut=True), Column("", right=True), Column(""), Column("", cut=True)]
        table(columns[: len(rows[0])], rows)
        line("")


def _print(counted: "DictionaryStats", memory: "MemoryUse") -> None:
    from synotui.cli.printing import Column, Painted, line, table

    line(Painted("Kept", "bold"))
    rows: list[list[str]] = []
    for space in counted.spaces:
        current = ", current" if space.current else ""
        made_by, composed = space.encoder or "imported", counted.composed[space.name]
        rows.append(
            [
                "  vectors",
                f"{space.vectors:,}",
                f"space {space.name}: {made_by}, {space.dim}d, {space.moved:,} moved"
                f"{f', {composed:,} composed' if composed else ''}{current}",
            ]
        )
    rows += [
        ["  ledger", f"{counted.ledger:,}", "entries"],
        ["  adjust", counted.settings.method, ""],
        ["  file", f"{counted.file_bytes / 1e6:,.1f}", "MB"],
        ["  cached", f"{memory.cached / 1e6:,.1f}", "MB beside it, can be deleted"],
        ["  memory", f"{_taken(memory) / 1e6:,.1f}", f"MB when open: {_parts(memory)}"],
    ]
    table([Column(""), Column("", right=True), Column("", cut=True)], rows)


def _holder_document(holder: "Holder") -> dict[str, Any]:
    names = ("curator", "host", "pid", "doing", "since")
    return {name: getattr(holder, name) for name in names}


def _print_others(others: "list[Holder]", network: str) -> None:
    from synotui.cli.printing import Painted, line

    if others or network:
        line("")
        line(Painted("Open elsewhere" if others else "Where it lies", "bold"))
    for other in others:
        line(f"  {other.told()}")
    if network:
        line(f"  on a network file system ({network}): let one write at a time")


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
