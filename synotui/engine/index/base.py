"""What every index is: it tells which rows of a space are nearest to a query, by base cosine."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from synotui.engine.arrays import Floats, Ints, unit
from synotui.model import Backend, IndexKind

Check = Callable[[], None]
"""Called now and then by long work; stops it by raising."""


def no_check() -> None:
    """Let the work go on."""


class Base:
    """The base vectors an index is made of, where they lie in memory: none is copied."""

    def __init__(self, parts: Sequence[Floats]) -> None:
        """Take arrays (m, dim) that follow one another; at least one of them is not empty."""
        self._parts = [part for part in parts if len(part)]
        self._ends = np.cumsum([len(part) for part in self._parts])
        self.rows = int(self._ends[-1])
        self.dim = int(self._parts[0].shape[1])

    def first(self, rows: int) -> "Base":
        """Give the first `rows` vectors alone."""
        starts = (self._ends - [len(part) for part in self._parts]).tolist()
        parts = zip(starts, self._parts, strict=True)
        return Base([part[: max(0, rows - start)] for start, part in parts])

    def block(self, start: int, size: int) -> Floats:
        """Give the vectors from row `start` on, at least one and at most `size`: (m, dim)."""
        place = int(np.searchsorted(self._ends, start, side="right"))
        part = self._parts[place]
        begin = start - (int(self._ends[place]) - len(part))
        return part[begin : begin + size]

    def units(self, rows: Ints) -> Floats:
        """Give the unit vectors of `rows` (m,) as (m, dim)."""
        found = np.empty((len(rows), self.dim), np.float32)
        places = np.searchsorted(self._ends, rows, side="right")
        for place, part in enumerate(self._parts):
            here = places == place
            found[here] = part[rows[here] - (int(self._ends[place]) - len(part))]
        return unit(found)


class Index(ABC):
    """The first `rows` rows of a space, ready to be searched. Any thread may search."""

    backend: ClassVar[Backend]
    ending: ClassVar[str | None] = None
    """The ending of its file's name; None for one that is made anew in no time."""

    rows: int

    @property
    def kind(self) -> IndexKind:
        """What `suggest --json` calls it."""
        return "hnsw" if self.backend == "hnswlib" else self.backend

    @classmethod
    @abstractmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """Give an index to which the rows of `base` are still to be added, from the first on.

        One that is made in one go has them all already.
        """

    @abstractmethod
    def nearest_many(self, queries: Floats, k: int, threads: int = 1) -> Ints:
        """Give about the `k` rows nearest to each of `queries` (m, dim), nearest first: (m, k).

        -1 where there are fewer, or fewer are found.
        """

    def nearest(self, query: Floats, k: int) -> Ints:
        """Give about the `k` rows nearest to `query` (dim,), nearest first; fewer if need be."""
        found = self.nearest_many(query[None], min(k, self.rows))[0]
        there: Ints = found[found >= 0]
        return there

    def add(self, vectors: Floats, threads: int) -> None:
        """Take in the vectors (m, dim) that follow the rows it has. Others may run meanwhile."""
        raise NotImplementedError

    @property
    @abstractmethod
    def memory(self) -> int:
        """Bytes it takes in memory, about; its file hardly more."""

    def write(self, path: Path, check: Check = no_check) -> None:
        """Write it to a file. Raises OSError."""
        raise NotImplementedError

    @classmethod
    def read(cls, path: Path, base: Base, rows: int) -> Self:
        """Read what `write` wrote: the first `rows` of `base`, whose others may be added.

        Raises OSError or RuntimeError if that is not what the file holds. A
        damaged file may crash the process: let nothing be read but the very
        bytes that were written.
        """
        raise NotImplementedError


def padded(found: Ints, k: int) -> Ints:
    """Give rows (m, l), l at most `k`, as (m, k) with -1 behind them."""
    if found.shape[1] == k:
        return found
    wide = np.full((len(found), k), -1, np.int64)
    wide[:, : found.shape[1]] = found
    return wide
