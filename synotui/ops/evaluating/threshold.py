"""How well a cosine tells synonyms from rejected pairs, or from pairs drawn at random."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, clipped, row_dots
from synotui.engine.evaluate.bootstrap import Sampled
from synotui.engine.evaluate.calibration import calibrate
from synotui.engine.evaluate.telling_apart import TellingApart
from synotui.engine.random_pairs import random_pairs
from synotui.model import CurvePoint, Reliability, Threshold
from synotui.ops.evaluating.states import State

ENOUGH = 20
"""Rejected pairs from which they are what synonyms are told apart from."""
_LEAST = 100
"""Random pairs that are drawn of any terms at least, if there are so many."""
MOST = 2_500
"""Pairs of each kind that are looked at; of more so many are drawn."""


def measure_threshold(
    state: State, pairs: Ints, told: Mask, rejected: Ints, left_out: Ints, seed: int
) -> tuple[dict[str, Sampled], Threshold | None]:
    """Tell `pairs` (p, 2) of rows from `rejected` ones (r, 2), or from random ones if few.

    Random pairs are of any terms but the rows `left_out` (m,); what is decided is none of them.
    `told` (p,) are those the adjustment knows; where these are some and not
    all, there are figures without them. None if there is nothing to tell from.
    """
    decided = np.concatenate([pairs, rejected])
    drawn = _drawn(len(pairs), seed)
    pairs, told = pairs[drawn], told[drawn]
    enough = len(rejected) >= ENOUGH
    if enough:
        others = rejected[_drawn(len(rejected), seed)]
    else:
        rows = state.some_rows(8 * MOST, seed, left_out)
        others = random_pairs(rows, max(_LEAST, len(pairs)), seed, decided)
    if not len(others):
        return {}, None
    yes, no = _cosines(state, pairs), _cosines(state, others)
    cosines = np.concatenate([yes, no])
    synonyms = np.arange(len(cosines)) < len(yes)
    apart = TellingApart(cosines, synonyms, seed)
    best = apart.best()
    assert best is not None
    fitted = calibrate(apart.cosines, synonyms, seed)
    told_apart = apart.figures()
    figures = {
        "average_precision": told_apart.average_precision,
        "auc": told_apart.auc,
        "f1": told_apart.f1,
        "threshold": told_apart.threshold,
        "brier": fitted.brier,
        "ece": fitted.ece,
    }
    if told.any() and not told.all():
        fair = np.concatenate([yes[~told], no])
        untold = TellingApart(fair, np.arange(len(fair)) < int((~told).sum()), seed).figures()
        figures |= {
            "average_precision_untold": untold.average_precision,
            "auc_untold": untold.auc,
        }
    return figures, Threshold(
        cosine=best.cosine,
        f1=best.f1,
        precision=best.precision,
        recall=best.recall,
        synonyms=len(yes),
        others=len(no),
        against="rejected" if enough else "random",
        slope=fitted.line.slope,
        intercept=fitted.line.intercept,
        curve=tuple(CurvePoint(*point) for point in apart.curve()),
        reliability=tuple(Reliability(*each) for each in fitted.bins),
    )


def _drawn(count: int, seed: int) -> Ints:
    if count <= MOST:
        return np.arange(count)
    random = np.random.default_rng((seed, 4))
    found: Ints = np.sort(random.choice(count, MOST, replace=False))
    return found


def _cosines(state: State, pairs: Ints) -> Floats:
    one, other = (state.placed.units(pairs[:, side]) for side in (0, 1))
    return clipped(row_dots(one, other))
