"""`synotui suggest`: the candidates of a term."""

from pathlib import Path
from typing import Any

import click

from synotui.cli.arguments import STRATEGIES, as_json, as_text, dictionary
from synotui.model import Evidence, Suggestion, Suggestions, Verdict

MARKS = {Verdict.ACCEPTED: "✓", Verdict.REJECTED: "✗", Verdict.SKIPPED: "·"}
COMPOSED = "≈"
"""Stands before the cosine of a vector that was put together from others."""
_OPTION = {"form": "format"}
COLOURS = {Verdict.ACCEPTED: "green", Verdict.REJECTED: "red", Verdict.SKIPPED: "dim"}


@click.command()
@dictionary
@click.argument("term", type=as_text, required=False)
@click.option(
    "--count", "-k", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N",
    help="How many candidates, beside proposals and decided pairs.",
)  # fmt: skip
@click.option("--show-rejected", is_flag=True, help="List rejected pairs too.")
@click.option(
    "--by", type=click.Choice(["probability", "cosine"]), default="probability",
    show_default=True, help="What candidates are ordered by.",
)  # fmt: skip
@click.option(
    "--spaces", type=as_text, metavar="A,B",
    help="The nearest in these spaces side by side, by base vectors.",
)  # fmt: skip
@click.option("--fuse", is_flag=True, help="With --spaces: as one list, by reciprocal rank fusion.")
@click.option("--all", "every", is_flag=True, help="The queue of many heads, as a file.")
@click.option(
    "--heads", type=click.IntRange(1), metavar="N",
    help="With --all: of the N most frequent heads [500].",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="With --all: the first N pairs [all]."
)
@click.option(
    "--strategy", type=click.Choice(STRATEGIES), help="With --all: in which order [likeliest]."
)
@click.option(
    "--format", "-f", "form", type=click.Choice(["csv", "jsonl"]),
    help="With --all: what to write; told from FILE's ending otherwise, csv for stdout.",
)  # fmt: skip
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE",
    help="With --all: where to, in place of stdout.",
)  # fmt: skip
@as_json
def command(
    db: Path,
    term: str | None,
    count: int,
    show_rejected: bool,
    by: str,
    spaces: str | None,
    fuse: bool,
    every: bool,
    as_json: bool,
    **queue: Any,
) -> None:
    """List candidates for TERM: proposals first, then by how likely each is accepted.

    Candidates come from all sources: neighbours, terms that have TERM among
    theirs, other spaces, spelling and sound, friends of friends, proposals.
    What orders them has learnt from the pairs decided so far. Cosines read
    base → now, with the change. Pairs decided already carry their verdict.

    With --spaces, what each of several spaces has nearest, and at which rank
    the others have it; with --fuse as well, one list of what they have high
    together. A space that lacks a term says nothing of it.

    With --all, the undecided pairs of many heads as CSV or JSON lines, in the
    order in which a review would ask.

    \b
    Example:
      synotui suggest cars.db 普拉多
      synotui suggest cars.db 普拉多 -k 5 --json
      synotui suggest cars.db 普拉多 --by cosine
      synotui suggest cars.db 普拉多 --spaces use-m3,centred --fuse
      synotui suggest cars.db --all --heads 200 --limit 1000 -o queue.csv
    """
    if every and term is not None:
        raise click.UsageError("Name one TERM, or --all, not both")
    if term is None and not every:
        raise click.UsageError("Missing argument 'TERM': name one, or --all")
    if spaces is None and fuse:
        raise click.UsageError("--fuse goes with --spaces")
    if every:
        if spaces is not None:
            raise click.UsageError("--spaces goes with a TERM, not with --all")
        if as_json or show_rejected or by == "cosine":
            raise click.UsageError(
                "--all goes with --format, and neither --json, --by cosine nor --show-rejected"
            )
        from synotui.cli.queue_file import write_queue

        write_queue(db, **queue)
        return
    if any(value is not None for value in queue.values()):
        given = next(name for name, value in queue.items() if value is not None)
        raise click.UsageError(f"--{_OPTION.get(given, given)} goes with --all")
    assert term is not None
    if spaces is not None:
        from synotui.cli.side_by_side import compare_spaces

        compare_spaces(
            db, term, spaces, count, fuse=fuse, show_rejected=show_rejected, as_json=as_json
        )
        return
    _suggest(db, term, count, by, show_rejected=show_rejected, as_json=as_json)


def _suggest(
    db: Path, term: str, count: int, by: str, *, show_rejected: bool, as_json: bool
) -> None:
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.suggesting.suggest import suggest
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        head = find_term(bench, term)
        ranking = None
        if by == "probability":
            from synotui.ops.suggesting.ranking import ranking_of

            with ProgressLine() as progress:
                ranking = ranking_of(bench, progress)
        found = suggest(
            bench, head.id, count, show_rejected=show_rejected, ranking=ranking, reasons=True
        )
    if as_json:
        document(_document(found))
        return
    print_suggestions(found)
    if not found.space:
        say(f"No vectors yet, so candidates are few: run synotui embed {db}")
    if by == "probability":
        from synotui.ops.suggesting.why import absent_for

        if missing := absent_for([head.text]):
            say(missing)
    if found.hidden:
        say(f"{found.hidden} rejected not shown (--show-rejected)")


def print_suggestions(found: Suggestions) -> None:
    """Print candidates as a table, without columns that have nothing to say."""
    from synotui.cli.changes import painted_cosines
    from synotui.cli.printing import Column, Painted, Piece, table

    rows: list[list[Piece]] = []
    for each in found.items:
        verdict: Piece = ""
        if each.pair is not None:
            relation = _relation(each, found.head.id)
            verdict = Painted(
                f"{MARKS[each.pair.verdict]} {relation or each.pair.verdict}",
                COLOURS[each.pair.verdict],
            )
        rows.append(
            [
                str(each.rank),
                each.synonym.text,
                painted_cosines(each.base, each.now, composed=bool(each.evidence.composed)),
                "" if each.probability is None else f"{each.probability:.2f}",
                verdict,
                _describe(each.evidence),
            ]
        )
    columns = [
        Column("#", right=True),
        Column(found.head.text, cut=True),
        Column("cosine"),
        Column("likely", right=True),
        Column("verdict"),
        Column("why", cut=True),
    ]
    said = [at for at, column in enumerate(columns) if any(row[at] for row in rows) or at < 3]
    table([columns[at] for at in said], [[row[at] for at in said] for row in rows])


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
    parts += [f"! {warning}" for warning in evidence.warnings]
    parts += [f"{COMPOSED} {told}" for told in evidence.told_composed]
    parts += evidence.reasons
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
