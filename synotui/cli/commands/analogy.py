"""`synotui analogy`: terms added and taken away, and what is nearest to the sum."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, dictionary


@click.command()
@dictionary
@click.option("--plus", type=as_text, multiple=True, metavar="TERM", help="A term to add.")
@click.option("--minus", type=as_text, multiple=True, metavar="TERM", help="One to take away.")
@click.option(
    "--weigh", type=(as_text, click.FloatRange(0)), multiple=True, metavar="TERM W",
    help="Let a term named by --plus or --minus count W times.",
)  # fmt: skip
@click.option(
    "--count", "-k", type=click.IntRange(1, 100_000), default=10, show_default=True, metavar="N",
    help="How many terms.",
)  # fmt: skip
@click.option("--base", is_flag=True, help="By the base vectors instead of the adjusted ones.")
@click.option("--mul", is_flag=True, help="Multiply cosines (3CosMul) instead of adding vectors.")
@as_json
def command(
    db: Path,
    plus: tuple[str, ...],
    minus: tuple[str, ...],
    weigh: tuple[tuple[str, float], ...],
    count: int,
    base: bool,
    mul: bool,
    as_json: bool,
) -> None:
    """Add terms and take others away: what is nearest to 诸葛亮 + 水浒传 − 三国演义?

    Vectors are made unit and averaged, as gensim's most_similar does; the
    terms named are left out. Texts that are not in the dictionary are encoded
    on the spot. Search is exact.

    \b
    Example:
      synotui analogy cars.db --plus 苹果手机 --plus 华为手机 --minus 苹果
      synotui analogy cars.db --plus 普拉多 --minus 丰田 -k 5 --mul --json
    """
    from synotui.cli import answers
    from synotui.cli.printing import document
    from synotui.ops.exploring.explore import nearest
    from synotui.ops.workbench import open_workbench

    if not plus and not minus:
        raise click.UsageError("Name a term to add: --plus TERM")
    if mul and not plus:
        raise click.UsageError("--mul needs a term to begin with: --plus TERM")
    if mul and weigh:
        raise click.UsageError("--mul takes no weights: leave --weigh out")
    weights = dict(weigh)
    if strangers := weights.keys() - {*plus, *minus}:
        named = ", ".join(sorted(strangers))
        raise click.UsageError(f"--weigh {named}: name it by --plus or --minus as well")
    asked = [(text, weights.get(text, 1.0)) for text in plus]
    asked += [(text, -weights.get(text, 1.0)) for text in minus]
    with open_workbench(db) as bench:
        found = nearest(
            bench,
            asked,
            count,
            by="base" if base else "now",
            measure="3CosMul" if mul else "3CosAdd",
        )
        answers.tell_placed(bench, found.given)
    if as_json:
        document(answers.nearest_document(found))
    else:
        answers.print_nearest(found)
