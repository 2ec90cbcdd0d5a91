"""Association with two poles: figures as the formulas, scipy and scikit-learn give them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics.pairwise import cosine_similarity

from synotui.engine.association import (
    DRAWN,
    MOST_SPLITS,
    Figures,
    associations,
    cosines,
    intervals,
    leanings,
)


def difference(ones: Figures, others: Figures, axis: int) -> Figures:
    """The statistic of the paper, as scipy wants it."""
    found: Figures = ones.sum(axis=axis) - others.sum(axis=axis)
    return found


def by_scipy(ones: Figures, others: Figures, side: str) -> float:
    """All splits, by scipy."""
    found = stats.permutation_test(
        (ones, others), difference, n_resamples=np.inf, alternative=side, vectorized=True
    )
    return float(found.pvalue)


def test_associations_are_those_of_the_formula() -> None:
    draw = np.random.default_rng(3)
    terms, one, other = (draw.normal(size=(n, 9)).astype(np.float32) for n in (6, 4, 3))
    assert cosines(terms, one) == pytest.approx(cosine_similarity(terms, one), abs=1e-6)
    found = associations(cosines(terms, one), cosines(terms, other))
    for term, s in zip(terms, found, strict=True):
        sides = []
        for pole in (one, other):
            each = [word @ term / np.linalg.norm(word) / np.linalg.norm(term) for word in pole]
            sides.append(sum(each) / len(each))
        assert s == pytest.approx(sides[0] - sides[1], abs=1e-6)
    assert cosines(np.zeros((1, 9), np.float32), one).tolist() == [[0, 0, 0, 0]]


@given(
    st.integers(1, 5).flatmap(
        lambda size: st.tuples(
            st.lists(st.integers(-3, 3), min_size=size, max_size=size),
            st.lists(st.integers(-3, 3), min_size=1, max_size=5),
        )
    )
)
def test_p_and_d_of_all_splits(lists: tuple[list[int], list[int]]) -> None:
    ones, others = (np.array(each, np.float64) / 10 for each in lists)
    (found,), splits = leanings(ones[None], others[None])
    assert splits.exact
    parted = list(combinations(range(len(ones) + len(others)), len(ones)))
    assert splits.tried == len(parted)
    together = np.concatenate([ones, others])
    sums = [together[list(places)].sum() for places in parted]
    above = sum(each >= ones.sum() - 1e-9 for each in sums) / len(sums)
    below = sum(each <= ones.sum() + 1e-9 for each in sums) / len(sums)
    assert found.p == pytest.approx(above)
    assert found.p_two_sided == pytest.approx(min(1, 2 * min(above, below)))
    assert found.statistic == pytest.approx(ones.sum() - others.sum())
    if len(set(together.tolist())) == 1:
        assert found.effect is None and found.p == 1
    else:
        effect = (ones.mean() - others.mean()) / np.std(together, ddof=1)
        assert found.effect == pytest.approx(effect)


@pytest.mark.parametrize("sizes", [(2, 2), (8, 8), (3, 9), (9, 3)])
def test_p_is_that_of_scipy(sizes: tuple[int, int]) -> None:
    draw = np.random.default_rng(sum(sizes))
    ones, others = draw.normal(0.4, 1, (2, sizes[0])), draw.normal(0, 1, (2, sizes[1]))
    both, splits = leanings(ones, others)
    assert splits.exact
    for row, found in enumerate(both):
        assert found.p == pytest.approx(by_scipy(ones[row], others[row], "greater"))
        assert found.p_two_sided == pytest.approx(by_scipy(ones[row], others[row], "two-sided"))


def test_splits_are_drawn_where_there_are_too_many() -> None:
    draw = np.random.default_rng(1)
    ones, others = draw.normal(0.6, 1, (1, 14)), draw.normal(0, 1, (1, 12))
    (found,), splits = leanings(ones, others, seed=5)
    assert (splits.tried, splits.exact) == (DRAWN, False)
    ran = stats.permutation_test(
        (ones[0], others[0]),
        difference,
        n_resamples=40_000,
        alternative="greater",
        vectorized=True,
        rng=np.random.default_rng(2),
    )
    assert found.p == pytest.approx(ran.pvalue, abs=0.005)
    assert leanings(ones, others, seed=5)[0] == [found]
    # What no draw reaches is as small as so many draws can tell.
    (far,), _ = leanings(ones + 100, others)
    assert far.p == pytest.approx(1 / (DRAWN + 1))
    assert MOST_SPLITS > 184_756


def test_bounds_are_those_of_a_bootstrap_of_the_words() -> None:
    draw = np.random.default_rng(7)
    to_a, to_b = draw.normal(0.3, 0.1, (3, 8)), draw.normal(0.1, 0.1, (3, 6))
    bounds = intervals(to_a, to_b)
    assert bounds is not None
    for row in range(3):
        by_scipy = stats.bootstrap(
            (to_a[row], to_b[row]),
            lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis),
            method="percentile",
            n_resamples=4_000,
            rng=np.random.default_rng(1),
        )
        low, high = by_scipy.confidence_interval
        assert bounds[row] == pytest.approx([low, high], abs=0.01)
    again = intervals(to_a, to_b)
    assert again is not None and (again == bounds).all()
    assert intervals(to_a[:, :1], to_b) is None
    alike = intervals(np.full((1, 4), 0.5), np.full((1, 3), 0.2))
    assert alike is not None and alike[0] == pytest.approx([0.3, 0.3])
