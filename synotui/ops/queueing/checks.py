"""Which earlier decisions a curator is shown once more, to see if they are decided alike."""

from collections.abc import Collection

import numpy as np

from synotui.model import PairChange, Verdict
from synotui.ops.queueing.state import checked_pairs
from synotui.store import Store

AGO = 30
"""Verdicts that must have come after one before it is checked."""


class Checks:
    """The verdicts that can be checked, in the order they were given."""

    def __init__(self, store: Store, curator: str) -> None:
        """Read those of `curator`, in the thread of `store`. Raises DictionaryError."""
        self._curator = curator
        with store.reading():
            pairs = store.pairs.with_verdicts((Verdict.ACCEPTED, Verdict.REJECTED))
            self._heads = {(p.low, p.high): p.head for p in pairs if p.curator == curator}
        self._done = checked_pairs(store)

    def follow(self, change: PairChange) -> None:
        """Take in what became of a pair."""
        key = change.low, change.high
        self._heads.pop(key, None)
        after = change.after
        if after is None or after.verdict is Verdict.SKIPPED or after.curator != self._curator:
            return
        self._heads[key] = after.head

    def done(self, key: tuple[int, int]) -> None:
        """Leave a pair alone from now on: it was checked."""
        self._done.add(key)

    def pick(self, nth: int, leaving_out: Collection[tuple[int, int]]) -> tuple[int, int] | None:
        """Choose a pair to be checked as question `nth`: (head, other); None if there is none.

        The same for the same verdicts and question.
        """
        old = list(self._heads)[:-AGO]
        free = [key for key in old if key not in self._done and key not in leaving_out]
        if not free:
            return None
        low, high = free[int(np.random.default_rng(nth).integers(len(free)))]
        head = self._heads[low, high]
        return head, high if head == low else low
