"""The health of a space: alignment, uniformity, anisotropy, hubness, by samples of its terms."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, row_dots
from synotui.engine.evaluate import health
from synotui.engine.evaluate.bootstrap import Sampled, plain
from synotui.engine.random_pairs import random_pairs
from synotui.ops.evaluating.states import State

PAIRS = 10_000
"""Random pairs of terms whose cosines are taken."""
SAMPLE = 4_000
"""Terms among which it is counted who is near how many."""


def measure_health(state: State, pairs: Ints, left_out: Ints, seed: int) -> dict[str, Sampled]:
    """Measure the space; `pairs` (p, 2) are rows of synonyms, rows `left_out` (m,) do not count."""
    rows = state.some_rows(2 * PAIRS, seed, left_out)
    anyhow = random_pairs(rows, PAIRS, seed, np.empty((0, 2), np.int64))
    spread = health.spread(_cosines(state, anyhow), seed)
    synonyms = _cosines(state, pairs)
    some = state.some_rows(SAMPLE, seed, left_out)
    counted = health.occurrences(state.placed.units(some))
    return {
        "alignment": health.alignment(synonyms, seed),
        "uniformity": spread.uniformity,
        "anisotropy": spread.anisotropy,
        "hubness": plain(None, len(some)) if counted is None else health.hubness(counted, seed),
    }


def _cosines(state: State, pairs: Ints) -> Floats:
    one, other = (state.placed.units(pairs[:, side]) for side in (0, 1))
    return clipped(row_dots(one, other))
