"""A curator who knows the gold pairs, played through a queue; and how soon an order finds them."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from math import ceil
from time import perf_counter

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.queue import Queue

Gold = Set[tuple[int, int]]
"""Pairs of terms, the lower number first."""


@dataclass(frozen=True)
class Course:
    """How the gold of a pool came to light, decision by decision."""

    found: Ints
    """Gold pairs found after each decision (d,)."""
    findable: int
    """Gold pairs of the pool."""

    def decisions_to(self, share: float) -> int | None:
        """Give after how many decisions a share of the findable is found; None: never."""
        wanted = ceil(share * self.findable - 1e-9)
        at = int(np.searchsorted(self.found, wanted))
        return at + 1 if at < len(self.found) else None

    def in_first(self, count: int) -> int:
        """Give how many are found by the first `count` decisions."""
        seen = self.found[:count]
        return int(seen[-1]) if len(seen) else 0


@dataclass(frozen=True)
class Played:
    """A run through a queue."""

    course: Course
    seconds: float
    beyond: int
    """Gold pairs found that came into the pool on the way, and count for nothing."""
    slowest: float
    """Seconds the slowest decision took, with the fit that followed it."""


def is_gold(pool: Pool, gold: Gold) -> Mask:
    """Say which pairs of the pool are gold (p,)."""
    heads, others = pool.heads, pool.others
    low, high = np.minimum(heads, others).tolist(), np.maximum(heads, others).tolist()
    return np.array([pair in gold for pair in zip(low, high, strict=True)], bool)


def in_order(values: Floats, gold: Mask) -> Course:
    """Give how an order finds the gold (p,): by falling values (p,), NaN last."""
    order = np.argsort(-np.nan_to_num(values.astype(np.float64), nan=-np.inf), kind="stable")
    return Course(np.cumsum(gold[order]), int(gold.sum()))


def by_oracle(gold: Mask) -> Course:
    """Give how whoever knows the gold (p,) finds it: at once."""
    return in_order(gold.astype(np.float32), gold)


def play(
    queue: Queue,
    gold: Gold,
    share: float = 1.0,
    least: int = 0,
    most: int | None = None,
    on_decision: Callable[[int, int], None] = lambda decided, found: None,
) -> Played:
    """Answer what the queue asks by the gold, until a `share` of the findable is found.

    Findable is the gold that is in the pool at the beginning; pairs that come
    into it later cost a decision and count for nothing. At least `least` and at
    most `most` decisions are made, if there are so many. `on_decision` hears
    how many were made and what is found, and stops it by raising.
    """
    known = is_gold(queue.pool, gold)
    findable, found, beyond = int(known.sum()), 0, 0
    wanted = ceil(share * findable - 1e-9)
    course: list[int] = []
    seconds = slowest = 0.0
    while (found < wanted or len(course) < least) and (most is None or len(course) < most):
        begun = perf_counter()
        asked = queue.next()
        if not asked:
            break
        position, head, other, _ = asked[0]
        accepted = (min(head, other), max(head, other)) in gold
        queue.decide(head, other, accepted)
        took = perf_counter() - begun
        seconds, slowest = seconds + took, max(slowest, took)
        if accepted and position < len(known):
            found += 1
        elif accepted:
            beyond += 1
        course.append(found)
        on_decision(len(course), found)
    return Played(Course(np.array(course, np.int64), findable), seconds, beyond, slowest)
