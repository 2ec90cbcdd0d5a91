"""`synotui evaluate`: what the vectors are worth, before and after adjusting."""

from pathlib import Path
from typing import Any

import click

from synotui.cli.arguments import as_json, dictionary

_KINDS = ("similarity", "analogies", "gold", "dictionary")


@click.command()
@dictionary
@click.option(
    "--on", type=click.Path(path_type=Path), metavar="FILE",
    help="Word similarities, analogies, or pairs of synonyms; the dictionary itself otherwise.",
)  # fmt: skip
@click.option("--kind", type=click.Choice(_KINDS), help="What FILE is; told from it otherwise.")
@click.option("--spaces", multiple=True, metavar="A,B", help="Other spaces to measure beside.")
@click.option("--column", metavar="NAME", help="The column of the scores, by name or number.")
@click.option("--encoding", metavar="NAME", help="Of FILE; UTF-8 or GB18030 otherwise.")
@click.option("--format", "-f", metavar="NAME", help="Of a file of pairs; told from it otherwise.")
@click.option(
    "--vocabulary", type=click.IntRange(1), metavar="N",
    help="Only the first N rows of the space count.  [analogies: 300000]",
)  # fmt: skip
@click.option("--case-sensitive", is_flag=True, help="Take words only as they are written.")
@click.option(
    "--unknown-is-wrong", is_flag=True, help="Count what is not known as wrong, or as similarity 0."
)
@click.option(
    "--place", is_flag=True, help="Place texts of similarities and gold that are no terms."
)
@click.option("--common", is_flag=True, help="Measure all spaces on what all of them have.")
@click.option(
    "--heads", type=click.IntRange(0), metavar="N",
    help="Ask N heads for their partners, 0 all of them; some ten seconds' worth otherwise.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, metavar="S",
    help="What samples are drawn by.",
)  # fmt: skip
@click.option("--no-keep", is_flag=True, help="Do not keep the figures in DB.")
@click.option("--history", is_flag=True, help="Show the figures that were kept, over time.")
@as_json
def command(
    db: Path,
    on: Path | None,
    kind: Any,
    spaces: tuple[str, ...],
    column: str | None,
    encoding: str | None,
    format: str | None,
    vocabulary: int | None,
    case_sensitive: bool,
    unknown_is_wrong: bool,
    place: bool,
    common: bool,
    heads: int | None,
    seed: int,
    no_keep: bool,
    history: bool,
    as_json: bool,
) -> None:
    """Measure the current space, at its base and adjusted, and other spaces beside it.

    \b
    similarity  word, word, score (SimLex-999, WordSim-353, COS960): Spearman, Pearson
    analogies   a b c d under ": section" lines (questions-words.txt): accuracy, as gensim
    gold        pairs of synonyms: recall@k, MRR and nDCG@10 over all their terms, among
                all terms of DB, by exact search; the best threshold against random pairs
    dictionary  without FILE: the same of DB's accepted pairs, against its rejected ones
                if there are 20, and alignment, uniformity, anisotropy and hubness

    Intervals hold the figure in 95 of 100 cases (bootstrap); that of the change
    compares pair by pair. ↑ and ↓ say which way is better. What the adjustment
    was told of it has drawn together: figures without that stand apart. Each
    evaluation is kept in DB, and changes nothing that is decided.

    \b
    Example:
      synotui evaluate cars.db
      synotui evaluate cars.db --on pairs.csv
      synotui evaluate cars.db --on pairs.csv --heads 100 --json
      synotui evaluate cars.db --history
    """
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.evaluating.evaluate import (
        EvaluateOptions,
        evaluation_history,
        keep_evaluation,
        plan_evaluation,
        run_evaluation,
    )
    from synotui.ops.workbench import open_workbench

    if history:
        from synotui.cli.evaluations import history_document, print_history

        with open_workbench(db) as bench:
            series = evaluation_history(bench, kind)
        if as_json:
            document(history_document(series))
        else:
            print_history(series)
        return
    from synotui.cli.evaluations import evaluation_document, print_evaluation

    options = EvaluateOptions(
        on=on,
        kind=kind,
        spaces=tuple(name.strip() for given in spaces for name in given.split(",") if name.strip()),
        encoding=encoding,
        column=column,
        format=format,
        vocabulary=vocabulary,
        case_sensitive=case_sensitive,
        unknown_is_wrong=unknown_is_wrong,
        place=place,
        common=common,
        heads=heads,
        seed=seed,
    )
    with open_workbench(db) as bench, ProgressLine() as progress:
        plan = plan_evaluation(bench, options, progress)
        found = run_evaluation(plan, progress)
        kept = not no_keep and keep_evaluation(bench, plan, found)
    if as_json:
        document(evaluation_document(found, kept=kept))
    else:
        print_evaluation(found)
        if not kept and not no_keep:
            say(f"{db} is read-only: these figures are not kept.")
