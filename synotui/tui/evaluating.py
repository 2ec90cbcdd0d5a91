"""What the page of figures reads from the dictionary and keeps in it, as jobs for its thread."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from synotui.errors import UnknownTerm
from synotui.tui.widgets.evaluation_lines import Shown

if TYPE_CHECKING:
    from synotui.model import Evaluation, EvaluationSeries
    from synotui.ops.evaluate import EvaluateOptions, EvaluationPlan
    from synotui.ops.evaluation_worst import WorstPair
    from synotui.ops.workbench import Workbench


def last_measured(bench: "Workbench") -> "tuple[EvaluateOptions, EvaluationSeries | None]":
    """Give what was measured on last, and what was kept of it in the current space."""
    from synotui.ops.evaluate import evaluation_history
    from synotui.ops.evaluation_choice import last_choice

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
    from synotui.ops.evaluate import keep_evaluation

    series = _series(bench, plan, found)
    known = series is not None and _same(series, found)
    kept = known or keep_evaluation(bench, plan, found)
    if kept and not known:
        series = _series(bench, plan, found)
    texts = {
        text for c in found.columns for text in (*c.coverage.unknown, *c.coverage.without_vector)
    }
    with bench.store.reading():
        terms = bench.store.terms.by_id({i for pair in worst for i in (pair.head, pair.synonym)})
    return Shown(found, series, _heads(bench, texts), kept, tuple(worst), terms)


def _series(
    bench: "Workbench", plan: "EvaluationPlan", found: "Evaluation"
) -> "EvaluationSeries | None":
    """Give what was kept of the same measurement, made the same way, in the current space."""
    from synotui.ops.evaluate import evaluation_history

    marks = plan.options.marks()
    for series in evaluation_history(bench, found.kind):
        same = (series.digest, series.space) == (found.digest, found.space)
        if same and marks.items() <= series.kept[-1].figures.items():
            return series
    return None


def _same(series: "EvaluationSeries", found: "Evaluation") -> bool:
    from synotui.ops.evaluate import flat_figures

    last = series.kept[-1]
    if last.seq != found.seq or len(found.columns) > 2:
        return False
    flat = {name: value for name, value in flat_figures(found).items() if value is not None}
    return flat.items() <= last.figures.items()


def _heads(bench: "Workbench", texts: Iterable[str]) -> dict[str, int]:
    from synotui.ops.terms import find_term

    found = {}
    for text in texts:
        with suppress(UnknownTerm):
            found[text] = find_term(bench, text).id
    return found
