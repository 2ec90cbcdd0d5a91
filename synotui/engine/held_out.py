"""Held-out pairs: hide accepted pairs, solve without them, and see where they ended.

Every hidden pair is asked from both its ends: at which rank does one find the
other among all terms with a vector? The term itself does not count, nor do the
partners it was told (accepted pairs that were not hidden): the curator knows
these, and a method draws them to the top by what it is. Other hidden partners
do count. Terms equally near share their ranks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints, Mask, clipped, row_dots
from synotui.engine.passes import Best
from synotui.engine.placed import COLUMNS, Placed

TOP = 10
_SAME = 2e-6
"""Cosines that differ by less are taken as equal: they are summed in different orders."""
_RANDOM = 20_000
_SAMPLE = 400
_RESAMPLES = 1000
_NEVER = np.float32(-4)
"""Below any cosine."""

Doubles = NDArray[np.float64]


class Ranks(NamedTuple):
    """How many terms are nearer than each wanted one (q,), and how many as near, itself not."""

    nearer: Ints
    level: Ints

    def hits(self) -> Doubles:
        """Give the chance that each is among the first ten, level terms in random order."""
        chance: Doubles = ((TOP - self.nearer) / (self.level + 1)).clip(0, 1)
        return chance

    def reciprocal(self) -> Doubles:
        """Give one over the rank, the mean over the ranks that level terms share."""
        last = self.nearer + self.level + 1
        sums = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, last.max(initial=0) + 1))])
        mean: Doubles = (sums[last] - sums[self.nearer]) / (self.level + 1)
        return mean


class Seen(NamedTuple):
    """What there was to see of hidden pairs in one state of the vectors."""

    hits: Doubles
    """Of each hidden pair (h,), both ways together: 0 to 1."""
    reciprocal: Doubles
    cosines: Floats
    random_cosine: float | None
    """Mean of random pairs of terms that accepted pairs name; None where there are none."""
    tops: Ints
    """The ten nearest of each sampled term (s, 10) by row; -1 where there are no more."""


def hide(pairs: int, share: float, seed: int) -> Mask:
    """Choose which of so many `pairs` to hide: at least one, and never all. At least 2 pairs."""
    count = min(max(1, round(share * pairs)), pairs - 1)
    hidden = np.zeros(pairs, bool)
    hidden[np.random.default_rng(seed).permutation(pairs)[:count]] = True
    return hidden


def connected(pairs: Ints, asked: Ints) -> Mask:
    """Say which of the `asked` pairs (q, 2) a path of `pairs` (p, 2) connects."""
    names, places = np.unique(np.concatenate([pairs.ravel(), asked.ravel()]), return_inverse=True)
    places = places.reshape(-1, 2)
    low, high = places[: len(pairs)].T
    label = np.arange(len(names))
    while (label[low] != label[high]).any():
        # Each root joins the least label that a pair leads to; then all point to their root.
        a, b = label[low], label[high]
        np.minimum.at(label, np.maximum(a, b), np.minimum(a, b))
        while (label[label] != label).any():
            label = label[label]
    ends = label[places[len(pairs) :]]
    joined: Mask = ends[:, 0] == ends[:, 1]
    return joined


def ranks(
    placed: Placed, queries: Ints, known: Ints, on_block: Callable[[], None] = lambda: None
) -> Ranks:
    """Count what is nearer to a head than its partner.

    `queries` (q, 2) are rows: head, wanted. `known` (k, 2) are rows that do
    not count: the place of a query, and the row. The head and the wanted one
    never do. Gets through q x n cosines by matrix products in blocks.
    """
    count = len(queries)
    every = np.arange(count)
    sides = [np.stack([every, queries[:, side]], axis=1) for side in (0, 1)]
    out = np.unique(np.concatenate([known, *sides]), axis=0)
    out = out[np.argsort(out[:, 1] // COLUMNS, kind="stable")]
    bounds = np.searchsorted(out[:, 1] // COLUMNS, np.arange(placed.among // COLUMNS + 2))
    heads = placed.units(queries[:, 0])
    sought = row_dots(heads, placed.units(queries[:, 1]))
    above, below = sought + np.float32(_SAME), sought - np.float32(_SAME)
    nearer, level = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for start, part, cosines in placed.cosines(heads, on_block):
        block = start // COLUMNS
        here = out[bounds[block] : bounds[block + 1]]
        # Within a block they are in order of query.
        first, last = np.searchsorted(here[:, 0], (part.start, part.stop))
        cosines[here[first:last, 0] - part.start, here[first:last, 1] - start] = _NEVER
        more, as_much = cosines > above[part, None], cosines >= below[part, None]
        # Counting a row at a time is many times faster than summing along an axis.
        for place in range(part.stop - part.start):
            at_least = np.count_nonzero(as_much[place])
            if at_least:
                over = np.count_nonzero(more[place])
                nearer[part.start + place] += over
                level[part.start + place] += at_least - over
    return Ranks(nearer, level)


def ten_nearest(placed: Placed, rows: Ints, on_block: Callable[[], None] = lambda: None) -> Ints:
    """Give the ten nearest of `rows` (s,), themselves left out, as (s, 10); -1 where none is."""
    bests: dict[int, Best] = {}
    for start, part, cosines in placed.cosines(placed.units(rows), on_block):
        own = rows[part] - start
        there = np.flatnonzero((own >= 0) & (own < cosines.shape[1]))
        cosines[there, own[there]] = -np.inf
        bests.setdefault(part.start, Best(len(cosines), TOP)).take_in(cosines, start)
    return np.concatenate([np.empty((0, TOP), np.int64), *(best.near for best in bests.values())])


def kept(before: Ints, after: Ints) -> float | None:
    """Give the mean share of neighbours (s, 10) that were kept; None where there is none."""
    shares = [
        np.isin(was[was >= 0], now).mean()
        for was, now in zip(before, after, strict=True)
        if (was >= 0).any()
    ]
    return float(np.mean(shares)) if shares else None


@dataclass(frozen=True)
class Hidden:
    """Hidden pairs, by rows of a space, and what it takes to judge vectors by them."""

    asked: Ints
    """Hidden pairs (h, 2) that are looked for."""
    connected: Mask
    """Which of them pairs that were not hidden connect (h,)."""
    known: Ints
    """What does not count: see `ranks`. Query h + i is pair i from its other end."""
    random: Ints
    """Random pairs of terms that accepted pairs name (r, 2)."""
    sample: Ints
    """Terms whose ten nearest are watched."""
    untouched: int
    """How many of the first of them no pair names that vectors were adjusted by."""

    @property
    def queries(self) -> Ints:
        """Head and wanted of every query (2h, 2)."""
        return np.concatenate([self.asked, self.asked[:, ::-1]])

    def look(self, placed: Placed, on_block: Callable[[], None] = lambda: None) -> Seen:
        """See where hidden partners are among `placed` vectors."""
        found = ranks(placed, self.queries, self.known, on_block)
        count = len(self.asked)
        hits, reciprocal = (
            (both[:count] + both[count:]) / 2 for both in (found.hits(), found.reciprocal())
        )
        return Seen(
            hits,
            reciprocal,
            _cosines(placed, self.asked),
            float(_cosines(placed, self.random).mean()) if len(self.random) else None,
            ten_nearest(placed, self.sample, on_block),
        )


def prepare(among: int, shown: Ints, hidden: Ints, named: Ints, at_most: int, seed: int) -> Hidden:
    """Get ready to judge by `hidden` pairs (h, 2), `shown` (p, 2) being known. All are rows.

    `named` are the rows that what vectors are adjusted by names. Of more
    hidden pairs than `at_most` so many are drawn and looked for.
    """
    draw = np.random.default_rng((seed, 1))
    asked = hidden
    if len(hidden) > at_most:
        asked = hidden[np.sort(draw.choice(len(hidden), at_most, replace=False))]
    ends = np.unique(np.concatenate([shown.ravel(), hidden.ravel()]))
    random = draw.choice(ends, (_RANDOM, 2))
    paired = np.sort(np.concatenate([shown, hidden]), axis=1) @ np.array([among, 1])
    fair = (random[:, 0] != random[:, 1]) & ~np.isin(
        np.sort(random, axis=1) @ np.array([among, 1]), paired
    )
    others = np.setdiff1d(np.arange(among), named)
    touched, untouched = (
        np.sort(draw.choice(rows, min(_SAMPLE, len(rows)), replace=False))
        for rows in (named, others)
    )
    heads = np.concatenate([asked[:, 0], asked[:, 1]])
    return Hidden(
        asked=asked,
        connected=connected(shown, asked),
        known=_partners(heads, shown),
        random=random[fair],
        sample=np.concatenate([untouched, touched]),
        untouched=len(untouched),
    )


def interval(values: Doubles, seed: int = 0) -> tuple[float, float]:
    """Give the range that holds the mean of `values` (h,) in 95 of 100 cases, by bootstrap."""
    draw = np.random.default_rng((seed, 2))
    means = [values[draw.integers(len(values), size=len(values))].mean() for _ in range(_RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975]).tolist()
    return low, high


def _partners(heads: Ints, pairs: Ints) -> Ints:
    """Give (place of a head, row of a partner it has by `pairs`) for all of them."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    first = np.searchsorted(both[:, 0], heads, "left")
    counts = np.searchsorted(both[:, 0], heads, "right") - first
    places = np.repeat(np.arange(len(heads)), counts)
    at = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.stack([places, both[np.repeat(first, counts) + at, 1]], axis=1)


def _cosines(placed: Placed, pairs: Ints) -> Floats:
    return clipped(row_dots(placed.units(pairs[:, 0]), placed.units(pairs[:, 1])))
