"""`synotui decide`: a verdict on a pair."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary
from synotui.model import Relation, Verdict

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
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@as_json
def command(
    db: Path,
    verdict: str,
    term: str,
    synonym: str,
    relation: str | None,
    note: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Accept, reject or skip SYNONYM as a synonym of TERM, and say what that changed.

    \b
    Example:
      synotui decide cars.db accept 普拉多 霸道SUV
      synotui decide cars.db accept 普拉多 SUV --relation broader --note 车型
      synotui decide cars.db reject 普拉多 轿车 --dry-run
    """
    from synotui.cli.changes import change_document, diff_document, print_change, print_diff
    from synotui.cli.printing import document, say
    from synotui.ops.review import decide, preview
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    chosen, related = _VERDICTS[verdict], Relation(relation) if relation else None
    with open_workbench(db) as bench:
        head, other = find_term(bench, term), find_term(bench, synonym)
        if dry_run:
            diff = preview(bench, head.id, other.id, chosen, related)
            if as_json:
                document({"label": f"would have {chosen}", "dry_run": True} | diff_document(diff))
            else:
                print_diff(diff)
                say("Nothing was changed.")
            return
        change = decide(bench, head.id, other.id, chosen, related, note)
    if as_json:
        document(change_document(change))
    else:
        print_change(change)
