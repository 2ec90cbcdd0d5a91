"""`synotui neighbours`: the neighbours of every term, and what they say about the vectors."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.ops.searching.neighbour_report import NeighbourReport

_K = 50
_TOP = 10


@click.command()
@dictionary
@click.option(
    "--count", "-k", type=click.IntRange(1, 1000), default=_K, show_default=True, metavar="N",
    help="How many neighbours of each term.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(0), default=_TOP, show_default=True, metavar="N",
    help="How many hubs are named.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Find all of them anew.")
@as_json
def command(db: Path, count: int, top: int, again: bool, as_json: bool) -> None:
    """Find the neighbours of every term of DB and keep them in it.

    By the base vectors of the current space: through its index, which is built
    first if a large space has none, or exactly if the space is small. Ctrl-C
    keeps what was found; the next run goes on from there. Terms that get
    vectors later, and another -k, need a new run over all.

    \b
    Example:
      synotui neighbours cars.db
      synotui neighbours cars.db -k 20 --top 5 --json
    """
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.searching.neighbours import find_neighbours
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        report = find_neighbours(bench, count, again=again, top=top, on_progress=progress)
    if as_json:
        document(_document(report))
    else:
        _print(report)
    if report.note:
        say(report.note)
    if not report.kept:
        say(f"{db} is read-only: the neighbours are not kept")


def _document(report: "NeighbourReport") -> dict[str, Any]:
    made = asdict(report)
    made["hubs"] = [
        {"term": hub.term.text, "first_tens": hub.first_tens, "lists": hub.lists}
        for hub in report.hubs
    ]
    return made


def _print(report: "NeighbourReport") -> None:
    from synotui.cli.printing import Column, table

    k, first = report.k, min(10, report.k)
    rate = report.terms / max(report.seconds, 1e-3)
    rows = [
        ["terms", f"{report.terms:,}", f"{k:,} neighbours of each, by space {report.space}"],
        ["searched", report.searched, f"in {report.seconds:,.1f} s, {rate:,.0f} terms a second"],
        ["recall", f"{report.recall_at_10:.1%}", _recall(report, first)],
        ["hubness", f"{report.hubness:.2f}", f"skewness of how many first {first} a term is in"],
        [
            "unlisted",
            f"{report.in_no_first_ten:.1%}",
            f"of terms are in nobody's first {first}, {report.in_no_list:.1%} in no list",
        ],
        ["mutual", f"{report.mutual:.1%}", f"of first {first}: each is in the other's"],
    ]
    table([Column(""), Column("", right=True), Column("", cut=True)], rows)
    if report.hubs:
        columns = [
            Column("hub", cut=True),
            Column(f"in the first {first} of", right=True),
            Column(f"in the {k:,} of", right=True),
        ]
        table(columns, [[h.term.text, f"{h.first_tens:,}", f"{h.lists:,}"] for h in report.hubs])


def _recall(report: "NeighbourReport", first: int) -> str:
    if not report.sampled:
        return f"of the first {first}: searched exactly"
    return f"of the first {first}, {report.recall:.1%} of all, on {report.sampled:,} terms"
