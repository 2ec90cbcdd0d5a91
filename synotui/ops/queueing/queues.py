"""Queues over an open dictionary: which pair to decide next, chosen among many heads.

A user interface makes and asks them without keeping anybody waiting:

    plan = plan_queue(bench, choice)        # in the dictionary's thread; None: rank first
    opened = make_queue(plan, progress)     # in a thread of its own, as all that follows
    opened.cards(8, on_screen, every)       # the next pairs, with all that is known of them
    opened.follow(change)                   # after each change of the dictionary
    opened.rank_by(ranking)                 # after what ranks has learnt (`ops.ranking`)
    opened.figures()                        # how many synonyms are probably left
    opened.close()

Verdicts are given as everywhere (`ops.review`): a queue only says what is next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.rank.queue import Queue
from synotui.engine.rank.sources import pool_of
from synotui.model import OnProgress, Progress, Verdict, no_progress
from synotui.ops.merging.disagreements import open_pairs
from synotui.ops.queueing.checks import Checks
from synotui.ops.queueing.conflicts import conflicting_pairs
from synotui.ops.queueing.export import frequent
from synotui.ops.queueing.open_queue import CHOSEN, OpenQueue
from synotui.ops.queueing.state import QueueChoice
from synotui.ops.suggesting.candidates import graph_of, says
from synotui.ops.suggesting.ranking import Ranking, ready_ranking
from synotui.ops.workbench import Workbench
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints

HEADS = 500
"""Heads whose candidates are in a queue at a time."""
BY_HEAD = 100
"""The same in a queue that goes head by head."""


@dataclass(frozen=True)
class QueuePlan:
    """What to make, apart from the dictionary's thread."""

    store: Store
    ranking: Ranking
    choice: QueueChoice
    curator: str


def plan_queue(bench: Workbench, choice: QueueChoice) -> QueuePlan | None:
    """Give what is to be made; None while nothing ranks yet: see `ops.ranking`."""
    ranking = ready_ranking(bench)
    return None if ranking is None else QueuePlan(bench.store, ranking, choice, bench.curator)


def make_queue(plan: QueuePlan, on_progress: OnProgress = no_progress) -> OpenQueue:
    """Collect the candidates and their features; `on_progress` may stop it.

    The queue belongs to the thread that calls this. Raises DictionaryError.
    """
    store = plan.store.beside()
    try:
        return _make(store, plan, on_progress)
    except BaseException:
        store.close()
        raise


def same_heads(opened: OpenQueue, plan: QueuePlan) -> bool:
    """Say whether a queue has the candidates of a plan, and needs but another order."""
    return (
        opened.ranking.material is plan.ranking.material
        and _pooled(opened.choice)
        and _pooled(plan.choice)
        and opened.choice.stretch == plan.choice.stretch
    )


def _pooled(choice: QueueChoice) -> bool:
    return choice.kind in ("likeliest", "uncertain", "frequent-heads", "source")


def _make(store: Store, plan: QueuePlan, on_progress: OnProgress) -> OpenQueue:
    ranking, choice = plan.ranking, plan.choice
    seq = store.ledger.next_seq() - 1
    pairs = _chosen(store, ranking, choice)
    heads, more = _heads(ranking, choice, pairs)
    view = ranking.material.beside(graph_of(store, ranking.material.lexicon))
    pool = pool_of(
        view,
        heads,
        on_heads=lambda done, total: on_progress(
            Progress("looking for candidates", done, total, "heads")
        ),
    )
    here = set(heads.tolist())
    asked = [pair for pair in pairs if pair[0] in here]
    if asked:
        ends = np.array(asked, np.int64)
        pool.add(ends[:, 0], ends[:, 1], CHOSEN)
    queue = Queue(
        view,
        pool,
        heads,
        learning=False,
        ranker=ranking.ranker,
        on_group=lambda done, total: on_progress(
            Progress("comparing", done, total, "groups of features")
        ),
    )
    _close_decided(store, ranking, queue)
    checks = Checks(store, plan.curator)
    return OpenQueue(
        store, ranking, queue, choice, checks, heads=len(heads), more_heads=more, seq=seq
    )


def _chosen(store: Store, ranking: Ranking, choice: QueueChoice) -> list[tuple[int, int]]:
    """Give the pairs, by number, that a choice is about; none where it is about all."""
    found: Iterable[tuple[int, int]] = ()
    with store.reading():
        if choice.kind == "proposals":
            found = store.proposals.of_source(choice.name)
        elif choice.kind == "conflicts":
            found = list(conflicting_pairs(store))
        elif choice.kind == "disagreements":
            found = list(open_pairs(store))
    number = ranking.material.number
    pairs = ((number(head), number(other)) for head, other in found)
    return [(head, other) for head, other in pairs if head is not None and other is not None]


def _heads(
    ranking: Ranking, choice: QueueChoice, pairs: list[tuple[int, int]]
) -> "tuple[Ints, bool]":
    """Give the heads, by number, and whether there are more beyond them."""
    order = frequent(ranking, len(ranking.material.ids))
    if choice.kind in ("proposals", "conflicts", "disagreements"):
        wanted = {head for head, _ in pairs}
        without = sorted(wanted - set(order.tolist()))
        order = np.array([h for h in order.tolist() if h in wanted] + without, np.int64)
    if choice.kind == "by-head" and choice.head is not None:
        number = ranking.material.number(choice.head)
        at = np.flatnonzero(order == number)
        if len(at):
            order = np.concatenate([order[at[0] :], order[: at[0]]])
        elif number is not None:
            order = np.concatenate([[number], order])
    size = BY_HEAD if choice.kind == "by-head" else HEADS
    first = choice.stretch * size
    if first >= len(order):
        first = 0
    return order[first : first + size], first + size < len(order)


def _close_decided(store: Store, ranking: Ranking, queue: Queue) -> None:
    """Ask no pair that is decided but says nothing of synonyms: broader, narrower, related."""
    number = ranking.material.number
    with store.reading():
        accepted = store.pairs.with_verdicts((Verdict.ACCEPTED,))
    for pair in accepted:
        if says(pair) is None:
            a, b = number(pair.low), number(pair.high)
            if a is not None and b is not None and queue.pool.position(a, b) is not None:
                queue.decide(a, b, None)
