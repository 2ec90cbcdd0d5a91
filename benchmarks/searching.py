"""Retrieval of a term's candidates while vectors move, beside a bare hnswlib query.

synotui searches as for its candidates: the twenty nearest by current cosine,
scored exactly. Its peer is the same graph asked for twenty rows by hnswlib
alone, with its labels taken as they come: it knows nothing of what has moved.
Terms move as accepting a pair moves them, in pairs of near neighbours. Recall
is the share of the ten nearest by exact search that are found, in current
vectors. Terms asked about are drawn evenly from the whole list, and from the
most frequent, which lie where there are more links.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import hnswlib
import numpy as np
from dictionaries import bare_graph, glove_dictionary, made_dictionary, timed, with_vectors
from figures import p50, p99, show
from machine import machine

from synotui.engine.arrays import Ints
from synotui.engine.moved_index import MovedIndex
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space
from synotui.ops.workbench import open_workbench

ASKED = 20
TOP = 10
ALIKE = 1e-6
"""Cosines closer than this are the same: either of two rows will do."""
STAY = 0.5
MOVES = (0, 1_000, 10_000, 50_000)
SETTLED_FROM = 5_000
"""Moved vectors from which synotui makes a graph of them."""
FREQUENT = 20_000
TURN = 10
"""Searches one way makes before it is the other's turn, on other terms."""


class Row(NamedTuple):
    """A line of the table."""

    moved: int
    way: str
    times: list[float]
    bare: list[float]
    """What bare queries took meanwhile."""
    recall: float


def rows_to_ask(space: Space, among: int, queries: int) -> Ints:
    """Draw rows from the first `among`."""
    drawn: Ints = np.random.default_rng(7).permutation(among)[: 2 * queries].astype(np.int64)
    return drawn


def ask(search: Search, row: int) -> Ints:
    """Give what synotui retrieves for a row."""
    return search.neighbours(row, ASKED).rows


def time_both(
    space: Space, search: Search, graph: hnswlib.Index, rows: Ints
) -> tuple[list[float], list[float]]:
    """Give the seconds of synotui's searches and of bare ones, each on its half of `rows`."""

    def bare(row: int) -> object:
        return graph.knn_query(units[row], k=ASKED, num_threads=1)

    ours, theirs = rows[::2].tolist(), rows[1::2].tolist()
    units = dict(zip(theirs, space.units(rows[1::2]), strict=True))
    ways: list[tuple[list[int], Callable[[int], object], list[float]]] = [
        (ours, lambda row: ask(search, row), []),
        (theirs, bare, []),
    ]
    for start in range(0, len(ours), TURN):
        for asked, way, times in ways:
            for row in asked[start : start + TURN]:
                began = time.perf_counter()
                way(row)
                times.append(time.perf_counter() - began)
    return ways[0][2], ways[1][2]


def recall(space: Space, rows: Ints, found: Callable[[int], Ints]) -> float:
    """Give the share of the ten nearest of `rows` that are `found`."""
    hits = 0
    for row in rows.tolist():
        query = space.units(np.array([row]))[0]
        cosines = space.all_cosines(query)
        cosines[row] = -np.inf
        least = np.partition(cosines, -TOP)[-TOP]
        near = [other for other in found(row).tolist() if other != row][:TOP]
        hits += int((cosines[near] >= least - ALIKE).sum())
    return hits / (TOP * len(rows))


def pairs_to_move(space: Space, graph: hnswlib.Index, count: int) -> Ints:
    """Draw pairs of near neighbours (count / 2, 2), each row in one pair at most."""
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for row in np.random.default_rng(11).permutation(len(space)).tolist():
        if 2 * len(pairs) >= count:
            break
        unit = space.units(np.array([row]), base=True)[0]
        near = graph.knn_query(unit, k=6, num_threads=1)[0][0].astype(int).tolist()
        other = next((i for i in near if i != row and i not in taken), None)
        if row not in taken and other is not None:
            taken |= {row, other}
            pairs.append((row, other))
    return np.array(pairs, np.int64).reshape(-1, 2)


