"""Fixes of a space against numpy on the whole matrix, and where there is little to fix."""

import numpy as np
import pytest

from synotui.engine.arrays import Floats, unit
from synotui.engine.fixes import FIXES, Fix, FixName, Moments, default_components, fit
from synotui.engine.space_health import HealthCheck
from synotui.errors import SettingError


def made(n: int = 700, dim: int = 12, mean: float = 3.0, seed: int = 5) -> Floats:
    """Vectors with a common mean and unequal variances."""
    rng = np.random.default_rng(seed)
    spread = rng.standard_normal((dim, dim)) * np.linspace(0.2, 2, dim)
    return (rng.standard_normal((n, dim)) @ spread + mean).astype(np.float32)


def moments(vectors: Floats, block: int = 100, *, covariance: bool = True) -> Moments:
    found = Moments(vectors.shape[1], covariance=covariance)
    for start in range(0, len(vectors), block):
        found.take(vectors[start : start + block])
    return found


def fixed(name: FixName, vectors: Floats, **options: int) -> Floats:
    return fit(name, moments(vectors), **options).apply(vectors)


def test_blocks_give_what_the_whole_gives() -> None:
    vectors = made(mean=100.0)
    whole = vectors.astype(np.float64)
    for block in (1, 64, 1000):
        variances, columns = moments(vectors, block).directions()
        np.testing.assert_allclose(moments(vectors, block).mean, whole.mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose(
            columns @ np.diag(variances) @ columns.T, np.cov(whole.T, bias=True), atol=1e-8
        )
        assert moments(vectors, block).mean_square == pytest.approx(np.square(whole).sum(1).mean())


def test_centring_is_subtracting_the_mean_and_twice_is_once() -> None:
    vectors = made()
    once = fixed("centre", vectors)
    np.testing.assert_allclose(once, vectors - vectors.mean(axis=0, dtype=float), atol=1e-5)
    np.testing.assert_allclose(fixed("centre", once), once, atol=1e-6)
    quick = fit("centre", moments(vectors, covariance=False)).apply(vectors)
    np.testing.assert_array_equal(quick, once)


def test_all_but_the_top_is_what_singular_vectors_say() -> None:
    vectors = made()
    centred = vectors - vectors.mean(axis=0, dtype=float)
    top = np.linalg.svd(centred, full_matrices=False)[2][:3]
    expected = centred - centred @ top.T @ top
    np.testing.assert_allclose(fixed("abtt", vectors, components=3), expected, atol=1e-4)
    assert np.abs(fixed("abtt", vectors, components=3) @ top.T).max() < 1e-4


@pytest.mark.parametrize("dim", [1, 4, 12])
def test_whitening_gives_identity_covariance(dim: int) -> None:
    white = fixed("whiten", made(), dim=dim)
    assert white.shape == (700, dim)
    np.testing.assert_allclose(white.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(np.atleast_2d(np.cov(white.T, bias=True)), np.eye(dim), atol=1e-4)


def test_whitening_to_fewer_dimensions_is_the_start_of_whitening_to_all() -> None:
    np.testing.assert_allclose(
        fixed("whiten", made(), dim=3), fixed("whiten", made())[:, :3], atol=1e-6
    )


@pytest.mark.parametrize("name", FIXES)
def test_it_is_the_same_every_time_and_for_each_vector_alone(name: FixName) -> None:
    vectors = made()
    made_by = fit(name, moments(vectors))
    np.testing.assert_array_equal(made_by.apply(vectors), fixed(name, vectors))
    alone = np.concatenate([made_by.apply(vectors[i : i + 1]) for i in range(50)])
    np.testing.assert_allclose(alone, made_by.apply(vectors)[:50], atol=1e-5)


@pytest.mark.parametrize("name", FIXES)
@pytest.mark.parametrize("value", [0.1, 3.0])
def test_equal_vectors_leave_nothing(name: FixName, value: float) -> None:
    vectors = np.full((500, 7), value, np.float32)
    if name == "centre":
        assert not fixed(name, vectors).any()
    else:
        with pytest.raises(SettingError, match="all vectors are the same"):
            fixed(name, vectors)


def test_fewer_vectors_than_dimensions() -> None:
    vectors = made(5, 12)
    white = fixed("whiten", vectors)
    assert white.shape == (5, 4)
    np.testing.assert_allclose(np.cov(white.T, bias=True), np.eye(4), atol=1e-4)
    with pytest.raises(SettingError, match="the vectors span 4"):
        fixed("whiten", vectors, dim=5)
    assert fixed("abtt", vectors, components=3).any(axis=1).all()
    with pytest.raises(SettingError, match="cannot remove 4 of the 4"):
        fixed("abtt", vectors, components=4)
    for name in FIXES:
        with pytest.raises(SettingError, match="two vectors"):
            fixed(name, vectors[:1])


def test_one_dimension() -> None:
    vectors = np.array([[1.0], [2.0], [6.0]], np.float32)
    np.testing.assert_allclose(fixed("centre", vectors)[:, 0], [-2, -1, 3])
    assert np.cov(fixed("whiten", vectors).T, bias=True) == pytest.approx(1)
    with pytest.raises(SettingError, match="Centring is what can be done"):
        fixed("abtt", vectors)


def test_zero_vectors_count_and_one_at_the_mean_comes_to_nothing() -> None:
    vectors = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0]], np.float32)
    assert fixed("centre", vectors).any(axis=1).tolist() == [True, True, True, True, False]
    shifted = fixed("centre", vectors + np.float32(0.1))
    assert shifted.any(axis=1).tolist() == [True, True, True, True, False]


