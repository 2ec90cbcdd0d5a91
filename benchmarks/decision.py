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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from components import tell_components
from dictionaries import (
    bare_graph,
    copied,
    demo_dictionary,
    glove_dictionary,
    made_dictionary,
    timed,
    with_vectors,
)
from figures import p50, p99, show
from machine import machine
from peers import ExactPeer, Peer, UpdatePointPeer

from synotui.engine.space import Moves, Space
from synotui.model import Verdict
from synotui.ops.adjusting.moved_index import adopt_moved_index, build_moved_index, plan_moved_index
from synotui.ops.adjusting.watching import adopt_sample, make_sample
from synotui.ops.review import decide
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench

HEADS = 20_000
"""Heads are drawn evenly from this many of the most frequent terms."""
CANDIDATES = 20

TURN = 10
"""Decisions one way makes before it is the next one's turn."""
TITLES = {"demo": "The demo dictionary", "glove": "GloVe", "made": "Made vectors"}

Decision = Callable[[int, int], None]
Pairs = Sequence[tuple[int, int]]
Times = dict[str, list[float]]


def choose(bench: Workbench, decisions: int, first: int = 0) -> Pairs:
    """Give pairs to accept: heads spread over the list, each with a neighbour unlike itself.

    They are spread from place `first` on.
    """
    ids = term_ids(bench)[:HEADS]
    heads = [ids[first + place * (len(ids) - first) // decisions] for place in range(decisions)]
    chosen: dict[frozenset[int], tuple[int, int]] = {}
    for place, head in enumerate(heads):
        fresh = [
            item.synonym.id
            for item in suggest(bench, head, CANDIDATES).items
            if item.pair is None
            and item.now is not None
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


def measure(db: Path, folder: Path, given: argparse.Namespace) -> Times:
    """Time every way of deciding on one dictionary, each on vectors of its own."""
    with (
        open_workbench(copied(db, "exact", folder)) as exact,
        open_workbench(copied(db, "hnsw", folder)) as hnsw,
    ):
        with timed("opened"):
            loaded = with_vectors(exact, index=False)
            with_vectors(hnsw, index=True)
            # The sample that tells what happens to others is taken in the background, too.
            for bench in (exact, hnsw):
                adopt_sample(bench, make_sample(loaded_space(bench)))
        pairs = choose(hnsw, given.decisions)
        base = loaded.space.parts()[0]
        ways = {
            "synotui, exact": ours(exact),
            "synotui, HNSW": ours(hnsw),
            "numpy, exact": theirs(ExactPeer(base, folder / f"{db.stem}.numpy"), exact),
        }
        if given.update_point:
            ledger = folder / f"{db.stem}.hnswlib"
            peer = UpdatePointPeer(base, ledger, bare_graph(db, loaded.space.dim))
            ways["hnswlib, updatePoint"] = theirs(peer, exact)
        times = clock(ways, pairs)
        if given.moved and given.moved < len(loaded.space):
            move_many(hnsw, given.moved)
            name = f"synotui, HNSW, {given.moved:,} moved"
            times |= clock({name: ours(hnsw)}, choose(hnsw, given.decisions, first=1))
        return times


def loaded_space(bench: Workbench) -> Space:
    """Give the space in memory."""
    loaded = bench.loaded()
    assert loaded is not None
    return loaded.space


def move_many(bench: Workbench, count: int) -> None:
    """Move many terms a little, in memory, and take up the graph of them as the program does."""
    space = loaded_space(bench)
    rows = np.random.default_rng(3).permutation(len(space))[:count]
    nudge = np.random.default_rng(4).standard_normal((count, space.dim)).astype(np.float32)
    vectors = space.base(rows)
    nudge *= 0.3 * np.linalg.norm(vectors, axis=1, keepdims=True) / np.sqrt(space.dim)
    vectors += nudge
    moves = dict(zip(space.ids[rows].tolist(), vectors, strict=True))
    space.apply(Moves(moves, np.empty(0, np.int64)))
    plan = plan_moved_index(bench)
    if plan is not None:
        with timed(f"graph of {count:,} moved"):
            adopt_moved_index(bench, plan, build_moved_index(plan))


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
    """Print one dictionary's table; ratios are to synotui with HNSW, and to updatePoint."""
    reference = p50(times["synotui, HNSW"])
    peer = times.get("hnswlib, updatePoint")
    print(f"\n{title}\n")
    rows = [
        (
            name,
            f"{p50(seconds) * 1e3:.2f}",
            f"{p99(seconds) * 1e3:.2f}",
            f"{max(seconds) * 1e3:.2f}",
            f"{p50(seconds) / reference:.2f} x",
            f"{p50(seconds) / p50(peer):.2f} x" if peer else "",
        )
        for name, seconds in times.items()
    ]
    heads = ("a decision, ms", "p50", "p99", "max", "of synotui, HNSW", "of updatePoint")
    show(heads, rows)
    print(flush=True)


def main() -> None:
    """Measure on the demo, on GloVe, and on made vectors of more dimensions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--decisions", type=int, default=200, help="decisions timed (default 200)")
    parser.add_argument(
        "--moved", type=int, default=50_000, help="terms moved before the last (default 50000)"
    )
    parser.add_argument("--rows", type=int, default=200_000, help="made vectors (default 200000)")
    parser.add_argument("--dim", type=int, default=300, help="their dimensions (default 300)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text for GloVe's")
    parser.add_argument("--only", choices=("demo", "glove", "made"), help="measure only on this")
    parser.add_argument("--keep", type=Path, help="keep the dictionaries in this folder")
    parser.add_argument(
        "--no-update-point",
        dest="update_point",
        action="store_false",
        help="leave out the peer that moves vectors inside the index",
    )
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = given.keep or scratch
        folder.mkdir(parents=True, exist_ok=True)
        made: dict[str, Callable[[], Path | None]] = {
            "demo": lambda: demo_dictionary(folder),
            "glove": lambda: glove_dictionary(folder, given.vectors),
            "made": lambda: made_dictionary(folder, given.rows, given.dim),
        }
        for kind in (given.only,) if given.only else made:
            db = made[kind]()
            if db is None:
                continue
            with open_workbench(db) as bench:
                info = bench.store.vectors.current()
            assert info is not None
            title = f"{TITLES[kind]}: {info.vectors:,} x {info.dim}"
            print(title, flush=True)
            tell(title, measure(db, scratch, given))
            if kind == "glove":
                tell_components(copied(db, "components", scratch))


if __name__ == "__main__":
    main()
