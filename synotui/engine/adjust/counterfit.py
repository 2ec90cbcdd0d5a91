"""`counterfit`, counter-fitting (Mrkšić et al. 2016): steps down a sum of three losses."""

from typing import NamedTuple

import numpy as np

from synotui.engine.adjust.anchored import to_unit
from synotui.engine.adjust.constraints import Constraints
from synotui.engine.adjust.neighbours import both_ways, groups
from synotui.engine.arrays import Floats, Ints, norms, row_dots, unit
from synotui.model import Settings

_ROWS_AT_ONCE = 1024
_ROUNDED = np.float32(1e-6)
"""Cosines that differ by less are equal: nothing is to be drawn back before anything moved."""


def counterfit(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    """Attract synonyms, repel antonyms, preserve what is near in the base space.

    With d = 1 - cos, `settings.steps` steps down the gradient of

        k1 sum_ant max(0, delta - d) + k2 sum_syn max(0, d - gamma)
        + k3 sum_preserved max(0, d - d of the base vectors),

    where k1 is `repel`, k2 `attract`, k3 `preserve`, and pairs of the given
    terms whose base cosine is at least `near` are preserved, unless they are
    antonyms. The gradients of a term are averaged over the pairs that act on
    it, and terms are scaled to length 1 after each step. Both terms of a
    preserved pair are drawn back; the authors' script draws the one that its
    set of pairs happens to name first.

    A pair's weight multiplies its loss; the average is weighted, and its
    weights count as 1 together where they are less.

    What is preserved depends on all terms given, so no component can be solved
    by itself. Finding it takes time and memory for the product of `base` with
    itself, a block of rows at a time.

    `base` is (m, dim). Gives (m, dim), each vector as long as its base.
    """
    origins = unit(base)
    now = origins.copy()
    parts = _parts(origins, constraints, settings)
    change = np.empty_like(now)
    counted = np.empty(len(base), np.float32)
    for _ in range(settings.steps):
        change[:] = 0
        counted[:] = 0
        for part in parts:
            _add_gradients(part, now, change, counted)
        change /= np.maximum(1, counted)[:, None]
        change += now
        to_unit(change, now)
        now, change = change, now
    now *= norms(base)[:, None]
    return now


class _Part(NamedTuple):
    """Terms that have as many neighbours (n,), and what these are to them (count, n)."""

    receivers: Ints
    sources: Ints
    signs: Floats
    """1 where a pair is to be apart, -1 where it is to be close."""
    limits: Floats
    """The cosine above which pairs that are to be apart act, below which the others do."""
    factors: Floats
    """How strongly each acts: the k of its kind times its weight."""
    weights: Floats


def _add_gradients(part: _Part, now: Floats, change: Floats, counted: Floats) -> None:
    """Add to `change` (m, dim) what the neighbours of a part do, to `counted` (m,) their weights.

    A neighbour q_j that acts drives q_i along cos q_i - q_j, or against it.
    """
    others = now.take(part.sources, axis=0)
    cosines = row_dots(others, now.take(part.receivers, axis=0))
    acts = part.signs * (cosines - part.limits) > 0
    factors = part.factors * acts
    others *= factors[:, :, None]
    along = np.add.reduce(factors * cosines, axis=0)[:, None] * now[part.receivers]
    change[part.receivers] += along - np.add.reduce(others, axis=0)
    counted[part.receivers] += np.add.reduce(part.weights * acts, axis=0)


def _parts(origins: Floats, constraints: Constraints, settings: Settings) -> list[_Part]:
    """Give all pairs that may act, seen from either term."""
    near, base_cosines = _near(origins, settings.near, constraints.antonyms)
    kinds = (
        (constraints.antonyms, constraints.antonym_weights, 1, settings.repel, 1 - settings.delta),
        (
            constraints.synonyms,
            constraints.synonym_weights,
            -1,
            settings.attract,
            1 - settings.gamma,
        ),
        (near, None, -1, settings.preserve, base_cosines),
    )
    pairs = np.concatenate([kind[0] for kind in kinds])
    numbers = np.empty((4, len(pairs)), np.float32)
    start = 0
    for chosen, weights, sign, strength, limit in kinds:
        stretch = numbers[:, start : start + len(chosen)]
        stretch[0], stretch[1] = sign, limit
        stretch[3] = 1 if weights is None else weights
        stretch[2] = sign * np.float32(strength) * stretch[3]
        start += len(chosen)
    rows, dim = origins.shape
    edges = both_ways(pairs, rows, numbered=True)
    assert edges.pairs is not None
    return [
        _Part(receivers, sources, *numbers[:, edges.pairs[chosen]])
        for receivers, sources, chosen in groups(edges, rows, dim)
    ]


def _near(origins: Floats, least: float, antonyms: Ints) -> tuple[Ints, Floats]:
    """Give pairs (p, 2) of unit vectors with a cosine of at least `least`, and it, rounded down."""
    rows = len(origins)
    pairs, cosines = [np.empty((0, 2), np.int64)], [np.empty(0, np.float32)]
    for start in range(0, rows, _ROWS_AT_ONCE):
        found = origins[start : start + _ROWS_AT_ONCE] @ origins[start:].T
        first, second = np.nonzero(found >= least)
        later = second > first
        first, second = first[later], second[later]
        pairs.append(np.stack([first, second], axis=1) + start)
        cosines.append(found[first, second] - _ROUNDED)
    near, known = np.concatenate(pairs), np.concatenate(cosines)
    apart = np.isin(_keys(near, rows), _keys(antonyms, rows), invert=True)
    return near[apart], known[apart]


def _keys(pairs: Ints, rows: int) -> Ints:
    keys: Ints = pairs.min(axis=1) * rows + pairs.max(axis=1)
    return keys
