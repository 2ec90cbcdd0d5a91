"""`anchored`, the default adjustment: order-free, local, undoable."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, norms, row_dots, unit
from synotui.model import Settings


def anchored(base: Floats, synonyms: Ints, antonyms: Ints, settings: Settings) -> Floats:
    """Draw synonyms together and antonyms apart, each term held by its base vector.

    With unit base vectors o_i, `settings.sweeps` Jacobi sweeps of

        q_i <- unit(a o_i + mean_{j in syn(i)} q_j
                    - r mean_{k in ant(i)} max(0, cos(q_i, q_k)) q_k)

    where a is `stay`, r is `push`, and a term without synonyms has o_i in place
    of the mean. This is retrofitting (Faruqui et al. 2015) on the unit sphere
    with a repelling term in the manner of counter-fitting (Mrksic et al. 2016).

    `base` is (m, dim); `synonyms` and `antonyms` are (p, 2) rows of it. Gives
    (m, dim), each vector as long as its base. The number of sweeps is fixed
    rather than stopping early: then a component's result does not depend on
    what else is solved with it.
    """
    anchors = unit(base)
    pulls, pushes = _Edges(synonyms), _Edges(antonyms)
    without_synonyms = np.ones(len(base), bool)
    without_synonyms[pulls.targets] = False
    held = np.float32(settings.stay) * anchors
    held[without_synonyms] += anchors[without_synonyms]
    now = anchors
    for _ in range(settings.sweeps):
        total = held.copy()
        if len(pulls.sources):
            total[pulls.targets] += pulls.mean(now[pulls.sources])
        if len(pushes.sources) and settings.push:
            others = now[pushes.sources]
            closeness = np.maximum(0, row_dots(now[pushes.receivers], others))
            total[pushes.targets] -= np.float32(settings.push) * pushes.mean(
                closeness[:, None] * others
            )
        lengths = norms(total)[:, None]
        now = np.where(lengths > 1e-6, total / np.maximum(lengths, 1e-6), now)
    return now * norms(base)[:, None]


class _Edges:
    """Pairs as directed edges sorted by receiver, ready to be averaged by it."""

    def __init__(self, pairs: Ints) -> None:
        both = np.concatenate([pairs, pairs[:, ::-1]]).reshape(-1, 2)
        order = np.lexsort((both[:, 1], both[:, 0]))
        self.receivers: Ints = both[order, 0]
        self.sources: Ints = both[order, 1]
        self.targets, self._starts, counts = np.unique(
            self.receivers, return_index=True, return_counts=True
        )
        self._counts = counts.astype(np.float32)[:, None]

    def mean(self, values: Floats) -> Floats:
        """Average `values` (edges, dim) over the edges of each receiver: (targets, dim)."""
        sums: Floats = np.add.reduceat(values, self._starts, axis=0)
        return sums / self._counts
