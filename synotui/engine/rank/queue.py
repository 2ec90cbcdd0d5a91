"""The queue: what to decide next, kept up with every verdict."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.features.base import Group
from synotui.engine.rank.hand import Prior
from synotui.engine.rank.logistic import Doubles, sigmoid
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.ranker import Learnt, Ranker
from synotui.engine.rank.reasons import Reason, reasons
from synotui.engine.rank.remaining import Remaining
from synotui.engine.rank.scale import Scale
from synotui.engine.rank.sources import BITS, DECIDED
from synotui.engine.rank.view import View

Strategy = Literal["likeliest", "by-head", "uncertain", "frequent-heads"]


class Candidate(NamedTuple):
    """A pair of the queue, from the side of its head."""

    position: int
    """In the pool."""
    head: int
    other: int
    probability: float


class Queue:
    """A pool with a ranker and a strategy.

    `next` says what to ask, `decide` takes the answer: at once for what the
    graph of pairs says, and in a fit of the ranker whenever one is due.
    """

    def __init__(
        self,
        view: View,
        pool: Pool,
        heads: Ints,
        prior: Prior | None = None,
        strategy: Strategy = "likeliest",
        groups: tuple[Group, ...] = GROUPS,
        learning: bool = True,
        growing: bool = True,
        fitting: bool = True,
        state: bytes | None = None,
        ranker: Ranker | None = None,
        on_group: Callable[[int, int], None] | None = None,
    ) -> None:
        """Take the heads under review (h,), in their order, and the pool of their candidates.

        Without `learning` the order stays that of the prior; without `growing`
        no friends of friends come into the pool; without `fitting` the caller
        fits when `ranker.due` says so, and calls `take`. `state` is that of an
        earlier ranker (`Ranker.state`), to go on from; one of another kind is
        passed over. A `ranker` that learns elsewhere is taken as it is, with
        its own prior and scale. `on_group` is that of the table.
        """
        self.view = view
        self.pool = pool
        self.strategy: Strategy = strategy
        self.table = Table(view, pool, groups, on_group)
        self.ranker = ranker or Ranker(self.table.names, Scale.of(self.table.values), prior)
        if state is not None:
            self.ranker.restore(state)
        self._learning = learning
        self._fitting = fitting
        self._growing = growing
        self._turn = {int(head): turn for turn, head in enumerate(heads)}
        self._open = self._undecided(np.arange(len(pool)))
        self._room = self.ranker.inputs(self.table.values)
        """What pairs are judged by, with room for more (more than p, 2 + c)."""
        self._added = self.ranker.added(self._room)
        self._logits = self.ranker.score(self._room, self._added)

    @property
    def _inputs(self) -> Floats:
        """What every pair is judged by (p, 2 + c)."""
        return self._room[: len(self._logits)]

    # Asking ----------------------------------------------------------------------------

    def next(self, count: int = 1, only: int | None = None) -> list[Candidate]:
        """Give the next pairs to decide; those of the sources with bits `only`, if given."""
        wanted = self._open
        if only is not None:
            wanted = wanted & self.pool.from_source(only)
        at = np.flatnonzero(wanted)
        if not len(at):
            return []
        keys = self._keys(at)
        if len(at) > 4 * count:
            likely = np.argpartition(keys, count - 1)[:count]
            at, keys = at[np.sort(likely)], keys[np.sort(likely)]
        at = at[np.argsort(keys, kind="stable")][:count]
        return [self.candidate(position) for position in at.tolist()]

    def _keys(self, at: Ints) -> Doubles:
        """Give what orders the pairs at positions `at` (m,): the least first."""
        logits = self._logits[at].astype(np.float64)
        if self.strategy == "likeliest":
            return -logits
        if self.strategy == "uncertain":
            calibration = self.ranker.calibration
            return self._spread(at, np.abs(calibration.shift + calibration.stretch * logits))
        turns = np.array([self._turn.get(head, len(self._turn)) for head in self.pool.heads[at]])
        if self.strategy == "frequent-heads":
            order = self.view.order[self.pool.heads[at]]
            turns = np.nan_to_num(order, nan=np.inf)
        _, turns = np.unique(turns, return_inverse=True)
        return turns - sigmoid(logits)

    def _spread(self, at: Ints, keys: Doubles) -> Doubles:
        """Put off the pairs at `at` (m,) for each of the same head with a lower key (m,)."""
        heads = self.pool.heads[at]
        order = np.lexsort((keys, heads))
        first = np.searchsorted(heads[order], heads[order])
        later = np.empty(len(at))
        later[order] = np.arange(len(at)) - first
        return keys + later

    def candidate(self, position: int) -> Candidate:
        """Give the pair at a position with its probability."""
        return Candidate(
            position,
            int(self.pool.heads[position]),
            int(self.pool.others[position]),
            float(self.ranker.calibration.probabilities(self._logits[position : position + 1])[0]),
        )

    def of_head(self, head: int) -> list[Candidate]:
        """Give all undecided candidates of `head`, likeliest first."""
        at = np.array(self.pool.of(head), np.int64)
        at = at[self._open[at]]
        return [self.candidate(p) for p in at[np.argsort(-self._logits[at], kind="stable")]]

    @property
    def undecided(self) -> Mask:
        """Which pairs of the pool have no verdict (p,)."""
        return self._open

    @property
    def probabilities(self) -> Floats:
        """The probability of every pair of the pool (p,)."""
        return self.ranker.calibration.probabilities(self._logits)

    def remaining(self, only: int | None = None) -> Remaining:
        """Estimate how many synonyms are still to be found, or of the sources with bits `only`."""
        wanted = self._open if only is None else self._open & self.pool.from_source(only)
        return self.ranker.remaining(self._inputs[wanted])

    def reasons(self, position: int, count: int = 4) -> list[Reason]:
        """Say what speaks most for or against the pair at a position."""
        return reasons(self.ranker, self.table.columns, self.table.values[position], count)

    # Answers ---------------------------------------------------------------------------

    def decide(self, a: int, b: int, accepted: bool | None) -> None:
        """Take in a verdict on two terms; None for a pair that is passed over.

        A pair that is not in the pool comes into it. The last verdict counts.
        """
        position = self.pool.position(a, b)
        if position is None:
            self.pool.add(np.array([a]), np.array([b]), DECIDED)
            self._extend()
            position = len(self.pool) - 1
        if accepted is not None:
            if self._learning:
                self.ranker.learn(a, b, self.table.values[position], accepted)
            self.view.graph.put(a, b, accepted)
            self._follow(a, b, accepted)
        self._open[position] = False
        if self._learning and self._fitting:
            while (count := self.ranker.due) is not None:
                self.take(self.ranker.compute(count))

    def take(self, learnt: Learnt) -> None:
        """Order by what a fit found from now on."""
        before = self.ranker.learnt.trees
        self.ranker.take(learnt)
        if (before and before.seen) != (learnt.trees and learnt.trees.seen):
            self._added = self.ranker.added(self._inputs)
        self._logits = self.ranker.score(self._inputs, self._added)

    def rescore(self) -> None:
        """Order all anew, after the ranker has taken a fit that was made elsewhere."""
        self._added = self.ranker.added(self._inputs)
        self._logits = self.ranker.score(self._inputs, self._added)

    def reopen(self, a: int, b: int) -> None:
        """Take a verdict back: the pair is undecided again, and teaches nothing.

        A ranker that learns elsewhere is left as it is.
        """
        if self._learning:
            self.ranker.forget(a, b)
        self.view.graph.put(a, b, None)
        position = self.pool.position(a, b)
        if position is not None:
            self._follow(a, b, True)
            self._open[position] = True

    def _follow(self, a: int, b: int, accepted: bool) -> None:
        terms = {a, b}
        if accepted:
            near, far = self.view.graph.friends(a), self.view.graph.friends(b)
            terms |= near | far
            if self._growing:
                self._grow(a, far - near - {a})
                self._grow(b, near - far - {b})
        self._rescore(self.table.refresh(terms))

    def _grow(self, term: int, others: set[int]) -> None:
        """Bring in the new friends of friends, where one of the two is under review."""
        graph, turn = self.view.graph, self._turn
        new = [o for o in sorted(others) if graph.verdict(term, o) is None]
        pairs = [(term, o) if term in turn else (o, term) for o in new if term in turn or o in turn]
        if pairs:
            heads, friends = np.array(pairs, np.int64).T
            self.pool.add(heads, friends, BITS["friends"])
            self._extend()

    def _extend(self) -> None:
        before = len(self._open)
        changed = self.table.extend()
        added = np.arange(before, len(self.pool))
        self._open = np.concatenate([self._open, self._undecided(added)])
        self._logits = np.concatenate([self._logits, np.zeros(len(added), np.float32)])
        if len(self.pool) > len(self._room):
            room = np.empty((len(self.pool) * 5 // 4, self._room.shape[1]), np.float32)
            room[:before] = self._room[:before]
            self._room = room
        self._added = np.concatenate([self._added, np.zeros(len(added), np.float32)])
        self._rescore(changed)

    def _rescore(self, at: Ints) -> None:
        if len(at):
            self._inputs[at] = self.ranker.inputs(self.table.values[at])
            self._added[at] = self.ranker.added(self._inputs[at])
            self._logits[at] = self.ranker.score(self._inputs[at], self._added[at])

    def _undecided(self, at: Ints) -> Mask:
        heads, others = self.pool.heads[at].tolist(), self.pool.others[at].tolist()
        verdict = self.view.graph.verdict
        known = [verdict(a, b) is None for a, b in zip(heads, others, strict=True)]
        return np.array(known, bool)
