"""Whether clusters of neighbours tell the senses of a term apart, on a curated dictionary.

Two groups of heads with two accepted synonyms or more: those that a synonym set
is suspected to be joined by, whose synonyms are on two sides, and others drawn
at random. Told is the share of pairs of synonyms (of different sides; of any)
that are in different clusters, with the shipped method (Ward) and with scipy's
average and complete linkage on the same vectors, cut by the same silhouette. The
suspicion itself is by base vectors, and other heads may well have two senses too.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from figures import p50, show
from machine import machine
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import silhouette_score

from synotui.engine.sense_clusters import LEAST_SILHOUETTE, MOST
from synotui.model import SynonymSet
from synotui.ops.exploring.sense_clusters import SenseClusters, cluster_senses
from synotui.ops.grouping.sets import list_sets
from synotui.ops.grouping.splitting import sides_of
from synotui.ops.workbench import Workbench, open_workbench

METHODS = ("Ward, shipped", "average", "complete")


class Head(NamedTuple):
    """A term, and pairs of its synonyms that are or are not of different senses."""

    text: str
    pairs: Sequence[tuple[int, int]]


def suspected(sets: Sequence[SynonymSet]) -> Iterator[Head]:
    """Give the terms that join two sets, with pairs of synonyms across."""
    for found in sets:
        sides = sides_of(found) if found.bridge and found.bridge.term else None
        if sides is not None:
            one, other = (
                [sides.other_end(link).term.id for link in links]
                for links in (sides.ones, sides.others)
            )
            yield Head(sides.term.term.text, [*product(one, other)])


def others(sets: Sequence[SynonymSet]) -> Iterator[Head]:
    """Give a term with two synonyms or more of each set that is not suspected."""
    for found in sets:
        if found.bridge is None and found.size <= 8:
            head = found.members[0]
            ends = [
                (link.synonym if link.head == head else link.head).term.id
                for link in found.links
                if head in (link.head, link.synonym)
            ]
            if len(ends) > 1:
                yield Head(head.term.text, [*combinations(ends, 2)])


def apart(head: Head, homes: dict[int, int]) -> float:
    """Give the share of a head's pairs that are in different clusters."""
    known = [(homes[a], homes[b]) for a, b in head.pairs if a in homes and b in homes]
    return sum(a != b for a, b in known) / max(1, len(known))


def by_scipy(bench: Workbench, found: SenseClusters, method: str) -> dict[int, int]:
    """Give each member's cluster by another linkage on the same vectors."""
    loaded = bench.loaded()
    assert loaded is not None
    ids = [each.term.id for cluster in found.clusters for each in cluster.members]
    rows = loaded.space.rows_of(np.array(ids, np.int64))
    units = loaded.space.units(rows, base=found.base).astype(np.float64)
    distances = np.maximum(1 - units @ units.T, 0)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), method)
    cuts = [fcluster(tree, count, "maxclust") for count in range(2, MOST + 1)]
    scores = [silhouette_score(distances, cut, metric="precomputed") for cut in cuts]
    best = int(np.argmax(scores))
    labels = cuts[best] if scores[best] >= LEAST_SILHOUETTE else np.ones(len(ids), np.int64)
    return dict(zip(ids, labels.tolist(), strict=True))


def main() -> None:
    """Measure both groups, by base vectors and by adjusted ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db", type=Path, help="a dictionary with accepted pairs and vectors")
    parser.add_argument("--heads", type=int, default=100, help="heads of each group")
    given = parser.parse_args()
    print(*machine(), sep="\n")
    rows = []
    with open_workbench(given.db) as bench:
        sets = list_sets(bench)
        groups = [*suspected(sets)], [*others(sets)]
        draw = random.Random(0)
        chosen = [draw.sample(heads, min(given.heads, len(heads))) for heads in groups]
        for base in (True, False):
            shares: list[list[list[float]]] = [[[], []] for _ in METHODS]
            times = []
            for group, heads in enumerate(chosen):
                for head in heads:
                    began = time.perf_counter()
                    found = cluster_senses(bench, head.text, base=base)
                    times.append((time.perf_counter() - began) * 1000)
                    homes = {
                        each.term.id: at
                        for at, cluster in enumerate(found.clusters)
                        for each in cluster.members
                    }
                    shares[0][group].append(apart(head, homes))
                    for at, method in enumerate(METHODS[1:], 1):
                        shares[at][group].append(apart(head, by_scipy(bench, found, method)))
            for at, method in enumerate(METHODS):
                figures = [f"{np.mean(share):.2f}" for share in shares[at]]
                told = f"{p50(times):.0f} ms" if at == 0 else ""
                rows.append([method, "base" if base else "adjusted", *figures, told])
    print(
        f"\n{len(chosen[0])} heads that are suspected to join two sets, {len(chosen[1])} others\n"
    )
    show(["clusters by", "vectors", "apart: suspected", "apart: others", "p50"], rows)


if __name__ == "__main__":
    main()
