"""The verdicts a ranker learns from, each with what was known of the pair then."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats


class Records:
    """Verdicts in the order they were taken."""

    def __init__(self, columns: int) -> None:
        """Take the number of columns."""
        self._inputs: Floats = np.empty((64, columns), np.float32)
        self._accepted: Floats = np.empty(64, np.float32)
        self._logits: Floats = np.empty((64, 2), np.float32)
        self._pairs: NDArray[np.int64] = np.empty((64, 2), np.int64)
        self._valid: NDArray[np.bool_] = np.ones(64, bool)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(
        self, a: int, b: int, inputs: Floats, logit: float, accepted: bool, added: float = 0.0
    ) -> None:
        """Take in the verdict on terms `a` and `b`, with inputs (c,) and logit as before it.

        `added` is what trees would have added to the logit.
        """
        if self._count == len(self._accepted):
            self._make_room(max(64, self._count))
        place = self._count
        self._inputs[place] = inputs
        self._accepted[place] = accepted
        self._logits[place] = logit, added
        self._pairs[place] = (a, b) if a < b else (b, a)
        self._count += 1

    def _make_room(self, more: int) -> None:
        columns = self._inputs.shape[1]
        self._inputs = np.concatenate([self._inputs, np.empty((more, columns), np.float32)])
        self._accepted = np.concatenate([self._accepted, np.empty(more, np.float32)])
        self._logits = np.concatenate([self._logits, np.empty((more, 2), np.float32)])
        self._pairs = np.concatenate([self._pairs, np.empty((more, 2), np.int64)])
        self._valid = np.concatenate([self._valid, np.ones(more, bool)])

    def withdraw(self, a: int, b: int) -> None:
        """Let what was decided on a pair so far teach nothing any more."""
        pair = (a, b) if a < b else (b, a)
        self._valid[: self._count][(self.pairs == pair).all(axis=1)] = False

    def cut(self, count: int) -> None:
        """Keep the first `count` verdicts only."""
        self._valid[count : self._count] = True
        self._count = count

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
        """What the regression said before the verdict (n,)."""
        return self._logits[: self._count, 0]

    @property
    def added(self) -> Floats:
        """What trees would have added to it (n,); 0 where there were none."""
        return self._logits[: self._count, 1]

    @property
    def pairs(self) -> NDArray[np.int64]:
        """The pairs, lower term first (n, 2)."""
        return self._pairs[: self._count]

    def standing(self, count: int) -> NDArray[np.bool_]:
        """Say which of the first `count` verdicts are in force (count,).

        They are not withdrawn, and no later one on the same pair replaced them.
        """
        _, last = np.unique(self._pairs[:count][::-1], axis=0, return_index=True)
        kept = np.zeros(count, bool)
        kept[count - 1 - last] = True
        return kept & self._valid[:count]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give all there is, by name, to be kept."""
        return {
            "inputs": self.inputs,
            "accepted": self.accepted,
            "logits": self._logits[: self._count],
            "pairs": self.pairs,
            "valid": self._valid[: self._count],
        }

    def restore(self, held: Mapping[str, NDArray[Any]]) -> None:
        """Become what `arrays` gave."""
        self._inputs = held["inputs"].astype(np.float32)
        self._accepted = held["accepted"].astype(np.float32)
        self._logits = held["logits"].astype(np.float32)
        self._pairs = held["pairs"].astype(np.int64)
        self._valid = held["valid"].astype(bool)
        self._count = len(self._accepted)
