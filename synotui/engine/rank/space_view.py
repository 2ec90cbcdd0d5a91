"""One space as sources and features look at it: unit vectors and lists of the nearest, by term.

A term is its number in the view, from 0. Vectors and lists come from whoever
has them: a `Space`, a kept pass of neighbours, or plain arrays.
"""

from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints, Mask, row_dots, unit

DEPTH = 10
"""How many of the nearest tell how crowded it is around a term."""
_AT_ONCE = 1 << 22
"""Components of vectors held at once."""
_REMEMBERED = 60_000
"""Lists that are remembered, 600 bytes each where they are of 50; of more, the last asked for."""
_SAMPLE = 20_000
"""Vectors that the covariance of a space is taken from."""


class Vectors(Protocol):
    """Who has the vectors: a `Space` does, and so does `Matrix`."""

    def units(self, rows: Ints, *, base: bool = False) -> Floats:
        """Give the unit vectors of `rows` (m,) as (m, dim), as they are now or of the base."""


class Near(Protocol):
    """Who knows the nearest of a term by base vectors."""

    k: int
    """How long lists are."""

    def lists(self, terms: Ints) -> tuple[Ints, Floats]:
        """Give the nearest terms of `terms` (m,) and their cosines, nearest first: two (m, k).

        -1 and NaN where there are no more.
        """

    def listed_by(self, terms: Ints) -> tuple[Ints, Ints, Ints] | None:
        """Say in whose lists `terms` (m,) are: (place in `terms`, who lists it, at which rank).

        Ranks are from 1. None where not all lists are known.
        """

    def occurrences(self) -> Ints | None:
        """Give in how many lists, of ten each, every term is (n,); None if that is not known."""


class Matrix:
    """Vectors in an array: row i is that of term i."""

    def __init__(self, vectors: Floats) -> None:
        """Take vectors (n, dim) of any length; zero vectors are none."""
        self._units = unit(np.asarray(vectors, np.float32))

    def units(self, rows: Ints, *, base: bool = False) -> Floats:
        """Give the unit vectors of `rows` (m,) as (m, dim)."""
        found: Floats = self._units[rows]
        return found


