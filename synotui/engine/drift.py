"""How far a space is from where it was: terms, neighbours, pairs and sets, before and after.

Everything is measured on a mirror of the space, so any thread may do it while
decisions go on. "Now" is where the mirror is; "before" is where some moves
take it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints, Mask, changed, clipped, row_dots
from synotui.engine.collateral import NeighbourSample
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space

TOP = 10
"""Neighbours of a term that count."""
EDGES = (-1.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Bounds of the bins that cosines of terms to where they were are counted in."""
QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_SEED = 13
_ROWS = 16_384
"""Rows of the space that queries are compared with at once."""
_QUERIES = 512
"""Queries that go through the space together."""
_BY_ITSELF = 8
"""Queries up to which exact search takes each by itself."""
_SLACK = 4e-6
"""How far cosines of a matrix product may be from those summed each by itself."""

OnRows = Callable[[int, int], None]
"""Hears how many queries are done of how many; stops the work by raising."""


class Tops(NamedTuple):
    """The nearest of some rows, the nearest first; -1 where a row has no more."""

    rows: Ints
    """(q, TOP)"""
    cosines: Floats
    """(q, TOP)"""


class Flow(NamedTuple):
    """Who came among the nearest of a row that was looked at, or left them."""

    looked: Ints
    """Places in the rows that were looked at (e,)."""
    others: Ints
    """Rows that came or left (e,)."""
    ranks: Ints
    """Which place they have, or had, from 1 (e,)."""
    before: Floats
    now: Floats
    """Cosines with the row whose neighbours they are or were (e,)."""


class Drift(NamedTuple):
    """What differs between before and now, by rows of the space."""

    moved: Ints
    """Rows whose vectors differ by more than rounding, those farthest from before first (m,)."""
    cosines: Floats
    """Theirs with where they were (m,)."""
    looked: Ints
    """Those of them whose nearest were compared (q,)."""
    drawn: Mask
    """Which of these stand for all that moved (q,); the others are looked at as they moved far."""
    kept: Floats
    """The share of its nearest that each of these kept (q,)."""
    entered: Flow
    left: Flow
    pairs: Floats
    """Cosines of the pairs asked for, before and now (2, p)."""
    sets: NDArray[np.float64]
    """Mean cosine within the sets asked for, before and now (2, s)."""
    untouched: float | None
    """Share of the nearest that untouched terms kept; None if none were looked at."""
    untouched_sampled: int


class Asked(NamedTuple):
    """What is to be compared."""

    pairs: Ints
    """Pairs of rows (p, 2)."""
    sets: Sequence[Ints]
    """Rows of each set, two at least."""
    touched: Ints
    """Rows that were decided on: they do not count as untouched."""


def mirror(space: Space) -> Space:
    """Give a space of the same base vectors, which are not copied, with terms where they are now.

    All vectors must have arrived. Moving terms in one does not move them in the other.
    """
    first, *rest = space.parts()
    n = len(first)
    twin = Space(space.ids[:n], first, space.inverse_norms[:n])
    for part in rest:
        twin.append(space.ids[n : n + len(part)], part)
        n += len(part)
    rows, vectors, _ = space.moved.every
    twin.become(space.ids[rows], vectors.copy())
    return twin


def compare(
    search: Search,
    back: Moves,
    asked: Asked,
    sample: NeighbourSample,
    *,
    most: int,
    worst: int,
    on_rows: OnRows = lambda done, total: None,
) -> Drift:
    """Compare where terms are with where the moves `back` take them; leaves them there.

    `search` and `sample` are of the same mirror. The nearest are compared of
    `most` moved terms, drawn by a seed if there are more, and of the `worst`
    that moved farthest.
    """
    space = search.space
    ids = np.array(back.ids(), np.int64)
    rows = space.rows_of(ids)
    rows = rows[rows >= 0]
    now_vectors, now_units = space.vectors(rows), space.units(rows)
    pairs_now, sets_now = _of_pairs(space, asked.pairs), _of_sets(space, asked.sets)
    after = sample.top()
    ahead = space.apply(back)
    cosines = clipped(row_dots(now_units, space.units(rows)))
    far = np.flatnonzero(changed(now_vectors, space.vectors(rows)))
    order = far[np.lexsort((rows[far], cosines[far]))]
    moved, cosines = rows[order], cosines[order]
    looked, drawn = _looked_at(moved, most, worst)
    total = 2 * len(looked)
    tops_before = tops(search, looked, lambda done: on_rows(done, total))
    pairs_before, sets_before = _of_pairs(space, asked.pairs), _of_sets(space, asked.sets)
    before = sample.top()
    back = space.apply(ahead)
    tops_now = tops(search, looked, lambda done: on_rows(len(looked) + done, total))
    entered, left = _flows(tops_before.rows, tops_now.rows)
    here_entered = _of_pairs(space, _ends(looked, entered))
    here_left = _of_pairs(space, _ends(looked, left))
    space.apply(back)
    untouched, sampled = sample.kept(before, after, np.concatenate([rows, asked.touched]))
    counts = np.maximum(1, (tops_before.rows >= 0).sum(axis=1))
    gone = np.bincount(left[0], minlength=len(looked))
    return Drift(
        moved,
        cosines,
        looked,
        drawn,
        (1 - gone / counts).astype(np.float32),
        Flow(*entered, _of_pairs(space, _ends(looked, entered)), here_entered),
        Flow(*left, _of_pairs(space, _ends(looked, left)), here_left),
        np.stack([pairs_before, pairs_now]),
        np.stack([sets_before, sets_now]),
        untouched,
        sampled,
    )


