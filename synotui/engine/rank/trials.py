"""Held-out trials of a ranker: heads it was never told of, and pairs that were hidden from it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.hand import Hand, Prior
from synotui.engine.rank.play import Gold, is_gold, play
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.queue import Queue
from synotui.engine.rank.ranker import Ranker
from synotui.engine.rank.sources import BITS, pool_of
from synotui.engine.rank.view import View

DEPTH = 10
_HIDDEN = 0.3
"""Share of the gold pairs that is looked for by pair, as in held-out adjustment."""
_TAUGHT = 3_000
"""Decisions that teach the ranker at most before it is tried on other heads."""
_SHOWN = 20_000
"""Pairs that teach it at most before it looks for hidden ones."""


@dataclass
class Hits:
    """How high the gold partners of some heads are in the lists of their candidates."""

    heads: int = 0
    """Heads with a gold partner among their candidates."""
    recall: float = 0.0
    """Sum over these of the share of those partners that is among the first ten."""
    reciprocal: float = 0.0
    """Sum over these of one over the place of the first partner."""
    first_ten: int = 0
    """Gold pairs among the first ten of a head."""
    wanted: int = 0
    """Gold pairs of all heads asked about, among the candidates or not."""

    @property
    def recall_at_10(self) -> float:
        """The mean share of the partners among the candidates that the first ten have."""
        return self.recall / self.heads if self.heads else 0.0

    @property
    def mrr(self) -> float:
        """The mean of one over the place of the first partner."""
        return self.reciprocal / self.heads if self.heads else 0.0

    @property
    def recall_of_all(self) -> float:
        """The share of all gold pairs of these heads that is among the first ten."""
        return self.first_ten / self.wanted if self.wanted else 0.0

    def add(self, values: Floats, gold: Mask, wanted: int) -> None:
        """Take in one head: its candidates by falling values (m,), which are gold (m,)."""
        self.wanted += wanted
        order = np.argsort(-np.nan_to_num(values.astype(np.float64), nan=-np.inf), kind="stable")
        places = np.flatnonzero(gold[order])
        if len(places):
            self.heads += 1
            inside = int((places < DEPTH).sum())
            self.first_ten += inside
            self.recall += inside / len(places)
            self.reciprocal += 1 / (1 + int(places[0]))


Trial = Mapping[str, Hits]
"""What each order found, by its name."""


def orders_of(
    ranker: Ranker, table: Table, names: Mapping[str, str], prior: Prior
) -> dict[str, Floats]:
    """Give the values that orders go by: the ranker's, plain columns', those of a prior alone."""
    z = ranker.scale.apply(table.values)
    return {
        "": ranker.logits(table.values),
        **{name: table.values[:, table.names.index(column)] for name, column in names.items()},
        "hand": prior.logits(table.names, z),
    }


COLUMNS = {"cosine": "cosine", "csls": "csls"}


def add_hits(
    trial: dict[str, Hits],
    orders: Mapping[str, Floats],
    pool: Pool,
    heads: Ints,
    gold: Mask,
    left_out: Mask,
    partners: Mapping[int, int],
) -> None:
    """Add to each order how high it has the gold of `heads` (h,) among their candidates.

    `gold` (p,) and `left_out` (p,) say which pairs of the pool are gold, and
    which are decided and so in no list. `partners` counts the gold pairs of
    each head that are looked for.
    """
    for head in heads.tolist():
        at = np.array(pool.of(head), np.int64)
        at = at[~left_out[at]]
        for name, values in orders.items():
            trial.setdefault(name, Hits()).add(values[at], gold[at], partners.get(head, 0))


def by_word(
    view: Callable[[Graph], View],
    heads: Ints,
    gold: Gold,
    prior: Prior | None,
    on_step: Callable[[], None] = lambda: None,
) -> Trial:
    """Let verdicts on half of the heads (h,) teach, and rank the candidates of the other half.

    And the other way round. `view` gives a view with the verdicts of a graph.
    Pairs that were decided with the first half are in no list of the second.
    """
    trial: dict[str, Hits] = {}
    for taught, tried in _halves(heads):
        seen = view(Graph())
        asked = taught if len(taught) else tried
        queue = Queue(seen, pool_of(seen, asked), asked, prior)
        if len(taught):
            play(queue, gold, 0.9, most=_TAUGHT, on_decision=lambda decided, found: on_step())
        pool = pool_of(seen, tried)
        table = Table(seen, pool, GROUPS)
        known = _decided(pool, seen.graph)
        wanted = _partners(pair for pair in gold if seen.graph.verdict(*pair) is None)
        orders = orders_of(queue.ranker, table, COLUMNS, Hand())
        add_hits(trial, orders, pool, tried, is_gold(pool, gold), known, wanted)
        on_step()
    return trial


def by_pair(
    view: Callable[[Graph], View],
    heads: Ints,
    gold: Gold,
    prior: Prior | None,
    seed: int,
    on_step: Callable[[], None] = lambda: None,
) -> Trial:
    """Hide a random three in ten of all gold pairs, accept the others, and look for the hidden.

    Half of the heads teach the ranker: their candidates that are no gold are
    rejected, those that were accepted are, the hidden ones left undecided. The
    candidates of the other half of the heads, friends of friends among them,
    are ranked; and the other way round. Accepted pairs are in no list.
    """
    every = sorted(gold)
    chosen = np.random.default_rng(seed).permutation(len(every))
    hidden_count = max(1, round(_HIDDEN * len(every)))
    accepted = [every[place] for place in sorted(chosen[hidden_count:].tolist())]
    hidden = frozenset(gold) - frozenset(accepted)
    partners = _partners(hidden)
    trial: dict[str, Hits] = {}
    for taught, tried in _halves(heads):
        seen = view(Graph(accepted))
        ranker = _teach(seen, taught, gold, hidden, prior, seed, on_step)
        pool = pool_of(seen, tried)
        table = Table(seen, pool, GROUPS)
        known = _decided(pool, seen.graph)
        orders = orders_of(ranker, table, COLUMNS, Hand())
        add_hits(trial, orders, pool, tried, is_gold(pool, hidden), known, partners)
        on_step()
    return trial


def _teach(
    view: View,
    heads: Ints,
    gold: Gold,
    hidden: Gold,
    prior: Prior | None,
    seed: int,
    on_step: Callable[[], None],
) -> Ranker:
    pool = pool_of(view, heads)
    # Friends of friends that are decided are no candidates any more, but have been.
    own, graph = set(heads.tolist()), view.graph
    friends = [p for p in graph.pairs() if not own.isdisjoint(p) and graph.shared(*p)]
    if friends:
        one, two = np.array(friends, np.int64).T
        pool.add(one, two, BITS["friends"])
    queue = Queue(view, pool, heads, prior, growing=False, learning=False)
    secret = is_gold(pool, hidden)
    true = is_gold(pool, gold)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(~secret))[:_SHOWN]
    ranker = queue.ranker
    for place in order.tolist():
        pair = int(pool.heads[place]), int(pool.others[place])
        ranker.learn(*pair, queue.table.values[place], bool(true[place]))
        on_step()
    if len(ranker.records):
        ranker.take(ranker.compute(len(ranker.records)))
    return ranker


def _halves(heads: Ints) -> list[tuple[Ints, Ints]]:
    one, other = heads[::2], heads[1::2]
    return [(taught, tried) for taught, tried in ((other, one), (one, other)) if len(tried)]


def _decided(pool: Pool, graph: Graph) -> Mask:
    pairs = zip(pool.heads.tolist(), pool.others.tolist(), strict=True)
    return np.array([graph.verdict(a, b) is not None for a, b in pairs], bool)


def _partners(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Count the pairs of every term."""
    return Counter(term for pair in pairs for term in pair)
