"""`pull`, the bidirectional pull: accepted pairs in the order they were accepted."""

from collections.abc import Iterator

import numpy as np

from synotui.engine.arrays import Floats, Ints


def pull(base: Floats, synonyms: Ints, factor: float, iterations: int) -> Floats:
    """Pull each pair together in turn, all its rounds at once. Antonyms do not act.

    A round is d = v1 - v2; v1 <- v1 - f d; v2 <- v2 + f d, so an isolated
    pair's difference shrinks by (1 - 2f) a round. Vectors are not normalised.
    The order of pairs matters, and many pairs over the same terms draw a whole
    component towards one point; `anchored` does neither.

    `base` is (m, dim) and stays as it is; `synonyms` (p, 2) holds rows of it in
    the order of acceptance. Gives (m, dim).
    """
    now = base.copy()
    step = np.float32(factor)
    for pairs in _waves(synonyms, len(base)):
        a, b = now[pairs[:, 0]], now[pairs[:, 1]]
        for _ in range(iterations):
            difference = a - b
            difference *= step
            a -= difference
            b += difference
        now[pairs[:, 0]], now[pairs[:, 1]] = a, b
    return now


def _waves(pairs: Ints, rows: int) -> Iterator[Ints]:
    """Give `pairs` (p, 2) in parts (n, 2) in which no row stands twice.

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
        yield pairs[order[start:end]]
        start = end
