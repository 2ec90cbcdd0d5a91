"""Gradient-boosted trees over the logistic regression: what many verdicts can teach beyond it.

They need LightGBM (`synotui[trees]`), which is imported when the first trees
grow; without it there are none.
"""

import json
from functools import cached_property
from typing import Any

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.rank.logistic import log_loss

ENOUGH = 100
"""Accepted pairs from which trees are worth growing."""
_GROWN = 1.15
"""They are grown anew when there are so many times as many verdicts."""
_TREES = 80
_PARAMETERS = {
    "objective": "binary",
    "num_leaves": 7,
    "learning_rate": 0.05,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_LAST = 1000
_TESTED = 100
"""Verdicts that trees have spoken before, from which their share is chosen by how they did."""


class Trees:
    """What trees add to a logit, and how much of it counts."""

    def __init__(self, text: str, seen: int, share: float = 0.5) -> None:
        """Take LightGBM's text of the trees, how many verdicts they are from, and the share."""
        self.text = text
        self.seen = seen
        self.share = share

    @cached_property
    def _booster(self) -> Any:
        from lightgbm import Booster

        return Booster(model_str=self.text)

    def adds(self, inputs: Floats) -> Floats:
        """Give what the trees add to the logits of pairs with `inputs` (m, c), all of it: (m,)."""
        if not len(inputs):
            return np.zeros(0, np.float32)
        added: Floats = self._booster.predict(inputs, raw_score=True, num_threads=1)
        return added.astype(np.float32)

    def with_share(self, share: float) -> "Trees":
        """Give the same trees with another share."""
        if share == self.share:
            return self
        other = Trees(self.text, self.seen, share)
        other.__dict__.update({k: v for k, v in self.__dict__.items() if k == "_booster"})
        return other

    def kept(self) -> str:
        """Give all there is as a text."""
        return json.dumps([self.seen, self.share, self.text])

    @classmethod
    def from_kept(cls, kept: str) -> "Trees | None":
        """Become what `kept` gave; None for "", and where LightGBM is not installed."""
        if not kept or not available():
            return None
        seen, share, text = json.loads(kept)
        return cls(text, seen, share)


def available() -> bool:
    """Say whether LightGBM can be used."""
    try:
        import lightgbm as lightgbm
    except (ImportError, OSError):
        return False
    return True


def due(trees: Trees | None, seen: int, accepted: int) -> bool:
    """Say whether trees are to be grown from `seen` verdicts with so many accepted."""
    return accepted >= ENOUGH and (trees is None or seen >= _GROWN * trees.seen)


def grow(
    inputs: Floats, accepted: Floats, weight: Floats, logits: Floats, seen: int, share: float
) -> Trees | None:
    """Grow trees that add to `logits` (n,) what explains the verdicts; None without LightGBM.

    `inputs` (n, c) are those of the pairs, `accepted` (n,) is 1 or 0, `weight`
    (n,) what each counts. The same verdicts give the same trees.
    """
    if not available():
        return None
    import lightgbm

    data = lightgbm.Dataset(inputs, accepted, weight=weight, init_score=logits)
    booster = lightgbm.train(dict(_PARAMETERS), data, _TREES)
    return Trees(booster.model_to_string(), seen, share)


def share_of(plain: Floats, added: Floats, accepted: Floats) -> float:
    """Choose how much of what trees add is to count, by how it would have done so far.

    `plain` (n,) and `added` (n,) are the logits without trees and what trees
    added, before each verdict; 0 where there were none.
    """
    spoken = np.flatnonzero(added)[-_LAST:]
    if len(spoken) < _TESTED:
        return 0.5
    losses = [
        float(log_loss(plain[spoken] + share * added[spoken], accepted[spoken]).mean())
        for share in _SHARES
    ]
    return _SHARES[int(np.argmin(losses))]
