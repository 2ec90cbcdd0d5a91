"""The neighbours of every term of the current space: found block by block, kept, taken up again.

What is found is a cache in the dictionary, like adjusted vectors: it follows
from the base vectors, changes nothing that anybody decided, and so is in no
ledger. A pass that was stopped, or killed, goes on behind the last block that
was written. When the space has grown since, or another `k` is wanted, all is
found anew: lists about different vectors never stand side by side.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from synotui.errors import Cancelled
from synotui.model import OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.searching import indexing
from synotui.ops.searching.known_neighbours import KnownNeighbours, known_neighbours
from synotui.ops.searching.neighbour_report import NeighbourReport, report_on
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.neighbourhoods import Rows32
    from synotui.engine.passes import Lists, Pass
    from synotui.store.neighbours import HeldPass

K = 50
"""Neighbours that are found for each term unless told otherwise."""
EXACT_UP_TO = 30_000
"""Vectors up to which exact search is as quick as an index, and is what is used."""
_SAMPLE = 500
"""Terms whose lists are compared with exact ones."""


@dataclass(frozen=True, slots=True)
class PassPlan:
    """What to find, apart from the store, so that any thread may do it."""

    info: SpaceInfo
    search: "Pass"
    begun: "HeldPass"
    """What there is already."""

    @property
    def starts(self) -> list[int]:
        """The first rows of the blocks that are still to be found, in the order to find them."""
        return list(range(self.begun.rows, self.begun.among, self.begun.rows_per_block))


def plan_pass(bench: Workbench, k: int = K, *, again: bool = False, threads: int = 1) -> PassPlan:
    """Give what is to be found, from where an earlier pass was left; `again` from the start.

    Takes the pass over from whoever was at it. Blocks of a pass about other
    vectors, or of another `k`, count as absent from now on. Raises NoVector,
    DictionaryError.
    """
    from synotui.engine.passes import ROWS_PER_BLOCK, Pass
    from synotui.store.neighbours import HeldPass

    store = bench.store
    with store.reading():
        loaded = bench.vectors()
        held = store.neighbours.held(loaded.info.id)
    among = len(loaded.space)
    index = loaded.search.index if among > EXACT_UP_TO else None
    searched = "exact" if index is None else index.backend
    wanted = HeldPass(k, among, searched, ROWS_PER_BLOCK)
    if held is not None and held.continues(wanted) and not again:
        wanted = held
    if not wanted.finished:
        if bench.read_only:
            wanted = replace(wanted, blocks=0, seconds=0.0)
        else:
            with store.transaction():
                wanted = store.neighbours.begin(loaded.info.id, wanted)
    return PassPlan(loaded.info, Pass(loaded.space, among, index, threads), wanted)


def find_block(plan: PassPlan, start: int, on_progress: OnProgress = no_progress) -> "Lists":
    """Find the lists of the block that begins at row `start`, in whatever thread this is called.

    `on_progress` raising Cancelled stops it.
    """

    def report(rows: int) -> None:
        on_progress(Progress("searching", start + rows, plan.begun.among))

    report(0)
    return plan.search.lists(start, plan.begun.k, report)


def keep_block(
    bench: Workbench, info: SpaceInfo, begun: "HeldPass", lists: "Lists", seconds: float
) -> "HeldPass":
    """Write the next block of a pass, in a short transaction; give what is held then.

    `seconds` is what it took. Raises DictionaryBusy if another program took the
    pass over, DictionaryError.
    """
    with bench.store.transaction():
        return bench.store.neighbours.write(
            info.id, begun, lists.neighbours, lists.cosines, seconds
        )


def sample_of(plan: PassPlan) -> "Ints":
    """Give the rows on which recall is measured, spread evenly; none where search is exact."""
    import numpy as np

    if plan.begun.searched == "exact":
        return np.empty(0, np.int64)
    among = plan.begun.among
    return np.unique(np.linspace(0, among - 1, min(among, _SAMPLE)).astype(np.int64))


def read_lists(bench: Workbench, info: SpaceInfo, held: "HeldPass", rows: "Ints") -> "Rows32":
    """Give the lists of `rows` (m,) as they are held (m, k). Raises DictionaryError."""
    return KnownNeighbours(bench.store, info, held).near(rows)


def measure(
    plan: PassPlan,
    begun: "HeldPass",
    rows: "Ints",
    lists: "Rows32",
    on_progress: OnProgress = no_progress,
) -> "HeldPass":
    """Finish a pass: compare the lists (m, k) of the sample `rows` (m,) with exact ones.

    In whatever thread this is called; `on_progress` raising Cancelled stops it.
    """
    from synotui.engine.neighbourhoods import DEPTH

    if not len(rows):
        return begun.with_recall(1.0, 1.0, 0)

    def report(done: int) -> None:
        on_progress(Progress("measuring recall of", done, len(rows)))

    report(0)
    whole, first_ten = plan.search.recall(rows, lists, (begun.k, DEPTH), report)
    return begun.with_recall(whole, first_ten, len(rows))


def keep_recall(bench: Workbench, info: SpaceInfo, begun: "HeldPass", finished: "HeldPass") -> None:
    """Write that a pass is finished, and its recall. Raises DictionaryBusy, DictionaryError."""
    with bench.store.transaction():
        bench.store.neighbours.keep(info.id, begun, finished)


def find_neighbours(
    bench: Workbench,
    k: int = K,
    *,
    again: bool = False,
    top: int = 10,
    threads: int | None = None,
    on_progress: OnProgress = no_progress,
) -> NeighbourReport:
    """Find what is not known yet of the `k` nearest of every term, keep it, and report.

    Searches with `threads`, all cores otherwise, through the index, which is
    built first if a large space has none. Cancelling (from `on_progress`)
    keeps the blocks that were written. A read-only dictionary keeps nothing.
    Raises NoVector, DictionaryError.
    """
    known = None if again else known_neighbours(bench)
    if known is not None and known.k == k and known.held.finished and not known.newer:
        return report_on(bench.store, known.info, known.held, known, top=top)
    threads = threads or indexing.cores()
    note = _see_to_index(bench, threads, on_progress)
    plan = plan_pass(bench, k, again=again)
    # Matrix products take all cores by themselves.
    workers = 1 if plan.begun.searched == "exact" else threads
    held, lists = _search_and_keep(bench, plan, workers, on_progress)
    kept = not isinstance(lists, list)
    return report_on(bench.store, plan.info, held, lists, top=top, kept=kept, note=note)


def _see_to_index(bench: Workbench, threads: int, on_progress: OnProgress) -> str:
    """Read or build the index of a space that is large enough to need one; give what to know."""
    info = indexing.load_vectors(bench, on_progress)
    if info is None or info.vectors <= EXACT_UP_TO:
        return ""
    plan = indexing.plan_index(bench)
    if plan is None:
        return ""
    built = indexing.build_index(plan, on_progress, threads=threads)
    indexing.adopt_index(bench, built)
    return built.note


def _search_and_keep(
    bench: Workbench, plan: PassPlan, workers: int, on_progress: OnProgress
) -> "tuple[HeldPass, Iterable[Lists]]":
    """Carry a plan out; give what is held then and the lists, a plain list if nothing is kept."""
    from synotui.engine.neighbourhoods import lists_of

    held = plan.begun
    in_memory: list[Lists] = []
    lists: Iterable[Lists] = in_memory
    began = perf_counter()
    try:
        for found in _search(plan, workers, on_progress):
            began, seconds = perf_counter(), perf_counter() - began
            if bench.read_only:
                in_memory.append(found)
                held = held.with_block(seconds)
            else:
                held = keep_block(bench, plan.info, held, found, seconds)
        if not bench.read_only:
            lists = KnownNeighbours(bench.store, plan.info, held)
        rows = sample_of(plan)
        finished = measure(plan, held, rows, lists_of(lists, rows, held.k), on_progress)
        if not bench.read_only:
            keep_recall(bench, plan.info, held, finished)
    except Cancelled:
        raise Cancelled(_stopped(bench, held)) from None
    return finished, lists


def _search(plan: PassPlan, workers: int, on_progress: OnProgress) -> "Iterator[Lists]":
    """Find the blocks in threads of their own, the next ones while this one is being written."""
    report = _Forward(on_progress)
    with ThreadPoolExecutor(workers, "neighbours") as searching:
        ahead: deque[Future[Lists]] = deque()
        for start in plan.starts:
            ahead.append(searching.submit(find_block, plan, start, report))
            if len(ahead) > workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


class _Forward:
    """Passes on what several threads report, one at a time, so that it never goes back."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._done = 0
        self._lock = Lock()

    def __call__(self, progress: Progress) -> None:
        """Take a report. Raises what `on_progress` raises."""
        with self._lock:
            self._done = max(self._done, progress.done)
            self._on_progress(replace(progress, done=self._done))


def _stopped(bench: Workbench, held: "HeldPass") -> str:
    if bench.read_only:
        return f"stopped; {bench.path.name} is read-only, so nothing is kept"
    return (
        f"stopped; the neighbours of {held.rows:,} of {held.among:,} terms are kept, "
        "and the next run goes on from there"
    )
