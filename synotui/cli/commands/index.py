"""`synotui index`: what opening uses, made ahead, and how good it is."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.model import BACKENDS

if TYPE_CHECKING:
    from synotui.ops.searching.index_report import BackendComparison, IndexReport

_SAMPLE = 200


@click.command()
@dictionary
@click.option(
    "--backend", type=click.Choice(BACKENDS),
    help="What finds neighbours from now on; hnswlib unless another was chosen.",
)  # fmt: skip
@click.option("--compare", is_flag=True, help="Try every backend; nothing is changed.")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N",
    help="With --compare: try them on the first N vectors.",
)  # fmt: skip
@click.option(
    "--sample", type=click.IntRange(1, 100_000), default=_SAMPLE, show_default=True, metavar="N",
    help="How many terms are looked up to measure recall.",
)  # fmt: skip
@as_json
def command(
    db: Path, backend: str | None, compare: bool, limit: int | None, sample: int, as_json: bool
) -> None:
    """Build the index of DB ahead of opening it, and measure it.

    Opening builds it in the background otherwise. Ctrl-C keeps what was built
    in more than some seconds; the next run, or opening, goes on from there.
    Recall is the share of the ten nearest by exact search that the index
    finds too, by base vectors.

    \b
    Example:
      synotui index cars.db
      synotui index cars.db --compare --limit 100000
      synotui index cars.db --backend faiss-hnsw --json
    """
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.searching.index_report import compare_backends, index_dictionary
    from synotui.ops.workbench import open_workbench

    if compare and backend:
        raise click.UsageError("--compare tries every backend: leave out --backend")
    if limit and not compare:
        raise click.UsageError("--limit goes with --compare: an index is of all vectors")
    with open_workbench(db) as bench, ProgressLine() as progress:
        if compare:
            compared = compare_backends(bench, sample=sample, limit=limit, on_progress=progress)
        else:
            report = index_dictionary(bench, backend, sample=sample, on_progress=progress)
    if compare:
        if as_json:
            document(_comparison_document(compared))
        else:
            _print_comparison(compared)
        return
    if as_json:
        document(_document(report))
    else:
        _print(report)
    if report.note:
        say(report.note)


def _document(report: "IndexReport") -> dict[str, Any]:
    made: dict[str, Any] = asdict(report)
    made.update(made.pop("quality"), up_to_date=report.added == 0)
    return made


def _comparison_document(compared: "BackendComparison") -> dict[str, Any]:
    made: dict[str, Any] = asdict(compared)
    made["backends"] = [each | (each.pop("quality") or {}) for each in made["backends"]]
    return made


def _print(report: "IndexReport") -> None:
    from synotui.cli.printing import Column, table

    of = f"of {report.vectors:,} vectors, {report.dim}d"
    quality = report.quality
    if report.backend == "exact":
        made = ["built", "", "nothing: every vector is looked at"]
    elif not report.added:
        made = ["built", "up to date", f"read in {report.seconds:,.1f} s"]
    else:
        before = report.vectors - report.added
        went_on = f", {before:,} were there before" if before else ""
        made = ["built", f"{report.seconds:,.1f} s", f"{report.added:,} vectors added{went_on}"]
    rows = [["index", report.backend, of], made]
    if report.file_bytes:
        rows.append(["file", f"{report.file_bytes / 1e6:,.1f} MB", ""])
    rows += [
        ["memory", f"{quality.memory_bytes / 1e6:,.1f} MB", "beside the vectors"],
        ["query", f"{quality.p50_ms:.3f} ms", f"p50; p99 {quality.p99_ms:.3f} ms"],
        ["recall", f"{quality.recall_at_10:.1%}", f"of the ten nearest, {quality.sampled:,} terms"],
    ]
    table([Column(""), Column("", right=True), Column("", cut=True)], rows)


def _print_comparison(compared: "BackendComparison") -> None:
    from synotui.cli.printing import Column, table

    asked = max((each.quality.sampled for each in compared.backends if each.quality), default=0)
    rows = []
    for each in compared.backends:
        found, chosen = each.quality, "this dictionary's" if each.chosen else ""
        if found is None or each.seconds is None:
            rows.append([each.backend, "", "", "", "", "", _joined(chosen, each.missing)])
            continue
        fewer = found.sampled < asked
        rows.append(
            [
                each.backend,
                f"{each.seconds:,.1f} s",
                f"{found.memory_bytes / 1e6:,.1f} MB",
                f"{found.p50_ms:.3f} ms",
                f"{found.p99_ms:.3f} ms",
                f"{found.recall_at_10:.1%}",
                _joined(chosen, each.note, f"on {found.sampled:,} terms" if fewer else ""),
            ]
        )
    titles = ("build", "memory", "p50", "p99", "recall@10")
    of = f"{compared.vectors:,} x {compared.dim}"
    columns = [Column(of), *(Column(title, right=True) for title in titles), Column("", cut=True)]
    table(columns, rows)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
