"""Time of a comparison, beside gensim and numpy that work out the same figures one by one.

Random pairs of frequent terms are compared, in a dictionary that accepted pairs
have moved: distances, ranks each way, what the first 50 share, by base vectors
and as they are now; synotui's also say where the pair stands among random and
accepted pairs, the path, and what is decided. All run in turn, on this thread;
CPU is what a calm machine would take, and what ratios are of.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from dictionaries import timed
from drift import accept_many
from figures import p50, p99, show
from gensim.models import KeyedVectors
from machine import machine
from opening import make_dictionary

from synotui.engine import comparing
from synotui.engine.arrays import Floats
from synotui.model import Comparison, Verdict
from synotui.ops.comparing.compare import K, compare_texts, matrix
from synotui.ops.review import decide
from synotui.ops.terms import get_terms, term_ids
from synotui.ops.workbench import Workbench, open_workbench

T = TypeVar("T")
FREQUENT = 50_000
"""Terms that are compared are among this many of the most frequent."""
GOAL = 0.1
"""Seconds that a comparison may take."""


class Gensim:
    """gensim on the vectors of a dictionary, base and now."""

    name = "gensim"

    def __init__(self, texts: list[str], base: Floats, now: Floats) -> None:
        self.sides = [self._made(texts, vectors) for vectors in (base, now)]

    @staticmethod
    def _made(texts: list[str], vectors: Floats) -> KeyedVectors:
        made = KeyedVectors(vectors.shape[1])
        made.add_vectors(texts, vectors)
        made.fill_norms()
        return made

    def rank(self, a: str, b: str) -> int:
        """Give the rank of `b` among the neighbours of `a` by base vectors."""
        return int(self.sides[0].rank(a, b))

    def compare(self, a: str, b: str) -> list[int]:
        """Work out what a comparison has, and give the ranks: base a to b and back, now."""
        ranks = []
        for side in self.sides:
            side.similarity(a, b)
            side.distance(a, b)
            np.linalg.norm(side[a] - side[b])
            np.dot(side[a], side[b])
            ranks += [int(side.rank(a, b)), int(side.rank(b, a))]
        near = [{each for each, _ in self.sides[1].most_similar(w, topn=K)} for w in (a, b)]
        _ = near[0] & near[1]
        return ranks


class Numpy:
    """A short script: unit vectors in an array, one product for each question."""

    name = "numpy"

    def __init__(self, texts: list[str], base: Floats, now: Floats) -> None:
        self.row = {text: at for at, text in enumerate(texts)}
        self.sides = [each / np.linalg.norm(each, axis=1, keepdims=True) for each in (base, now)]

    def rank(self, a: str, b: str) -> int:
        """Give the rank of `b` among the neighbours of `a` by base vectors."""
        return self._rank(self.sides[0], self.row[a], self.row[b])[0]

    @staticmethod
    def _rank(units: Floats, a: int, b: int) -> tuple[int, Floats]:
        cosines = units @ units[a]
        cosines[a] = -np.inf
        return int((cosines > cosines[b]).sum()) + 1, cosines

    def compare(self, a: str, b: str) -> list[int]:
        """Work out what a comparison has, and give the ranks: base a to b and back, now."""
        ranks, near = [], []
        for units in self.sides:
            for one, other in ((a, b), (b, a)):
                rank, cosines = self._rank(units, self.row[one], self.row[other])
                ranks.append(rank)
                if units is self.sides[1]:
                    top = np.argpartition(-cosines, K)[:K]
                    near.append(top[np.argsort(-cosines[top])])
        _ = np.intersect1d(near[0], near[1])
        return ranks


class Spent(NamedTuple):
    """Seconds that something took, and how many of them the processor worked on it."""

    wall: float
    cpu: float


def clocked(times: list[Spent], doing: Callable[[], T]) -> T:
    """Do something and add what it took."""
    began, cpu = time.perf_counter(), time.thread_time()
    found = doing()
    times.append(Spent(time.perf_counter() - began, time.thread_time() - cpu))
    return found


def ours(found: Comparison) -> list[int]:
    """Give the ranks of a comparison in the order of the peers."""
    base = [found.base_rank_a_to_b, found.base_rank_b_to_a]
    return [*base, found.rank_a_to_b, found.rank_b_to_a]


def measure(bench: Workbench, count: int, accepted: int) -> None:
    """Compare `count` pairs, after so many were accepted."""
    loaded = bench.loaded()
    assert loaded is not None
    if accepted:
        with timed(f"{accepted:,} pairs accepted"):
            accept_many(bench, accepted)
    space = loaded.space
    texts = [term.text for term in get_terms(bench, space.ids.tolist())]
    rows = np.arange(len(space))
    base, now = space.base(rows), space.vectors(rows)
    print(f"{len(space):,} x {space.dim}, {len(space.moved):,} terms moved", flush=True)
    common = [term.text for term in get_terms(bench, term_ids(bench)[:FREQUENT])]
    draw = np.random.default_rng(7)
    pairs = [(common[a], common[b]) for a, b in draw.integers(0, len(common), (count, 2)).tolist()]
    times: dict[str, list[Spent]] = defaultdict(list)
    clocked(times["first"], partial(compare_texts, bench, *pairs[0]))
    peers: list[Gensim | Numpy] = [Gensim(texts, base, now), Numpy(texts, base, now)]
    agreed = dict.fromkeys((peer.name for peer in peers), 0)
    for pair in pairs:
        found = ours(clocked(times["ours"], partial(compare_texts, bench, *pair)))
        clocked(times["rank"], partial(_rank, bench, *pair))
        for peer in peers:
            agreed[peer.name] += found == clocked(times[peer.name], partial(peer.compare, *pair))
            clocked(times[f"{peer.name} rank"], partial(peer.rank, *pair))
    tens = [common[at] for at in draw.integers(0, len(common), 10)]
    for _ in range(count):
        clocked(times["matrix"], partial(matrix, bench, tens))
    ids = term_ids(bench)
    for at in range(10):
        decide(bench, ids[3 * at], ids[3 * at + 1], Verdict.ACCEPTED)
        clocked(times["decided"], partial(compare_texts, bench, *pairs[0]))
    _tell(times, agreed, count)


def _rank(bench: Workbench, a: str, b: str) -> int:
    """Rank `b` among the neighbours of `a` by base vectors, alone."""
    loaded = bench.loaded()
    assert loaded is not None
    space = loaded.space
    ids = bench.store.terms.ids_of_texts([a, b])
    here = space.rows_of(np.array([ids[a], ids[b]]))
    units = space.units(here, base=True)
    cosines = comparing.base_cosines(space, units[:1])[0]
    cosines[here[0]] = -np.inf
    return comparing.rank(space, units[0], cosines, comparing.cosine_of(*units), base=True)


def _tell(times: dict[str, list[Spent]], agreed: dict[str, int], count: int) -> None:
    rows = []
    for title, own, peer in (
        ("a comparison", "ours", ""),
        ("  gensim", "ours", "gensim"),
        ("  numpy", "ours", "numpy"),
        ("  after a decision", "decided", ""),
        ("  the first of a session", "first", ""),
        ("one rank", "rank", ""),
        ("  gensim", "rank", "gensim rank"),
        ("  numpy", "rank", "numpy rank"),
        ("a matrix of ten", "matrix", ""),
    ):
        wall, cpu = zip(*times[peer or own], strict=True)
        ratio = f"{p50(cpu) / p50([each.cpu for each in times[own]]):.1f} x" if peer else ""
        rows.append([title, _ms(p50(wall)), _ms(p99(wall)), _ms(p50(cpu)), ratio])
    show(("", "p50 ms", "p99 ms", "p50 CPU ms", "CPU of synotui"), rows)
    for name, same in agreed.items():
        print(f"{name}: all four ranks the same for {same} of {count} pairs")
    print(f"goal: under {1000 * GOAL:.0f} ms")


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"


def main() -> None:
    """Measure on made vectors, or on a dictionary, which is changed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--db", type=Path, help="a dictionary of your own; decisions are made in it"
    )
    parser.add_argument("--made", type=int, default=100_000, help="made vectors (default 100000)")
    parser.add_argument("--dim", type=int, default=50, help="their dimensions (default 50)")
    parser.add_argument("--accepted", type=int, help="pairs accepted first (default 20000 if made)")
    parser.add_argument("--pairs", type=int, default=60, help="pairs compared (default 60)")
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        db = given.db
        if db is None:
            db = Path(folder) / "made.db"
            with timed(f"{given.made:,} x {given.dim} made"):
                make_dictionary(db, given.made, given.dim)
        accepted = given.accepted
        if accepted is None:
            accepted = 0 if given.db else min(20_000, given.made // 8)
        with open_workbench(db) as bench:
            measure(bench, given.pairs, accepted)


if __name__ == "__main__":
    main()
