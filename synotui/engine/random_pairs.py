"""Pairs of terms drawn at random, by a seed: what pairs that nobody chose are like."""

import numpy as np

from synotui.engine.arrays import Ints

_DENSE = 4
"""Of so many times fewer pairs than are wanted all are listed; of more, some are drawn."""


def random_pairs(rows: Ints, count: int, seed: int, left_out: Ints) -> Ints:
    """Draw `count` different pairs of different `rows` (n,): (count, 2), the lower row first.

    None is among `left_out` (d, 2), in whichever order. Every pair is as likely
    as another. Where there are no more than `count`, all are given, in random
    order. The same seed gives the same pairs.
    """
    rows = np.unique(rows)
    span = max(1, int(rows[-1]) + 1 if len(rows) else 1, int(left_out.max(initial=0)) + 1)
    taboo = np.unique(left_out.min(axis=1) * span + left_out.max(axis=1))
    rng = np.random.default_rng(seed)
    every = len(rows) * (len(rows) - 1) // 2
    if every <= _DENSE * count + len(taboo):
        first, second = np.triu_indices(len(rows), 1)
        codes = np.setdiff1d(rows[first] * span + rows[second], taboo)
        chosen = rng.permutation(codes)[:count]
    else:
        chosen = np.empty(0, np.int64)
        while len(chosen) < count:
            ends = np.sort(rows[rng.integers(0, len(rows), (count, 2))], axis=1)
            ends = ends[ends[:, 0] != ends[:, 1]]
            codes = np.concatenate([chosen, ends[:, 0] * span + ends[:, 1]])
            codes = codes[~np.isin(codes, taboo)]
            # In the order they were drawn: sorted, those cut off would be of the last rows.
            chosen = codes[np.sort(np.unique(codes, return_index=True)[1])][:count]
    return np.stack([chosen // span, chosen % span], axis=1)
