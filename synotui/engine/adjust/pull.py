"""`pull`, the bidirectional pull: accepted pairs in the order they were accepted."""

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
    for first, second in synonyms.tolist():
        a, b = now[first], now[second]
        for _ in range(iterations):
            difference = a - b
            a = a - step * difference
            b = b + step * difference
        now[first], now[second] = a, b
    return now
