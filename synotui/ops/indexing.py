"""The HNSW index of the current space: loaded from its cache file, or built in any thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.model import OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.caches import space_folder
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
    base: "Sequence[Floats]"
    """Vectors (m, dim) that follow one another."""
    rows: int
    fingerprint: str
    folder: Path | None
    """Where to keep it; None for a dictionary that is read-only."""


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """An index that was built."""

    plan: IndexPlan
    index: "Index"
    kept: bool
    """Whether it was written for the next time."""


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
    folder = space_folder(bench.path, loaded.info)
    seal = hnsw.index_seal(folder)
    if seal is None or not _fits(seal.rows, len(loaded.space)):
        return False
    if bench.store.vectors.fingerprint(loaded.info.id, seal.rows) != seal.fingerprint:
        return False
    loaded.search.index = hnsw.load(folder, loaded.space.dim)
    return loaded.search.index is not None


def _fits(rows: int, vectors: int) -> bool:
    return vectors - _NEWER_TOLERATED <= rows <= vectors


def plan_index(bench: Workbench) -> IndexPlan | None:
    """Give what to build, or None when there are no vectors or an index already answers."""
    loaded = bench.loaded()
    if loaded is None or loaded.search.index is not None or loaded.fingerprint is None:
        return None
    folder = None if bench.read_only else space_folder(bench.path, loaded.info)
    parts = loaded.space.parts()
    return IndexPlan(loaded.info, parts, sum(map(len, parts)), loaded.fingerprint, folder)


def build_index(plan: IndexPlan, on_progress: OnProgress = no_progress) -> BuiltIndex:
    """Build an index and write its file, in whatever thread this is called.

    Slow; `on_progress` raising Cancelled stops it. A file that cannot be
    written is no error: the index then lasts as long as the session.
    """
    from synotui.engine import index as hnsw

    def report(done: int) -> None:
        on_progress(Progress("indexing", done, plan.rows, "vectors"))

    built = hnsw.build(plan.base, report)
    try:
        if plan.folder is not None:
            built.save(plan.folder, plan.fingerprint)
    except (OSError, RuntimeError):
        return BuiltIndex(plan, built, kept=False)
    return BuiltIndex(plan, built, kept=plan.folder is not None)


def adopt_index(bench: Workbench, built: BuiltIndex) -> bool:
    """Let searches use `built`; False if the current space has become another meanwhile."""
    loaded = bench.loaded()
    if loaded is None or loaded.info.id != built.plan.space.id:
        return False
    if built.index.rows > len(loaded.space):
        return False
    loaded.search.index = built.index
    return True
