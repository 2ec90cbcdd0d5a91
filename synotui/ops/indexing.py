"""The HNSW index of the current space: loaded from its cache file, or built in any thread."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.model import OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats
    from synotui.engine.index import Index

_NEWER_TOLERATED = 5_000
"""Vectors an index may lack before it is built anew: they are searched beside it."""


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """What to build an index of, apart from the store, so that any thread may do it."""

    space: SpaceInfo
    base: "Floats"
    path: Path
    keep: bool
    """Whether to write it to `path`; not for a read-only dictionary."""


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """An index that was built, and the SHA-256 of its file if it was written."""

    plan: IndexPlan
    index: "Index"
    sha256: str | None


def index_path(bench: Workbench, space: SpaceInfo) -> Path:
    """Give the place of a space's index: beside the dictionary, and safe to delete."""
    return bench.path.with_name(f"{bench.path.name}.space{space.id}.hnsw")


def load_vectors(bench: Workbench, on_progress: OnProgress = no_progress) -> SpaceInfo | None:
    """Read the current space into memory, if that is not done; None if there is none."""
    with bench.store.reading():
        loaded = bench.loaded(on_progress)
    return loaded.info if loaded else None


def load_index(bench: Workbench) -> bool:
    """Take up the index from its file, if it is the one that was saved for this space."""
    from synotui.engine import index as hnsw

    loaded = bench.loaded()
    if loaded is None or loaded.search.index is not None:
        return loaded is not None
    record = bench.store.vectors.index_record(loaded.info.id)
    if record is None or not _fits(record[0], len(loaded.space)):
        return False
    path = index_path(bench, loaded.info)
    loaded.search.index = hnsw.load(path, loaded.space.dim, *record)
    return loaded.search.index is not None


def _fits(rows: int, vectors: int) -> bool:
    return vectors - _NEWER_TOLERATED <= rows <= vectors


def plan_index(bench: Workbench) -> IndexPlan | None:
    """Give what to build, or None when there are no vectors or an index already answers."""
    loaded = bench.loaded()
    if loaded is None or loaded.search.index is not None:
        return None
    path = index_path(bench, loaded.info)
    return IndexPlan(loaded.info, loaded.space.base, path, keep=not bench.read_only)


def build_index(plan: IndexPlan, on_progress: OnProgress = no_progress) -> BuiltIndex:
    """Build an index and write its file, in whatever thread this is called.

    Slow; `on_progress` raising Cancelled stops it. A file that cannot be
    written is no error: the index then lasts as long as the session.
    """
    from synotui.engine import index as hnsw

    def report(done: int) -> None:
        on_progress(Progress("indexing", done, len(plan.base), "vectors"))

    built = hnsw.build(plan.base, report)
    try:
        digest = built.save(plan.path) if plan.keep else None
    except (OSError, RuntimeError):
        digest = None
    return BuiltIndex(plan, built, digest)


def adopt_index(bench: Workbench, built: BuiltIndex) -> bool:
    """Let searches use `built`; False if the current space has become another meanwhile."""
    loaded = bench.loaded()
    if loaded is None or loaded.info.id != built.plan.space.id:
        return False
    if built.index.rows > len(loaded.space):
        return False
    loaded.search.index = built.index
    if built.sha256 and not bench.read_only:
        with bench.store.transaction():
            bench.store.vectors.record_index(loaded.info.id, built.index.rows, built.sha256)
    return True
