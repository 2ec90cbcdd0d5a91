"""Fitting a fix and making its vectors, which any thread may do with a store of its own.

Two passes over the blocks of the source: the first fits the fix and picks out what is measured
on, the second makes the vectors and measures both spaces with all of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.model import OnProgress, Progress
from synotui.ops.spaces.fix_plan import FixPlan
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints
    from synotui.engine.fixes import Fix
    from synotui.engine.space_health import Health

ROUND_BYTES = 1 << 25
"""Vectors that are written together."""


class Made(NamedTuple):
    """Fixed vectors that are ready to be written."""

    ids: "Ints"
    vectors: "Floats"


class FixWork:
    """A fix, fitted, and the measures of both spaces while vectors go by."""

    def __init__(self, plan: FixPlan, store: Store, on_progress: OnProgress) -> None:
        """Fit the plan's fix, or take that of a space that is there. Raises SettingError."""
        from synotui.engine.fixes import Moments, fit
        from synotui.engine.space_health import HealthCheck

        self.plan = plan
        self.lost = 0
        """Vectors that came to nothing, and are in no block that was given."""
        source = plan.source
        needs = plan.held is None and plan.fix != "centre"
        moments = Moments(source.dim, covariance=needs)
        wanted = np.unique(np.concatenate([plan.sample, *plan.pairs]))
        kept = np.empty((len(wanted), source.dim), np.float32)
        needed = plan.held is None or len(wanted)
        for start, vectors in _blocks(plan, store, "fitting", on_progress) if needed else ():
            if plan.held is None:
                moments.take(vectors)
            first, last = np.searchsorted(wanted, (start, start + len(vectors)))
            kept[first:last] = vectors[wanted[first:last] - start]
        self.fix: Fix = plan.held or fit(
            plan.fix, moments, components=plan.components, dim=plan.dim
        )
        fixed = self.fix.apply(kept)
        places = [np.searchsorted(wanted, rows) for rows in (plan.sample, *plan.pairs)]
        self._before = HealthCheck(*(kept[rows] for rows in places))
        self._after = HealthCheck(*(fixed[rows] for rows in places))

    def rounds(self, store: Store, on_progress: OnProgress) -> Iterator[Made]:
        """Make the vectors that are missing, so many at a time; measure all."""
        ids: list[Ints] = []
        parts: list[Floats] = []
        size = 0
        for start, vectors in _blocks(self.plan, store, "fixing", on_progress):
            fixed = self._stored(self.fix.apply(vectors))
            self._before.take(vectors)
            self._after.take(fixed)
            rows = slice(start, start + len(vectors))
            here = fixed.any(axis=1)
            missing = self.plan.missing[rows]
            self.lost += int((~here & missing).sum())
            chosen = missing & here
            if chosen.any():
                ids.append(self.plan.ids[rows][chosen])
                parts.append(fixed[chosen])
                size += parts[-1].nbytes
            if size >= ROUND_BYTES:
                yield Made(np.concatenate(ids), np.concatenate(parts))
                ids, parts, size = [], [], 0
        if ids:
            yield Made(np.concatenate(ids), np.concatenate(parts))

    def _stored(self, vectors: "Floats") -> "Floats":
        """Give vectors as they will be when read again; zeros for one that does not survive it."""
        if self.plan.source.storage == "float16":
            with np.errstate(over="ignore", under="ignore"):
                vectors = vectors.astype(np.float16).astype(np.float32)
            vectors[~np.isfinite(vectors).all(axis=1)] = 0
        return vectors

    def health(self) -> "tuple[Health, Health]":
        """Give the figures of the source and of the fixed space, after all rounds."""
        return self._before.result(), self._after.result()


def _blocks(
    plan: FixPlan, store: Store, stage: str, on_progress: OnProgress
) -> "Iterator[tuple[int, Floats]]":
    """Give the first row and the vectors of each block of the source, as planned."""
    total = len(plan.ids)
    on_progress(Progress(stage, 0, total, "vectors"))
    for block in store.vectors.blocks(plan.source.id):
        if block.start + block.size > total:
            return
        yield block.start, store.vectors.read_block(plan.source, block)
        on_progress(Progress(stage, block.start + block.size, total, "vectors"))
