"""The HNSW graph over the base vectors, and its file: a cache that may be deleted at any time."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import hnswlib
import numpy as np

from synotui.engine.arrays import Floats, Ints

M = 16
EF_CONSTRUCTION = 200
EF = 64
_CHUNK = 4096


class Index:
    """A graph of the first `rows` rows of a space; labels are rows."""

    def __init__(self, graph: hnswlib.Index, rows: int) -> None:
        self._graph = graph
        self.rows = rows
        graph.set_ef(EF)
        graph.set_num_threads(1)

    def nearest(self, query: Floats, k: int) -> Ints:
        """Give about the `k` rows nearest to `query` (dim,) by base cosine, nearest first."""
        k = min(k, self.rows)
        self._graph.set_ef(max(EF, k))
        labels, _ = self._graph.knn_query(query, k=k)
        found: Ints = labels[0].astype(np.int64)
        return found

    def save(self, path: Path) -> str:
        """Write the graph to `path`, whole or not at all; give the file's SHA-256."""
        unfinished = path.with_name(path.name + ".part")
        self._graph.save_index(str(unfinished))
        digest = _sha256(unfinished)
        unfinished.replace(path)
        return digest


def build(base: Floats, on_rows: Callable[[int], None], threads: int = 1) -> Index:
    """Build the graph of `base` (n, dim). Slow: 400,000 x 50 takes a minute or two.

    Runs in any thread and lets others run meanwhile. `on_rows` hears how many
    rows are in, and stops the work by raising.
    """
    graph = hnswlib.Index(space="cosine", dim=base.shape[1])
    graph.init_index(max_elements=len(base), M=M, ef_construction=EF_CONSTRUCTION)
    graph.set_num_threads(threads)
    chunk = min(_CHUNK, max(256, len(base) // 20))
    for start in range(0, len(base), chunk):
        rows = np.arange(start, min(start + chunk, len(base)))
        graph.add_items(base[rows], rows, num_threads=threads)
        on_rows(int(rows[-1]) + 1)
    return Index(graph, len(base))


def load(path: Path, dim: int, rows: int, sha256: str) -> Index | None:
    """Read the graph at `path` if it is the file that was written, else give None.

    A damaged file can crash hnswlib, so nothing but the very bytes that were
    saved is handed to it.
    """
    try:
        if _sha256(path) != sha256:
            return None
    except OSError:
        return None
    graph = hnswlib.Index(space="cosine", dim=dim)
    graph.load_index(str(path), max_elements=rows)
    return Index(graph, rows)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
