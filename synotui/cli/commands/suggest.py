"""`synotui suggest`: the candidates of a term."""

from pathlib import Path
from typing import Any

import click

from synotui.cli.arguments import as_json, as_text, dictionary
from synotui.model import Evidence, Suggestion, Suggestions, Verdict

MARKS = {Verdict.ACCEPTED: "✓", Verdict.REJECTED: "✗", Verdict.SKIPPED: "·"}
_COLOURS = {Verdict.ACCEPTED: "green", Verdict.REJECTED: "red", Verdict.SKIPPED: "dim"}


@click.command()
@dictionary
@click.argument("term", type=as_text)
@click.option(
    "--count", "-k", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N",
    help="How many neighbours.",
)  # fmt: skip
@click.option("--show-rejected", is_flag=True, help="List rejected pairs too.")
@as_json
def command(db: Path, term: str, count: int, show_rejected: bool, as_json: bool) -> None:
    """List candidates for TERM: proposals first, then by cosine.

    Cosines read base → now, with the change. Pairs decided already carry
    their verdict.

    \b
    Example:
      synotui suggest cars.db 普拉多
      synotui suggest cars.db 普拉多 -k 5 --json
    """
    from synotui.cli.printing import document, say
    from synotui.ops.suggest import suggest
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        head = find_term(bench, term)
        found = suggest(bench, head.id, count, show_rejected=show_rejected)
    if as_json:
        document(_document(found))
        return
    print_suggestions(found)
    if not found.space:
        say(f"No vectors yet, so nothing but proposals: run synotui embed {db}")
    if found.hidden:
        say(f"{found.hidden} rejected not shown (--show-rejected)")


def print_suggestions(found: Suggestions) -> None:
    """Print candidates as a table."""
    from synotui.cli.changes import painted_cosines
    from synotui.cli.printing import Column, Painted, Piece, table

    rows: list[list[Piece]] = []
    for each in found.items:
        verdict: Piece = ""
        if each.pair is not None:
            relation = _relation(each, found.head.id)
            verdict = Painted(
                f"{MARKS[each.pair.verdict]} {relation or each.pair.verdict}",
                _COLOURS[each.pair.verdict],
            )
        rows.append(
            [
                str(each.rank),
                each.synonym.text,
                painted_cosines(each.base, each.now),
                verdict,
                _describe(each.evidence),
            ]
        )
    columns = [
        Column("#", right=True),
        Column(found.head.text, cut=True),
        Column("cosine"),
        Column("verdict"),
        Column("from", cut=True),
    ]
    table(columns, rows)


def _describe(evidence: Evidence) -> str:
    """Say in words where a candidate comes from, leaving out what goes without saying."""
    parts = []
    if evidence.proposed_by:
        proposed = f"proposed by {', '.join(evidence.proposed_by)}"
        relation = evidence.proposed_relation
        parts.append(f"{proposed} as {relation}" if relation else proposed)
    if evidence.friends:
        parts.append(f"through {', '.join(evidence.friends)}")
    if evidence.same_key:
        parts.append("differs in form only")
    if evidence.note:
        parts.append(evidence.note)
    return " · ".join(parts)


def _relation(suggestion: Suggestion, head: int) -> str | None:
    relation = suggestion.pair.relation_from(head) if suggestion.pair else None
    return str(relation) if relation else None


def _document(found: Suggestions) -> dict[str, Any]:
    return {
        "term": found.head.text,
        "space": found.space,
        "index": found.index,
        "suggestions": [
            {
                "rank": each.rank,
                "synonym": each.synonym.text,
                "base": each.base,
                "now": each.now,
                "probability": each.probability,
                "verdict": str(each.verdict) if each.verdict else None,
                "relation": _relation(each, found.head.id),
                "note": each.pair.note if each.pair else "",
                "evidence": each.evidence.as_dict(),
            }
            for each in found.items
        ],
        "hidden": found.hidden,
    }
