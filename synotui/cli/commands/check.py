"""`synotui check`: whether a dictionary is sound, mending it, rescuing what is left of one."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, dictionary

if TYPE_CHECKING:
    from synotui.ops.checking import CheckReport, RescueReport


@click.command()
@dictionary
@click.option(
    "--repair", is_flag=True,
    help="Put right what follows from something else: pairs from the ledger, adjusted vectors, "
    "caches. It is recorded in the ledger.",
)  # fmt: skip
@click.option(
    "--rescue", type=click.Path(path_type=Path, dir_okay=False), metavar="NEW.db",
    help="Write what a damaged DB still holds to a new file. DB is only read.",
)  # fmt: skip
@click.option(
    "--expect", metavar="HASH",
    help="A ledger hash that was noted earlier (its beginning is enough): is it there still?",
)  # fmt: skip
@as_json
def command(db: Path, repair: bool, rescue: Path | None, expect: str | None, as_json: bool) -> None:
    """Check DB: the file, each ledger entry by its hash, pairs, vectors, what is cached.

    The ledger is played from the first entry to the last, and pairs are held
    against what comes of it; adjusted vectors are solved once more and
    compared. The last hash that is printed, noted elsewhere, proves later that
    nothing before it was changed. Exits with 1 if anything is wrong.

    \b
    Example:
      synotui check cars.db
      synotui check cars.db --repair
      synotui check cars.db --rescue rescued.db
    """
    from synotui.cli.printing import document
    from synotui.cli.progress import ProgressLine
    from synotui.ops import checking
    from synotui.ops.workbench import open_workbench

    if rescue is not None:
        with ProgressLine() as progress:
            rescued = checking.rescue(db, rescue, progress)
        if as_json:
            document(asdict(rescued))
        else:
            _print_rescued(rescued)
        return
    with open_workbench(db) as bench, ProgressLine() as progress:
        if repair:
            found = checking.repair(bench, progress)
        else:
            found = checking.check(bench, progress, expected=expect)
    if as_json:
        document(asdict(found) | {"sound": found.sound})
    else:
        _print(found)
    if not found.sound:
        raise click.exceptions.Exit(1)


def _print(found: "CheckReport") -> None:
    from synotui.cli.printing import Column, Painted, line, say, table

    bad = {each.part for each in found.findings}
    rows = [
        [Painted("✗", "red") if part in bad else Painted("✓", "green"), part, told]
        for part, told in found.checked
    ]
    table([Column(""), Column(""), Column("", cut=True)], rows)
    for each in found.findings:
        line(Painted(f"{each.part}: {each.what}", "red"))
        line(f"  {each.remedy}")
    if found.last_hash:
        line(f"ledger {found.last_hash}")
    told = f"{len(found.findings):,} things are wrong" if found.findings else "all is well"
    say(f"{told}; checked in {found.seconds:.1f} s")


def _print_rescued(found: "RescueReport") -> None:
    from synotui.cli.printing import Column, line, say, table

    table(
        [Column(""), Column("", right=True)],
        [[table_, f"{rows:,}"] for table_, rows in found.rows.items()],
    )
    losses = (
        (found.lost_terms, "terms whose text is lost are there as “lost term N”"),
        (found.lost_vectors, "vectors are lost: synotui embed makes them anew"),
        (len(found.lost_entries), "ledger entries are lost"),
        (int(not found.ledger_whole), "page or more of the ledger is damaged"),
        (found.without_entry, "pairs are kept whose ledger entry is lost"),
        (found.from_ledger, "pairs are there again by the ledger"),
    )
    for count, told in losses:
        if count:
            line(f"{count:,} {told}")
    if not any(count for count, _ in losses):
        line("nothing is known to be lost")
    say(f"{found.out} was made from {found.pages:,} pages of {found.damaged}")
    say(f"Next: synotui check {found.out}")
