"""Logistic regression with a penalty for leaving the prior: what tens of verdicts can teach."""

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats

Doubles = NDArray[np.float64]

_STEPS = 12
_CLOSE = 1e-3
"""A step that changes no weight by more is the last one."""
_SMALLEST = 0.1
"""Share of a step that is still tried where the whole one leads uphill."""


def fit(
    x: Floats,
    accepted: Floats,
    weight: Floats,
    penalty: Doubles,
    towards: Doubles,
    start: Doubles,
) -> Doubles:
    """Give the weights (c,) that explain the verdicts best, by Newton's method.

    The logit of a pair is `x` (n, c) @ weights; `accepted` (n,) is 0 or 1,
    `weight` (n,) what each verdict counts. Leaving `towards` (c,) costs half of
    `penalty` (c,) a unit squared; with all above 0 there is one solution,
    whatever the verdicts.
    """
    found = start.copy()
    loss = _loss(x, accepted, weight, penalty, towards, found)
    for _ in range(_STEPS):
        p = sigmoid(x @ found.astype(np.float32))
        slope = (weight * (p - accepted)).astype(np.float32) @ x + penalty * (found - towards)
        bend = (x * (weight * p * (1 - p)).astype(np.float32)[:, None]).T @ x
        step = np.linalg.solve(bend.astype(np.float64) + np.diag(penalty), slope)
        size = 1.0
        while size > _SMALLEST:
            tried = found - size * step
            there = _loss(x, accepted, weight, penalty, towards, tried)
            if there < loss:
                break
            size /= 2
        else:
            break
        found, loss = tried, there
        if np.abs(size * step).max() < _CLOSE:
            break
    return found


def sigmoid(logits: NDArray[np.floating]) -> Doubles:
    """Give the probabilities of `logits`, of any shape."""
    found: Doubles = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -35, 35)))
    return found


def log_loss(logits: NDArray[np.floating], accepted: NDArray[np.floating]) -> Doubles:
    """Give what each verdict (n,) costs under `logits` (n,): minus the log of its probability."""
    logits = logits.astype(np.float64)
    found: Doubles = np.logaddexp(0, np.where(accepted > 0.5, -logits, logits))
    return found


def _loss(
    x: Floats,
    accepted: Floats,
    weight: Floats,
    penalty: Doubles,
    towards: Doubles,
    found: Doubles,
) -> float:
    logits = x @ found.astype(np.float32)
    data = float(weight @ log_loss(logits, accepted))
    return data + 0.5 * float(penalty @ (found - towards) ** 2)