class SpaceView:
    """Vectors by term, and what is computed from them once and kept."""

    def __init__(self, vectors: Vectors, rows: Ints, near: Near, name: str = "") -> None:
        """Take who has the vectors, the row each term (n,) has there (-1 for none), the lists."""
        self.name = name
        self.rows = rows
        self.near = near
        self.moves = False
        """Whether some vectors are not the base."""
        self._vectors = vectors
        self._place: Ints = np.full(len(rows), -1, np.int64)
        self._held = 0
        self._lock = Lock()
        """Held while what is remembered is read or changed: several threads ask."""
        self._lists: Ints = np.empty((0, near.k), np.int64)
        self._cosines: Floats = np.empty((0, near.k), np.float32)
        self._whitening: tuple[Floats, Floats] | None = None
        self._hubs: tuple[Ints | None] | None = None

    @property
    def has(self) -> Mask:
        """Which terms have a vector (n,)."""
        there: Mask = self.rows >= 0
        return there

    def units(self, terms: Ints, *, base: bool = True) -> Floats:
        """Give the unit vectors of `terms` (m,) as (m, dim); NaN for one that has none."""
        rows = self.rows[terms]
        if (rows >= 0).all():
            return self._vectors.units(rows, base=base)
        found = self._vectors.units(np.maximum(rows, 0), base=base)
        found[rows < 0] = np.nan
        return found

    def cosines(self, a: Ints, b: Ints, *, base: bool = True) -> Floats:
        """Give the cosines of terms `a` (m,) with `b` (m,); NaN where one has no vector."""
        found = np.full(len(a), np.nan, np.float32)
        for part in self._parts(len(a)):
            found[part] = row_dots(self.units(a[part], base=base), self.units(b[part], base=base))
        return found

    def lists(self, terms: Ints) -> tuple[Ints, Floats]:
        """Give the nearest of `terms` (m,) by base vectors and their cosines, as `Near.lists`.

        Those asked for of late are remembered.
        """
        unique = np.unique(terms)
        while True:
            new = self._missing(unique)
            if len(new):
                self._keep(new, *self.near.lists(new))
            with self._lock:
                places = self._place[terms]
                if (places >= 0).all():
                    return self._lists[places], self._cosines[places]

    def _missing(self, terms: Ints) -> Ints:
        """Give which of `terms` (m,) are not remembered; all is forgotten where it is too much."""
        with self._lock:
            new = terms[self._place[terms] < 0]
            if len(new) and self._held and self._held + len(new) > _REMEMBERED:
                self._place[:] = -1
                self._held = 0
                return terms
            return new

    def _keep(self, terms: Ints, lists: Ints, cosines: Floats) -> None:
        """Remember the lists of `terms`; those another thread brought meanwhile stay."""
        with self._lock:
            new = self._place[terms] < 0
            end = self._held + int(new.sum())
            if end > len(self._lists):
                room = max(end, 2 * self._held) - self._held
                self._lists = np.concatenate(
                    [self._lists[: self._held], np.empty((room, self.near.k), np.int64)]
                )
                self._cosines = np.concatenate(
                    [self._cosines[: self._held], np.empty((room, self.near.k), np.float32)]
                )
            self._lists[self._held : end] = lists[new]
            self._cosines[self._held : end] = cosines[new]
            self._place[terms[new]] = np.arange(self._held, end)
            self._held = end

    def density(self, terms: Ints) -> Floats:
        """Give r(x), the mean cosine of `terms` (m,) with their ten nearest; NaN for none."""
        _, cosines = self.lists(terms)
        return _mean(cosines[:, :DEPTH])

    def centroids(self, terms: Ints) -> Floats:
        """Give the unit mean of the ten nearest of `terms` (m,) as (m, dim); NaN for none."""
        lists, _ = self.lists(terms)
        parts = []
        for part in self._parts(len(terms), DEPTH):
            near = lists[part, :DEPTH]
            vectors = self.units(np.maximum(near, 0).ravel()).reshape(*near.shape, -1)
            vectors[near < 0] = 0
            means = unit(np.nan_to_num(vectors).sum(axis=1))
            means[~means.any(axis=1)] = np.nan
            parts.append(means)
        return np.concatenate(parts) if parts else np.empty((0, 0), np.float32)

    def hubness(self, terms: Ints) -> Floats:
        """Give log(1 + N_10) of `terms` (m,): in how many lists of ten each is; NaN if unknown."""
        if self._hubs is None:
            self._hubs = (self.near.occurrences(),)
        counts = self._hubs[0]
        if counts is None:
            return np.full(len(terms), np.nan, np.float32)
        found: Floats = np.log1p(counts[terms]).astype(np.float32)
        return found

    def whitened(self, a: Ints, b: Ints) -> Floats:
        """Give half-whitened cosines of `a` (m,) with `b` (m,).

        The mean is taken off, and every principal axis scaled by its variance
        to the power of -1/4: half the way to no axis counting more than another.
        """
        mean, axes = self._whitened_by()
        found = np.full(len(a), np.nan, np.float32)
        for part in self._parts(len(a)):
            left = np.matmul(self.units(a[part]) - mean, axes)
            right = np.matmul(self.units(b[part]) - mean, axes)
            found[part] = row_dots(unit(left), unit(right))
        return found

    def _whitened_by(self) -> tuple[Floats, Floats]:
        if self._whitening is None:
            there = np.flatnonzero(self.has)
            step = max(1, len(there) // _SAMPLE)
            sample = self.units(there[::step]).astype(np.float64)
            mean = sample.mean(axis=0)
            sample -= mean
            values, axes = np.linalg.eigh(sample.T @ sample / max(1, len(sample)))
            values = np.maximum(values, 1e-6 * max(float(values[-1]), 1e-12))
            self._whitening = (mean.astype(np.float32), (axes * values**-0.25).astype(np.float32))
        return self._whitening

    def _parts(self, count: int, times: int = 1) -> list[slice]:
        dim = self.units(np.zeros(min(1, len(self.rows)), np.int64)).shape[1:]
        step = max(1, _AT_ONCE // max(1, times * (dim[0] if dim else 1)))
        return [slice(start, start + step) for start in range(0, count, step)]


def _mean(cosines: Floats) -> Floats:
    """Give the mean of each row (m, k), NaNs left out; NaN for a row of nothing else."""
    there: NDArray[np.bool_] = ~np.isnan(cosines)
    counts = there.sum(axis=1)
    sums = np.where(there, cosines, 0).sum(axis=1)
    means: Floats = np.where(counts, sums / np.maximum(counts, 1), np.nan).astype(np.float32)
    return means
