"""A queue in use: what comes next, what was decided, how much is left.

It belongs to the thread that made it, and reads the dictionary through a
connection of its own. It hears of verdicts (`follow`) and of what a ranker
learnt from them (`rank_by`); what is asked next follows from both.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.rank.queue import Candidate, Queue
from synotui.engine.rank.remaining import ENOUGH, Remaining
from synotui.engine.rank.sources import BITS
from synotui.model import Change, PairChange, Verdict
from synotui.ops.merging.disagreements import open_pairs
from synotui.ops.queueing.cards import Card, card_of, counts_of
from synotui.ops.queueing.checks import Checks
from synotui.ops.queueing.conflicts import conflicting_pairs
from synotui.ops.queueing.state import Consistency, QueueChoice, consistency
from synotui.ops.suggesting.candidates import says
from synotui.ops.suggesting.ranking import Ranking, Scored
from synotui.ops.suggesting.why import absent_for
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.rank.queue import Strategy

CHOSEN = 1 << 14
"""The bit of the pairs that a queue is about, where it is not about all of a source."""
CONTRARY = ("conflicts", "disagreements")
"""Kinds of queues about pairs on which verdicts differ, most of them decided."""
LATER = 40
"""Questions after which a pair that was skipped, or left for later, comes back."""
_LOOKED_AT = 5_000
"""Pairs whose heads are looked at for what their script needs."""
_LAST = 50
"""Verdicts whose share of accepted ones is told."""
_STRATEGIES: "dict[str, Strategy]" = {
    "uncertain": "uncertain",
    "by-head": "by-head",
    "frequent-heads": "frequent-heads",
}

Key = tuple[int, int]
"""Two ids of terms, the lower first."""


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """How far a queue is."""

    heads: int
    remaining: Remaining
    verdicts: int
    """Pairs of the dictionary that are accepted or rejected."""
    accepted: int
    last: int
    """The last verdicts that are looked at, 50 at most."""
    last_accepted: int
    consistency: Consistency
    more_heads: bool
    """Whether there are heads beyond these."""
    needed: tuple[int, int] = ENOUGH
    """Accepted and rejected pairs from which there is an estimate."""
    unsettled: int | None = None
    """Of a queue of pairs on which verdicts differ, those nobody has settled; None of others."""

    @property
    def rejected(self) -> int:
        """Pairs of the dictionary that are rejected."""
        return self.verdicts - self.accepted


class OpenQueue:
    """Pairs to decide, in the order of a choice."""

    def __init__(
        self,
        store: Store,
        ranking: Ranking,
        queue: Queue,
        choice: QueueChoice,
        checks: Checks,
        *,
        heads: int,
        more_heads: bool,
        seq: int,
    ) -> None:
        """Take what `queues.make_queue` made; verdicts up to ledger entry `seq` are in it."""
        self.store = store
        self.ranking = ranking
        self.queue = queue
        self.choice = choice
        self.checks = checks
        self.seq = seq
        self._heads = heads
        self._more_heads = more_heads
        self._conflicts: dict[Key, str] = {}
        self._later: dict[Key, int] = {}
        """Pairs that come back, by the question from which on they may."""
        self._settled: set[Key] = set()
        """Pairs of a queue of contrary verdicts that were decided in this sitting."""
        self._passed: set[int] = set()
        """Heads, by number, that are enough for this sitting."""
        self._asked = 0
        self.choose(choice)

    def choose(self, choice: QueueChoice) -> None:
        """Ask in another order, or other pairs, of the same heads."""
        self.choice = choice
        self.queue.strategy = _STRATEGIES.get(choice.kind, "likeliest")
        if choice.kind in CONTRARY:
            self._look_for_conflicts()

    @property
    def only(self) -> int | None:
        """The bit of the pairs it is about; None for all."""
        if self.choice.kind in (*CONTRARY, "proposals"):
            return CHOSEN
        return BITS.get(self.choice.name) if self.choice.kind == "source" else None

    # What comes next

    def cards(self, count: int, leaving_out: Collection[Key], every: int) -> list[Card]:
        """Give what to ask next, `count` pairs at most, without those `leaving_out`.

        One of `every` is a check of an earlier decision; none if that is 0.
        """
        cards = [self._card(each) for each in self._next(count, leaving_out)]
        for at in range(len(cards)):
            nth = self._asked + len(leaving_out) + at + 1
            if every and nth % every == 0:
                again = self.checks.pick(nth, leaving_out)
                card = self.card(*again, check=True) if again else None
                if card is not None:
                    cards.insert(at, card)
                    break
        return cards[:count]

    def card(self, head: int, other: int, *, check: bool = False) -> Card | None:
        """Give the card of two terms by their ids; None where one is not in use."""
        a, b = self.ranking.material.number(head), self.ranking.material.number(other)
        if a is None or b is None or a == b:
            return None
        position = self.queue.pool.position(a, b)
        if position is None:
            verdict = self.queue.view.graph.verdict(a, b)
            self.queue.decide(a, b, None)
            position = self.queue.pool.position(a, b)
            if verdict is None:
                self.queue.reopen(a, b)
        assert position is not None
        candidate = self.queue.candidate(position)._replace(head=a, other=b)
        return self._card(candidate, check=check)

    def _card(self, candidate: Candidate, *, check: bool = False) -> Card:
        scored = Scored(
            self.queue.pool, self.queue.table, self.queue.table.values, self.queue.table.values
        )
        told = self._conflicts.get(self._key(candidate), "")
        return card_of(
            self.store, self.ranking, self.queue, scored, candidate, check=check, conflict=told
        )

    def _next(self, count: int, leaving_out: Collection[Key]) -> list[Candidate]:
        if self.choice.kind in CONTRARY:
            return self._next_conflicts(count, leaving_out)
        wanted = count + len(leaving_out) + len(self._later) + 1
        there = int(self.queue.undecided.sum())
        while True:
            found = self._free(self.queue.next(min(wanted, there), self.only), leaving_out)
            if len(found) >= count or wanted >= there:
                break
            wanted *= 4
        return found[:count] if len(found) >= count else [*found, *self._early(leaving_out, found)]

    def _free(self, found: Iterable[Candidate], leaving_out: Collection[Key]) -> list[Candidate]:
        """Leave out pairs that are on the screen, come later, or are enough of."""
        free = []
        for each in found:
            key = self._key(each)
            if key in leaving_out or self._later.get(key, 0) > self._asked:
                continue
            if each.head not in self._passed:
                free.append(each)
        return free

    def _early(self, leaving_out: Collection[Key], found: list[Candidate]) -> list[Candidate]:
        """Give what was put off, once nothing else is left."""
        if found:
            return []
        back = []
        for key in sorted(self._later, key=lambda key: self._later[key]):
            if key in leaving_out:
                continue
            a, b = (self.ranking.material.number(term) for term in key)
            position = self.queue.pool.position(a, b) if a is not None and b is not None else None
            if position is not None and self.queue.undecided[position] and self._is_asked(position):
                back.append(self.queue.candidate(position))
        return back

    def _is_asked(self, position: int) -> bool:
        return self.only is None or bool(self.queue.pool.sources[position] & self.only)

    def _key(self, candidate: Candidate) -> Key:
        ids = self.ranking.material.ids
        a, b = int(ids[candidate.head]), int(ids[candidate.other])
        return min(a, b), max(a, b)

    # Conflicts

    def _look_for_conflicts(self) -> None:
        merged = self.choice.kind == "disagreements"
        self._conflicts = open_pairs(self.store) if merged else conflicting_pairs(self.store)
        for low, high in self._conflicts:
            a, b = (self.ranking.material.number(term) for term in (low, high))
            if a is None or b is None:
                continue
            if self.queue.pool.position(a, b) is None:
                self.card(low, high)
            self.queue.pool.add(np.array([a]), np.array([b]), CHOSEN)

    def _next_conflicts(self, count: int, leaving_out: Collection[Key]) -> list[Candidate]:
        """Give the pairs on which verdicts differ, decided ones first, else the likeliest first."""
        found = []
        for key in self._conflicts:
            a, b = (self.ranking.material.number(term) for term in key)
            position = self.queue.pool.position(a, b) if a is not None and b is not None else None
            if position is not None and key not in self._settled and key not in leaving_out:
                candidate = self.queue.candidate(position)
                found.append((bool(self.queue.undecided[position]), candidate))
        found.sort(key=lambda each: (each[0], -each[1].probability))
        fresh = self._free((each for _, each in found), leaving_out)
        return (fresh or [each for _, each in found])[:count]

    # What was decided

    def put_off(self, key: Key) -> None:
        """Let a pair come back later."""
        self._asked += 1
        self._later[key] = self._asked + LATER

    def checked(self, key: Key) -> None:
        """Take note that a pair was checked."""
        self._asked += 1
        self.checks.done(key)

    def pass_head(self, head: int) -> None:
        """Ask nothing more of a head, by its id, in this sitting."""
        number = self.ranking.material.number(head)
        if number is not None:
            self._passed.add(number)

    def follow(self, change: Change) -> None:
        """Take in what was decided, taken back or decided again, anywhere."""
        if change.seq <= self.seq:
            return
        self.seq = change.seq
        for pair in change.pairs:
            self._follow(pair)
        if change.way == "do":
            self._asked += len(change.pairs)
        if change.pairs and self.choice.kind in CONTRARY:
            self._look_for_conflicts()

    def _follow(self, change: PairChange) -> None:
        key = change.low, change.high
        self.checks.follow(change)
        a, b = (self.ranking.material.number(term) for term in key)
        if a is None or b is None:
            return
        after = change.after
        head = self.ranking.material.number(after.head) if after else a
        one, two = (b, a) if head == b else (a, b)
        self._later.pop(key, None)
        self._settled.discard(key)
        if after is None:
            self.queue.reopen(one, two)
        elif after.verdict is Verdict.SKIPPED:
            self.queue.reopen(one, two)
            self._later[key] = self._asked + 1 + LATER
        else:
            said = says(after)
            if said is None:
                self.queue.reopen(one, two)
            self.queue.decide(one, two, said)
            self._settled.add(key)

    def rank_by(self, ranking: Ranking) -> bool:
        """Order what is not shown yet by what was learnt; False where other terms are ranked."""
        if ranking.material is not self.ranking.material:
            return False
        self.ranking = ranking
        before, self.queue.ranker = self.queue.ranker, ranking.ranker
        if before.learnt is not ranking.ranker.learnt:
            self.queue.rescore()
        return True

    # How far it is

    def counts(self) -> dict[str, int]:
        """Count the undecided pairs: all under "", and those of each source."""
        return counts_of(self.queue)

    def figures(self) -> QueueFigures:
        """Tell how far it is, and estimate what is left."""
        with self.store.reading():
            counts = self.store.pairs.counts()
            last = self.store.pairs.last_verdicts(_LAST)
        accepted, rejected = counts[Verdict.ACCEPTED], counts[Verdict.REJECTED]
        return QueueFigures(
            heads=self._heads,
            remaining=self.queue.remaining(self.only),
            verdicts=accepted + rejected,
            accepted=accepted,
            last=len(last),
            last_accepted=sum(verdict is Verdict.ACCEPTED for verdict in last),
            consistency=consistency(self.store),
            more_heads=self._more_heads,
            unsettled=self._unsettled() if self.choice.kind in CONTRARY else None,
        )

    def _unsettled(self) -> int:
        return sum(1 for key in self._conflicts if key not in self._settled)

    def missing(self) -> str:
        """Say which packages its terms miss; "" if none."""
        keys = self.queue.view.keys
        return absent_for(keys[head] for head in self.queue.pool.heads[:_LOOKED_AT].tolist())

    def close(self) -> None:
        """Close its connection."""
        self.store.close()
