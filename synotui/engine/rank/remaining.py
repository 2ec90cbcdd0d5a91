"""How many synonyms there are still to find among undecided pairs, and how sure that is."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.rank.calibration import Calibration
from synotui.engine.rank.logistic import Doubles

NEXT = 100
"""Decisions that are looked ahead."""
_DRAWS = 60
ENOUGH = (5, 30)
"""Accepted and rejected pairs from which an estimate is worth giving."""
_AT_ONCE = 8192
_MAY_BE_OFF = 0.45
"""How far logits may be off beyond what the fit knows of: the far end of a list is never seen."""


class Remaining(NamedTuple):
    """Synonyms still to be found."""

    undecided: int
    """Pairs without a verdict."""
    expected: float
    low: float
    high: float
    """They hold the true number in about 9 of 10 cases, if the features tell what counts."""
    next_hundred: float
    """Synonyms among the likeliest `NEXT` pairs."""
    enough: bool
    """Whether there are verdicts enough for the figures to mean something."""


def remaining(
    inputs: Floats,
    added: Floats,
    weights: Doubles,
    spread: Doubles,
    calibration: Calibration,
    verdicts: int,
    accepted: int,
) -> Remaining:
    """Estimate from the `inputs` (m, c) of undecided pairs and a ranker's `weights` (c,).

    `added` (m,) is what trees add to the logits.
    Weights that might as well have been found are drawn by their `spread`
    (c, c), the covariance; for each draw the probabilities are added up, and
    chance is added to that. `verdicts` and `accepted` are how many there are.
    """
    rng = np.random.default_rng(0)
    root = np.linalg.cholesky(spread + 1e-9 * np.eye(len(spread)))
    drawn = weights[:, None] + root @ rng.standard_normal((len(weights), _DRAWS))
    drawn[1] += rng.standard_normal(_DRAWS) * _MAY_BE_OFF
    drawn[:, 0] = weights
    sums = np.zeros(_DRAWS)
    likeliest = np.empty(0, np.float32)
    for start in range(0, len(inputs), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        logits = inputs[part] @ drawn.astype(np.float32) + added[part, None]
        p = calibration.probabilities(logits)
        sums += p.sum(axis=0)
        likeliest = np.sort(np.concatenate([likeliest, p[:, 0]]))[-NEXT:]
    counts = rng.poisson(sums)
    low, high = np.quantile(counts, [0.05, 0.95]).tolist()
    expected = float(sums[0])
    return Remaining(
        len(inputs),
        expected,
        min(low, expected),
        max(high, expected),
        float(likeliest.sum()),
        accepted >= ENOUGH[0] and verdicts - accepted >= ENOUGH[1],
    )
