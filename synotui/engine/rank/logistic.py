"""Logistic regression with a penalty for leaving the prior: what tens of verdicts can teach."""

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_STEPS = 12
_CLOSE = 1e-4


def fit(
    x: Doubles,
    accepted: Doubles,
    offset: Doubles,
    penalty: Doubles,
    towards: Doubles,
    start: Doubles,
    weight: Doubles | None = None,
) -> Doubles:
    """Give the weights (c,) that explain the verdicts best, by Newton's method.

    The logit of a pair is `offset` (n,) + `x` (n, c) @ weights; `accepted` (n,)
    is 0 or 1, `weight` (n,) what each verdict counts. Leaving `towards` (c,)
    costs half of `penalty` (c,) a unit squared; with all above 0 there is one
    solution, whatever the verdicts.
    """
    weight = np.ones(len(x)) if weight is None else weight
    found = start.copy()
    loss = _loss(x, accepted, offset, penalty, towards, found, weight)
    for _ in range(_STEPS):
        p = sigmoid(offset + x @ found)
        slope = x.T @ (weight * (p - accepted)) + penalty * (found - towards)
        bend = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-3:
            tried = found - size * step
            there = _loss(x, accepted, offset, penalty, towards, tried, weight)
            if there <= loss + 1e-12:
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
    x: Doubles,
    accepted: Doubles,
    offset: Doubles,
    penalty: Doubles,
    towards: Doubles,
    found: Doubles,
    weight: Doubles,
) -> float:
    logits = offset + x @ found
    data = float(weight @ (np.logaddexp(0, logits) - accepted * logits))
    return data + 0.5 * float(penalty @ (found - towards) ** 2)
