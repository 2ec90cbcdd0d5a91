"""`pull`, the bidirectional pull: accepted pairs in the order they were accepted."""

from collections.abc import Iterator

import numpy as np

from synotui.engine.adjust.constraints import Constraints
from synotui.engine.arrays import Floats, Ints
from synotui.model import Settings

_HALF = np.float32(0.5)


def pull(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    """Pull pairs together in turn. Antonyms do not act.

    A round is d = v1 - v2; v1 <- v1 - f d; v2 <- v2 + f d, so an isolated
    pair's difference shrinks by (1 - 2f) a round. f is `factor` times what the
    pair weighs, and at most a half, where the two meet. Vectors are not
    normalised.

    Each pair goes through all its `iterations` at once, which is what deciding
    pairs one by one does; with `batch`, each round goes through all pairs. The
    order of pairs matters either way, and many pairs over the same terms draw
    a whole component towards one point; `anchored` does neither.

    `base` is (m, dim) and stays as it is; synonyms are in the order of
    acceptance. Gives (m, dim).
    """
    now = base.copy()
    factor = np.float32(settings.factor)
    weights = constraints.synonym_weights
    waves = list(_waves(constraints.synonyms, len(base)))
    rounds = 1 if settings.batch else settings.iterations
    for _ in range(settings.iterations if settings.batch else 1):
        for chosen in waves:
            first, second = constraints.synonyms[chosen].T
            step = factor if weights is None else np.minimum(factor * weights[chosen, None], _HALF)
            a, b = now[first], now[second]
            for _ in range(rounds):
                difference = a - b
                difference *= step
                a -= difference
                b += difference
            now[first], now[second] = a, b
    return now


def _waves(pairs: Ints, rows: int) -> Iterator[Ints]:
    """Give which of `pairs` (p, 2) to take together: in each part (n,) no row stands twice.

    A pair comes after all earlier ones that share a row with it: what a part
    does at once is, bit for bit, what its pairs do in turn.
    """
    free = [0] * rows
    waves = []
    for first, second in pairs.tolist():
        wave = max(free[first], free[second])
        free[first] = free[second] = wave + 1
        waves.append(wave)
    order = np.argsort(np.array(waves, np.int64), kind="stable")
    ends = np.cumsum(np.bincount(waves)) if waves else np.empty(0, np.int64)
    start = 0
    for end in ends.tolist():
        yield order[start:end]
        start = end
