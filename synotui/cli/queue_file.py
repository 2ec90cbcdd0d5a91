"""What `synotui suggest --all` does: the queue of many heads as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from synotui.engine.rank.queue import Strategy
    from synotui.formats.queue_rows import QueueFormat
    from synotui.ops.queueing.export import QueueReport


def write_queue(
    db: Path,
    *,
    heads: int | None,
    limit: int | None,
    strategy: "Strategy | None",
    form: "QueueFormat | None",
    output: Path | None,
) -> None:
    """Write the queue to `output`, or to stdout, and say how much that was."""
    from synotui.cli.printing import data_stream, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.queueing.export import HEADS, export_queue
    from synotui.ops.workbench import open_workbench

    if form is None:
        form = "jsonl" if output and output.suffix.lower() in (".jsonl", ".ndjson") else "csv"

    with open_workbench(db) as bench, ProgressLine() as progress:

        def write(out: Path | TextIO) -> "QueueReport":
            return export_queue(
                bench,
                out,
                form,
                heads=heads or HEADS,
                limit=limit,
                strategy=strategy or "likeliest",
                on_progress=progress,
            )

        if output is None or str(output) == "-":
            with data_stream() as stream:
                report = write(stream)
        else:
            report = write(output)
    rest = f"; {report.left:,} more beyond the limit" if report.left else ""
    where = "stdout" if report.path == "-" else report.path
    say(f"{report.rows:,} pairs of {report.heads:,} heads written to {where}{rest}")
