"""Figures of a space equal those of scipy and scikit-learn on the same numbers; ties; nothing."""

import itertools

import numpy as np
import pytest
import scipy.stats
import sklearn.calibration
import sklearn.metrics
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from synotui.engine.arrays import unit
from synotui.engine.evaluate import health
from synotui.engine.evaluate.analogies import answers
from synotui.engine.evaluate.bootstrap import RESAMPLES, counts, means
from synotui.engine.evaluate.calibration import calibrate, platt
from synotui.engine.evaluate.correlation import pearson, spearman
from synotui.engine.evaluate.retrieval import (
    Ranks,
    Wanted,
    by_head,
    chosen,
    directed,
    ranks,
    without,
)
from synotui.engine.evaluate.telling_apart import TellingApart
from synotui.engine.placed import Placed
from synotui.engine.space import Space

Doubles = NDArray[np.float64]
few = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.55, 0.9]), min_size=3, max_size=30)


def _space(vectors: NDArray[np.floating]) -> Placed:
    held = Space(np.arange(1, len(vectors) + 1), vectors.astype(np.float32))
    return Placed(held, len(vectors), np.empty(0, np.int64), held.parts()[0][:0])


@settings(max_examples=40)
@given(few, st.integers(0, 9))
def test_correlations_with_ties_are_those_of_scipy(values: list[float], seed: int) -> None:
    a = np.array(values)
    b = np.random.default_rng(seed).choice([1.0, 2.0, 3.5, 4.0], len(a))
    assume(len(set(a.tolist())) > 1 and len(set(b.tolist())) > 1)
    assert spearman(a, b, 0).value == pytest.approx(scipy.stats.spearmanr(a, b)[0], abs=1e-9)
    assert pearson(a, b, 0).value == pytest.approx(scipy.stats.pearsonr(a, b)[0], abs=1e-9)


def test_an_interval_is_that_of_computing_every_draw_anew() -> None:
    random = np.random.default_rng(3)
    a = random.integers(0, 9, 60).astype(np.float64)
    b = a + random.normal(0, 4, 60)
    drawn = np.concatenate(list(counts(60, 5)))
    assert drawn.shape == (RESAMPLES, 60)
    assert (drawn.sum(axis=1) == 60).all()
    for figure, of_scipy in ((spearman, scipy.stats.spearmanr), (pearson, scipy.stats.pearsonr)):
        found = figure(a, b, 5)
        for at in (0, 1, 500, 999):
            again = np.repeat(np.arange(60), drawn[at].astype(int))
            assert found.draws[at] == pytest.approx(of_scipy(a[again], b[again])[0], abs=1e-9)
        low, high = found.interval() or (0.0, 0.0)
        assert (low, high) == tuple(np.percentile(found.draws, [2.5, 97.5]))
    same = spearman(a, b, 5)
    assert same.minus(spearman(a, b, 5)) == (0.0, (0.0, 0.0))


def test_what_is_all_the_same_has_no_correlation() -> None:
    level = np.full(5, 0.5) + np.array([0, 1e-7, -1e-7, 0, 2e-7])
    for figure in (spearman, pearson):
        assert figure(np.arange(5.0), level, 0).value is None
        assert figure(np.arange(1.0), np.arange(1.0), 0).value is None
        assert figure(np.arange(0.0), np.arange(0.0), 0).value is None
    two = spearman(np.array([1.0, 2.0]), np.array([3.0, 1.0]), 0)
    assert two.value == pytest.approx(-1)
    assert two.interval() is None  # half of the draws are of one pair twice


@settings(max_examples=30)
@given(few, st.integers(0, 9))
def test_telling_apart_is_that_of_scikit_learn(values: list[float], seed: int) -> None:
    cosines = np.array(values, np.float32)
    synonyms = np.random.default_rng(seed).random(len(cosines)) < 0.5
    assume(synonyms.any() and not synonyms.all() and len(set(values)) > 1)
    apart = TellingApart(cosines, synonyms, 0)
    figures = apart.figures()
    assert figures.auc.value == pytest.approx(sklearn.metrics.roc_auc_score(synonyms, cosines))
    assert figures.average_precision.value == pytest.approx(
        sklearn.metrics.average_precision_score(synonyms, cosines)
    )
    precision, recall, thresholds = sklearn.metrics.precision_recall_curve(synonyms, cosines)
    with np.errstate(invalid="ignore"):
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))[:-1]
    best = apart.best()
    assert best is not None
    assert best.f1 == pytest.approx(f1.max())
    assert figures.f1.value == pytest.approx(f1.max())
    assert best.f1 == pytest.approx(
        sklearn.metrics.f1_score(synonyms, cosines >= best.cosine - 1e-6)
    )
    assert best.cosine == pytest.approx(thresholds[np.flatnonzero(f1 > f1.max() - 1e-12)[-1]])
    assert figures.threshold.value == pytest.approx(best.cosine)
    ours = {(round(c, 5), round(r, 9), round(p, 9)) for c, r, p in apart.curve()}
    theirs = zip(thresholds.tolist(), recall.tolist(), precision.tolist(), strict=False)
    assert ours <= {(round(c, 5), round(r, 9), round(p, 9)) for c, r, p in theirs}