def histogram(cosines: Floats) -> list[int]:
    """Count `cosines` (m,) in the bins between EDGES; a bin has its lower bound, the last both."""
    counts, _ = np.histogram(cosines.astype(np.float64), EDGES)
    return [int(count) for count in counts]


def quantiles(cosines: Floats) -> list[float]:
    """Give the QUANTILES of `cosines` (m,), the farthest first; none of none."""
    return [float(q) for q in np.quantile(cosines, QUANTILES)] if len(cosines) else []


def _looked_at(moved: Ints, most: int, worst: int) -> tuple[Ints, Mask]:
    """Choose whose nearest are compared, of `moved` in the order of how far they moved."""
    drawn = np.ones(len(moved), bool)
    if len(moved) > most:
        drawn[:] = False
        drawn[np.random.default_rng(_SEED).choice(len(moved), most, replace=False)] = True
    chosen = drawn.copy()
    chosen[:worst] = True
    return moved[chosen], drawn[chosen]


def tops(search: Search, rows: Ints, on_rows: Callable[[int], None] = lambda done: None) -> Tops:
    """Give the nearest of `rows` (q,): through the index of `search`, or else exactly."""
    found = Tops(np.full((len(rows), TOP), -1, np.int64), np.full((len(rows), TOP), -2, np.float32))
    if search.index is None and len(rows) > _BY_ITSELF:
        for start in range(0, len(rows), _QUERIES):
            part = slice(start, start + _QUERIES)
            breathe = partial(on_rows, start)
            _exact(search.space, rows[part], found.rows[part], found.cosines[part], breathe)
            on_rows(min(start + _QUERIES, len(rows)))
        return found
    for place, row in enumerate(rows.tolist()):
        near = search.neighbours(row, TOP)
        found.rows[place, : len(near.rows)] = near.rows
        found.cosines[place, : len(near.rows)] = near.cosines
        on_rows(place + 1)
    return found


def _exact(
    space: Space, rows: Ints, near: Ints, cosines: Floats, breathe: Callable[[], None]
) -> None:
    """Write the nearest of `rows` (q,) and their cosines, both (q, TOP), by matrix products.

    `breathe` is called now and then, and stops the work by raising.
    """
    units = space.units(rows)
    for start in range(0, len(space), _ROWS):
        breathe()
        here = np.arange(start, min(start + _ROWS, len(space)))
        products = units @ space.units(here).T
        own = np.flatnonzero((rows >= start) & (rows < start + _ROWS))
        products[own, rows[own] - start] = -2
        if start == 0 and len(here) > TOP:
            passing = np.argpartition(-products, TOP - 1, axis=1)[:, :TOP]
            least = np.take_along_axis(products, passing, axis=1).min(axis=1) - _SLACK
        else:
            least = cosines[:, -1] - _SLACK
        queries, columns = np.divmod(np.flatnonzero(products > least[:, None]), len(here))
        theirs = clipped(row_dots(units[queries], space.units(here[columns])))
        theirs[rows[queries] == here[columns]] = -2
        _merge(near, cosines, queries, here[columns], theirs)


def _merge(near: Ints, cosines: Floats, queries: Ints, rows: Ints, theirs: Floats) -> None:
    """Take `rows` with the cosines `theirs` (e,) into the nearest of `queries` (e,)."""
    mine = np.repeat(np.arange(len(near)), TOP)
    queries = np.concatenate([mine, queries])
    rows = np.concatenate([near.ravel(), rows])
    theirs = np.concatenate([cosines.ravel(), theirs])
    rows[theirs <= -2] = -1
    order = np.lexsort((rows, -theirs, queries))
    first = np.searchsorted(queries[order], np.arange(len(near)))
    order = order[np.arange(len(order)) - first[queries[order]] < TOP]
    near[:] = rows[order].reshape(near.shape)
    cosines[:] = theirs[order].reshape(near.shape)


_Flow = tuple[Ints, Ints, Ints]


def _flows(before: Ints, now: Ints) -> tuple[_Flow, _Flow]:
    """Give who is among the nearest `now` (q, TOP) and was not `before`, and the reverse."""
    return _missing(now, before), _missing(before, now)


def _missing(lists: Ints, others: Ints) -> _Flow:
    """Give who is in a list and not in the other: places of lists, rows, ranks from 1."""
    new = (lists[:, :, None] != others[:, None, :]).all(axis=2) & (lists >= 0)
    places, ranks = np.nonzero(new)
    return places, lists[places, ranks], ranks + 1


def _ends(looked: Ints, flow: _Flow) -> Ints:
    return np.stack([looked[flow[0]], flow[1]], axis=1)


def _of_pairs(space: Space, pairs: Ints) -> Floats:
    """Give the cosines of pairs of rows (p, 2) as (p,)."""
    return clipped(row_dots(space.units(pairs[:, 0]), space.units(pairs[:, 1])))


def _of_sets(space: Space, sets: Sequence[Ints]) -> NDArray[np.float64]:
    """Give the mean cosine of different members of each set, as (s,)."""
    if not sets:
        return np.empty(0)
    sizes = np.array([len(rows) for rows in sets])
    units = space.units(np.concatenate([*sets])).astype(np.float64)
    starts = np.cumsum(sizes) - sizes
    sums = np.add.reduceat(units, starts, axis=0)
    own = np.add.reduceat(np.square(units).sum(axis=1), starts)
    found: NDArray[np.float64] = (np.square(sums).sum(axis=1) - own) / (sizes * (sizes - 1))
    return found
