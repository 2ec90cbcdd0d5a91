"""`synotui simulate`: how many decisions would it take to find the synonyms of a gold file?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import STRATEGIES, as_json, dictionary

if TYPE_CHECKING:
    from synotui.ops.evaluating.simulation_report import Simulation


@click.command()
@dictionary
@click.option(
    "--gold", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="Pairs that are synonyms: two columns, CSV, TSV or JSON lines.",
)  # fmt: skip
@click.option("--format", "-f", metavar="NAME", help="Of the gold file; told from it otherwise.")
@click.option(
    "--heads", type=click.IntRange(1), default=500, show_default=True, metavar="N",
    help="How many terms of the gold are heads.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, metavar="S",
    help="What heads are drawn by.",
)  # fmt: skip
@click.option("--no-prior", is_flag=True, help="Begin without the prior that comes with synotui.")
@click.option(
    "--strategy", type=click.Choice(STRATEGIES), default="likeliest", show_default=True,
    help="What the queue asks next.",
)  # fmt: skip
@click.option("--no-trials", is_flag=True, help="Leave out the held-out trials: half the time.")
@click.option(
    "--curve", type=click.Path(path_type=Path), metavar="FILE.svg",
    help="Draw how the gold comes to light, as SVG (no other kind of picture).",
)  # fmt: skip
@as_json
def command(
    db: Path,
    gold: Path,
    format: str | None,
    heads: int,
    seed: int,
    no_prior: bool,
    strategy: Any,
    no_trials: bool,
    curve: Path | None,
    as_json: bool,
) -> None:
    """Play a curator who accepts exactly the pairs of a gold file, and count decisions.

    The curator is asked by the queue that reviewing uses, and each answer
    teaches its ranker. Nothing in DB is changed, and what is decided or proposed
    there does not count, for it may be the gold itself: the play begins with
    nothing known, by base vectors.

    Heads are terms of the gold with a vector; terms that the shipped prior was
    trained on are no heads. The pool is what all sources bring for them, and
    findable what of it is gold: decisions to 50 % and 80 % are of that, for
    every order of the same pool. Pairs that come into the pool later, friends
    of friends, cost decisions and count for nothing. Cosine, CSLS and the hand
    prior never learn; the oracle knows the gold.

    recall@10 and MRR are of partners among the candidates of a head, mean over
    heads that have any, after verdicts on other heads: half of the heads teach
    (3,000 decisions at most), the others are ranked, and the other way round,
    on 300 heads. "By word" is the same as the share of all their gold pairs,
    among the candidates or not. "By pair": three in ten of all gold pairs,
    drawn at random, are hidden and the others accepted; the hidden ones are
    looked for, and friends of friends help.
    What the queue estimates to be left is beside what is true: 9 of 10 times
    that should be within its bounds.

    \b
    Example:
      synotui simulate cars.db --gold pairs.csv
      synotui simulate cars.db --gold pairs.csv --heads 300 --seed 2 --json
      synotui simulate cars.db --gold pairs.csv --no-prior --curve found.svg
    """
    if curve is not None and curve.suffix.lower() != ".svg":
        raise click.UsageError(f"Curves are drawn as SVG: name {curve.stem}.svg")
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.evaluating.simulating import SimulationOptions, draw, simulate
    from synotui.ops.workbench import open_workbench

    options = SimulationOptions(heads, seed, not no_prior, strategy, not no_trials)
    with open_workbench(db) as bench, ProgressLine() as progress:
        found = simulate(bench, gold, options, progress, format)
    if curve is not None:
        draw(found, curve)
    if as_json:
        document(found.document())
    else:
        _print(found)
    for told in _narrate(found):
        say(told)
    if curve is not None:
        say(f"Curves drawn in {curve}")


def _print(found: "Simulation") -> None:
    from synotui.cli.printing import Column, table

    cosine = found.order("cosine")
    names = {"": "queue", "csls": "CSLS", "hand": "hand prior"}
    rows = []
    for each in (found.ours, *found.others):
        rows.append(
            [
                names.get(each.name, each.name),
                *_with_ratio(each.decisions_to_50, cosine.decisions_to_50, ",.0f"),
                *_with_ratio(each.decisions_to_80, cosine.decisions_to_80, ",.0f"),
                *(f"{count:,}" for count in each.in_first),
                *_with_ratio(each.recall_at_10, cosine.recall_at_10, ".3f"),
                *_with_ratio(each.mrr, cosine.mrr, ".3f"),
            ]
        )
    columns = [
        "order",
        "to 50 %",
        "",
        "to 80 %",
        "",
        "in 200",
        "in 500",
        "recall@10",
        "",
        "MRR",
        "",
    ]
    table([Column(title, right=at > 0) for at, title in enumerate(columns)], rows)
    held = [
        [name, f"{trial.heads:,} heads", *_held(trial.recall_at_10)]
        for name, trial in (("by word", found.by_word), ("by pair", found.by_pair))
        if trial is not None
    ]
    if held:
        titles = ["held out", "", "recall@10", "", "cosine", "CSLS", "hand prior"]
        table([Column(title, right=at > 1) for at, title in enumerate(titles)], held)
    if found.remaining:
        left = [
            [f"{each.decisions:,}", *(f"{value:,.0f}" for value in each[1:4]), f"{each.true:,}"]
            for each in found.remaining
        ]
        titles = ["decided", "synonyms left, estimated", "at least", "at most", "true"]
        table([Column(title, right=True) for title in titles], left)


def _held(recall: dict[str, float]) -> list[str]:
    own = _with_ratio(recall[""], recall["cosine"], ".3f")
    return [*own, *(f"{recall[name]:.3f}" for name in ("cosine", "csls", "hand"))]


def _with_ratio(value: float | None, cosine: float | None, style: str) -> list[str]:
    """Give a figure and its ratio to that of cosine order, as cells."""
    if value is None:
        return ["–", ""]
    return [format(value, style), f"{value / cosine:.2f} x" if cosine else ""]


def _narrate(found: "Simulation") -> list[str]:
    gold, told = found.gold, []
    told.append(
        f"{found.heads:,} heads, {found.pool:,} candidates, {found.findable:,} of them gold "
        f"(of {found.gold_of_heads:,} gold pairs of these heads); prior: {found.prior}"
    )
    if gold.unknown_pairs:
        more = ", ..." if gold.unknown_terms > len(gold.unknown) else ""
        told.append(
            f"{gold.unknown_pairs:,} of {gold.rows:,} pairs left out: {gold.unknown_terms:,} terms "
            f"are not in the dictionary ({', '.join(gold.unknown)}{more})"
        )
    if found.missing:
        told.append(found.missing)
    if found.known_heads:
        told.append(f"{found.known_heads:,} gold terms are no heads: the prior was trained on them")
    if found.without_vector:
        told.append(f"{found.without_vector:,} gold terms are no heads: they have no vector")
    if found.beyond:
        told.append(f"{found.beyond:,} further gold pairs came into the pool later, uncounted")
    each = 1000 * found.seconds_per_decision
    told.append(
        f"{found.decided:,} decisions, {each:.1f} ms each, the slowest "
        f"{1000 * found.slowest_decision:.0f} ms; {found.seconds:,.0f} s in all"
    )
    return told
