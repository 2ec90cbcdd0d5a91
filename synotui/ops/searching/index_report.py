"""Making the index ahead of opening, and telling how good each kind is on one's own vectors."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.errors import DictionaryReadOnly
from synotui.model import BACKENDS, Backend, OnProgress, Progress, no_progress
from synotui.ops.searching.backends import choose_backend, chosen_backend
from synotui.ops.searching.indexing import (
    adopt_index,
    build_index,
    cores,
    index_in_file,
    load_vectors,
    plan_index,
)
from synotui.ops.searching.loading import adopt_mapping, plan_mapping, write_mapping
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.index import Base, Index, Truth

SAMPLE = 200
"""Terms whose neighbours are compared with those of exact search."""
SLOW_FROM = 20
"""Components from which a KD-tree looks at nearly everything."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How an index did on a sample of terms, asked one by one on one thread."""

    memory_bytes: int
    """What it takes beside the vectors, about."""
    p50_ms: float
    p99_ms: float
    recall_at_10: float
    """Share of the ten nearest by exact search that it finds, in base vectors."""
    sampled: int
    """Terms asked about; fewer than asked for where each takes long."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What was done for the next opening, and how good the index is."""

    backend: Backend
    vectors: int
    dim: int
    added: int
    """Vectors added to the index in this run; 0 when it was up to date."""
    seconds: float
    """What reading and building took in this run."""
    kept: bool
    """Whether it is in a file for the next time."""
    file_bytes: int
    quality: Quality
    note: str
    """What the curator should know, or ""."""


@dataclass(frozen=True, slots=True)
class BackendReport:
    """One line of a comparison."""

    backend: Backend
    chosen: bool
    """Whether it is the one of this dictionary."""
    missing: str
    """How to install it, or "" if it is there; then the rest is None."""
    seconds: float | None
    """What building took, with all cores."""
    quality: Quality | None
    note: str


@dataclass(frozen=True, slots=True)
class BackendComparison:
    """Every backend on the same vectors."""

    vectors: int
    dim: int
    backends: tuple[BackendReport, ...]


def index_dictionary(
    bench: Workbench,
    backend: str | None = None,
    *,
    sample: int = SAMPLE,
    seed: int = 0,
    on_progress: OnProgress = no_progress,
) -> IndexReport:
    """Make ahead what opening uses, with all cores: the vectors to be mapped, and the index.

    A `backend` that is named is the dictionary's from now on. What an earlier
    run began is gone on with; cancelling (from `on_progress`) keeps what was
    built where that saves much. Then `sample` terms, drawn by `seed`, are
    looked up through the index and exactly. Raises NoVector,
    DictionaryReadOnly, BackendError.
    """
    base = _base(bench, on_progress)
    if bench.read_only:
        raise DictionaryReadOnly(
            f"{bench.path} is read-only: no index is kept beside it",
            f"Allow writing: chmod u+w {bench.path}",
        )
    chosen = choose_backend(bench, backend) if backend else chosen_backend(bench)
    mapping = plan_mapping(bench)
    if mapping is not None and write_mapping(mapping, on_progress):
        adopt_mapping(bench, mapping)
        base = _base(bench, on_progress)
    plan = plan_index(bench, tolerated=0)
    added, seconds, note = 0, 0.0, ""
    if plan is not None:
        built = build_index(plan, on_progress, threads=cores())
        adopt_index(bench, built)
        chosen, added, seconds, note = plan.backend, built.added, built.seconds, built.note
    in_file = index_in_file(bench, chosen)
    loaded = bench.loaded()
    index = (loaded.search.index if loaded else None) or _built(base, "exact", no_progress)
    return IndexReport(
        backend=chosen,
        vectors=base.rows,
        dim=base.dim,
        added=added,
        seconds=seconds,
        kept=in_file is not None and in_file.whole,
        file_bytes=in_file.size if in_file else 0,
        quality=_quality(index, _truth(base, sample, seed, on_progress), on_progress),
        note=" ".join(each for each in (note, _warning(chosen, base)) if each),
    )


def compare_backends(
    bench: Workbench,
    *,
    sample: int = SAMPLE,
    seed: int = 0,
    limit: int | None = None,
    on_progress: OnProgress = no_progress,
) -> BackendComparison:
    """Build an index with each backend in memory, one after the other, and tell how it did.

    On the dictionary's own vectors, or the first `limit` of them. Changes
    nothing. Raises NoVector.
    """
    from synotui.engine.index import how_to_install, installed

    base, chosen = _base(bench, on_progress), chosen_backend(bench)
    base = base.first(min(limit, base.rows)) if limit else base
    reports = []
    known = _truth(base, sample, seed, on_progress)
    for backend in BACKENDS:
        if not installed(backend):
            missing = how_to_install(backend)
            reports.append(BackendReport(backend, backend == chosen, missing, None, None, ""))
            continue
        began = time.monotonic()
        index = _built(base, backend, on_progress)
        seconds = time.monotonic() - began
        quality = _quality(index, known, on_progress)
        reports.append(
            BackendReport(backend, backend == chosen, "", seconds, quality, _warning(backend, base))
        )
        del index
    return BackendComparison(base.rows, base.dim, tuple(reports))


def _warning(backend: Backend, base: "Base") -> str:
    if backend == "kdtree" and base.dim > SLOW_FROM:
        return f"A KD-tree is slow beyond {SLOW_FROM} dimensions: it looks at nearly every vector."
    return ""


def _base(bench: Workbench, on_progress: OnProgress) -> "Base":
    """Give the vectors of the current space. Raises NoVector."""
    from synotui.engine.index import Base

    load_vectors(bench, on_progress)
    return Base(bench.vectors().space.parts())


def _built(base: "Base", backend: Backend, on_progress: OnProgress) -> "Index":
    from synotui.engine.index import build

    def report(done: int) -> None:
        on_progress(Progress(f"indexing with {backend}", done, base.rows, "vectors"))

    return build(base, report, cores(), backend=backend)


def _truth(base: "Base", sample: int, seed: int, on_progress: OnProgress) -> "Truth":
    from synotui.engine.index import truth

    sample = min(sample, base.rows)

    def report(done: int) -> None:
        on_progress(Progress("searching exactly", done, sample, "terms"))

    return truth(base, sample, seed, report)


def _quality(index: "Index", known: "Truth", on_progress: OnProgress) -> Quality:
    from synotui.engine.index import measure

    def check() -> None:
        on_progress(Progress("searching by the index", 0, None, "terms"))

    found = measure(index, known, check=check)
    return Quality(index.memory, found.p50_ms, found.p99_ms, found.recall_at_10, found.sampled)
