"""Write the queue of many heads to a file: the undecided pairs in the order a review asks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import numpy as np

from synotui.errors import FormatError
from synotui.formats import queue_rows
from synotui.formats.queue_rows import QueueFormat, QueueRow
from synotui.model import OnProgress, Progress, Verdict, no_progress
from synotui.ops.suggesting.candidates import says
from synotui.ops.suggesting.ranking import Ranking, Scored, ranking_of
from synotui.ops.suggesting.why import in_words, sources_of, standing
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.rank.queue import Queue, Strategy

HEADS = 500
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class QueueReport:
    """What was written."""

    path: str
    rows: int
    heads: int
    left: int
    """Candidates beyond the limit."""


def export_queue(
    bench: Workbench,
    out: Path | TextIO,
    form: QueueFormat = "csv",
    *,
    heads: int = HEADS,
    limit: int | None = None,
    strategy: "Strategy" = "likeliest",
    on_progress: OnProgress = no_progress,
) -> QueueReport:
    """Write the candidates of the most frequent `heads`, the first `limit` of them.

    Pairs that are decided are left out. Raises FormatError, DictionaryError.
    """
    if isinstance(out, Path) and out.exists() and out.samefile(bench.path):
        raise FormatError("is the dictionary itself", "Name another file to write to", path=out)
    ranking = ranking_of(bench, on_progress)
    chosen = frequent(ranking, heads)
    on_progress(Progress("collecting", 0, len(chosen), "heads"))
    queue = ranking.queue(chosen, strategy)
    for skipped in _passed_over(bench, ranking):
        if queue.pool.position(*skipped) is not None:
            queue.decide(*skipped, None)
    there = int(queue.undecided.sum())
    wanted = there if limit is None else min(limit, there)
    rows = queue_rows.write(_rows(bench, ranking, queue, wanted, on_progress), out, form)
    return QueueReport(str(out) if isinstance(out, Path) else "-", rows, len(chosen), there - rows)


def frequent(ranking: Ranking, count: int) -> "Ints":
    """Give the numbers of the `count` most frequent terms that have a vector.

    Of all terms where none has one; terms without frequency come last, as they were added.
    """
    view = ranking.material.view
    in_use = ranking.material.lexicon.in_use.copy()
    if view.space is not None and view.space.has.any():
        in_use &= view.space.has
    terms = np.flatnonzero(in_use)
    order = np.argsort(np.nan_to_num(view.order[terms], nan=np.inf), kind="stable")
    found: Ints = terms[order[:count]]
    return found


def _passed_over(bench: Workbench, ranking: Ranking) -> Iterator[tuple[int, int]]:
    """Give the decided pairs that are neither accepted synonyms nor rejected."""
    with bench.store.reading():
        for pair in bench.store.pairs.with_verdicts(tuple(Verdict)):
            a, b = (ranking.material.number(term) for term in (pair.low, pair.high))
            if a is not None and b is not None and says(pair) is None:
                yield a, b


def _rows(
    bench: Workbench, ranking: Ranking, queue: "Queue", wanted: int, on_progress: OnProgress
) -> Iterator[QueueRow]:
    ids = ranking.material.ids
    pairs = queue.next(wanted) if wanted else []
    probabilities = queue.probabilities
    scored = Scored(queue.pool, queue.table, probabilities, probabilities)
    space = ranking.material.view.space
    for start in range(0, len(pairs), _AT_ONCE):
        part = pairs[start : start + _AT_ONCE]
        heads, others = (
            np.array(side, np.int64) for side in zip(*(each[1:3] for each in part), strict=True)
        )
        with bench.store.reading():
            terms = bench.store.terms.by_id(set(ids[np.concatenate([heads, others])].tolist()))
        base = space.cosines(heads, others) if space else np.full(len(part), np.nan)
        now = space.cosines(heads, others, base=False) if space else base
        for nth, each in enumerate(part):
            on_progress(Progress("writing", start + nth, len(pairs), "pairs"))
            head, other = terms[int(ids[each.head])], terms[int(ids[each.other])]
            known = standing(ranking, each.head, each.other, head, other)
            yield QueueRow(
                head.text,
                other.text,
                each.probability,
                _number(base[nth]),
                _number(now[nth]),
                known["rank"],
                known["rank_back"],
                tuple(sources_of(scored, each.position)),
                in_words(ranking, scored, each.position, head.text, other.text),
                known["warnings"],
            )


def _number(cosine: float) -> float | None:
    return None if cosine != cosine else float(cosine)
