"""`synotui histogram`: how similar accepted, rejected and random pairs are, and what parts them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.ops.comparing.histogram import Column, SimilarityHistogram
    from synotui.ops.comparing.histogram_pairs import PairAt

_HEIGHT = 5
"""Lines of the highest column."""
_EACH = 4
"""Cells of a bin, of those there is room for, in which its count can be written."""
_PICTURE_BINS = 50


@click.command()
@dictionary
@click.option("--space", type=as_text, metavar="S", help="Measure in this space, not the current.")
@click.option("--base", is_flag=True, help="Draw base vectors, as they were before any decision.")
@click.option(
    "--bins", type=click.IntRange(2, 500), metavar="N",
    help="How many bins at most; bounds are round numbers. As many as show counts otherwise.",
)  # fmt: skip
@click.option(
    "--random", type=click.IntRange(0), metavar="N",
    help="How many random pairs are drawn; 20,000 otherwise, or as many as are accepted.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, metavar="S",
    help="What random pairs are drawn by.",
)  # fmt: skip
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), metavar="FILE.svg|.png",
    help="Draw a picture too.",
)  # fmt: skip
@as_json
def command(
    db: Path,
    space: str | None,
    base: bool,
    bins: int | None,
    random: int | None,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show how similar accepted, rejected and random pairs of DB are.

    Accepted pairs are synonyms; those of other relations are left out. Random
    pairs are of terms with a vector, drawn by a seed, without decided pairs.
    Marked is the threshold with the best F1 of accepted against rejected pairs,
    or against as many random ones where fewer than 20 are rejected: a cosine
    for where nobody reviews.

    Adjusted vectors are drawn, or base ones with --base; both are measured, and
    in a picture base is the dashed line. Adjusting was told the accepted pairs:
    that they stand apart then proves nothing (see synotui adjust --held-out).

    \b
    Example:
      synotui histogram cars.db
      synotui histogram cars.db --base --bins 40 -o cosines.svg
      synotui histogram cars.db --space use-m3 --json
    """
    from synotui.cli.printing import document, say
    from synotui.cli.progress import ProgressLine
    from synotui.formats.pictures import refuse_picture
    from synotui.ops.comparing.histogram import similarity_histogram
    from synotui.ops.comparing.histogram_pairs import worst_accepted, worst_others
    from synotui.ops.comparing.histogram_picture import draw_histogram
    from synotui.ops.workbench import open_workbench

    if out is not None:
        refuse_picture(out)
    column: Column = "base" if base else "now"
    with open_workbench(db) as bench, ProgressLine() as progress:
        found = similarity_histogram(bench, space, seed=seed, random=random, on_progress=progress)
        wrong = (
            worst_accepted(bench.store, found, column),
            worst_others(bench.store, found, column),
        )
    if out is not None:
        draw_histogram(found, column, out, bins or _PICTURE_BINS)
    if as_json:
        document(_document(found, column, bins or _PICTURE_BINS, wrong))
    else:
        _print(found, column, bins, wrong)
    if out is not None:
        say(f"Drawn in {out}")


def _document(
    found: "SimilarityHistogram",
    column: "Column",
    bins: int,
    wrong: "tuple[list[PairAt], list[PairAt]]",
) -> dict[str, Any]:
    bounds = found.bounds(bins)
    groups: dict[str, Any] = {
        group.name: {
            "pairs": len(group.pairs),
            "without_vectors": group.without,
            "base": found.counts(group.name, "base", bounds),
            "now": found.counts(group.name, "now", bounds),
        }
        for group in found.groups
    }
    return {
        "space": found.space,
        "terms": found.terms,
        "seed": found.seed,
        "other_relations": found.related,
        "bounds": [float(bound) for bound in bounds],
        **groups,
        "threshold_base": _threshold(found, "base"),
        "threshold_now": _threshold(found, "now"),
        "accepted_below": [_pair(each) for each in wrong[0]],
        "others_above": [_pair(each) for each in wrong[1]],
        "wrong_by": column,
    }


