"""Places in the plane: PCA is scikit-learn's, all are in one frame, nothing gives NaN or fails."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from synotui.engine.arrays import Floats, unit
from synotui.engine.map import at_base, nearest, pca, place, refuse_unless_installed
from synotui.engine.search import Search
from synotui.engine.space import Moves, Space
from synotui.errors import Cancelled, MapError
from synotui.model import MapMethod, Progress


def _units(count: int, dim: int, seed: int = 0) -> Floats:
    return unit(np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32))


@pytest.mark.parametrize(("count", "dim"), [(400, 50), (60, 200), (10, 3), (3, 8), (2, 2)])
def test_pca_is_that_of_scikit_learn(count: int, dim: int) -> None:
    vectors = _units(count, dim, count)
    ours = pca(vectors)
    theirs = PCA(2, svd_solver="full").fit(vectors.astype(np.float64))
    scores = theirs.transform(vectors.astype(np.float64))
    if count == 2:
        # Of one direction alone: the other is rounding there, and nothing here.
        assert not ours.places[:, 1].any()
        scores[:, 1] = 0
    np.testing.assert_allclose(ours.places, scores, atol=1e-7)
    assert ours.explained is not None
    np.testing.assert_allclose(ours.explained, theirs.explained_variance_ratio_, atol=1e-10)


@pytest.mark.parametrize("count", [3, 40, 120])
def test_equal_directions_are_two_of_them(count: int) -> None:
    apart = np.eye(count, 130)
    ours, theirs = pca(apart), PCA(2, svd_solver="full").fit(apart)
    assert ours.explained is not None
    np.testing.assert_allclose(ours.explained, theirs.explained_variance_ratio_, atol=1e-10)
    np.testing.assert_allclose(ours.places.T @ ours.places, np.eye(2), atol=1e-8)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 50), st.sampled_from((0, 1, 2)))
def test_pca_of_anything_is_finite_and_explains_no_more_than_all(
    count: int, dim: int, seed: int, repeated: int
) -> None:
    vectors = _units(count, dim, seed)
    if repeated:
        vectors[::repeated] = vectors[0]
    found = pca(vectors)
    assert np.isfinite(found.places).all()
    if found.explained is None:
        assert not found.places.any()
    else:
        assert found.explained[0] >= found.explained[1] >= 0
        assert sum(found.explained) <= 1 + 1e-9


@pytest.mark.parametrize("count", [1, 2, 30])
def test_the_same_vectors_are_all_at_one_place(count: int) -> None:
    same = np.repeat(_units(1, 7), count, axis=0)
    found = place(same, same, "pca")
    assert not found.base.any()
    assert not found.now.any()
    assert found.explained is None
    assert ("one place" in found.note) == (count > 1)


def test_before_and_after_are_in_one_frame() -> None:
    base = _units(20, 6)
    now = base.copy()
    now[3] = base[7]
    found = place(base, now, "pca")
    np.testing.assert_allclose(found.now[3], found.base[7], atol=1e-7)
    unmoved = np.arange(20) != 3
    assert (found.base[unmoved] == found.now[unmoved]).all()
    together = PCA(2, svd_solver="full").fit_transform(np.concatenate([base, now]).astype(float))
    np.testing.assert_allclose(np.concatenate([found.base, found.now]), together, atol=1e-7)


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_other_methods_place_each_vector_once_and_tell_how_far_they_are(
    method: MapMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Compiling what UMAP needs takes far longer than placing nine points without that.
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    base = _units(8, 5)
    now = base.copy()
    now[0] = unit(base[:1] + base[1:2])[0]
    told: list[Progress] = []
    found = place(base, now, method, told.append)
    assert np.isfinite(found.base).all()
    assert found.explained is None
    assert found.method == method
    assert (found.base[1:] == found.now[1:]).all()
    assert (found.base[0] != found.now[0]).any()
    assert len(np.unique(found.base, axis=0)) == 8
    assert told[-1].done == told[-1].total or told[-1].done > 100


def test_where_there_are_too_few_it_is_pca_and_said() -> None:
    base = _units(3, 5)
    found = place(base, base, "umap")
    assert found.method == "pca"
    assert found.note == "UMAP needs 6 different vectors at least: this is PCA"
    np.testing.assert_array_equal(found.base, place(base, base, "pca").base)


def test_a_slow_method_can_be_stopped() -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled("stopped")

    base = _units(30, 5)
    with pytest.raises(Cancelled):
        place(base, base, "tsne", stop)


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(MapError, match=r"pip install 'synotui\[maps\]'"):
        refuse_unless_installed("umap")
    refuse_unless_installed("pca")


def test_the_nearest_of_before_are_those_by_base_vectors() -> None:
    base = _units(200, 8)
    space = Space(np.arange(200), base)
    moved = {3: base[100], 40: base[5], 7: base[8]}
    space.apply(Moves(moved, np.empty(0, np.int64)))
    search = Search(space)
    none = np.empty(0, np.int64)
    before = nearest(at_base(search), 3, base[3], 10, none)
    order = np.argsort(-(base @ base[3]))
    assert before.rows.tolist() == order[1:11].tolist()
    now = nearest(search, 3, base[100], 10, none)
    assert now.rows[0] == 100
    mean = base[:3].mean(axis=0)
    left_out = np.array([0, 1, 2])
    around = nearest(search, None, mean, 5, left_out)
    current = space.units(np.arange(200))
    cosines = current @ unit(mean[None])[0]
    cosines[left_out] = -2
    assert around.rows.tolist() == np.argsort(-cosines)[:5].tolist()
    assert len(nearest(search, None, mean, 500, left_out).rows) == 197
