"""Probabilities that hold: logits straightened by how earlier ones turned out."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.rank.logistic import fit, sigmoid

_LAST = 2000
"""Verdicts that are looked at: the ranker that spoke before the first ones was another."""
_PENALTY = (4.0, 10.0)
"""What it costs to move and to stretch logits: tens of verdicts are not enough to."""
_FEW = 0.02
_COUNTS = 60.0
"""So many verdicts' worth it is that two in a hundred undecided pairs are synonyms."""
_LEAST = 0.1
"""Stretch at least: a higher logit never means a lower probability."""
_NO_LOGITS: Floats = np.empty(0, np.float32)


class Calibration(NamedTuple):
    """A straight line through logits (Platt): `shift` + `stretch` x logit."""

    shift: float = 0.0
    stretch: float = 1.0

    def probabilities(self, logits: Floats) -> Floats:
        """Give the probability of each of `logits` (m,)."""
        return sigmoid(self.shift + self.stretch * logits).astype(np.float32)


def calibrate(logits: Floats, accepted: Floats, undecided: Floats = _NO_LOGITS) -> Calibration:
    """Fit the line by what was said before each verdict (n,), and the verdict, 1 or 0 (n,).

    With logits of `undecided` pairs (m,) it also heeds that few of so many can
    be synonyms: verdicts on the likeliest alone say little of the rest.
    """
    logits, accepted = logits[-_LAST:], accepted[-_LAST:]
    share = np.full(len(undecided), _FEW, np.float32)
    weight = np.ones(len(logits) + len(undecided), np.float32)
    weight[len(logits) :] = _COUNTS / max(1, len(undecided))
    accepted = np.concatenate([accepted, share])
    logits = np.concatenate([logits, undecided])
    x = np.stack([np.ones(len(logits)), logits], axis=1).astype(np.float32)
    as_said = np.array([0.0, 1.0])
    shift, stretch = fit(x, accepted, weight, np.array(_PENALTY), as_said, as_said).tolist()
    return Calibration(shift, max(stretch, _LEAST))