def test_pairs_of_one_kind_or_of_one_cosine_are_told_apart_by_nothing() -> None:
    one = TellingApart(np.array([0.1, 0.2], np.float32), np.array([True, True]), 0)
    assert (one.figures().auc.value, one.best(), one.curve()) == (None, None, [])
    level = np.full(8, 0.5, np.float32) + np.float32(1e-7) * np.arange(8, dtype=np.float32)
    same = TellingApart(level, np.arange(8) < 2, 0)
    assert same.figures().auc.value == 0.5
    assert same.figures().average_precision.value == pytest.approx(0.25)


def test_calibration_is_platts_and_its_errors_those_of_scikit_learn() -> None:
    random = np.random.default_rng(1)
    synonyms = random.random(600) < 0.4
    cosines = np.where(synonyms, random.normal(0.6, 0.15, 600), random.normal(0.3, 0.15, 600))
    line = platt(cosines, synonyms)
    a, b = sklearn.calibration._sigmoid_calibration(cosines, synonyms)
    assert (line.slope, line.intercept) == pytest.approx((-a, -b), rel=2e-3)
    found = calibrate(cosines, synonyms, 0)
    assert found.line == line
    # The bins are of probabilities that each fifth has by a fit on the others.
    where, observed = zip(*((b.predicted, b.observed) for b in found.bins), strict=True)
    assert sum(each.n for each in found.bins) == 600
    near = line.probabilities(cosines)
    assert found.brier.value == pytest.approx(
        sklearn.metrics.brier_score_loss(synonyms, near), abs=2e-3
    )
    shares, means_ = sklearn.calibration.calibration_curve(synonyms, near, n_bins=10)
    if len(shares) == len(where):
        assert np.abs(np.array(where) - means_).max() < 0.05
        assert np.abs(np.array(observed) - shares).max() < 0.12
    ece = sum(each.n * abs(each.observed - each.predicted) for each in found.bins) / 600
    assert found.ece.value == pytest.approx(ece)


def test_perfectly_parted_and_level_pairs_have_a_finite_logistic() -> None:
    for cosines in (np.arange(40) / 40, np.full(40, 0.3)):
        line = platt(cosines, np.arange(40) >= 20)
        assert np.isfinite(line).all()
    assert calibrate(np.arange(8.0), np.arange(8) > 4, 0).brier.value is None


