"""The verdicts a ranker learns from, each with what was known of the pair then."""

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats


class Records:
    """Verdicts in the order they were taken."""

    def __init__(self, columns: int) -> None:
        """Take the number of columns."""
        self._inputs: Floats = np.empty((64, columns), np.float32)
        self._accepted: Floats = np.empty(64, np.float32)
        self._logits: Floats = np.empty(64, np.float32)
        self._pairs: NDArray[np.int64] = np.empty((64, 2), np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, a: int, b: int, inputs: Floats, logit: float, accepted: bool) -> None:
        """Take in the verdict on terms `a` and `b`, with inputs (c,) and logit as before it."""
        if self._count == len(self._accepted):
            self._inputs = np.concatenate([self._inputs, np.empty_like(self._inputs)])
            self._accepted = np.concatenate([self._accepted, np.empty_like(self._accepted)])
            self._logits = np.concatenate([self._logits, np.empty_like(self._logits)])
            self._pairs = np.concatenate([self._pairs, np.empty_like(self._pairs)])
        place = self._count
        self._inputs[place] = inputs
        self._accepted[place] = accepted
        self._logits[place] = logit
        self._pairs[place] = (a, b) if a < b else (b, a)
        self._count += 1

    @property
    def inputs(self) -> Floats:
        """What the pairs were judged by (n, c)."""
        return self._inputs[: self._count]

    @property
    def accepted(self) -> Floats:
        """1 for an accepted pair, 0 for a rejected one (n,)."""
        return self._accepted[: self._count]

    @property
    def logits(self) -> Floats:
        """What the ranker said before the verdict (n,)."""
        return self._logits[: self._count]

    @property
    def pairs(self) -> NDArray[np.int64]:
        """The pairs, lower term first (n, 2)."""
        return self._pairs[: self._count]

    def standing(self, count: int) -> NDArray[np.bool_]:
        """Say which of the first `count` verdicts no later one on the same pair replaced."""
        _, last = np.unique(self._pairs[:count][::-1], axis=0, return_index=True)
        kept = np.zeros(count, bool)
        kept[count - 1 - last] = True
        return kept
