"""Time of a map of terms, from the question to places in the plane, and of its pictures.

A head with what is decided about it, its synonym set and its nearest; the set by
itself; chosen terms. The peer does what a script would: gensim's way to the
nearest, one product with all unit vectors, now and of the base, and
scikit-learn's PCA of the same vectors. A picture is drawn of each map. CPU is
what a calm machine would take.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from decision import loaded_space
from dictionaries import copied, glove_dictionary
from drift import accept_many, graph_of_moved
from figures import p50, p99, show
from machine import machine
from sklearn.decomposition import PCA

from synotui.formats.map_svg import draw_map_svg
from synotui.model import SetOf
from synotui.ops.mapping.map import MapPlan, place_map, plan_map
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench

_PAIRS = 20_000
_HEADS = 50
_CHOSEN = 200

About = int | Sequence[str] | SetOf


class Peer:
    """Unit vectors of all terms as matrices: as a script has them."""

    def __init__(self, bench: Workbench) -> None:
        space = loaded_space(bench)
        rows = np.arange(len(space))
        self.base = space.units(rows, base=True)
        self.now = space.units(rows)
        self._space = space

    def nearest(self, term: int, k: int) -> None:
        """Find the `k` nearest, now and of the base."""
        row = self._space.row_of(term)
        assert row is not None
        for units in (self.now, self.base):
            cosines = units @ units[row]
            np.argpartition(-cosines, k)[:k]

    def place(self, plan: MapPlan) -> None:
        """Place what a map shows."""
        PCA(2).fit_transform(np.concatenate([plan.base, plan.now]))


def measure(bench: Workbench, peer: Peer, name: str, abouts: list[About], k: int) -> list[str]:
    """Give a row of times: of planning, placing, drawing, and of the peer."""
    ours: list[float] = []
    working: list[float] = []
    placing: list[float] = []
    drawing: list[float] = []
    theirs: list[float] = []
    points: list[int] = []
    for about in abouts:
        began, cpu = time.perf_counter(), time.thread_time()
        plan = plan_map(bench, about, neighbours=k)
        planned = time.perf_counter()
        found = place_map(plan)
        placed = time.perf_counter()
        working.append(time.thread_time() - cpu)
        draw_map_svg(found)
        drawn = time.perf_counter()
        ours.append(placed - began)
        placing.append(placed - planned)
        drawing.append(drawn - placed)
        points.append(len(found.points))
        began = time.perf_counter()
        if k:
            term = about if isinstance(about, int) else about[0]
            assert isinstance(term, int)
            peer.nearest(term, k)
        peer.place(plan)
        theirs.append(time.perf_counter() - began)
    told = [f"{p50(points):.0f}"]
    told += [
        f"{1000 * figure:.1f} ms" for figure in (p50(ours), p99(ours), p50(working), p50(placing))
    ]
    ratio = f"{p50(theirs) / p50(ours):.1f} x"
    return [name, *told, f"{1000 * p50(theirs):.1f} ms", ratio, f"{1000 * p50(drawing):.1f} ms"]


def run(bench: Workbench) -> None:
    """Measure maps of heads that pairs are decided about."""
    peer = Peer(bench)
    draw = np.random.default_rng(3)
    frequent = np.array(term_ids(bench)[:20_000])
    decided = sorted(set(frequent.tolist()) & bench.store.terms.decided())
    heads = [int(each) for each in draw.choice(decided, min(_HEADS, len(decided)), replace=False)]
    texts = bench.store.terms.texts(frequent.tolist())
    chosen = [[texts[at] for at in draw.choice(len(texts), _CHOSEN, replace=False)] for _ in heads]
    sets = [SetOf(head) for head in heads]
    kinds: list[tuple[str, Sequence[About], int]] = [
        ("a head, 20 nearest", heads, 20),
        ("a head, 100 nearest", heads, 100),
        ("a synonym set, 20 nearest", sets, 20),
        (f"{_CHOSEN} chosen terms", chosen, 0),
    ]
    titles = ["map", "points", "p50", "p99", "CPU", "placing", "script", "", "SVG"]
    show(titles, [measure(bench, peer, name, [*abouts], k) for name, abouts, k in kinds])


def main() -> None:
    """Run it on GloVe, or on the dictionary named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", type=Path, help="a dictionary with decided pairs, used as it is")
    parser.add_argument("--vectors", type=Path, help="vectors as word2vec text, in place of GloVe")
    parser.add_argument("--folder", type=Path, help="where dictionaries are made and kept")
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        if given.db is not None:
            with open_workbench(given.db) as bench:
                run(bench)
            return
        made = glove_dictionary(folder, given.vectors)
        if made is None:
            return
        with open_workbench(copied(made, "mapping", folder)) as bench:
            accept_many(bench, _PAIRS)
            graph_of_moved(bench)
            run(bench)


if __name__ == "__main__":
    main()
