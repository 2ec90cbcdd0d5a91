"""`synotui weight`: what a pair weighs in adjustment."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary


@click.command()
@dictionary
@click.argument("term", type=as_text)
@click.argument("synonym", type=as_text)
@click.argument("weight", type=float)
@as_json
def command(db: Path, term: str, synonym: str, weight: float, as_json: bool) -> None:
    """Let the decided pair TERM, SYNONYM weigh WEIGHT beside the others of its relation.

    1 is what pairs weigh unless told otherwise; 0 keeps the pair and lets it
    move nothing.

    \b
    Example:
      synotui decide cars.db accept 普拉多 霸道SUV
      synotui weight cars.db 普拉多 霸道SUV 2
    """
    from synotui.cli.changes import change_document, print_change
    from synotui.cli.printing import document
    from synotui.ops.adjusting.senses import set_weight
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        first, second = find_term(bench, term), find_term(bench, synonym)
        change = set_weight(bench, first.id, second.id, weight)
    if as_json:
        document(change_document(change))
    else:
        print_change(change)
