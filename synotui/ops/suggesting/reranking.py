"""Let a cross-encoder read the likeliest pairs together, and rank by what it says as well.

Vectors find candidates, a model that reads both terms at once looks at the
first of them again. That takes milliseconds a pair, so what it said is kept in
the dictionary by pair and model (derived: in no ledger), and the ranker learns
what it is worth. Decided pairs are read as well: they are what it learns from.

    plan = plan_rerank(bench, name)          # in the dictionary's thread; ranks first
    work = prepare_rerank(plan, progress)    # in any thread: loads the model, collects pairs
    begun = begin_rerank(bench, work)        # in the dictionary's thread
    for read in begun.read(progress):        # in any thread
        keep_read(bench, begun, read)        # in the dictionary's thread
    finish_rerank(bench, begun)              # in the dictionary's thread

Stopped at any report, it keeps what was read, and the next time goes on from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from synotui.errors import Cancelled, EncoderError
from synotui.model import OnProgress, Progress, no_progress
from synotui.ops.queueing.export import frequent
from synotui.ops.suggesting.candidates import graph_of
from synotui.ops.suggesting.lessons import verdicts_in
from synotui.ops.suggesting.ranking import Ranking, ranking_of, ready_ranking
from synotui.ops.workbench import Workbench
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints
    from synotui.engine.encoders.cross_encoder import CrossEncoder
    from synotui.store.cross_scores import HeldModel

DEFAULT_MODEL = "BAAI/bge-reranker-base"
"""Reads Chinese and English; 1.1 GB, from the hub the first time."""
HEADS, TOP = 200, 20
"""Heads, the most frequent first, and candidates of each, the likeliest first."""
_DECIDED = 2_000
"""Decided pairs that are read, the last ones: what the model is worth is learnt from them."""
_ROUND = 128
"""Pairs that are kept at once; a kill loses no more."""
_AT_ONCE = 50
"""Heads whose candidates are collected at once."""
_ENOUGH = 5
"""Accepted and rejected pairs there must be to say how well the two are told apart."""


@dataclass(frozen=True, slots=True)
class RerankReport:
    """What a cross-encoder read."""

    model: str
    heads: int
    pairs: int
    """Pairs that were wanted."""
    read: int
    """Those it read now; the others were read before."""
    decided: int
    """Decided pairs among them."""
    tells_apart: float | None
    """Chance that an accepted pair has a higher score than a rejected one; None for too few."""
    dropped: int
    """Scores wanted longest ago, dropped for want of room."""
    seconds: float
    """Time that reading took."""


@dataclass(frozen=True)
class RerankPlan:
    """What is to be read by whom."""

    store: Store
    ranking: Ranking
    model: str
    heads: int
    top: int


@dataclass(frozen=True)
class RerankWork:
    """A model, and the pairs it is to read."""

    plan: RerankPlan
    model: "CrossEncoder"
    pairs: "Ints"
    """Ids of terms, the lower first (n, 2)."""
    heads: int
    verdicts: "Ints"
    """1 for an accepted pair, 0 for a rejected one, -1 for an undecided one (n,)."""


@dataclass
class Begun:
    """A run: what is read already, and what is not."""

    work: RerankWork
    held: "HeldModel"
    run: int
    todo: "Ints"
    """Places of the pairs that are still to be read (m,)."""
    scores: "Floats"
    """Of all pairs (n,); NaN for those not read yet."""
    seconds: float = 0.0
    kept: int = field(default=0)
    """Pairs read in this run and kept."""

    def read(self, on_progress: OnProgress = no_progress) -> Iterator["Ints"]:
        """Read what is to be read, and give the places of the pairs of each round.

        `on_progress` may stop it between rounds of the model. Raises EncoderError.
        """
        texts = self._texts()
        for start in range(0, len(self.todo), _ROUND):
            on_progress(Progress("judging", start, len(self.todo), "pairs"))
            places = self.todo[start : start + _ROUND]
            began = perf_counter()
            pairs = self.work.pairs[places].tolist()
            self.scores[places] = self.work.model.scores([(texts[a], texts[b]) for a, b in pairs])
            self.seconds += perf_counter() - began
            yield places
        on_progress(Progress("judging", len(self.todo), len(self.todo), "pairs"))

    def _texts(self) -> dict[int, str]:
        wanted = np.unique(self.work.pairs[self.todo]).tolist()
        with self.work.plan.store.beside() as store, store.reading():
            return {term: found.text for term, found in store.terms.by_id(wanted).items()}


def chosen_model(store: Store, model: str | None) -> str:
    """Give the model to ask: the one named, else the one asked last, else the default."""
    if model:
        return model
    with store.reading():
        last = store.cross_scores.current()
    return last.name if last else DEFAULT_MODEL


def plan_rerank(
    bench: Workbench, model: str | None = None, heads: int = HEADS, top: int = TOP
) -> RerankPlan | None:
    """Give what is to be read; None while nothing ranks yet (see `ops.ranking`).

    Raises DictionaryReadOnly where nothing could be kept, EncoderError where
    the packages of the model are not installed.
    """
    from synotui.engine.encoders.sentence_transformers import check_installed

    check_installed()
    if bench.read_only:
        # Refused now, not when minutes of reading are to be kept.
        with bench.store.transaction():
            pass
    ranking = ready_ranking(bench)
    if ranking is None:
        return None
    return RerankPlan(bench.store, ranking, chosen_model(bench.store, model), heads, top)


def prepare_rerank(plan: RerankPlan, on_progress: OnProgress = no_progress) -> RerankWork:
    """Load the model and collect the pairs, in whatever thread this is called.

    Raises EncoderError where the model cannot be had or there is nothing to read.
    """
    from synotui.engine.encoders.cross_encoder import CrossEncoder
    from synotui.store.cross_scores import MOST

    on_progress(Progress("loading", 0, None, "models"))
    model = CrossEncoder(plan.model)
    material = plan.ranking.material
    with plan.store.beside() as store:
        decided = verdicts_in(store, material.lexicon)[-_DECIDED:]
        graph = graph_of(store, material.lexicon)
    chosen = frequent(plan.ranking, plan.heads)
    pairs = {_pair(each.head, each.other): int(each.accepted) for each in decided}
    view = material.beside(graph)
    for start in range(0, len(chosen), _AT_ONCE):
        on_progress(Progress("collecting", start, len(chosen), "heads"))
        heads = chosen[start : start + _AT_ONCE]
        queue = plan.ranking.queue(heads, view=view)
        for head in heads.tolist():
            for each in queue.of_head(head)[: plan.top]:
                pairs.setdefault(_pair(each.head, each.other), -1)
    if not pairs:
        raise EncoderError("There is no pair to read", "Embed or import terms first")
    first = list(pairs.items())[:MOST]
    places = np.array([pair for pair, _ in first], np.int64)
    ids = np.sort(material.ids[places], axis=1)
    verdicts = np.array([verdict for _, verdict in first], np.int64)
    return RerankWork(plan, model, ids, len(chosen), verdicts)


def begin_rerank(bench: Workbench, work: RerankWork) -> Begun:
    """Begin a run: pairs that this very model has read before are not read again.

    Raises DictionaryError.
    """
    store = bench.store.cross_scores
    with bench.store.transaction():
        held = store.open(work.model.name, work.model.stamp)
        run = store.next_run()
    with bench.store.reading():
        known, scores = store.scores(held.id)
    before = dict(zip(map(tuple, known.tolist()), scores.tolist(), strict=True))
    asked = (before.get((low, high), np.nan) for low, high in work.pairs.tolist())
    found = np.fromiter(asked, np.float32, len(work.pairs))
    return Begun(work, held, run, np.flatnonzero(np.isnan(found)), found)


def keep_read(bench: Workbench, begun: Begun, places: "Ints") -> None:
    """Keep the scores of a round. Raises DictionaryError."""
    pairs, scores = begun.work.pairs[places].tolist(), begun.scores[places].tolist()
    rows = [(low, high, score) for (low, high), score in zip(pairs, scores, strict=True)]
    with bench.store.transaction():
        bench.store.cross_scores.add(begun.held.id, begun.run, rows)
    begun.kept += len(rows)


def finish_rerank(bench: Workbench, begun: Begun) -> RerankReport:
    """Listen to the model from now on, as far as it has read, and report.

    Raises DictionaryError.
    """
    work = begun.work
    there = ~np.isnan(begun.scores)
    with bench.store.transaction():
        dropped = bench.store.cross_scores.finish(begun.held.id, begun.run, work.pairs[there])
    yes, no = (begun.scores[there & (work.verdicts == verdict)] for verdict in (1, 0))
    return RerankReport(
        work.model.name,
        work.heads,
        len(work.pairs),
        begun.kept,
        len(yes) + len(no),
        _tells_apart(yes, no),
        dropped,
        begun.seconds,
    )


def rerank(
    bench: Workbench,
    model: str | None = None,
    heads: int = HEADS,
    top: int = TOP,
    on_progress: OnProgress = no_progress,
) -> RerankReport:
    """Let a cross-encoder read the `top` candidates of the most frequent `heads`, all in one go.

    `on_progress` may raise Cancelled: what was read is kept. Raises
    EncoderError, DictionaryError.
    """
    plan = plan_rerank(bench, model, heads, top)
    if plan is None:
        ranking_of(bench, on_progress)
        plan = plan_rerank(bench, model, heads, top)
    assert plan is not None
    begun = begin_rerank(bench, prepare_rerank(plan, on_progress))
    try:
        for places in begun.read(on_progress):
            keep_read(bench, begun, places)
    except Cancelled:
        if begun.kept:
            finish_rerank(bench, begun)
        raise Cancelled(stopped(begun)) from None
    return finish_rerank(bench, begun)


def stopped(begun: Begun) -> str:
    """Say what a run that was stopped keeps."""
    if not begun.kept:
        return "stopped; nothing was read"
    left = len(begun.todo) - begun.kept
    return f"stopped; {begun.kept:,} pairs are kept, and the next run reads the other {left:,}"


def _tells_apart(yes: "Floats", no: "Floats") -> float | None:
    """Give the share of pairs of an accepted and a rejected one that are in the right order."""
    if min(len(yes), len(no)) < _ENOUGH:
        return None
    ordered = np.sort(no)
    below = np.searchsorted(ordered, yes, side="left")
    not_above = np.searchsorted(ordered, yes, side="right")
    return float((below + not_above).mean() / 2 / len(no))


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
