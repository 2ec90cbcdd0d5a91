"""`attract-repel` (Mrkšić et al. 2017): pairs against the terms they meet in small batches."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from synotui.engine.adjust.constraints import Constraints
from synotui.engine.arrays import Floats, Ints, norms, unit
from synotui.model import Settings

_FIRST_SQUARES = np.float32(0.1)
"""Where Adagrad's sums of squared gradients begin."""
_OPERATIONS_AT_ONCE = 250_000
"""BLAS shares a product of matrices among threads from 262,144 multiplications on; waiting for
them takes longer than so small a product."""


def attract_repel(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    """Bring synonyms closer, take antonyms farther than any other term of their batch.

    From unit base vectors, for each batch of pairs (l, r) and their terms:

        synonyms  max(0, m + cos(l, n_l) - cos(l, r)) + max(0, m + cos(r, n_r) - cos(l, r))
        antonyms  max(0, m - cos(l, n_l) + cos(l, r)) + max(0, m - cos(r, n_r) + cos(l, r))

    where n is the nearest other term of the batch for synonyms, the farthest
    for antonyms, and m is `attract_margin` or `repel_margin`. In a batch
    without other terms cos(l, n_l) is 0: a right angle stands for them. Besides,
    `anchor` |q_i - o_i|^2 holds terms to their base. Adagrad goes down the
    gradient at `rate`, `epochs` times through all pairs, in batches of
    `pairs_at_once`. A pair's weight multiplies its loss; Adagrad scales
    gradients by their own history, so it tells beside the pairs that the same
    term has, and little where a term has one.

    The batches are drawn from `seed` and the set of pairs, whatever their
    order. They mix all components, so none can be solved by itself.

    `base` is (m, dim). Gives (m, dim), each vector as long as its base.
    """
    origins = unit(base)
    now = origins.copy()
    squares = np.full_like(now, _FIRST_SQUARES)
    rate, anchor = np.float32(settings.rate), np.float32(2 * settings.anchor)
    for batch in _batches(constraints, settings):
        terms, inverse = np.unique(batch.terms, return_inverse=True)
        here = now[terms]
        lengths = norms(here)[:, None]
        lengths[lengths == 0] = 1
        here /= lengths
        change = _product(_coefficients(batch, inverse, here), here)
        # Only what turns a vector counts: its length is no part of a cosine.
        change -= np.einsum("ij,ij->i", change, here)[:, None] * here
        change /= lengths
        change += anchor * (now[terms] - origins[terms])
        history = squares[terms]
        history += change * change
        squares[terms] = history
        now[terms] -= rate * change / np.sqrt(history)
    now = unit(now)
    now *= norms(base)[:, None]
    return now


class _Batch(NamedTuple):
    """Pairs of one kind."""

    terms: Ints
    """The first terms of all pairs, then the second ones (2 n,)."""
    weights: Floats
    """(2 n,)"""
    sign: int
    """1 for synonyms, -1 for antonyms."""
    margin: float


def _batches(constraints: Constraints, settings: Settings) -> Iterator[_Batch]:
    """Draw the batches of all epochs: those of synonyms and of antonyms in mixed order."""
    draw = np.random.default_rng(settings.seed)
    kinds = []
    for pairs, weights, sign, margin in (
        (constraints.synonyms, constraints.synonym_weights, 1, settings.attract_margin),
        (constraints.antonyms, constraints.antonym_weights, -1, settings.repel_margin),
    ):
        ends = np.sort(pairs, axis=1)
        order = np.lexsort((ends[:, 1], ends[:, 0]))
        known = np.ones(len(pairs), np.float32) if weights is None else weights
        kinds.append((ends[order], known[order], sign, margin))
    for _ in range(settings.epochs):
        batches = []
        for pairs, weights, sign, margin in kinds:
            parts = max(1, -(-len(pairs) // settings.pairs_at_once))
            for chosen in np.array_split(draw.permutation(len(pairs)), parts):
                terms, both = pairs[chosen].T.ravel(), np.tile(weights[chosen], 2)
                batches.append(_Batch(terms, both, sign, margin))
        for place in draw.permutation(len(batches)).tolist():
            if len(batches[place].terms):
                yield batches[place]


def _coefficients(batch: _Batch, inverse: Ints, here: Floats) -> Floats:
    """Give the gradient of the loss of a batch as (t, t): what each term gets of each other.

    `here` (t, dim) are the unit vectors of its different terms, `inverse`
    (2 n,) says which of these stand at either end of its pairs.
    """
    cosines = _product(here, here.T)
    places = np.arange(len(inverse))
    partners = inverse[(places + len(inverse) // 2) % len(inverse)]
    compared = (batch.sign * cosines)[inverse]
    compared[places, inverse] = -np.inf
    compared[places, partners] = -np.inf
    others = compared.argmax(axis=1)
    lonely = np.isneginf(compared[places, others])
    compared_to = np.where(lonely, 0, cosines[inverse, others])
    losses = batch.sign * (compared_to - cosines[inverse, partners]) + batch.margin
    acting = batch.sign * batch.weights * (losses > 0)
    coefficients = np.zeros_like(cosines)
    for ends, signs in ((others, acting * ~lonely), (partners, -acting)):
        np.add.at(coefficients, (inverse, ends), signs)
        np.add.at(coefficients, (ends, inverse), signs)
    return coefficients


def _product(a: Floats, b: Floats) -> Floats:
    """Give the matrix product on this thread alone."""
    rows = max(1, _OPERATIONS_AT_ONCE // max(1, b.size))
    if rows >= len(a):
        return a @ b
    return np.concatenate([a[start : start + rows] @ b for start in range(0, len(a), rows)])
