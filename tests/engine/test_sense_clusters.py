"""Clusters of neighbours: the tree as scipy builds it, silhouettes as scikit-learn has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from sklearn.metrics import silhouette_samples, silhouette_score

from synotui.engine.arrays import Floats, unit
from synotui.engine.sense_clusters import (
    LEAST_SILHOUETTE,
    MOST,
    cluster,
    cut_at,
    silhouettes,
    ward,
)


def directions(count: int, dim: int, seed: int) -> Floats:
    """Give unit vectors (count, dim) drawn at random."""
    return unit(np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32))


def bunches(sizes: list[int], seed: int, spread: float = 0.35) -> Floats:
    """Give unit vectors around as many directions as there are `sizes`."""
    draw = np.random.default_rng(seed)
    made = []
    for size in sizes:
        centre = draw.normal(size=20)
        noise = draw.normal(size=(size, 20)) * spread
        made.append(centre / np.linalg.norm(centre) + noise / np.sqrt(20))
    return unit(np.concatenate(made).astype(np.float32))


@given(st.integers(3, 40), st.integers(3, 12), st.integers(0, 1000))
def test_tree_and_silhouettes_are_those_of_the_peers(count: int, dim: int, seed: int) -> None:
    units = directions(count, dim, seed).astype(np.float64)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    distances = 1 - units @ units.T
    np.fill_diagonal(distances, 0)
    merges = ward(2 * distances)
    tree = linkage(pdist(units), "ward")
    heights = [merge.height for merge in merges]
    assert heights == pytest.approx(tree[:, 2].tolist(), abs=1e-6)
    for clusters in range(2, min(MOST, count - 1) + 1):
        labels = cut_at(merges, count, clusters)
        peers = fcluster(tree, clusters, "maxclust")
        assert len(set(zip(labels.tolist(), peers.tolist(), strict=True))) == clusters
        expected = silhouette_samples(units, labels, metric="cosine")
        assert silhouettes(distances, labels) == pytest.approx(expected, abs=1e-9)


def test_the_cut_is_that_of_the_best_silhouette() -> None:
    for seed in range(8):
        units = bunches([9, 6, 4], seed, spread=0.9)
        wide = units.astype(np.float64)
        tree = linkage(pdist(wide), "ward")
        cuts = [fcluster(tree, clusters, "maxclust") for clusters in range(2, MOST + 1)]
        scores = [silhouette_score(wide, labels, metric="cosine") for labels in cuts]
        found = cluster(units)
        assert found.silhouette == pytest.approx(max(scores), abs=1e-6)
        best = cuts[int(np.argmax(scores))]
        together = set(zip(found.labels.tolist(), best.tolist(), strict=True))
        assert len(together) == len(set(best.tolist()))


def test_bunches_are_found_and_the_largest_comes_first() -> None:
    found = cluster(bunches([4, 9, 6], 0))
    assert found.labels.tolist() == [2] * 4 + [0] * 9 + [1] * 6
    assert found.silhouette is not None and found.silhouette > 0.5


def test_what_has_no_bunches_is_one_cluster() -> None:
    found = cluster(directions(50, 60, 4))
    assert found.silhouette is not None and 0 < found.silhouette < LEAST_SILHOUETTE
    assert not found.labels.any()


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_identical_vectors_are_one_cluster(count: int) -> None:
    found = cluster(np.full((count, 4), 0.5, np.float32))
    assert not found.labels.any()
    assert found.silhouette == (None if count < 3 else 0)
