"""How a pair stands among the other candidates of the same term: made from other columns."""

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.pool import Pool

_COMPARED = ("csls", "whitened", "fits_list", "surroundings")
ENOUGH = 10
"""Candidates a term must have for them to be compared."""

COLUMNS = tuple(
    Column(
        f"{name}_{kind}{back}",
        f"among the candidates of {whose}, {meaning}",
        f"among the candidates of {whose}, {contrary}",
        f"among{back}",
    )
    for back, whose in (("", "the head"), ("_back", "it"))
    for name, meaning, contrary in (
        ("csls", "it is nearer than most", "most are nearer"),
        ("whitened", "it is nearer than most in rare directions", "most are nearer there"),
        ("fits_list", "it suits the list better than most", "most suit the list better"),
        ("surroundings", "its neighbours are nearer than most", "most have nearer neighbours"),
    )
    for kind in ("above", "place")
)


def standing(pool: Pool, names: list[str], values: Floats, terms: set[int]) -> tuple[Ints, Floats]:
    """Compare the pairs of each of `terms` with one another.

    `values` (p, columns) are those of all pairs, with the names of their
    columns. Gives the positions (m,) of pairs any of `terms` is in, and their
    standing (m, len(COLUMNS)): how many standard deviations above the mean,
    and minus the logarithm of the place, from the side of both terms.
    """
    at = pool.touching(terms)
    found = np.full((len(at), len(COLUMNS)), np.nan, np.float32)
    compared = values[:, [names.index(name) for name in _COMPARED]]
    half = len(COLUMNS) // 2
    sides = {int(t) for t in pool.heads[at]} | {int(t) for t in pool.others[at]}
    for term in sorted(sides):
        if len(pool.of(term)) < ENOUGH:
            continue
        positions = np.array(pool.of(term), np.int64)
        rows = np.searchsorted(at, positions)
        inside = (rows < len(at)) & (at[np.minimum(rows, len(at) - 1)] == positions)
        if not inside.any():
            continue
        stood = _stand(compared[positions])[inside]
        first = pool.heads[positions[inside]] == term
        rows = rows[inside]
        found[rows[first], :half] = stood[first]
        found[rows[~first], half:] = stood[~first]
    return at, found


def _stand(values: Floats) -> Floats:
    """Give deviations and places of `values` (m, c) in their columns as (m, 2c), side by side."""
    there = ~np.isnan(values)
    count = np.maximum(there.sum(axis=0), 1)
    held = np.where(there, values, 0)
    mean = held.sum(axis=0) / count
    spread = np.sqrt(np.where(there, (values - mean) ** 2, 0).sum(axis=0) / count)
    above = np.where(spread > 0, (values - mean) / np.where(spread > 0, spread, 1), 0)
    order = np.argsort(-np.where(there, values, -np.inf), axis=0, kind="stable")
    places = np.empty(values.shape, np.float32)
    np.put_along_axis(places, order, np.arange(1, len(values) + 1, dtype=np.float32)[:, None], 0)
    both = np.stack([above, -np.log2(places)], axis=2).reshape(len(values), -1)
    both[~np.repeat(there, 2, axis=1)] = np.nan
    found: Floats = both.astype(np.float32)
    return found
