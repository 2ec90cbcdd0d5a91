"""Time of a decision, its preview, and of drift, in a dictionary that 20,000 accepted pairs moved.

Pairs are accepted between near neighbours, in sets of at most eight terms, as
thesauri have them; then heads are decided one by one, as the keyboard does it.
Whatever happens on the dictionary's thread is timed apart from what another
thread does beside it: a verdict given meanwhile waits only for the former. CPU is
what a calm machine would take but for the disk, which a commit waits for. The
peer finds the neighbours of a term with a matrix product, as a script would.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from components import join
from decision import loaded_space
from dictionaries import copied, glove_dictionary, made_dictionary, timed, with_vectors
from figures import p50, p99, show
from machine import machine
from peers import ExactPeer

from synotui.engine.arrays import Floats
from synotui.model import DriftScope, Settings, Verdict, no_progress
from synotui.ops.adjusting import rebuilding
from synotui.ops.adjusting.adjust import get_settings
from synotui.ops.adjusting.moved_index import adopt_moved_index, build_moved_index, plan_moved_index
from synotui.ops.adjusting.watching import adopt_sample, make_sample
from synotui.ops.drifting.drift import DriftPlan, plan_drift, report_beside
from synotui.ops.review import decide, preview
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench

FREQUENT = 60_000
"""Pairs are among this many of the most frequent terms."""
LARGEST = 8
"""Terms a set has at most."""
NEAR = 5
"""A synonym is one of so many nearest neighbours,"""
AMONG = 8_000
"""among so many of the frequent terms, drawn anew for every few heads."""
_ROWS_AT_ONCE = 512
_TIMES = 5

Pairs = list[tuple[int, int]]


def near_pairs(units: Floats, wanted: int) -> Pairs:
    """Give pairs of places in `units` (n, dim), near neighbours, in sets of LARGEST at most."""
    draw = np.random.default_rng(11)
    joined: dict[int, list[int]] = {}
    found: dict[tuple[int, int], None] = {}
    order = draw.permutation(len(units))
    for start in range(0, len(units), _ROWS_AT_ONCE):
        heads = order[start : start + _ROWS_AT_ONCE]
        among = draw.choice(len(units), min(AMONG, len(units)), replace=False)
        cosines = units[heads] @ units[among].T
        cosines[heads[:, None] == among] = -np.inf
        near = among[np.argpartition(-cosines, NEAR, axis=1)[:, :NEAR]]
        chosen = near[np.arange(len(heads)), draw.integers(NEAR, size=len(heads))]
        for head, other in zip(heads.tolist(), chosen.tolist(), strict=True):
            a, b = joined.setdefault(head, [head]), joined.setdefault(other, [other])
            if a is b or len(a) + len(b) > LARGEST:
                continue
            a += b
            joined.update(dict.fromkeys(b, a))
            found[min(head, other), max(head, other)] = None
            if len(found) == wanted:
                return list(found)
    return list(found)


def accept_many(bench: Workbench, wanted: int) -> Pairs:
    """Accept near neighbours; give pairs more of the same kind to be decided."""
    space = loaded_space(bench)
    ids = np.array(term_ids(bench)[:FREQUENT])
    rows = space.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]
    pairs = near_pairs(space.units(rows, base=True), wanted + 1_000)
    named = [(int(ids[a]), int(ids[b])) for a, b in pairs]
    join(bench, named[:wanted])
    return named[wanted:]


def graph_of_moved(bench: Workbench) -> None:
    """Take up the graph of moved vectors, as the program does in the background."""
    plan = plan_moved_index(bench)
    if plan is not None:
        adopt_moved_index(bench, plan, build_moved_index(plan))


class Spent(NamedTuple):
    """Seconds that something took, and how many of them the processor worked on it."""

    wall: float
    cpu: float


def clock(doing: Callable[[], object], times: list[Spent]) -> None:
    """Add what something takes."""
    began, cpu = time.perf_counter(), time.thread_time()
    doing()
    times.append(Spent(time.perf_counter() - began, time.thread_time() - cpu))


def decisions(bench: Workbench, pairs: Pairs, peer: ExactPeer) -> dict[str, list[Spent]]:
    """Time previews and decisions in turn, and a pass of the peer for each."""
    seconds: dict[str, list[Spent]] = {"preview": [], "decision": [], "peer": []}
    row = loaded_space(bench).row_of
    for a, b in pairs:
        clock(partial(preview, bench, a, b), seconds["preview"])
        clock(partial(decide, bench, a, b, Verdict.ACCEPTED), seconds["decision"])
        place, other = row(a), row(b)
        assert place is not None and other is not None
        clock(partial(peer.decide, place, other), seconds["peer"])
    return seconds


Stages = tuple[list[Spent], list[Spent]]
"""What it takes on the dictionary's thread, and beside it."""


def drifts(bench: Workbench, scope: DriftScope) -> Stages:
    """Time a report of drift."""
    held: list[Spent] = []
    beside: list[Spent] = []
    plans: list[DriftPlan] = []
    for _ in range(_TIMES):
        clock(lambda: plans.append(plan_drift(bench, scope, top=20)), held)
        clock(lambda: report_beside(bench.store, plans[-1], no_progress), beside)
    return held, beside


