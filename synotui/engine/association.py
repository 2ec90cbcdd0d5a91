"""How words lean between two poles, each a list of words, and whether two lists lean apart.

The word-embedding association test of Caliskan, Bryson and Narayanan (Science
356, 2017), with words w, poles A and B, target lists X and Y:

    (1)  s(w, A, B)    = mean over a of cos(w, a) - mean over b of cos(w, b)
    (2)  S(X, Y, A, B) = sum over x of s(x, A, B) - sum over y of s(y, A, B)
    (3)  d             = (mean over X of s - mean over Y of s) / sd over X and Y of s
    (4)  p             = Pr[S(Xi, Yi, A, B) >= S(X, Y, A, B)]

The standard deviation in (3) is that of a sample (n - 1). Xi, Yi in (4) are all
ways to part the words of X and Y in two lists of the same sizes, the given one
among them, so p is never zero. Where there are too many they are drawn at
random, and p = (1 + those as large) / (1 + those drawn), which never goes
below what so many draws can tell (Phipson and Smyth 2010).
"""

from collections.abc import Iterator
from itertools import chain, combinations
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats

Figures = NDArray[np.float64]
"""Cosines, associations, or bounds of them."""

MOST_SPLITS = 200_000
"""Ways to part two lists up to which all are gone through; all of twice ten words are."""
DRAWN = 100_000
"""Ways that are drawn where there are more; fewer, down to 9,999, for lists of hundreds."""
RESAMPLES = 2_000
CONFIDENCE = 0.95
_AT_ONCE = 1 << 20
"""Random numbers, places of words, or resampled figures held at once."""
_MOST_RANDOM = 50_000_000
"""Random numbers that drawing takes, in about a second."""
_ROUNDING = 100 * float(np.finfo(np.float64).eps)
"""Share of a sum by which the same words summed in another order may differ."""


class Leaning(NamedTuple):
    """How two target lists lean apart."""

    statistic: float
    """S of equation (2)."""
    effect: float | None
    """d of equation (3), from -2 to 2; None where all words lean alike."""
    p: float
    """Of equation (4): one-sided, that X leans more to A than Y does."""
    p_two_sided: float
    """Twice the smaller of both one-sided ones, at most 1."""


class Splits(NamedTuple):
    """How many ways to part the targets were looked at, and whether these were all."""

    tried: int
    exact: bool


def cosines(vectors: Floats, words: Floats) -> Figures:
    """Give the cosines of `vectors` (n, dim) with each of `words` (m, dim): (n, m).

    In double precision; a zero vector has a cosine of 0 with all.
    """
    found: Figures = np.clip(_units(vectors) @ _units(words).T, -1, 1)
    return found


def _units(vectors: Floats) -> Figures:
    wide = vectors.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    scaled: Figures = wide / lengths
    return scaled


def associations(to_a: Figures, to_b: Figures) -> Figures:
    """Give s of equation (1) as (n,), from cosines (n, |A|) and (n, |B|) with the poles' words."""
    found: Figures = to_a.mean(axis=1) - to_b.mean(axis=1)
    return found


def intervals(
    to_a: Figures, to_b: Figures, *, confidence: float = CONFIDENCE, seed: int = 0
) -> Figures | None:
    """Give the bounds (n, 2) between which s would be with other words of the same poles.

    The words of each pole are drawn anew, with replacement and independently,
    2,000 times; the bounds are percentiles of what s becomes (Efron 1979). Too
    narrow for poles of few words; None where a pole has a single one.
    """
    if to_a.shape[1] < 2 or to_b.shape[1] < 2:
        return None
    generator = np.random.default_rng(seed)
    weights = [_weights(generator, each.shape[1]) for each in (to_a, to_b)]
    tail = (1 - confidence) / 2
    bounds = np.empty((len(to_a), 2))
    step = max(1, _AT_ONCE // RESAMPLES)
    for start in range(0, len(to_a), step):
        part = slice(start, start + step)
        drawn = to_a[part] @ weights[0] - to_b[part] @ weights[1]
        bounds[part] = np.quantile(drawn, [tail, 1 - tail], axis=1).T
    return bounds


def _weights(generator: np.random.Generator, words: int) -> Figures:
    """Give what each of so many words weighs in the mean of each draw: (words, draws)."""
    counts = generator.multinomial(words, np.full(words, 1 / words), RESAMPLES)
    shares: Figures = counts.T / words
    return shares


def leanings(ones: Figures, others: Figures, *, seed: int = 0) -> tuple[list[Leaning], Splits]:
    """Tell how X and Y lean apart, from their s: `ones` (m, |X|) and `others` (m, |Y|).

    Each of the m rows is a measurement of its own, such as before and after;
    all are tried on the same ways to part the words. Neither list is empty.
    """
    together = np.concatenate([ones, others], axis=1)
    size, words = ones.shape[1], together.shape[1]
    observed = ones.sum(axis=1)
    slack = _ROUNDING * np.abs(together).sum(axis=1)
    splits = comb(words, size)
    exact = splits <= MOST_SPLITS
    draws = min(DRAWN, max(9_999, _MOST_RANDOM // words))
    chosen = _all(words, size) if exact else _drawn(words, size, draws, seed)
    above = np.zeros(len(together), np.int64)
    below = np.zeros(len(together), np.int64)
    for places in chosen:
        # S of equation (2) is twice the sum over X less the sum over both, which is the same
        # for all: so the sums over X are in the same order.
        sums = together[:, places].sum(axis=2)
        above += (sums >= (observed - slack)[:, None]).sum(axis=1)
        below += (sums <= (observed + slack)[:, None]).sum(axis=1)
    seen = Splits(splits if exact else draws, exact)
    found = []
    for row in range(len(together)):
        counts = np.array([above[row], below[row]], np.float64)
        shares = counts / seen.tried if exact else (counts + 1) / (seen.tried + 1)
        found.append(
            Leaning(
                statistic=float(ones[row].sum() - others[row].sum()),
                effect=_effect(ones[row], others[row]),
                p=float(shares[0]),
                p_two_sided=min(1.0, 2 * float(shares.min())),
            )
        )
    return found, seen


def _effect(ones: Figures, others: Figures) -> float | None:
    """Give d of equation (3)."""
    together = np.concatenate([ones, others])
    spread = float(together.std(ddof=1))
    if spread <= _ROUNDING * max(1.0, float(np.abs(together).max())):
        return None
    return float(ones.mean() - others.mean()) / spread


def _all(words: int, size: int) -> Iterator[NDArray[np.int64]]:
    """Give the places of the words of Xi for all i, some at once: (some, size)."""
    flat = chain.from_iterable(combinations(range(words), size))
    at_once = max(1, _AT_ONCE // size) * size
    left = comb(words, size) * size
    while left:
        count = min(left, at_once)
        yield np.fromiter(flat, np.int64, count).reshape(-1, size)
        left -= count


def _drawn(words: int, size: int, left: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Give the places of the words of Xi, drawn `left` times, some at once: (some, size)."""
    generator = np.random.default_rng(seed)
    while left:
        count = min(left, max(1, _AT_ONCE // words))
        order = generator.random((count, words)).argpartition(size - 1, axis=1)
        yield order[:, :size]
        left -= count