def test_components_unless_told() -> None:
    assert [default_components(dim) for dim in (1, 50, 300, 512)] == [1, 1, 3, 5]
    assert Fix("abtt", np.zeros(3), np.eye(3)[:, :1]).dim == 3


def check(vectors: Floats, pairs: list[tuple[int, int]], block: int = 90) -> HealthCheck:
    a, b = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = HealthCheck(vectors, vectors[a], vectors[b])
    for start in range(0, len(vectors), block):
        found.take(vectors[start : start + block])
    return found


def test_health_is_what_the_whole_matrix_of_cosines_says() -> None:
    vectors = made(300, 6)
    cosines = (unit(vectors) @ unit(vectors).T).astype(np.float64)
    pairs = [(int(a), int(b)) for a, b in np.random.default_rng(2).integers(0, 150, (80, 2))]
    pairs = [(a, b + 150) for a, b in pairs]
    pairs += [(row, int(np.argsort(-cosines[row])[5])) for row in range(20)]
    found = check(vectors, pairs).result()
    off = cosines[~np.eye(300, dtype=bool)]
    assert found.random_cosine == pytest.approx(off.mean(), abs=1e-5)
    assert found.pair_cosine == pytest.approx(np.mean([cosines[pair] for pair in pairs]), abs=1e-5)
    np.fill_diagonal(cosines, -2)
    first = np.argsort(-cosines, axis=1)[:, :10]
    hits = [b in first[a] for a, b in pairs] + [a in first[b] for a, b in pairs]
    assert found.recall_at_10 == pytest.approx(np.mean(hits))


def test_health_without_pairs_and_with_vectors_that_are_none() -> None:
    vectors = made(30, 4)
    bare = check(vectors, []).result()
    assert (bare.pair_cosine, bare.recall_at_10) == (None, None)
    vectors[3] = 0
    lost = check(vectors, [(3, 4)]).result()
    assert (lost.pair_cosine, lost.recall_at_10) == (None, 0.0)
    vectors[6] = vectors[5] = made(1, 4, seed=9)[0]
    assert check(vectors, [(5, 6)]).result().recall_at_10 == 1.0
