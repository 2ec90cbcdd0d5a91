"""`synotui log`: the ledger, newest first, filtered and exported."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.model import AuditEntry


@click.command()
@dictionary
@click.option(
    "--count", "-n", type=click.IntRange(min=1), metavar="N",
    help="How many entries [50; all with -o].",
)  # fmt: skip
@click.option("--curator", metavar="NAME", help="Entries of one curator.")
@click.option(
    "--since", type=click.DateTime(), metavar="TIME",
    help="Entries of this day or time (yours) or later: 2026-03-01, 2026-03-01T09:30:00.",
)  # fmt: skip
@click.option("--until", type=click.DateTime(), metavar="TIME", help="Entries before it.")
@click.option("--term", type=as_text, metavar="TERM", help="Entries about pairs with a term.")
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write them to a .csv or .jsonl file, with all figures and hashes.",
)  # fmt: skip
@as_json
def command(
    db: Path,
    count: int | None,
    curator: str | None,
    since: datetime | None,
    until: datetime | None,
    term: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show who did what and when, newest first; times that are printed are UTC.

    With --json: a list of entries. `target` is the entry an undo or redo is
    about, `undone_by` the undo that took an entry back; `pairs` have the
    cosines and the probability a pair was decided on; `hash` is that of the
    entry and all before it, which synotui check verifies.

    \b
    Example:
      synotui log cars.db -n 10
      synotui log cars.db --term 普拉多 --since 2026-03-01
      synotui log cars.db --curator mei -o mei.csv
    """
    from synotui.cli.printing import document, say
    from synotui.formats import audit_rows
    from synotui.model import AuditFilter
    from synotui.ops.audit import audit
    from synotui.ops.clock import ledger_time
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    if out is not None and out.suffix not in (".csv", ".jsonl"):
        raise click.BadParameter("Name a file that ends in .csv or .jsonl", param_hint="--out")
    with open_workbench(db) as bench:
        about = find_term(bench, term).id if term is not None else None
        begin, end = (ledger_time(time) if time is not None else None for time in (since, until))
        wanted = AuditFilter(curator, begin, end, about)
        limit = count or (None if out is not None else 50)
        entries = audit(bench, wanted, limit)
    if out is not None:
        form: audit_rows.AuditFormat = "csv" if out.suffix == ".csv" else "jsonl"
        written = audit_rows.write(entries, out, form)
        say(f"{written:,} entries written to {out}")
    elif as_json:
        document([asdict(entry) for entry in entries])
    elif entries:
        _print(entries)
    else:
        say("No entry fits")


def _print(entries: "list[AuditEntry]") -> None:
    from synotui.cli.printing import Column, table

    columns = [
        Column("#", right=True),
        Column("when"),
        Column("curator", cut=True),
        Column("action"),
        Column("what", cut=True),
        Column(""),
    ]
    rows = [
        [str(each.seq), each.at, each.curator, each.action, each.label, _figures(each)]
        for each in entries
    ]
    table(columns, rows)


def _figures(entry: "AuditEntry") -> str:
    told = []
    if len(entry.pairs) == 1 and entry.pairs[0].now is not None:
        told.append(f"on {entry.pairs[0].now:.2f}")
        if entry.pairs[0].probability is not None:
            told.append(f"p {entry.pairs[0].probability:.2f}")
    if entry.undone_by is not None:
        told.append(f"undone by #{entry.undone_by}")
    return ", ".join(told)
