"""`anchored`, the default adjustment: order-free, local, undoable."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from synotui.engine.adjust.constraints import Constraints
from synotui.engine.adjust.neighbours import Means, both_ways, groups, total_weights
from synotui.engine.arrays import Floats, Ints, norms, row_dots, unit
from synotui.model import Settings

_SHORT = np.float32(1e-6)
"""A sum of unit vectors this short has no direction: its term stays put for a sweep."""


class _Push(NamedTuple):
    """Terms that have as many antonyms (n,), these and their weights (count, n)."""

    receivers: Ints
    sources: Ints
    weights: Floats | None
    shares: Floats
    """What each takes of the sum over its antonyms (n, 1)."""


def anchored(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    """Draw synonyms together and antonyms apart, each term held by its base vector.

    With unit base vectors o_i, `settings.sweeps` Jacobi sweeps of

        q_i <- unit(a o_i + mean_{j in syn(i)} q_j
                    - r mean_{k in ant(i)} max(0, cos(q_i, q_k)) q_k)

    where a is `stay`, r is `push`, and a term without synonyms has o_i in place
    of the mean. This is retrofitting (Faruqui et al. 2015) on the unit sphere
    with a repelling term in the manner of counter-fitting (Mrksic et al. 2016).

    With a `step` s below 1 a sweep goes that share of the way, to
    unit((1 - s) q_i + s q_i'): two terms that push each other by whole sweeps
    swing to and fro, and which way they end depends on the number of sweeps.

    Means are weighted. Weights that add up to less than 1 leave the rest to
    o_i among synonyms, and to no push among antonyms: see `Means`.

    `base` is (m, dim). Gives (m, dim), each vector as long as its base. The
    number of sweeps is fixed rather than stopping early: then a component's
    result does not depend on what else is solved with it.
    """
    means = Means(unit(base), constraints.synonyms, constraints.synonym_weights)
    pushes = list(_pushes(constraints, base.shape, means, settings.push)) if settings.push else []
    now = means.base.copy()
    held = np.float32(settings.stay) * now
    total = np.empty_like(held)
    step = np.float32(settings.step)
    for _ in range(settings.sweeps):
        means.put(now, total)
        total += held
        for receivers, sources, weights, shares in pushes:
            others = now.take(sources, axis=0)
            closeness = np.maximum(0, row_dots(others, now.take(receivers, axis=0)))
            if weights is not None:
                closeness *= weights
            others *= closeness[:, :, None]
            sums = np.add.reduce(others, axis=0)
            sums *= shares
            total[receivers] -= sums
        if step < 1:
            to_unit(total, now)
            total *= step
            total += (1 - step) * now
        to_unit(total, now)
        now, total = total, now
    adjusted: Floats = now[means.places]
    adjusted *= norms(base)[:, None]
    return adjusted


def _pushes(
    constraints: Constraints, shape: tuple[int, int], means: Means, push: float
) -> Iterator[_Push]:
    """Give groups of terms with as many antonyms, in the order of `means`."""
    rows, dim = shape
    edges = both_ways(constraints.antonyms, rows, constraints.antonym_weights)
    weighed = np.maximum(1, total_weights(edges, rows))[means.order]
    shares: Floats = np.divide(push, weighed, dtype=np.float32)
    for receivers, sources, chosen in groups(edges, rows, dim, means.places):
        weights = None if edges.weights is None else edges.weights[chosen]
        yield _Push(receivers, sources, weights, shares[receivers, None])


def to_unit(vectors: Floats, otherwise: Floats) -> None:
    """Scale `vectors` (n, dim) to length 1 in place; one without a direction becomes the other."""
    lengths = norms(vectors)
    if lengths.min(initial=1) <= _SHORT:
        short = lengths <= _SHORT
        vectors[short], lengths[short] = otherwise[short], 1
    vectors /= lengths[:, None]
