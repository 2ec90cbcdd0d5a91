"""`anchored`, the default adjustment: order-free, local, undoable."""

import numpy as np

from synotui.engine.arrays import Floats, Ints, norms, row_dots, unit
from synotui.model import Settings

_TOO_SHORT = 1e-6
"""Length of a sum from which no direction can be told: the term stays where it is."""


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
    pulls = _Pulls(synonyms, len(base))
    pushes = _Pushes(pulls.places[antonyms])
    anchors = unit(base[pulls.order])
    held = np.float32(settings.stay) * anchors
    held[pulls.count :] += anchors[pulls.count :]
    now = anchors
    for _ in range(settings.sweeps):
        total = held.copy()
        total[: pulls.count] += pulls.means(now)
        if len(antonyms) and settings.push:
            total[pushes.targets] -= np.float32(settings.push) * pushes.means(now)
        lengths = norms(total)[:, None]
        if (lengths > _TOO_SHORT).all():
            total /= lengths
            now = total
        else:
            now = np.where(lengths > _TOO_SHORT, total / np.maximum(lengths, _TOO_SHORT), now)
    return now[pulls.places] * norms(base)[:, None]


class _Pulls:
    """Synonyms, the terms put in the order of how many they have, the most first.

    Then all first synonyms can be added at once, then all second ones, and so
    on: ten times as fast as adding up those of each term. Those of a term are
    added in the order of rows, in whatever company.
    """

    def __init__(self, pairs: Ints, terms: int) -> None:
        receivers, sources, starts, counts = _edges(pairs)
        targets = receivers[starts]
        number = np.zeros(terms, np.int64)
        number[targets] = counts
        self.order: Ints = np.argsort(-number, kind="stable")
        """Terms by how many synonyms they have."""
        self.places: Ints = np.empty(terms, np.int64)
        """The place of every term in that order."""
        self.places[self.order] = np.arange(terms)
        self.count = len(targets)
        """How many have any: they come first."""
        ordered = np.argsort(-counts, kind="stable")
        starts, counts = starts[ordered], counts[ordered]
        self._layers = [
            self.places[sources[starts[: np.count_nonzero(counts > layer)] + layer]]
            for layer in range(int(counts.max(initial=0)))
        ]
        self._counts = counts.astype(np.float32)[:, None]

    def means(self, now: Floats) -> Floats:
        """Average the synonyms of each term that has any: (count, dim), of `now` (terms, dim)."""
        if not self._layers:
            return now[:0]
        sums = now[self._layers[0]]
        for layer in self._layers[1:]:
            sums[: len(layer)] += now[layer]
        sums /= self._counts
        return sums


class _Pushes:
    """Antonyms, as edges sorted by receiver."""

    def __init__(self, pairs: Ints) -> None:
        self._receivers, self._sources, self._starts, counts = _edges(pairs)
        self.targets: Ints = self._receivers[self._starts]
        self._counts = counts.astype(np.float32)[:, None]

    def means(self, now: Floats) -> Floats:
        """Average the antonyms of each term that has any, each as much as it is close."""
        others = now[self._sources]
        closeness = np.maximum(0, row_dots(now[self._receivers], others))
        others *= closeness[:, None]
        sums: Floats = np.add.reduceat(others, self._starts, axis=0)
        sums /= self._counts
        return sums


def _edges(pairs: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Give pairs (p, 2) both ways round, by receiver and then by source.

    Receivers and sources (2p,), where each receiver's edges begin, and how many they are.
    """
    both = np.concatenate([pairs, pairs[:, ::-1]])
    order = np.lexsort((both[:, 1], both[:, 0]))
    receivers, sources = both[order, 0], both[order, 1]
    first = np.ones(len(both), bool)
    np.not_equal(receivers[1:], receivers[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    return receivers, sources, starts, np.diff(starts, append=len(both))
