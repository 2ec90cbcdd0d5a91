"""How far the probability that follows from a cosine can be taken at its word.

The logistic is Platt's (1999), with his smoothed targets, so that it is there
also where a threshold parts all pairs. Each fifth of the pairs gets the
probabilities of a logistic that was fitted on the others. Brier score (1950):
the mean squared error of a probability, as `sklearn.metrics.brier_score_loss`.
ECE (Naeini et al. 2015): how far the share of synonyms is from the mean
probability in ten equal bins, weighted by their pairs.
"""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Mask
from synotui.engine.evaluate.bootstrap import Doubles, Sampled, means, plain, sampled

BINS = 10
_FOLDS = 5
_LEAST = 2 * _FOLDS
"""Pairs of each kind from which a calibration is worth computing."""
_STEPS = 50
_CLOSE = 1e-10
_SMALLEST = 1e-6


class Line(NamedTuple):
    """The probability at x is 1 / (1 + exp(-(slope x + intercept)))."""

    slope: float
    intercept: float

    def probabilities(self, x: Doubles) -> Doubles:
        """Give the probability at each of `x` (n,)."""
        found: Doubles = 1 / (1 + np.exp(-(self.slope * x + self.intercept).clip(-500, 500)))
        return found


class Bin(NamedTuple):
    """Pairs with a probability from `low` to below `high`, the last bin with its upper bound."""

    low: float
    high: float
    n: int
    predicted: float
    observed: float


class Calibrated(NamedTuple):
    """What came of it."""

    line: Line
    """Fitted on all pairs."""
    brier: Sampled
    ece: Sampled
    bins: list[Bin]


def calibrate(cosines: Doubles, synonyms: Mask, seed: int) -> Calibrated:
    """Fit cosines (n,) to which of the pairs are synonyms (n,), both kinds there, and judge it."""
    n = len(cosines)
    line = platt(cosines, synonyms)
    if min(int(synonyms.sum()), int((~synonyms).sum())) < _LEAST:
        return Calibrated(line, plain(None, n), plain(None, n), [])
    predicted = _crossed(cosines, synonyms, seed)
    observed = synonyms.astype(np.float64)
    [brier] = means(((predicted - observed) ** 2)[:, None], seed)
    bins = np.minimum((predicted * BINS).astype(np.int64), BINS - 1)
    off = np.zeros((n, BINS))
    off[np.arange(n), bins] = observed - predicted

    def ece_of(counts: Doubles) -> Doubles:
        found: Doubles = np.abs(counts @ off).sum(axis=1) / n
        return found

    ece = sampled(float(ece_of(np.ones((1, n)))[0]), n, seed, ece_of)
    told = [
        Bin(
            at / BINS,
            (at + 1) / BINS,
            int((bins == at).sum()),
            float(predicted[bins == at].mean()),
            float(observed[bins == at].mean()),
        )
        for at in np.unique(bins).tolist()
    ]
    return Calibrated(line, brier, ece, told)


def platt(x: Doubles, positive: Mask) -> Line:
    """Fit the logistic to `x` (n,) by Newton's method; both kinds must be there."""
    mean, scale = float(x.mean()), float(x.std())
    if scale < _SMALLEST:
        scale = 1.0
    z = (x - mean) / scale
    yes = int(positive.sum())
    no = len(x) - yes
    wanted = np.where(positive, (yes + 1) / (yes + 2), 1 / (no + 2))
    columns = np.stack([z, np.ones(len(z))], axis=1)
    found = np.array([0.0, np.log((yes + 1) / (no + 1))])
    loss = _loss(columns @ found, wanted)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(columns @ found)))
        slope = columns.T @ (p - wanted)
        bend = (columns * (p * (1 - p))[:, None]).T @ columns + _CLOSE * np.eye(2)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while (there := _loss(columns @ (found - size * step), wanted)) > loss and size > _SMALLEST:
            size /= 2
        if there > loss:
            break
        found, before, loss = found - size * step, loss, there
        if before - loss <= _CLOSE:
            break
    gain = float(found[0]) / scale
    return Line(gain, float(found[1]) - gain * mean)


def _crossed(x: Doubles, positive: Mask, seed: int) -> Doubles:
    """Give each its probability by a logistic that was fitted without its fold."""
    fold = np.empty(len(x), np.int64)
    random = np.random.default_rng((seed, 5))
    for kind in (positive, ~positive):
        fold[kind] = random.permutation(np.arange(int(kind.sum())) % _FOLDS)
    predicted = np.empty(len(x))
    for each in range(_FOLDS):
        here = fold == each
        predicted[here] = platt(x[~here], positive[~here]).probabilities(x[here])
    return predicted


def _loss(logits: Doubles, wanted: Doubles) -> float:
    return float((np.logaddexp(0, logits) - wanted * logits).sum())
