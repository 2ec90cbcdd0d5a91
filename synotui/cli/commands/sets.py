"""`synotui sets`: the synonym sets that accepted pairs form."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.model import SynonymSet

_TOP = 20
_NAMED = 8
"""Members of a set that a line of the list names."""


@click.command()
@dictionary
@click.argument("term", type=as_text, required=False)
@click.option(
    "--top", type=click.IntRange(1), default=_TOP, show_default=True, metavar="N",
    help="How many sets are printed, the most suspicious first; --json gives all.",
)  # fmt: skip
@as_json
def command(db: Path, term: str | None, top: int, as_json: bool) -> None:
    """List the synonym sets that the accepted pairs of DB form, or those that TERM is in.

    A set may be two that one term or one pair joins: take that away, and two
    parts remain whose members are, by base cosine, at least 0.2 farther from
    each other than from their own. Such a bridge is marked !. Reject its pairs,
    or name the sense of the term in them (synotui sense): sets are not joined
    through a term that is meant in different senses.

    A set with a rejected pair in it contradicts itself: accepted pairs join
    what that one parts. It is marked ≠. The contradictory come first, then the
    most suspicious, then the largest.

    \b
    Example:
      synotui sets cars.db
      synotui sets cars.db 苹果
      synotui sets cars.db --json
    """
    from synotui.cli.printing import document, say
    from synotui.ops.grouping.sets import list_sets
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        found = list_sets(bench, find_term(bench, term).id if term is not None else None)
    if as_json:
        document({"sets": [each.as_dict() for each in found]})
        return
    if not found:
        say("No synonym sets: no pair is accepted as synonym" + (" there" if term else ""))
    elif term is not None:
        for each in found:
            _print_one(each)
    else:
        _print_all(found[:top])
        if len(found) > top:
            say(f"{len(found) - top:,} more: --top {len(found)}")


def _print_all(sets: "list[SynonymSet]") -> None:
    from synotui.cli.changes import UNKNOWN, cosines, painted_cosines
    from synotui.cli.printing import Column, Painted, table

    rows: list[list[str | Painted]] = []
    for each in sets:
        weakest = each.weakest
        told = ", ".join(member.shown for member in each.members[:_NAMED])
        more = each.size - _NAMED
        at = each.bridge.at if each.bridge else ""
        rows.append(
            [
                Painted(_marks(each), "yellow"),
                f"{each.size:,}",
                painted_cosines(each.base, each.now),
                cosines(weakest.base, weakest.base) if weakest else UNKNOWN,
                told + (f" and {more:,} more" if more > 0 else ""),
                at,
            ]
        )
    table(
        [
            Column(""),
            Column("terms", right=True),
            Column("mean cosine"),
            Column("weakest", right=True),
            Column("set", cut=True),
            Column("bridge", cut=True),
        ],
        rows,
    )


def _marks(found: "SynonymSet") -> str:
    return ("≠" if found.conflicts else " ") + ("!" if found.bridge else " ")


def _print_one(found: "SynonymSet") -> None:
    from synotui.cli.changes import cosines, painted_cosines
    from synotui.cli.printing import Column, Painted, line, table
    from synotui.ops.grouping.sets import advice, conflict_advice

    count = f"{found.size:,} terms, mean cosine {cosines(found.base, found.now)}"
    line(Painted(f"{found.name}: {count}", "bold"))
    rows: list[list[str | Painted]] = [
        [
            "  " + link.head.shown,
            "=",
            link.synonym.shown,
            painted_cosines(link.base, link.now),
            " ".join(
                mark
                for mark, there in (("! bridge", link.bridge), ("↓ weakest", link.weakest))
                if there
            ),
        ]
        for link in found.links
    ]
    rows += [
        [
            "  " + conflict.head.shown,
            "≠",
            conflict.synonym.shown,
            painted_cosines(conflict.base, conflict.now),
            Painted("≠ rejected", "yellow"),
        ]
        for conflict in found.conflicts
    ]
    table([Column("", cut=True), Column(""), Column("", cut=True), Column(""), Column("")], rows)
    for conflict in found.conflicts[:_NAMED]:
        line(Painted(conflict_advice(conflict), "yellow"))
    if found.bridge:
        line(Painted(advice(found.bridge), "yellow"))
