"""The current space on its way into memory: mapped from its cache, or read block by block."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from synotui.model import OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.caches import space_folder
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.space import Space
    from synotui.ops.workbench import Workbench
    from synotui.store.vectors import Block

_WORTH_MAPPING = 128 << 20
"""Bytes of vectors below which reading them is so quick that mapping them gains nothing."""
_MAPPED_AT_ONCE = 128 << 20
"""Bytes of vectors read through one mapping of the file."""
_SPARE = 1 << 28
"""Bytes that must be left free on the disk beside what is cached."""


class Loading:
    """Reads the vectors of a space into memory, in whatever thread calls `run`.

    Searches may use the space meanwhile; they see what has arrived.
    """

    def __init__(self, store: Store, info: SpaceInfo, space: "Space", left: "Sequence[Block]"):
        self.info = info
        self.space = space
        self._store = store
        self._left = list(left)
        self._running = Lock()

    def run(
        self,
        on_progress: OnProgress = no_progress,
        first: int | None = None,
        store: Store | None = None,
    ) -> None:
        """Read what is left, the block with the vector of term `first` before the others.

        Reads through `store`, if given, else through a connection of its own,
        so that any thread may call it. Called again, also while it runs
        elsewhere, it returns when all is there. What `on_progress` raises
        stops it; a later call goes on. Raises DictionaryError.
        """
        with self._running:
            if not self._left:
                return
            self._put_first(first)
            if store is not None:
                self._read(store, on_progress)
                return
            # Opened anew now and then, which lets go of the pages of the file mapped so far.
            while self._left:
                with self._store.beside() as own:
                    self._read(own, on_progress, _MAPPED_AT_ONCE)

    def _read(self, store: Store, on_progress: OnProgress, bytes_: float = inf) -> None:
        with store.reading():
            while self._left and bytes_ > 0:
                block = self._left[0]
                vectors = store.vectors.read_block(self.info, block)
                self.space.arrive(block.start, vectors)
                del self._left[0]
                bytes_ -= vectors.nbytes
                done = len(self.space) - self.space.missing
                on_progress(Progress("reading", done, len(self.space), "vectors"))

    def _put_first(self, term: int | None) -> None:
        import numpy as np

        rows = np.flatnonzero(self.space.ids == term) if term is not None else ()
        for row in rows:
            self._left.sort(key=lambda block: not block.start <= row < block.start + block.size)


def begin_loading(store: Store, info: SpaceInfo) -> Loading:
    """Give the space with everything but its vectors, or with them if they can be mapped."""
    from synotui.engine.space import Space

    mapped = _map(store, info)
    if mapped is not None:
        return Loading(store, info, mapped, ())
    space = Space.arriving(store.vectors.ids(info.id), info.dim)
    return Loading(store, info, space, store.vectors.blocks(info.id))


def _map(store: Store, info: SpaceInfo) -> "Space | None":
    folder = space_folder(store.path, info)
    if not folder.is_dir():
        return None
    from synotui.engine.mapped import map_space, mapped_seal

    seal = mapped_seal(folder)
    if seal is None or store.vectors.fingerprint(info.id, seal.rows) != seal.fingerprint:
        return None
    space = map_space(folder, seal)
    if space is not None and info.vectors > len(space):
        add_newer(store, info, space)
    return space


def add_newer(store: Store, info: SpaceInfo, space: "Space") -> None:
    """Read the vectors that were added behind those in `space`."""
    ids = store.vectors.ids(info.id)
    for block in store.vectors.blocks(info.id):
        if block.start >= len(space):
            here = ids[block.start : block.start + block.size]
            space.append(here, store.vectors.read_block(info, block))


@dataclass(frozen=True, slots=True)
class MappingPlan:
    """What to write so that the next opening maps the vectors; any thread may do it."""

    space: "Space"
    rows: int
    fingerprint: str
    folder: Path


def plan_mapping(bench: "Workbench", *, smallest: int = _WORTH_MAPPING) -> MappingPlan | None:
    """Give what to write, or None if it is there already, not worth it, or has no room.

    `smallest` is the size of the vectors, in bytes, from which it is worth it.
    """
    from synotui.engine.mapped import mapped_seal

    loaded = bench.loaded()
    if loaded is None or len(loaded.space) * loaded.space.dim * 4 < smallest:
        return None
    folder = space_folder(bench.path, loaded.info)
    rows = len(loaded.space)
    fingerprint = bench.store.vectors.fingerprint(loaded.info.id, rows)
    seal = mapped_seal(folder)
    if fingerprint is None or (seal is not None and seal.fingerprint == fingerprint):
        return None
    needed = rows * (loaded.space.dim * 4 + 12)
    if shutil.disk_usage(bench.path.parent).free < needed + _SPARE:
        return None
    return MappingPlan(loaded.space, rows, fingerprint, folder)


def write_mapping(plan: MappingPlan, on_progress: OnProgress = no_progress) -> bool:
    """Write the vectors to be mapped; False if the folder or the disk does not take them."""
    from synotui.engine.mapped import save_space

    def report(done: int) -> None:
        on_progress(Progress("caching", done, plan.rows, "vectors"))

    try:
        save_space(plan.folder, plan.fingerprint, plan.space, plan.rows, report)
    except OSError:
        return False
    return True


def adopt_mapping(bench: "Workbench", plan: MappingPlan) -> bool:
    """Let the space rest on the mapped vectors instead of those that were read.

    False if the current space has become another meanwhile.
    """
    from synotui.engine.mapped import map_space, mapped_seal

    loaded = bench.loaded()
    seal = mapped_seal(plan.folder)
    if loaded is None or loaded.space is not plan.space or seal is None:
        return False
    mapped = map_space(plan.folder, seal)
    if mapped is None or seal.fingerprint != plan.fingerprint:
        return False
    loaded.space.rest_on(mapped.parts()[0])
    return True


def let_go_of_mapped(bench: "Workbench") -> None:
    """Give back the memory of mapped vectors where an index answers, which holds its own."""
    from synotui.engine.mapped import let_go

    loaded = bench.loaded()
    if loaded is not None and loaded.search.index is not None:
        let_go(loaded.space)
