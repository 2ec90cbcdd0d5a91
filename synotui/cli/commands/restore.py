"""`synotui restore`: put a backup back, or tell what that would change."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, dictionary
from synotui.errors import (
    DictionaryDamaged,
    DictionaryError,
    DictionaryMissing,
    NotADictionary,
)

if TYPE_CHECKING:
    from synotui.ops.backups import Backup, Difference

_LISTED = 20


@click.command()
@dictionary
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--dry-run", is_flag=True, help="Tell what it would change; change nothing.")
@as_json
def command(db: Path, number: int | None, dry_run: bool, as_json: bool) -> None:
    """Put backup NUMBER of DB back; without it, list them (1 is the newest).

    What is there now is backed up first, so that a restore can be taken back
    as well. A DB that cannot be opened any more is kept under another name; one
    that is gone is there again.

    \b
    Example:
      synotui restore cars.db
      synotui restore cars.db 2 --dry-run
      synotui restore cars.db 2
    """
    from synotui.cli.commands.backup import print_backups
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops import backups
    from synotui.ops.workbench import open_workbench

    if number is None:
        print_backups(db, as_json=as_json)
        return
    chosen = _chosen(db, number)
    try:
        with open_workbench(db) as bench, ProgressLine() as progress:
            found = backups.compare_with(bench, chosen, progress)
            if not dry_run:
                backups.restore(bench, chosen, progress)
    except (NotADictionary, DictionaryMissing) as error:
        if dry_run or (isinstance(error, DictionaryDamaged) and error.path == chosen.path):
            # Nothing is to be put in place, or what would be is damaged itself.
            raise
        _put_in_place(db, chosen, error, as_json)
        return
    if as_json:
        told = asdict(found) | {"backup": str(chosen.path), "restored": not dry_run}
        document(told)
    else:
        _print(found)
        say("Nothing was changed" if dry_run else f"{db} is as it was; restore 1 takes that back")


def _put_in_place(db: Path, chosen: "Backup", error: DictionaryError, as_json: bool) -> None:
    from synotui.cli.printing import document, say
    from synotui.ops import backups

    aside = backups.restore_file(db, chosen)
    if isinstance(error, DictionaryMissing):
        kept = None
        say(f"{db} is there again")
    else:
        kept = str(aside)
        say(f"{error.message}; it is kept as {aside}")
    if as_json:
        document({"restored": str(chosen.path), "kept": kept})


def _chosen(db: Path, number: int) -> "Backup":
    from synotui.ops.backups import list_backups

    found = list_backups(db)
    if number > len(found):
        raise DictionaryError(
            f"{db} has {len(found)} backups, no {number}", f"See: synotui backup {db} --list"
        )
    return found[number - 1]


def _print(found: "Difference") -> None:
    from synotui.cli.printing import Column, line, table

    columns = [Column(""), Column("now", right=True), Column("then", right=True)]
    table(
        columns,
        [
            ["ledger entries", f"{found.entries_now:,}", f"{found.entries_then:,}"],
            ["terms", f"{found.terms_now:,}", f"{found.terms_then:,}"],
            ["vectors", f"{found.vectors_now:,}", f"{found.vectors_then:,}"],
        ],
    )
    kind = "an earlier state of it" if found.earlier else "not an earlier state of it"
    line(f"{found.pairs:,} pairs are decided otherwise; the backup is {kind}")
    for each in found.listed[:_LISTED]:
        line(f"  {each.term} – {each.synonym}: {each.now or '?'} now, {each.then or '?'} then")
    if found.pairs > _LISTED:
        line(f"  and {found.pairs - _LISTED:,} more")
