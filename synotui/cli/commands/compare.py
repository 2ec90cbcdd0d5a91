"""`synotui compare`: two terms measured against each other."""

from dataclasses import asdict
from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary
from synotui.model import Comparison


@click.command()
@dictionary
@click.argument("a", type=as_text)
@click.argument("b", type=as_text)
@as_json
def command(db: Path, a: str, b: str, as_json: bool) -> None:
    """Measure A against B: cosine, Euclidean distance and dot product.

    Each is given for the base vectors and as adjusted now; ranks say where
    each stands among the other's neighbours.

    \b
    Example:
      synotui compare cars.db 普拉多 霸道SUV
    """
    from synotui.cli.printing import document
    from synotui.ops.compare import compare
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        found = compare(bench, find_term(bench, a).id, find_term(bench, b).id)
    if not as_json:
        _print(found)
        return
    document(
        {
            "a": found.a.text,
            "b": found.b.text,
            "base": asdict(found.base),
            "now": asdict(found.now),
            "rank_a_to_b": found.rank_a_to_b or None,
            "rank_b_to_a": found.rank_b_to_a or None,
            "verdict": str(found.pair.verdict) if found.pair else None,
        }
    )


def _print(found: Comparison) -> None:
    from synotui.cli.printing import Column, line, table

    a, b = found.a.text, found.b.text
    line(f"{a}  {b}")
    measures = (
        ("cosine", found.base.cosine, found.now.cosine),
        ("euclidean", found.base.euclidean, found.now.euclidean),
        ("dot", found.base.dot, found.now.dot),
    )
    rows = [[f"  {name}", f"{base:.4f}", f"{now:.4f}"] for name, base, now in measures]
    table([Column(""), Column("base", right=True), Column("now", right=True)], rows)
    for rank, whose, other in ((found.rank_a_to_b, a, b), (found.rank_b_to_a, b, a)):
        if rank:
            line(f"  {other} is neighbour {rank:,} of {whose}")
    if found.pair is not None:
        relation = found.pair.relation_from(found.a.id)
        line(f"  {found.pair.verdict}" + (f" as {relation}" if relation else ""))
