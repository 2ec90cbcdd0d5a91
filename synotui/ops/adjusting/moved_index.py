"""The graph of the vectors that moved: planned and taken up here, built in any thread.

Beyond a few thousand of them a pass over the moved vectors is felt in every
search; a graph of their own answers in their place. It lasts as long as the
space is in memory.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import OnProgress, Progress, no_progress
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.moved import Snapshot
    from synotui.engine.moved_index import MovedIndex
    from synotui.engine.space import Space

_LOOSE_TOLERATED = 5_000
"""Moved vectors that no graph holds, passed over in 0.1 ms for 300 dimensions."""


@dataclass(frozen=True, slots=True)
class MovedIndexPlan:
    """What to build a graph of, apart from the store, so that any thread may do it."""

    space: "Space"
    snapshot: "Snapshot"


def plan_moved_index(
    bench: Workbench, *, tolerated: int = _LOOSE_TOLERATED
) -> MovedIndexPlan | None:
    """Give what to build, or None while few vectors have moved since the last time.

    Cheap when it is None: it may be asked after every decision. None also where
    search is exact.
    """
    loaded = bench.present()
    if loaded is None or loaded.search.index is None:
        return None
    moved = loaded.space.moved
    if len(moved) - moved.count_settled <= tolerated:
        return None
    return MovedIndexPlan(loaded.space, moved.snapshot())


def build_moved_index(plan: MovedIndexPlan, on_progress: OnProgress = no_progress) -> "MovedIndex":
    """Build it, in whatever thread this is called: five seconds for 50,000 x 50.

    `on_progress` raising Cancelled stops it; then nothing has changed.
    """
    from synotui.engine.moved_index import MovedIndex

    total = len(plan.snapshot.rows)

    def report(done: int) -> None:
        on_progress(Progress("indexing", done, total, "moved vectors"))

    return MovedIndex(plan.snapshot, report)


def adopt_moved_index(bench: Workbench, plan: MovedIndexPlan, built: "MovedIndex") -> bool:
    """Let searches use `built` for what is still where it was; False if the space is another."""
    loaded = bench.present()
    if loaded is None or loaded.space is not plan.space:
        return False
    loaded.search.settle(built)
    return True
