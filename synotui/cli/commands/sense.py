"""`synotui sense`: the sense in which a term is meant in a pair."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary


@click.command()
@dictionary
@click.argument("term", type=as_text)
@click.argument("synonym", type=as_text)
@click.argument("sense", type=as_text)
@as_json
def command(db: Path, term: str, synonym: str, sense: str, as_json: bool) -> None:
    """Name the sense in which TERM is meant in the decided pair TERM, SYNONYM.

    Synonym sets are not joined through a term that is meant in different
    senses. An empty SENSE takes the name back.

    \b
    Example:
      synotui decide cars.db accept 苹果 苹果手机
      synotui sense cars.db 苹果 苹果手机 手机
      synotui sense cars.db 苹果 苹果手机 ""
    """
    from synotui.cli.changes import change_document, print_change
    from synotui.cli.printing import document
    from synotui.ops.senses import set_sense
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        first, second = find_term(bench, term), find_term(bench, synonym)
        change = set_sense(bench, first.id, second.id, sense)
    if as_json:
        document(change_document(change))
    else:
        print_change(change)
