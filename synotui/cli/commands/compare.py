"""`synotui compare`: two terms or texts measured against each other, or several in a matrix."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary


@click.command()
@dictionary
@click.argument("a", type=as_text)
@click.argument("b", type=as_text)
@click.argument("more", type=as_text, nargs=-1, metavar="[C]...")
@click.option(
    "--first",
    "-k",
    type=click.IntRange(1, 100_000),
    default=50,
    show_default=True,
    help="How many neighbours of each may be shared.",
)
@as_json
def command(db: Path, a: str, b: str, more: tuple[str, ...], first: int, as_json: bool) -> None:
    """Measure A against B: terms, or texts that are not in the dictionary.

    A text is encoded on the spot. Cosine, Euclidean distance and dot product
    are given by base vectors and as adjusted now. Ranks say where each stands
    among the other's neighbours, percentiles where the cosine stands among
    those of random and of accepted pairs. Three or more give a matrix of cosines.

    \b
    Example:
      synotui compare cars.db 普拉多 霸道SUV
      synotui compare cars.db 普拉多 丰田霸道4000
      synotui compare cars.db 普拉多 霸道SUV 越野车 SUV
    """
    from synotui.cli import comparison
    from synotui.cli.printing import document, say
    from synotui.ops.comparing.compare import compare_texts, matrix
    from synotui.ops.terms import closest_terms
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        if more:
            several = matrix(bench, [a, b, *more])
            items = several.items
        else:
            found = compare_texts(bench, a, b, first)
            items = (found.a, found.b)
        unknown = {each.text: closest_terms(bench, each.text) for each in items if not each.term}
    if more and as_json:
        document(comparison.matrix_document(several))
    elif more:
        comparison.print_matrix(several)
    elif as_json:
        document(comparison.comparison_document(found))
    else:
        comparison.print_comparison(found)
    for text, closest in unknown.items():
        if closest:
            say(f"“{text}” is no term. Closest: {', '.join(closest)}")
