"""Three indexes by faiss, for comparing: HNSW, inverted lists, and locality-sensitive hashing."""

import math
import os
from pathlib import Path
from typing import Any, ClassVar, Self

# Threads that wait for one another must not keep the cores busy; this is read once, on loading.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import faiss
import numpy as np

from synotui.engine.arrays import Floats, Ints, unit
from synotui.engine.index.base import Base, Check, Index, no_check

_M, _EF_CONSTRUCTION, _EF = 16, 200, 64
_BUFFER = 1 << 20


class _Faiss(Index):
    """What the three share. They hold unit vectors."""

    ending = "faiss"
    _kind: ClassVar[str]
    """The class in faiss."""

    def __init__(self, made: Any, base: Base) -> None:
        self._made = made
        self._base = base
        self.rows = int(made.ntotal)
        self._prepare()

    def _prepare(self) -> None:
        """Set how thoroughly it searches."""

    def add(self, vectors: Floats, threads: int) -> None:
        """Take in the vectors (m, dim) that follow the rows it has. Others may run meanwhile."""
        faiss.omp_set_num_threads(threads)
        self._made.add(unit(vectors))
        self.rows += len(vectors)

    def nearest_many(self, queries: Floats, k: int, threads: int = 1) -> Ints:
        """Give about the `k` rows nearest to each of `queries` (m, dim): (m, k), else -1."""
        faiss.omp_set_num_threads(threads)
        _, labels = self._made.search(unit(queries), k)
        found: Ints = labels.astype(np.int64)
        return found

    def write(self, path: Path, check: Check = no_check) -> None:
        """Write it to a file. Raises OSError."""
        with path.open("wb") as file:
            try:
                faiss.write_index(self._made, faiss.PyCallbackIOWriter(file.write, _BUFFER))
            except RuntimeError as error:
                raise OSError(f"faiss could not write it: {error}") from error

    @classmethod
    def read(cls, path: Path, base: Base, rows: int) -> Self:
        """Read the index of the first `rows` of `base`."""
        with path.open("rb") as file:
            made = faiss.read_index(faiss.PyCallbackIOReader(file.read, _BUFFER))
        if (type(made).__name__, made.d, made.ntotal) != (cls._kind, base.dim, rows):
            raise RuntimeError(f"{type(made).__name__} of {made.ntotal} x {made.d}")
        return cls(made, base)


class FaissHnsw(_Faiss):
    """The same kind of graph as hnswlib's, with the same settings."""

    backend = "faiss-hnsw"
    _kind = "IndexHNSWFlat"

    @classmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """Give an empty graph."""
        # Among unit vectors the nearest by distance are the nearest by cosine.
        made = faiss.IndexHNSWFlat(base.dim, _M)
        made.hnsw.efConstruction = _EF_CONSTRUCTION
        return cls(made, base)

    def _prepare(self) -> None:
        self._made.hnsw.efSearch = _EF

    @property
    def memory(self) -> int:
        """Bytes it takes in memory, about; its file hardly more."""
        links = self._made.hnsw.neighbors.size() * 4
        return int(links) + self.rows * (self._base.dim * 4 + 12)


class FaissIvf(_Faiss):
    """Lists of the vectors near each of some centres: a search looks through the nearest lists."""

    backend = "faiss-ivf"
    _kind = "IndexIVFFlat"
    _ROUNDS = 8
    _PER_CENTRE = 64
    """Vectors of each centre that it is learnt from."""

    @classmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """Learn the centres, from a sample; round by round, so that it can be stopped."""
        faiss.omp_set_num_threads(threads)
        centres = max(1, min(round(4 * math.sqrt(base.rows)), base.rows // 39))
        sampled = min(base.rows, cls._PER_CENTRE * centres)
        rows = np.random.default_rng(0).choice(base.rows, sampled, replace=False)
        sample = base.units(np.sort(rows))
        found: Floats | None = None
        for _ in range(cls._ROUNDS):
            check()
            learning = faiss.Kmeans(
                base.dim, centres, niter=1, spherical=True, min_points_per_centroid=1, seed=1
            )
            learning.train(sample, init_centroids=found)
            found = learning.centroids
        quantizer = faiss.IndexFlatIP(base.dim)
        made = faiss.IndexIVFFlat(quantizer, base.dim, centres, faiss.METRIC_INNER_PRODUCT)
        made.own_fields = True
        quantizer.this.disown()
        quantizer.add(found)
        made.is_trained = True
        return cls(made, base)

    def _prepare(self) -> None:
        self._made.nprobe = min(self._made.nlist, max(16, self._made.nlist // 24))

    @property
    def memory(self) -> int:
        """Bytes it takes in memory, about; its file hardly more."""
        return (self.rows + int(self._made.nlist)) * (self._base.dim * 4 + 8)


class FaissLsh(_Faiss):
    """Bits of each vector: which side of random planes it lies on.

    What agrees in most bits is put in order by the base vectors themselves,
    which it does not hold but looks at where they are.
    """

    backend = "faiss-lsh"
    _kind = "IndexLSH"
    _BITS_PER_COMPONENT = 8
    _FEWEST_BITS, _MOST_BITS = 64, 1024
    _OVERFETCH = 20

    @classmethod
    def begin(cls, base: Base, threads: int, check: Check) -> Self:
        """Draw the planes."""
        bits = cls._BITS_PER_COMPONENT * base.dim
        made = faiss.IndexLSH(base.dim, min(max(bits, cls._FEWEST_BITS), cls._MOST_BITS))
        made.is_trained = True
        return cls(made, base)

    def nearest_many(self, queries: Floats, k: int, threads: int = 1) -> Ints:
        """Give about the `k` rows nearest to each of `queries` (m, dim): (m, k), else -1."""
        close = super().nearest_many(queries, min(self._OVERFETCH * k, self.rows), threads)
        found = np.full((len(queries), k), -1, np.int64)
        for place, (query, rows) in enumerate(zip(queries, close, strict=True)):
            cosines = self._base.units(rows) @ query
            best = rows[np.argsort(-cosines, kind="stable")[:k]]
            found[place, : len(best)] = best
        return found

    @property
    def memory(self) -> int:
        """Bytes it takes in memory, about; its file hardly more."""
        return self.rows * int(self._made.code_size) + int(self._made.nbits) * self._base.dim * 4
