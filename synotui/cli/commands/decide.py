"""`synotui decide`: a verdict on a pair."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary
from synotui.errors import UnknownTerm
from synotui.model import Change, Relation, Verdict

_VERDICTS = {
    "accept": Verdict.ACCEPTED,
    "reject": Verdict.REJECTED,
    "skip": Verdict.SKIPPED,
}


@click.command()
@dictionary
@click.argument("verdict", type=click.Choice(list(_VERDICTS)))
@click.argument("term", type=as_text)
@click.argument("synonym", type=as_text)
@click.option(
    "--relation",
    "-r",
    type=click.Choice([str(relation) for relation in Relation]),
    help="What SYNONYM is to TERM; without it synonym or different.",
)
@click.option("--note", "-n", type=as_text, metavar="TEXT", help="A note to keep with the pair.")
@click.option("--add", is_flag=True, help="Accept a SYNONYM that is no term yet: make it one.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@as_json
def command(
    db: Path,
    verdict: str,
    term: str,
    synonym: str,
    relation: str | None,
    note: str | None,
    add: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Accept, reject or skip SYNONYM as a synonym of TERM, and say what that changed.

    With --add, a SYNONYM that is not in DB yet is added and embedded on the
    spot; undoing takes it out again.

    \b
    Example:
      synotui decide cars.db accept 普拉多 霸道SUV
      synotui decide cars.db accept 普拉多 SUV --relation broader --note 车型
      synotui decide cars.db accept 普拉多 丰田霸道 --add
      synotui decide cars.db reject 普拉多 轿车 --dry-run
    """
    from synotui.cli.changes import diff_document, print_diff
    from synotui.cli.printing import document, say
    from synotui.ops.adding import add_synonym
    from synotui.ops.review import decide, preview
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    if add and (verdict != "accept" or note or dry_run):
        raise click.UsageError("--add goes with accept, and without --note and --dry-run")
    chosen, related = _VERDICTS[verdict], Relation(relation) if relation else None
    with open_workbench(db) as bench:
        head = find_term(bench, term)
        try:
            other = find_term(bench, synonym)
        except UnknownTerm:
            if not add:
                raise
            _print(add_synonym(bench, head.id, synonym, related or Relation.SYNONYM), as_json)
            return
        if dry_run:
            diff = preview(bench, head.id, other.id, chosen, related)
            if as_json:
                document({"label": f"would have {chosen}", "dry_run": True} | diff_document(diff))
            else:
                print_diff(diff)
                say("Nothing was changed.")
            return
        change = decide(bench, head.id, other.id, chosen, related, note)
    _print(change, as_json)


def _print(change: Change, as_json: bool) -> None:
    from synotui.cli.changes import change_document, print_change
    from synotui.cli.printing import document

    if as_json:
        document(change_document(change))
    else:
        print_change(change)
