"""The index of the current space: read from its file, built on or built anew, in any thread.

Meanwhile search is exact: an index that is not whole answers nothing.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.errors import BackendError, Cancelled
from synotui.model import Backend, OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.caches import space_folder
from synotui.ops.searching.backends import chosen_backend
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.index import Base, Check, Index, Kept, Pace

_NEWER_TOLERATED = 5_000
"""Vectors an index may lack before it is built on: they are searched beside it."""


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """What to make an index of, apart from the store, so that any thread may do it."""

    space: SpaceInfo
    backend: Backend
    base: "Base"
    """The vectors there are now."""
    fingerprint: str
    """Theirs."""
    folder: Path
    read_only: bool
    """Whether nothing is to be written there."""
    kept: "Kept | None"
    """The index in its file, if it is of these vectors or the first of them."""
    tolerated: int
    """Vectors it may lack."""
    note: str
    """What the curator should know, or ""."""

    def in_file(self) -> "Kept | None":
        """Give what is known of the index in the file now; this process or another wrote it."""
        from synotui.engine.index import kept_in

        kept = kept_in(self.folder)
        if kept is None or kept.backend != self.backend:
            return None
        known = {self.fingerprint} | ({self.kept.seal.fingerprint} if self.kept else set())
        return kept if kept.seal.fingerprint in known else None


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """An index that was read or built."""

    plan: IndexPlan
    index: "Index | None"
    """None where exact search is to answer."""
    added: int
    """Vectors that were added now; the others were in its file."""
    seconds: float
    """What it took to read and build it."""
    kept: bool
    """Whether it is in its file for the next time."""
    note: str
    """What the curator should know, or ""."""


def load_vectors(bench: Workbench, on_progress: OnProgress = no_progress) -> SpaceInfo | None:
    """Read the current space into memory, if that is not done; None if there is none."""
    with bench.store.reading():
        loaded = bench.loaded(on_progress)
    return loaded.info if loaded else None


def plan_index(bench: Workbench, *, tolerated: int = _NEWER_TOLERATED) -> IndexPlan | None:
    """Give what to do, or None when there are no vectors or what is chosen answers already.

    An index that lacks up to `tolerated` of the vectors will do. Where the
    backend chosen is not installed, the plan is exact search, with a note.
    """
    from synotui.engine.index import Base, how_to_install, installed

    loaded = bench.loaded()
    if loaded is None or loaded.fingerprint is None:
        return None
    backend, note = chosen_backend(bench), ""
    if not installed(backend):
        note = f"Backend {backend} is not installed: search is exact. {how_to_install(backend)}"
        backend = "exact"
    answering = loaded.search.index
    if not note and backend == (answering.backend if answering else "exact"):
        return None
    return IndexPlan(
        space=loaded.info,
        backend=backend,
        base=Base(loaded.space.parts()),
        fingerprint=loaded.fingerprint,
        folder=space_folder(bench.path, loaded.info),
        read_only=bench.read_only,
        kept=index_in_file(bench, backend),
        tolerated=tolerated,
        note=note,
    )


def index_in_file(bench: Workbench, backend: Backend) -> "Kept | None":
    """Give what is known of the index in its file, finished or not, if it may be used.

    It is of that backend, and of the vectors there are or the first of them.
    """
    from synotui.engine.index import kept_in

    loaded = bench.loaded()
    kept = kept_in(space_folder(bench.path, loaded.info)) if loaded else None
    if loaded is None or kept is None:
        return None
    alike = (kept.backend, kept.dim) == (backend, loaded.space.dim)
    if not alike or kept.rows > len(loaded.space):
        return None
    known = bench.store.vectors.fingerprint(loaded.info.id, kept.of)
    return kept if known == kept.seal.fingerprint else None


def build_index(
    plan: IndexPlan,
    on_progress: OnProgress = no_progress,
    *,
    threads: int | None = None,
    pace: "Pace | None" = None,
) -> BuiltIndex:
    """Read the index or build what is missing of it, in whatever thread this is called.

    Slow; `on_progress` raising Cancelled stops it. What was built is kept now
    and then on the way, as `pace` says, and gone on with the next time. A file
    that cannot be written is no error: the index then lasts as long as the
    session, and the note says so. Uses all cores but one, or as many `threads`.
    Raises BackendError if it cannot be built.
    """
    began = time.monotonic()
    if plan.backend == "exact":
        return BuiltIndex(plan, None, 0, 0.0, kept=False, note=plan.note)
    making = _Making(plan, on_progress)
    try:
        index = making.index(threads or max(1, cores() - 1), pace)
    except Cancelled as stopped:
        kept, rows = plan.in_file(), plan.base.rows
        done = kept.rows if kept else 0
        told = f"stopped; {done:,} of {rows:,} vectors are indexed and built on the next time"
        raise Cancelled(told if done else "stopped; nothing was changed") from stopped
    except (RuntimeError, MemoryError) as error:
        raise BackendError(
            f"The index could not be built ({str(error) or 'not enough memory'})",
            "Search stays exact",
        ) from error
    seconds = time.monotonic() - began
    return BuiltIndex(plan, index, making.added, seconds, making.kept, " ".join(making.notes))


def adopt_index(bench: Workbench, built: BuiltIndex) -> bool:
    """Let searches use `built`; False if the current space has become another meanwhile."""
    loaded, plan = bench.loaded(), built.plan
    if loaded is None or loaded.info.id != plan.space.id:
        return False
    if bench.store.vectors.fingerprint(plan.space.id, plan.base.rows) != plan.fingerprint:
        return False
    loaded.search.index = built.index
    return True


def cores() -> int:
    """Give how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Making:
    """One run of reading, building and keeping."""

    def __init__(self, plan: IndexPlan, on_progress: OnProgress) -> None:
        self._plan = plan
        self._on_progress = on_progress
        self._rows = plan.kept.rows if plan.kept else 0
        self.added = 0
        self.kept = False
        self.notes = [plan.note] if plan.note else []

    def index(self, threads: int, pace: "Pace | None") -> "Index":
        """Give the index, whole."""
        from synotui.engine.index import build

        plan, begun = self._plan, self._read()
        if begun is not None and self.kept and plan.base.rows - begun.rows <= plan.tolerated:
            return begun
        self.added = plan.base.rows - (begun.rows if begun else 0)
        self._report(plan.base.rows - self.added)
        keep = None if plan.read_only else self._keep_unfinished
        built = build(
            plan.base,
            self._report,
            threads,
            backend=plan.backend,
            begun=begun,
            keep=keep,
            pace=pace,
        )
        self._keep(built)
        return built

    def _report(self, done: int) -> None:
        self._rows = done
        self._on_progress(Progress("indexing", done, self._plan.base.rows, "vectors"))

    def _check(self) -> None:
        self._report(self._rows)

    def _read(self) -> "Index | None":
        """Read the index in the file, finished or not."""
        from synotui.engine.index import load

        plan, kept = self._plan, self._plan.kept
        while kept is not None:
            self._on_progress(Progress("loading", 0, plan.base.rows, "vectors"))
            found = load(plan.folder, kept, plan.base)
            if found is not None:
                self.kept = kept.whole
                return found
            # Another process may have put a newer one in its place meanwhile.
            newer = plan.in_file()
            if newer == kept:
                self.notes.append("The index file was damaged: the index was built anew.")
                return None
            kept = newer
        return None

    def _keep_unfinished(self, index: "Index", check: "Check") -> None:
        """Keep what there is, unless another process is further already."""
        from synotui.engine.index import keep

        held = self._plan.in_file()
        if held is None or held.rows < index.rows:
            keep(index, self._plan.folder, self._plan.fingerprint, self._plan.base, check)

    def _keep(self, index: "Index") -> None:
        from synotui.engine.index import keep

        plan = self._plan
        self.kept = False
        if plan.read_only or index.ending is None:
            return
        try:
            keep(index, plan.folder, plan.fingerprint, plan.base, self._check)
        except (OSError, RuntimeError) as error:
            told = getattr(error, "strerror", None) or error
            self.notes.append(f"The index lasts as long as this session: {plan.folder}: {told}.")
        else:
            self.kept = True
