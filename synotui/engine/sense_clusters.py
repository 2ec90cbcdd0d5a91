"""Vectors put in as many clusters as they fall into: what a term's neighbours tell of its senses.

Ward's method (1963) on unit vectors, each two clusters merged in turn that
raise the squared distances within clusters least; for unit vectors the squared
distance is 2 - 2 cos. The tree is cut where the mean silhouette (Rousseeuw
1987) by cosine distance is best, in two clusters up to five; where even that
is poor, all are one. Average linkage mostly parts single outliers from all the
rest; `benchmarks/senses.py` compares what each makes of terms with two senses.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints

Square = NDArray[np.float64]
"""Distances of all with all, (n, n)."""

MOST = 5
"""Clusters at most."""
LEAST_SILHOUETTE = 0.1
"""Mean silhouette below which there is one cluster: of 50 directions at random it is .06."""


class Clusters(NamedTuple):
    """Which cluster each vector is in."""

    labels: Ints
    """(n,), from 0; the cluster with most vectors first."""
    silhouette: float | None
    """Mean silhouette of the best cut, taken or not; None for fewer than three vectors."""
    cosines: Square
    """Of all with all."""


class Merge(NamedTuple):
    """Two clusters made one: numbers below n are vectors, n + i is what merge i made."""

    one: int
    other: int
    height: float
    """Ward's distance of the two, as scipy's linkage gives it."""
    size: int


def cluster(units: Floats, most: int = MOST) -> Clusters:
    """Put unit vectors (n, dim), n at least 1, in one to `most` clusters."""
    wide = units.astype(np.float64)
    cosines = np.clip(wide @ wide.T, -1, 1)
    np.fill_diagonal(cosines, 1)
    count = len(wide)
    distances = 1 - cosines
    best, labels = None, np.zeros(count, np.int64)
    merges = ward(2 * distances) if count > 2 else []
    for clusters in range(2, min(most, count - 1) + 1):
        cut = cut_at(merges, count, clusters)
        found = float(silhouettes(distances, cut).mean())
        if best is None or found > best:
            best = found
            if found >= LEAST_SILHOUETTE:
                labels = cut
    return Clusters(_largest_first(labels), best, cosines)


def ward(squares: Square) -> list[Merge]:
    """Merge all in turn, from squared Euclidean distances (n, n); lowest numbers first where equal.

    By the formula of Lance and Williams (1967): with clusters i and j of n_i
    and n_j made one, its squared distance from k is ((n_i + n_k) d_ik +
    (n_j + n_k) d_jk - n_k d_ij) / (n_i + n_j + n_k).
    """
    count = len(squares)
    apart = squares.astype(np.float64)
    np.fill_diagonal(apart, np.inf)
    sizes = np.ones(count)
    numbers = list(range(count))
    merges = []
    for step in range(count - 1):
        i, j = sorted(divmod(int(apart.argmin()), count))
        between = apart[i, j]
        first, second = sorted((numbers[i], numbers[j]))
        total = sizes[i] + sizes[j]
        merges.append(Merge(first, second, float(np.sqrt(max(between, 0))), int(total)))
        with np.errstate(invalid="ignore"):
            row = (sizes[i] + sizes) * apart[i] + (sizes[j] + sizes) * apart[j] - sizes * between
            row /= total + sizes
        gone = ~np.isfinite(apart[i]) | ~np.isfinite(apart[j])
        row[gone] = np.inf
        apart[i], apart[:, i] = row, row
        apart[j], apart[:, j] = np.inf, np.inf
        sizes[i], numbers[i] = total, count + step
    return merges


def cut_at(merges: list[Merge], count: int, clusters: int) -> Ints:
    """Give the labels (n,), from 0, that undoing the last merges of `count` vectors leaves."""
    held = {number: [number] for number in range(count)}
    for step, merge in enumerate(merges[: count - clusters]):
        held[count + step] = held.pop(merge.one) + held.pop(merge.other)
    labels = np.empty(count, np.int64)
    for label, members in enumerate(held.values()):
        labels[members] = label
    return labels


def silhouettes(distances: Square, labels: Ints) -> NDArray[np.float64]:
    """Give the silhouette of each vector (n,), from `distances` (n, n) and `labels` from 0.

    (b - a) / max(a, b), where a is the mean distance from the others of its
    cluster, b that from the nearest other cluster; 0 for one that is alone.
    """
    members = np.eye(int(labels.max()) + 1)[labels]
    sizes = members.sum(axis=0)
    sums = distances @ members
    own = np.arange(len(labels)), labels
    within = sums[own] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[own] = np.inf
    beyond = means.min(axis=1)
    larger = np.maximum(within, beyond)
    found: NDArray[np.float64] = np.zeros(len(labels))
    np.divide(beyond - within, larger, out=found, where=larger > 0)
    found[sizes[labels] == 1] = 0
    return found


def _largest_first(labels: Ints) -> Ints:
    """Number clusters by their sizes; of equal ones that of the earliest vector comes first."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    numbers = np.empty(len(found), np.int64)
    numbers[np.lexsort((first, -sizes))] = np.arange(len(found))
    return numbers[np.searchsorted(found, labels)]
