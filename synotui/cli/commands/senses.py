"""`synotui senses`: what a term may mean, told by clusters of its neighbours."""

from pathlib import Path
from typing import Any

import click

from synotui.cli.arguments import as_json, as_text, dictionary
from synotui.ops.exploring.sense_clusters import NEIGHBOURS, SenseCluster, SenseClusters

_SHOWN = 12
"""Members of a cluster that a line shows; --json gives all."""


@click.command()
@dictionary
@click.argument("term", type=as_text)
@click.option(
    "--count", "-k", type=click.IntRange(2, 500), default=NEIGHBOURS, show_default=True,
    metavar="N", help="How many neighbours.",
)  # fmt: skip
@click.option("--base", is_flag=True, help="By base vectors, not by adjusted ones.")
@as_json
def command(db: Path, term: str, count: int, base: bool, as_json: bool) -> None:
    """Show what TERM may mean: its neighbours in clusters, and where its synonyms fall.

    The nearest of TERM and its accepted synonyms are put in one to five
    clusters by their cosines with one another, each named by its most central
    terms. Where synonyms are in several clusters, TERM seems to join senses,
    and what names them is told: synotui sense gives a sense its name, this
    command only looks. A sense with no neighbours among the nearest is not
    seen, and frequent words crowd out others: judge by the words.

    \b
    Example:
      synotui senses cars.db 苹果 -k 15
      synotui senses cars.db 普拉多 --base --json
    """
    from synotui.cli.printing import document
    from synotui.ops.exploring.sense_clusters import cluster_senses
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        found = cluster_senses(bench, term, count, base=base)
    if as_json:
        document(_document(found))
    else:
        _print(found, db)


def _document(found: SenseClusters) -> dict[str, Any]:
    return {
        "term": found.text,
        "how": found.how,
        "parts": list(found.parts),
        "space": found.space,
        "by": "base" if found.base else "now",
        "neighbours": found.neighbours,
        "silhouette": found.silhouette,
        "clusters": [
            {
                "name": each.name,
                "members": [
                    {
                        "term": member.term.text,
                        "cosine": member.cosine,
                        "accepted": member.accepted,
                        "sense": member.sense,
                    }
                    for member in each.members
                ],
                "set_members": [term.text for term in each.set_members],
            }
            for each in found.clusters
        ],
        "joined": [at + 1 for at in found.joined],
        "named": found.named,
        "bridge": found.bridge,
    }


def _print(found: SenseClusters, db: Path) -> None:
    from synotui.cli.printing import Painted, line
    from synotui.ops.exploring.sense_clusters import advice, naming, origin, title_words

    line(Painted(f"{found.text}: {title_words(found)}", "bold"))
    if where := origin(found):
        line(Painted(f"{found.text} was {where}", "yellow"))
    for number, each in enumerate(found.clusters, 1):
        _print_cluster(number, each)
    told = advice(found)
    if told:
        line(Painted(told, "yellow"))
    for command_line in naming(found, str(db)):
        line(f"  {command_line}")


def _print_cluster(number: int, cluster: SenseCluster) -> None:
    from synotui.cli.printing import Painted, line

    count = len(cluster.members)
    line(Painted(f"{number} {cluster.name}", "bold"), f"  {count:,} term{'s' if count > 1 else ''}")
    members = [
        member.term.text
        + ("✓" if member.accepted else "")
        + (f"〔{member.sense}〕" if member.sense else "")
        for member in cluster.members
    ]
    line(f"  {_some(members)}")
    hidden = [member.term.text for member in cluster.members[_SHOWN:] if member.accepted]
    if hidden:
        line(Painted(f"  ✓ also {_some(hidden)}", "green"))
    if cluster.set_members:
        line(Painted(f"  of the set: {_some([t.text for t in cluster.set_members])}", "dim"))


def _some(texts: list[str]) -> str:
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