def accept(space: Space, pairs: Ints) -> None:
    """Move both terms of each pair to where the pair by itself comes to rest."""
    one, other = space.base(pairs[:, 0]), space.base(pairs[:, 1])
    drawn = np.concatenate([one + (other - one) / (2 + STAY), other + (one - other) / (2 + STAY)])
    ids = space.ids[pairs.T.ravel()].tolist()
    space.apply(Moves(dict(zip(ids, drawn, strict=True)), np.empty(0, np.int64)))


def measure(db: Path, title: str, queries: int, moves: tuple[int, ...], sample: int) -> None:
    """Print the tables of one dictionary."""
    with open_workbench(db) as bench, timed("opened"):
        loaded = with_vectors(bench, index=True)
    space, search = loaded.space, loaded.search
    graph = bare_graph(db, space.dim)
    kinds = {"all terms": rows_to_ask(space, len(space), queries)}
    if len(space) > 2 * FREQUENT:
        kinds[f"the first {FREQUENT:,}"] = rows_to_ask(space, FREQUENT, queries)
    tables: dict[str, list[Row]] = {kind: [] for kind in kinds}

    def take(way: str, retrieve: Callable[[int], Ints] | None = None) -> None:
        for kind, rows in kinds.items():
            ours, bare = time_both(space, search, graph, rows)
            # Asked of other terms than were timed last, whose answers are at hand.
            found = recall(space, rows[:sample], retrieve or (lambda row: ask(search, row)))
            times = bare if retrieve else ours
            tables[kind].append(Row(len(space.moved), way, times, bare, found))

    def labels(row: int) -> Ints:
        query = space.units(np.array([row]))[0]
        found: Ints = graph.knn_query(query, k=ASKED, num_threads=1)[0][0].astype(np.int64)
        return found

    pairs = pairs_to_move(space, graph, min(max(moves), len(space) // 2))
    for target in moves:
        accept(space, pairs[len(space.moved) // 2 : target // 2])
        take("hnswlib", labels)
        take("synotui")
        if len(space.moved) > SETTLED_FROM:
            with timed(f"graph of {len(space.moved):,} moved"):
                moved_index = MovedIndex(space.moved.snapshot())
            search.settle(moved_index)
            take("synotui, graph of the moved")
            space.moved.unsettle()
    for kind, rows in tables.items():
        tell(f"{title}: {len(space):,} x {space.dim}, asked about {kind}", rows)


def tell(title: str, rows: list[Row]) -> None:
    """Print one table."""
    print(f"\n{title}\n")
    lines = [
        (
            f"{row.moved:,}",
            row.way,
            f"{p50(row.times) * 1e3:.3f}",
            f"{p99(row.times) * 1e3:.3f}",
            f"{p50(row.times) / p50(row.bare):.2f} x",
            f"{row.recall:.3f}",
        )
        for row in rows
    ]
    show(("moved", "way", "p50 ms", "p99 ms", "of hnswlib", "recall@10"), lines)
    print(flush=True)


def main() -> None:
    """Measure on GloVe, and on made vectors of more dimensions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=int, default=500, help="searches timed (default 500)")
    parser.add_argument(
        "--sample", type=int, default=200, help="terms whose recall is told (default 200)"
    )
    parser.add_argument(
        "--moves", type=int, nargs="+", default=MOVES, help="terms moved (default up to 50000)"
    )
    parser.add_argument("--rows", type=int, default=100_000, help="made vectors (default 100000)")
    parser.add_argument("--dim", type=int, default=300, help="their dimensions (default 300)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text for GloVe's")
    parser.add_argument("--only", choices=("glove", "made"), help="measure only on this")
    parser.add_argument("--keep", type=Path, help="keep the files in this folder, or find them")
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        wanted = (tuple(given.moves), given.sample)
        if given.only != "made" and (db := glove_dictionary(folder, given.vectors)):
            measure(db, "GloVe", given.queries, *wanted)
        if given.only != "glove":
            db = made_dictionary(folder, given.rows, given.dim)
            measure(db, "Made vectors", given.queries, *wanted)


if __name__ == "__main__":
    main()
