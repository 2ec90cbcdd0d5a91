"""The HNSW graph over the base vectors, and its file: a cache that may be deleted at any time."""

from collections.abc import Callable, Sequence
from pathlib import Path

import hnswlib
import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.cache import Seal, read_seal, write_entry

NAME = "index"
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

    def save(self, folder: Path, fingerprint: str) -> None:
        """Keep the graph in `folder`, whole or not at all. Raises OSError, RuntimeError."""

        def write(path: Path) -> None:
            self._graph.save_index(str(path))

        write_entry(folder, NAME, fingerprint, self.rows, [("hnsw", write)])


def build(parts: Sequence[Floats], on_rows: Callable[[int], None], threads: int = 1) -> Index:
    """Build the graph of `parts`, arrays (m, dim) that follow one another.

    Slow: 400,000 x 50 takes a minute or two. Runs in any thread and lets
    others run meanwhile. `on_rows` hears how many rows are in, and stops the
    work by raising.
    """
    count = sum(map(len, parts))
    graph = hnswlib.Index(space="cosine", dim=parts[0].shape[1])
    graph.init_index(max_elements=count, M=M, ef_construction=EF_CONSTRUCTION)
    graph.set_num_threads(threads)
    chunk = min(_CHUNK, max(256, count // 20))
    done = 0
    for part in parts:
        for start in range(0, len(part), chunk):
            vectors = part[start : start + chunk]
            rows = np.arange(done, done + len(vectors))
            graph.add_items(vectors, rows, num_threads=threads)
            done += len(vectors)
            on_rows(done)
    return Index(graph, count)


def index_seal(folder: Path) -> Seal | None:
    """Give what the graph in `folder` was made from, if there is one."""
    return read_seal(folder, NAME)


def load(folder: Path, dim: int) -> Index | None:
    """Read the graph in `folder` if it is the file that was written, else give None.

    A damaged file can crash hnswlib, so nothing but the very bytes that were
    saved is handed to it.
    """
    seal = read_seal(folder, NAME)
    if seal is None or not seal.intact(folder):
        return None
    graph = hnswlib.Index(space="cosine", dim=dim)
    graph.load_index(str(seal.path(folder)), max_elements=seal.rows)
    return Index(graph, seal.rows)
