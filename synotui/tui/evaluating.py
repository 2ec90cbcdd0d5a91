"""What the page of figures reads from the dictionary and keeps in it, as jobs for its thread."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from synotui.errors import UnknownTerm
from synotui.tui.widgets.evaluation_lines import Shown

if TYPE_CHECKING:
    from synotui.model import Evaluation, EvaluationSeries
    from synotui.ops.evaluating.evaluate import EvaluateOptions, EvaluationPlan
    from synotui.ops.evaluating.worst import WorstPair
    from synotui.ops.workbench import Workbench


def last_measured(bench: "Workbench") -> "tuple[EvaluateOptions, EvaluationSeries | None]":
    """Give what was measured on last, and what was kept of it in the current space."""
    from synotui.ops.evaluating.choice import last_choice
    from synotui.ops.evaluating.evaluate import evaluation_history

    options = last_choice(bench)
    with bench.store.reading():
        info = bench.store.vectors.current()
    source = "" if options.on is None else str(options.on)
    alike = [
        series
        for series in evaluation_history(bench)
        if info is not None and (series.space, series.source) == (info.name, source)
    ]
    return options, max(alike, key=lambda series: series.kept[-1].id, default=None)


def keep_measured(
    bench: "Workbench", *, plan: "EvaluationPlan", found: "Evaluation", worst: "list[WorstPair]"
) -> Shown:
    """Keep figures, unless the last that were kept say the same; give them with what there was."""
    from synotui.ops.evaluating.evaluate import keep_evaluation

    spaces = dict.fromkeys(column.space for column in found.columns)
    every = _series(bench, plan, found)
    known = all(name in every and _same(every[name], found) for name in spaces)
    kept = known or keep_evaluation(bench, plan, found)
    if kept and not known:
        every = _series(bench, plan, found)
    series = every.get(found.space)
    texts = {
        text for c in found.columns for text in (*c.coverage.unknown, *c.coverage.without_vector)
    }
    with bench.store.reading():
        terms = bench.store.terms.by_id({i for pair in worst for i in (pair.head, pair.synonym)})
    return Shown(found, series, _heads(bench, texts), kept, tuple(worst), terms)


def _series(
    bench: "Workbench", plan: "EvaluationPlan", found: "Evaluation"
) -> "dict[str, EvaluationSeries]":
    """Give what was kept of the same measurement, made the same way, by the name of the space."""
    from synotui.ops.evaluating.evaluate import evaluation_history

    marks = plan.options.marks()
    return {
        series.space: series
        for series in evaluation_history(bench, found.kind)
        if series.digest == found.digest and marks.items() <= series.kept[-1].figures.items()
    }


def _same(series: "EvaluationSeries", found: "Evaluation") -> bool:
    """Say whether the last of a series was kept at the same ledger entry, with the same figures."""
    last = series.kept[-1]
    figures = {
        f"{figure.name}_{'now' if column.key == 'now' else 'base'}": figure.value
        for column in found.columns
        for figure in column.figures
        if column.space == series.space and figure.value is not None
    }
    return last.seq == found.seq and figures.items() <= last.figures.items()


def _heads(bench: "Workbench", texts: Iterable[str]) -> dict[str, int]:
    from synotui.ops.terms import find_term

    found = {}
    for text in texts:
        with suppress(UnknownTerm):
            found[text] = find_term(bench, text).id
    return found
