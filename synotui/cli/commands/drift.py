"""`synotui drift`: how far vectors went from where they were, and what that did to others."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.model import DriftReport, DriftScope, PairDrift

_SCOPES: "tuple[DriftScope, ...]" = ("last", "session", "all")
_BAR = 24


def _scope(context: click.Context, parameter: click.Parameter, value: str) -> "DriftScope | int":
    """Take the name of a scope, or the number of a ledger entry."""
    for scope in _SCOPES:
        if value == scope:
            return scope
    if not value.isascii() or not value.isdigit():
        raise click.BadParameter(f"'{value}' is neither {', '.join(_SCOPES)} nor a ledger entry")
    return int(value)


@click.command()
@dictionary
@click.option(
    "--since", "-s", "scope", default="last", show_default=True, callback=_scope,
    metavar="last|session|all|SEQ",
    help="The last decision, the session, base vectors, or after a ledger entry.",
)  # fmt: skip
@click.option(
    "--threshold", "-t", type=click.FloatRange(-1, 1), metavar="X",
    help="Cosine accepted pairs should have and others should not: as set in the UI, else 0.5.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(0), default=10, show_default=True, metavar="N",
    help="How many cases of each kind are named, the worst first.",
)  # fmt: skip
@as_json
def command(
    db: Path, scope: "DriftScope | int", threshold: float | None, top: int, as_json: bool
) -> None:
    """Tell how far decisions moved the vectors of DB, and what that did to other terms.

    Compares now with before the last decision, before the session (what the
    ledger holds since its last pause of more than half an hour), with the base
    vectors (all), or with what was there after a ledger entry (see synotui
    log). Nothing is changed.

    \b
    Example:
      synotui drift cars.db
      synotui drift cars.db --since session --threshold 0.6
      synotui drift cars.db --since all --top 3 --json
    """
    from synotui.cli.printing import document
    from synotui.cli.progress import ProgressLine
    from synotui.ops.drifting.drift import drift
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        report = drift(bench, scope, threshold=threshold, top=top, on_progress=progress)
    if as_json:
        document(_document(report))
    else:
        _print(report)


def _document(report: "DriftReport") -> dict[str, Any]:
    """Give the report with terms as texts; `neighbours` has the shape of `decide --json`."""
    from synotui.cli.changes import diff_document
    from synotui.model import Diff

    made = asdict(report)
    made["quantiles"] = [{"share": share, "cosine": cosine} for share, cosine in report.quantiles]
    made["farthest"] = [{"term": each.term.text, "cosine": each.cosine} for each in report.farthest]
    made["neighbours"] = diff_document(Diff(neighbours=report.neighbours))["neighbours"]
    for name in ("below", "above", "closer"):
        made[name] = [_pair_document(pair) for pair in getattr(report, name)]
    made["collapsed"] = [
        {"head": each.head.text, "size": each.size, "before": each.before, "after": each.after}
        for each in report.collapsed
    ]
    return made


def _pair_document(pair: "PairDrift") -> dict[str, Any]:
    change = pair.change
    return {
        "term": change.term.text,
        "synonym": change.synonym.text,
        "before": change.before,
        "after": change.after,
        "verdict": pair.verdict,
    }


def _print(report: "DriftReport") -> None:
    from synotui.cli.changes import waits
    from synotui.cli.printing import Painted, line
    from synotui.ops.drifting.words import heading

    line(Painted(heading(report), "bold"))
    if report.waiting:
        line(Painted(waits(report.waiting), "dim"))
    if not report.moved:
        line(f"No vector is elsewhere than before, of {report.terms:,} in space {report.space}.")
        return
    _print_distribution(report)
    _print_figures(report)
    _print_cases(report)


def _print_distribution(report: "DriftReport") -> None:
    from synotui.cli.printing import Column, table
    from synotui.ops.drifting.words import bin_words
    from synotui.plot.bars import bar

    most = max(each.count for each in report.histogram)
    table(
        [Column("cosine to before", right=True), Column("terms", right=True), Column("")],
        [
            [bin_words(each), f"{each.count:,}", bar(each.count / most, _BAR)]
            for each in reversed(report.histogram)
        ],
    )


def _print_figures(report: "DriftReport") -> None:
    from synotui.cli.printing import Column, Painted, table
    from synotui.ops.drifting.words import figures

    columns = [Column(""), Column("", right=True), Column("", cut=True)]
    table(
        columns,
        [
            [each.name, Painted(each.value, "yellow") if each.warns else each.value, each.meaning]
            for each in figures(report)
        ],
    )


def _print_cases(report: "DriftReport") -> None:
    from synotui.cli.changes import painted_cosines
    from synotui.cli.printing import Column, Painted, line, table

    def title(text: str) -> None:
        line()
        line(Painted(text, "bold"))

    if report.farthest:
        title("Terms farthest from where they were")
        table(
            [Column("", cut=True), Column("")],
            [["  " + each.term.text, f"{each.cosine:.2f}"] for each in report.farthest],
        )
    if report.neighbours:
        title("Neighbours exchanged")
        for each in report.neighbours:
            came = [f"+ {term.text} (#{rank})" for term, rank in each.entered]
            went = [f"− {term.text} (was #{rank})" for term, rank in each.left]
            line(f"  {each.term.text}: " + "  ".join(came + went))
    for text, pairs in (
        (f"Accepted pairs that fell below {report.threshold:g}", report.below),
        (f"Other pairs that rose above {report.threshold:g}", report.above),
        ("Warning: rejected pairs that came closer", report.closer),
    ):
        if pairs:
            title(text)
            table(
                [Column("", cut=True), Column("", cut=True), Column(""), Column("")],
                [
                    [
                        "  " + pair.change.term.text,
                        pair.change.synonym.text,
                        painted_cosines(pair.change.before, pair.change.after),
                        pair.verdict or "undecided",
                    ]
                    for pair in pairs
                ],
            )
    if report.collapsed:
        title(f"Sets whose mean cosine rose to {report.bound:g} or more")
        table(
            [Column("", cut=True), Column("", right=True), Column("")],
            [
                ["  " + e.head.text, f"{e.size:,} terms", painted_cosines(e.before, e.after)]
                for e in report.collapsed
            ],
        )
