"""`synotui rerank`: let a model that reads both terms of a pair look at the likeliest again."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.ops.suggesting.reranking import RerankReport


@click.command()
@dictionary
@click.option(
    "--model", "-m", type=as_text, metavar="NAME-OR-PATH",
    help="A cross-encoder: its name on the Hugging Face hub, or its folder. "
    "The one used last otherwise, BAAI/bge-reranker-base at first.",
)  # fmt: skip
@click.option(
    "--heads", type=click.IntRange(1), default=200, show_default=True, metavar="N",
    help="Of how many heads, the most frequent first.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="K",
    help="How many candidates of each, the likeliest first.",
)  # fmt: skip
@as_json
def command(db: Path, model: str | None, heads: int, top: int, as_json: bool) -> None:
    """Read the likeliest candidates of DB again with a cross-encoder.

    A cross-encoder looks at both terms of a pair at once and gives the pair a
    score from 0 to 1, which is better than comparing two vectors, and slower.
    So it reads only what ranks first, and the last 2,000 decided pairs, from
    which the ranker learns what it is worth. Suggestions and queues rank by
    what it said from then on, and say so.

    Scores are kept in DB: a pair is read once by a model. Ctrl-C keeps what was
    read; the next run goes on from there. Needs synotui[transformers].

    \b
    Example:
      synotui rerank cars.db --model ./my-cross-encoder
      synotui rerank cars.db --heads 50 --top 10 --json
    """
    from synotui.cli.printing import document, line, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.suggesting.reranking import rerank
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        found = rerank(bench, model, heads, top, progress)
    if as_json:
        document(asdict(found))
        return
    line(told(found))
    if found.tells_apart is not None:
        say(
            f"An accepted pair has a higher score than a rejected one in {found.tells_apart:.0%} "
            f"of cases, of {found.decided:,} decided pairs"
        )
    if found.dropped:
        say(f"{found.dropped:,} scores wanted longest ago were dropped to make room")


def told(found: "RerankReport") -> str:
    """Say what was read, in one line."""
    rate = f" ({found.read / found.seconds:,.0f} a second)" if found.read and found.seconds else ""
    before = found.pairs - found.read
    return f"{found.read:,} pairs of {found.heads:,} heads read by {found.model}{rate}" + (
        f", {before:,} read before" if before else ""
    )
