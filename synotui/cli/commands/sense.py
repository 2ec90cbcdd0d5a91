"""`synotui sense`: the sense in which a term is meant in pairs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.model import Change
    from synotui.ops.workbench import Workbench


@click.command()
@dictionary
@click.argument("term", type=as_text)
@click.argument("synonyms", type=as_text, nargs=-1, metavar="SYNONYM... SENSE")
@click.option(
    "--sides", type=as_text, nargs=2, metavar="A B",
    help="Name both senses of a suspected bridge at once: A of one side's pairs, "
    "B of those that synotui sets marks. No SYNONYM and SENSE then.",
)  # fmt: skip
@as_json
def command(
    db: Path, term: str, synonyms: tuple[str, ...], sides: tuple[str, str] | None, as_json: bool
) -> None:
    """Name the SENSE in which TERM is meant in its decided pairs with each SYNONYM.

    Synonym sets are not joined through a term that is meant in different
    senses. An empty SENSE takes the name back. All of it is one step, undone
    as one. With --sides 水果 手机 both senses of a term that joins two sets are
    named at once. What a term may mean, synotui senses shows.

    \b
    Example:
      synotui decide cars.db accept 苹果 苹果手机
      synotui decide cars.db accept 苹果 "iPhone 13"
      synotui sense cars.db 苹果 苹果手机 "iPhone 13" 手机
      synotui sense cars.db 苹果 苹果手机 ""
    """
    from synotui.cli.changes import change_document, print_change
    from synotui.cli.printing import document
    from synotui.ops.adjusting.senses import name_senses
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    if sides is None and len(synonyms) < 2:
        raise click.UsageError("Give SYNONYM and SENSE, or --sides A B")
    if sides is not None and synonyms:
        raise click.UsageError("Give SYNONYM and SENSE or --sides A B, not both")
    with open_workbench(db) as bench:
        head = find_term(bench, term)
        if sides is not None:
            change = _name_sides(bench, head.id, sides)
        else:
            *others, sense = synonyms
            named = [(find_term(bench, other).id, sense) for other in others]
            change = name_senses(bench, head.id, named)
    if as_json:
        document(change_document(change))
    else:
        print_change(change)


def _name_sides(bench: "Workbench", term: int, names: tuple[str, str]) -> "Change":
    """Name both senses of a term that a set is suspected to be joined by."""
    from synotui.errors import PairError
    from synotui.ops.adjusting.senses import name_senses
    from synotui.ops.grouping.sets import list_sets
    from synotui.ops.grouping.splitting import sides_of
    from synotui.ops.terms import get_term

    for found in list_sets(bench, term):
        sides = sides_of(found, term=term)
        if sides is not None:
            return name_senses(bench, term, sides.named(*names))
    raise PairError(
        f"{get_term(bench, term).text} joins no two sets, as far as vectors tell",
        "Name its pairs: synotui sense DB TERM SYNONYM... SENSE",
    )
