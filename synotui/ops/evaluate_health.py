"""The health of a space: alignment, uniformity, anisotropy, hubness, by samples of its terms."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, row_dots
from synotui.engine.evaluate import health
from synotui.engine.evaluate.bootstrap import Sampled, plain
from synotui.engine.random_pairs import random_pairs
from synotui.ops.evaluation_states import State

PAIRS = 20_000
"""Random pairs of terms whose cosines are taken."""
SAMPLE = 4_000
"""Terms among which it is counted who is near how many."""


def measure_health(state: State, pairs: Ints, left_out: Ints, seed: int) -> dict[str, Sampled]:
    """Measure the space; `pairs` (p, 2) are rows of synonyms, rows `left_out` (m,) do not count."""
    rows = np.setdiff1d(np.arange(state.among), left_out)
    anyhow = random_pairs(rows, PAIRS, seed, np.empty((0, 2), np.int64))
    random = _cosines(state, anyhow)
    synonyms = _cosines(state, pairs)
    draw = np.random.default_rng((seed, 6))
    some = rows
    if len(rows) > SAMPLE:
        some = np.sort(draw.choice(rows, SAMPLE, replace=False))
    counted = health.occurrences(state.placed.units(some))
    return {
        "alignment": health.alignment(synonyms, seed),
        "uniformity": health.uniformity(random, seed),
        "anisotropy": health.anisotropy(random, seed),
        "hubness": plain(None, len(some)) if counted is None else health.hubness(counted, seed),
    }


def _cosines(state: State, pairs: Ints) -> Floats:
    one, other = (state.placed.units(pairs[:, side]) for side in (0, 1))
    return clipped(row_dots(one, other))