def test_retrieval_is_that_of_scikit_learn_and_of_counting_by_hand() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(90, 6))
    placed = _space(vectors)
    pairs = np.unique(np.sort(random.integers(0, 90, (70, 2)), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    left_out = np.array([1, 50])
    pairs = pairs[~np.isin(pairs, left_out).any(axis=1)]
    wanted = directed(pairs)
    found = by_head(wanted, ranks(placed, wanted, left_out))
    units = unit(vectors.astype(np.float32)).astype(np.float64)
    for at, head in enumerate(wanted.heads.tolist()):
        partners = set(wanted.partners[wanted.place == at].tolist())
        among = [row for row in range(90) if row != head and row not in left_out]
        scores = units[among] @ units[head]
        truth = np.array([[row in partners for row in among]])
        order = [among[place] for place in np.argsort(-scores)]
        ranked = [order.index(row) + 1 for row in partners]
        recalls = [np.mean([rank <= k for rank in ranked]) for k in (1, 10, 100)]
        ndcg = sklearn.metrics.ndcg_score(truth, scores[None], k=10)
        assert found[at] == pytest.approx([*recalls, 1 / min(ranked), ndcg])


def test_terms_equally_near_share_their_ranks() -> None:
    """Twelve terms at three places: each figure is its mean over all orders of equals."""
    vectors = np.repeat(np.eye(3) + 0.2, 4, axis=0)
    wanted = directed(np.array([[0, 1], [0, 2], [0, 5], [4, 9]]))
    found = by_head(wanted, ranks(_space(vectors), wanted, np.empty(0, np.int64)))
    scores = [1.0] * 3 + [0.5] * 8
    truth = [True, True, False, False, True, *[False] * 6]
    assert found[0, 4] == pytest.approx(sklearn.metrics.ndcg_score([truth], [scores], k=10))
    # Two partners among three that are level, one farther down.
    assert found[0, 0] == pytest.approx((1 / 3 + 1 / 3 + 0) / 3)
    first = np.mean([1 / (min(two) + 1) for two in itertools.combinations(range(3), 2)])
    assert found[0, 3] == pytest.approx(first)
    one = by_head(
        Wanted(np.array([0]), np.array([0, 0]), np.array([1, 5])),
        Ranks(np.array([4, 4]), np.array([9, 9])),
    )
    first = np.mean([1 / (4 + min(two) + 1) for two in itertools.combinations(range(10), 2)])
    assert one[0, 3] == pytest.approx(first)
    assert one[0, 1] == pytest.approx(0.6)


def test_known_partners_do_not_count_where_they_are_left_out() -> None:
    random = np.random.default_rng(2)
    vectors = random.normal(size=(40, 5))
    placed = _space(vectors)
    told = np.array([[0, 3], [0, 7], [0, 9], [2, 3]])
    asked = np.array([[0, 11], [2, 30], [5, 6]])
    wanted = directed(np.concatenate([told[:2], asked]))
    every = ranks(placed, wanted, np.empty(0, np.int64))
    fair = without(every, placed, wanted, directed(told))
    is_told = [(h, p) in {(0, 3), (3, 0), (0, 7), (7, 0)} for h, p in _listed(wanted)]
    left, found = chosen(wanted, fair, ~np.array(is_told))
    units = unit(vectors.astype(np.float32))
    known = {0: [3, 7, 9], 2: [3], 3: [0, 2], 7: [0], 9: [0]}
    for (head, partner), nearer in zip(_listed(left), found.nearer.tolist(), strict=True):
        cosines = units @ units[head]
        others = [r for r in range(40) if r not in (head, partner) and r not in known.get(head, ())]
        assert nearer == sum(cosines[other] > cosines[partner] for other in others)
    assert sorted(map(tuple, asked.tolist())) == sorted(p for p in _listed(left) if p[0] < p[1])


def _listed(wanted: Wanted) -> list[tuple[int, int]]:
    heads = wanted.heads[wanted.place].tolist()
    return list(zip(heads, wanted.partners.tolist(), strict=True))


def test_answers_leave_out_what_was_asked() -> None:
    vectors = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1], [1, 1, 0.1], [-1, 0, 0]])
    placed = _space(vectors.astype(np.float32))
    questions = np.array([[0, 1, 2], [0, 1, 2]])
    own = np.array([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [1, 3]])
    assert answers(placed, questions, own).tolist() == [3, 4]
    everything = np.array([[0, row] for row in range(6)])
    assert answers(placed, questions[:1], everything).tolist() == [-1]


def test_health_is_by_its_formulas_and_skewness_that_of_scipy() -> None:
    random = np.random.default_rng(4)
    units = unit(random.normal(size=(300, 8)).astype(np.float32))
    pairs = random.integers(0, 300, (500, 2))
    cosines = np.einsum("ij,ij->i", units[pairs[:, 0]], units[pairs[:, 1]])
    distances = np.linalg.norm(units[pairs[:, 0]] - units[pairs[:, 1]], axis=1)
    assert health.alignment(cosines, 0).value == pytest.approx((distances**2).mean(), rel=1e-5)
    spread = health.spread(cosines, 0)
    assert spread.uniformity.value == pytest.approx(
        np.log(np.exp(-2 * distances**2).mean()), rel=1e-5
    )
    assert spread.anisotropy.value == pytest.approx(cosines.mean(), abs=1e-6)
    counted = health.occurrences(units)
    assert counted is not None
    every = units @ units.T
    np.fill_diagonal(every, -2)
    by_hand = np.bincount(np.argsort(-every, axis=1)[:, :10].ravel(), minlength=300)
    assert (counted == by_hand).all()
    assert health.hubness(counted, 0).value == pytest.approx(scipy.stats.skew(by_hand))
    drawn = np.concatenate(list(counts(300, 0)))[17].astype(int)
    assert health.hubness(counted, 0).draws[17] == pytest.approx(
        scipy.stats.skew(np.repeat(by_hand, drawn))
    )


def test_a_space_of_equal_vectors_has_no_hubs() -> None:
    level = unit(np.full((50, 4), 0.7, np.float32) * np.arange(1, 51, dtype=np.float32)[:, None])
    assert health.occurrences(level) is None
    assert health.occurrences(level[:10]) is None
    assert health.hubness(np.full(20, 10), 0).value is None
    assert means(np.empty((0, 2)), 0)[0].value is None
