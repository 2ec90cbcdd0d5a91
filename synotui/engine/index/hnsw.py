"""HNSW by hnswlib: the index that answers unless another is chosen."""

import errno
import os
from pathlib import Path
from typing import Self

import hnswlib
import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.index.aside import run_aside
from synotui.engine.index.base import Base, Check, Index, no_check, padded

M = 16
EF_CONSTRUCTION = 200
EF = 64
_BESIDE = 128
"""Bytes a row takes in memory beside what is written: a lock and its place in tables."""


class Hnsw(Index):
    """A graph of vectors, whose labels are rows."""

    backend = "hnswlib"
    ending = "hnsw"

    def __init__(self, graph: hnswlib.Index) -> None:
        self._graph = graph
        self.rows = int(graph.get_current_count())
        # A search for more than EF takes as many more by itself.
        graph.set_ef(EF)

    @classmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """Give an empty graph with room for `base`."""
        graph = hnswlib.Index(space="cosine", dim=base.dim)
        graph.init_index(max_elements=base.rows, M=M, ef_construction=EF_CONSTRUCTION)
        return cls(graph)

    def add(self, vectors: Floats, threads: int) -> None:
        """Link the vectors (m, dim) that follow the rows it has. Others may run meanwhile."""
        end = self.rows + len(vectors)
        self._graph.add_items(vectors, np.arange(self.rows, end), num_threads=threads)
        self.rows = end

    def nearest_many(self, queries: Floats, k: int, threads: int = 1) -> Ints:
        """Give about the `k` rows nearest to each of `queries` (m, dim): (m, k), else -1."""
        found = self._reached(queries, min(k, self.rows), threads)
        if found is None:
            found = np.concatenate([self._each(query, k) for query in queries])
        return padded(found, k)

    def _each(self, query: Floats, k: int) -> Ints:
        """Give as many as are found of one query (1, k), else -1.

        Among many equal vectors a graph may fall apart, and less be reached than is there.
        """
        wanted = min(k, self.rows)
        while (found := self._reached(query[None], wanted, 1)) is None and wanted > 1:
            wanted //= 2
        return padded(np.empty((1, 0), np.int64) if found is None else found, k)

    def _reached(self, queries: Floats, k: int, threads: int) -> Ints | None:
        """Give exactly `k` rows of each query (m, k), None if one of them has fewer."""
        if not len(queries) or not k:
            return np.empty((len(queries), 0), np.int64)
        try:
            labels, _ = self._graph.knn_query(queries, k=k, num_threads=threads)
        except RuntimeError:
            return None
        found: Ints = labels.astype(np.int64)
        return found

    @property
    def memory(self) -> int:
        """Bytes it takes in memory, about; its file hardly more."""
        return int(self._graph.index_file_size()) + _BESIDE * self.rows

    def write(self, path: Path, check: Check = no_check) -> None:
        """Write it to a file. Raises OSError."""
        name, size = os.fsencode(path), int(self._graph.index_file_size())
        run_aside(lambda: self._graph.save_index(name), check)
        # hnswlib tells of no write that failed.
        if path.stat().st_size != size:
            raise OSError(errno.ENOSPC, "the file could not be written whole", str(path))

    @classmethod
    def read(cls, path: Path, base: Base, rows: int) -> Self:
        """Read the graph of the first `rows` of `base`, with room for the others."""
        graph = hnswlib.Index(space="cosine", dim=base.dim)
        graph.load_index(os.fsencode(path), max_elements=base.rows)
        if graph.get_current_count() != rows:
            raise RuntimeError(f"{graph.get_current_count()} rows in place of {rows}")
        return cls(graph)