def meanwhile(bench: Workbench, scope: DriftScope, pairs: Pairs) -> list[Spent]:
    """Time decisions while drift is measured beside, over and over."""
    plan, seconds = plan_drift(bench, scope, top=20), list[Spent]()
    with ThreadPoolExecutor(1) as other:
        running = other.submit(report_beside, bench.store, plan, no_progress)
        for a, b in pairs:
            clock(partial(decide, bench, a, b, Verdict.ACCEPTED), seconds)
            if running.done():
                running.result()
                plan = plan_drift(bench, scope, top=20)
                running = other.submit(report_beside, bench.store, plan, no_progress)
    return seconds


def live(bench: Workbench, settings: Settings) -> Stages:
    """Time what the adjustment screen does after each key: what would these settings change?"""
    held: list[Spent] = []
    beside: list[Spent] = []
    plans: list[rebuilding.RebuildPlan] = []

    def plan() -> None:
        made = rebuilding.plan_rebuild(bench, settings)
        assert made is not None
        plans.append(made)

    for _ in range(_TIMES):
        clock(plan, held)
        clock(lambda: rebuilding.measure(plans[-1], rebuilding.run_rebuild(plans[-1])), beside)
    return held, beside


def measure(db: Path, folder: Path, given: argparse.Namespace, *, index: bool) -> None:
    """Print the tables of one dictionary, with or without an index."""
    with open_workbench(copied(db, "hnsw" if index else "exact", folder)) as bench:
        with_vectors(bench, index=index)
        bench.measures_later = True
        with timed(f"{given.pairs:,} pairs accepted"):
            pairs = accept_many(bench, given.pairs)
            adopt_sample(bench, make_sample(loaded_space(bench)))
        with timed(f"graph of {len(loaded_space(bench).moved):,} moved terms"):
            graph_of_moved(bench)
        space = loaded_space(bench)
        peer = ExactPeer(space.parts()[0], folder / f"{db.stem}-{index}.numpy")
        found = decisions(bench, pairs[: given.decisions], peer)
        rest = pairs[given.decisions :]
        for scope, some in (("session", rest[:60]), ("all", rest[60:120])):
            found[scope] = meanwhile(bench, scope, some)  # type: ignore[arg-type]
        tell_decisions(found)
        settings = get_settings(bench)
        stages = {
            "drift of the last decision": drifts(bench, "last"),
            "drift of the session": drifts(bench, "session"),
            "drift of the whole dictionary": drifts(bench, "all"),
            "preview of other settings": live(bench, Settings(stay=settings.stay / 2)),
        }
        tell_stages(stages)


def tell_decisions(seconds: dict[str, list[Spent]]) -> None:
    """Print times of previews and decisions beside the peer's."""
    names = {
        "preview": "preview (key p): adjust and diff",
        "decision": "decision: ledger, adjust, commit, diff",
        "session": "decision while drift of the session is measured",
        "all": "decision while drift of the dictionary is measured",
        "peer": "numpy: adjust two vectors, search exactly, ledger",
    }
    peer = p50([each.wall for each in seconds["peer"]])
    rows = []
    for name, told in names.items():
        wall, cpu = zip(*seconds[name], strict=True)
        figures = (p50(wall), p99(wall), max(wall), p50(cpu), p99(cpu))
        rows.append((told, *(f"{each * 1e3:.2f}" for each in figures), f"{p50(wall) / peer:.2f} x"))
    print()
    show(("ms", "p50", "p99", "max", "CPU p50", "CPU p99", "p50 of numpy"), rows)


def tell_stages(stages: dict[str, Stages]) -> None:
    """Print how long the dictionary's thread is held at a time, and what goes on beside it."""
    rows = []
    for name, parts in stages.items():
        figures: list[str] = []
        for part in parts:
            wall, cpu = zip(*part, strict=True)
            figures += [ms(max(wall)), ms(p50(cpu))]
        rows.append((name, *figures))
    print()
    show(("ms", "dictionary's thread, max", "CPU p50", "beside it, max", "CPU p50"), rows)
    print(flush=True)


def ms(seconds: float) -> str:
    """Write seconds as milliseconds."""
    return f"{seconds * 1e3:,.1f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure on GloVe or on made vectors, with an index and without."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=20_000, help="accepted first (default 20000)")
    parser.add_argument("--decisions", type=int, default=200, help="decisions timed (default 200)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text for GloVe's")
    parser.add_argument("--made", type=int, metavar="N", help="N made vectors instead of GloVe")
    parser.add_argument("--dim", type=int, default=50, help="their dimensions (default 50)")
    parser.add_argument("--keep", type=Path, help="keep the dictionaries in this folder")
    parser.add_argument("--index-only", action="store_true", help="leave out exact search")
    given = parser.parse_args(arguments)
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = given.keep or scratch
        folder.mkdir(parents=True, exist_ok=True)
        if given.made:
            db: Path | None = made_dictionary(folder, given.made, given.dim)
        else:
            db = glove_dictionary(folder, given.vectors)
        if db is None:
            return
        for index in (True,) if given.index_only else (True, False):
            print("\nwith an HNSW index" if index else "\nwithout an index", flush=True)
            measure(db, scratch, given, index=index)


if __name__ == "__main__":
    main()