def _threshold(found: "SimilarityHistogram", column: "Column") -> dict[str, Any] | None:
    threshold = found.threshold(column)
    if threshold is None:
        return None
    return {
        "cosine": threshold.cosine,
        "precision": threshold.precision,
        "recall": threshold.recall,
        "f1": threshold.f1,
        "against": threshold.against,
        "others": threshold.others,
        "accepted_below": threshold.below,
        "others_above": threshold.above,
    }


def _pair(pair: "PairAt") -> dict[str, Any]:
    return {
        "term": pair.head.text,
        "synonym": pair.synonym.text,
        "base": pair.base,
        "now": pair.now,
    }


def _print(
    found: "SimilarityHistogram",
    column: "Column",
    bins: int | None,
    wrong: "tuple[list[PairAt], list[PairAt]]",
) -> None:
    import shutil
    from textwrap import wrap

    from synotui.cli.printing import Painted, line
    from synotui.ops.comparing import histogram_words as words
    from synotui.plot.bars import axis

    cells = shutil.get_terminal_size().columns
    bounds = found.bounds(bins or max(2, (cells - 1) // _EACH))
    threshold = found.threshold(column)
    laid = axis(bounds.tolist(), cells, threshold.cosine if threshold else None)
    line(Painted(words.heading(found, column), "bold"))
    for group in found.groups:
        counts = found.counts(group.name, column, bounds)
        line()
        line(f"{words.SIGNS[group.name]} {words.group_words(group, column)}")
        if not any(counts):
            continue
        for drawn in laid.bars(counts, _HEIGHT):
            line(drawn.rstrip())
        numbers = laid.numbers(counts)
        if numbers is not None:
            line(Painted(numbers.rstrip(), "dim"))
    line(laid.labels())
    if laid.mark is not None and threshold is not None:
        line(" " * laid.mark + f"↑ {threshold.cosine:.2f}")
    line()
    for told in words.threshold_lines(found, column):
        line(told)
    if told := words.left_out_words(found):
        line(told)
    _print_beside(found, column)
    _print_wrong(found, column, wrong)
    if threshold is not None:
        line()
        for told in (words.PURPOSE, *([words.TOLD] if found.adjusted else [])):
            for part in wrap(f"{told}.", max(40, cells)):
                line(Painted(part, "dim"))


def _print_beside(found: "SimilarityHistogram", column: "Column") -> None:
    """Say what the threshold is by the vectors that are not drawn."""
    from synotui.cli.printing import line
    from synotui.ops.comparing.histogram_words import COLUMNS

    other: Column = "now" if column == "base" else "base"
    threshold = found.threshold(other)
    if threshold is None or not found.adjusted:
        return
    line(
        f"By {COLUMNS[other]} vectors: threshold {threshold.cosine:.2f}, precision "
        f"{threshold.precision:.2f}, recall {threshold.recall:.2f}, F1 {threshold.f1:.2f}"
    )


def _print_wrong(
    found: "SimilarityHistogram", column: "Column", wrong: "tuple[list[PairAt], list[PairAt]]"
) -> None:
    from synotui.cli.printing import Column as TableColumn
    from synotui.cli.printing import Painted, line, table

    threshold = found.threshold(column)
    if threshold is None:
        return
    counts = (threshold.below, threshold.above)
    titles = ("Accepted pairs below it, the farthest first", f"{threshold.against.title()} pairs")
    for title, pairs, count in zip(
        (titles[0], f"{titles[1]} that reach it, the nearest first"), wrong, counts, strict=True
    ):
        if not pairs:
            continue
        line()
        of = f": {len(pairs)} of {count:,}" if len(pairs) < count else f": {count:,}"
        line(Painted(title + of, "bold"))
        table(
            [TableColumn("", cut=True), TableColumn("", cut=True), TableColumn("", right=True)],
            [["  " + e.head.text, e.synonym.text, f"{e.cosine(column):.2f}"] for e in pairs],
        )
