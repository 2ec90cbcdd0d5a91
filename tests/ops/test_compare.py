"""Comparisons beside gensim, numpy and scipy on the same vectors; and with bad input."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors
from scipy.spatial import distance
from scipy.stats import percentileofscore

from synotui import text
from synotui.engine.arrays import Floats
from synotui.engine.pair_cosines import PairCosines, percentile
from synotui.engine.random_pairs import random_pairs
from synotui.engine.space import Moves, Space
from synotui.errors import BadTerm, NoVector, UnknownTerm
from synotui.model import Comparison, Verdict
from synotui.ops.comparing import standing
from synotui.ops.comparing.compare import compare, compare_texts, matrix
from synotui.ops.review import decide, decide_many
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store import in_sample

WORDS = [f"term{at:02}" for at in range(40)]
ACCEPTED = ((1, 2), (2, 3), (3, 4), (10, 11), (12, 13), (14, 15), (20, 21), (20, 22), (30, 1))


def keyed(bench: Workbench, *, base: bool) -> KeyedVectors:
    """Give gensim the very vectors."""
    loaded = bench.loaded()
    assert loaded is not None
    rows = np.arange(len(loaded.space))
    vectors = loaded.space.base(rows) if base else loaded.space.vectors(rows)
    made = KeyedVectors(loaded.space.dim)
    made.add_vectors(WORDS, vectors)
    return made


@pytest.fixture
def decided(bench: Workbench) -> Workbench:
    """The dictionary with accepted pairs, whose terms have moved."""
    for pair in ACCEPTED:
        decide(bench, *pair, Verdict.ACCEPTED)
    return bench


def made(path: Path, texts: Sequence[str], vectors: Floats) -> Workbench:
    """Make a dictionary of texts in one imported space; texts beyond the vectors have none."""
    bench = open_workbench(path, create=True)
    with bench.store.transaction():
        bench.store.terms.add((each, text.key(each), None) for each in texts)
        space = bench.store.vectors.make_space("made", "", vectors.shape[1], "2026-01-01T00:00:00Z")
        ids = bench.store.terms.ids_of_texts(texts)
        having = np.array([ids[each] for each in texts[: len(vectors)]], np.int64)
        bench.store.vectors.append(space, having, vectors)
    return bench


def test_distances_and_ranks_are_those_of_gensim_and_scipy(decided: Workbench) -> None:
    peers = keyed(decided, base=True), keyed(decided, base=False)
    chance = np.random.default_rng(3)
    for pair in [*ACCEPTED, *chance.permuted(np.tile(np.arange(40), (12, 1)), axis=1)[:, :2] + 1]:
        a, b = (WORDS[int(term) - 1] for term in pair)
        found = compare_texts(decided, a, b)
        ranks = (
            (found.base_rank_a_to_b, found.base_rank_b_to_a),
            (found.rank_a_to_b, found.rank_b_to_a),
        )
        for peer, measured, (there, back) in zip(
            peers, (found.base, found.now), ranks, strict=True
        ):
            x, y = (peer[each].astype(np.float64) for each in (a, b))
            assert measured.cosine == pytest.approx(float(peer.similarity(a, b)), abs=1e-5)
            assert 1 - measured.cosine == pytest.approx(float(peer.distance(a, b)), abs=1e-5)
            assert measured.euclidean == pytest.approx(distance.euclidean(x, y), abs=1e-6)
            assert measured.dot == pytest.approx(float(np.dot(x, y)), abs=1e-6)
            assert (there, back) == (peer.rank(a, b), peer.rank(b, a))


def test_shared_neighbours_are_those_of_gensim(decided: Workbench) -> None:
    peer = keyed(decided, base=False)
    found = compare(decided, 1, 3, k=15)
    near = [dict(peer.most_similar(WORDS[at], topn=15)) for at in (0, 2)]
    shared = [each for each in near[0] if each in near[1]]
    assert {each.term.text for each in found.shared} == {*shared} and shared
    for each in found.shared:
        word = each.term.text
        assert [each.rank_a, each.rank_b] == [[*side].index(word) + 1 for side in near]
        assert [each.cosine_a, each.cosine_b] == pytest.approx([s[word] for s in near], abs=1e-5)
    least = [min(each.cosine_a, each.cosine_b) for each in found.shared]
    assert least == sorted(least, reverse=True)


def test_percentiles_are_those_of_scipy(decided: Workbench) -> None:
    for term, other in ((1, 2), (1, 3), (5, 6), (20, 22), (31, 30)):
        found = compare(decided, term, other)
        for peer, side in (
            (keyed(decided, base=True), "base"),
            (keyed(decided, base=False), "now"),
        ):
            units = peer.get_normed_vectors()
            every = [float(units[a] @ units[b]) for a, b in combinations(range(40), 2)]
            accepted = [
                float(units[a - 1] @ units[b - 1]) for a, b in ACCEPTED if {a, b} != {term, other}
            ]
            cosine = float(units[term - 1] @ units[other - 1])
            for cosines, stands in ((every, found.random), (accepted, found.accepted)):
                assert stands is not None and stands.pairs == len(cosines)
                expected = percentileofscore(np.round(cosines, 5), round(cosine, 5), kind="mean")
                assert getattr(stands, side) == pytest.approx(expected, abs=1e-6)
                spread = getattr(stands, f"{side}_spread")
                assert spread == pytest.approx(
                    np.percentile(cosines, (5, 25, 50, 75, 95)), abs=1e-5
                )


def test_what_is_decided_later_changes_percentiles_and_ranks(decided: Workbench) -> None:
    before = compare(decided, 5, 6)
    assert before.accepted is not None and before.random is not None
    decide(decided, 5, 6, Verdict.ACCEPTED)
    after = compare(decided, 5, 6)
    assert after.pair is not None and after.accepted is not None and after.random is not None
    assert after.accepted.pairs == before.accepted.pairs == len(ACCEPTED)
    assert after.now.cosine > before.now.cosine == after.base.cosine
    assert after.random.now > before.random.now and after.random.base == before.random.base
    with open_workbench(decided.path) as other:
        assert compare(other, 5, 6) == after


def test_a_sample_of_accepted_pairs_stays_when_there_are_many(
    decided: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for head in range(1, 31):
        decide_many(decided, head, range(head + 1, 41), Verdict.ACCEPTED)
    some, shares = decided.store.pairs.accepted_sample(300)
    assert 100 < len(some) < 300 and shares == 256
    every, whole = decided.store.pairs.accepted_sample(735)
    assert len(every) == 735 and whole == 1024
    assert {*some} == {pair for pair in every if in_sample(*pair, shares)}
    monkeypatch.setattr(standing, "ACCEPTED", 300)
    for pair in ((1, 2), (3, 4), (5, 6)):
        found = compare(decided, *pair)
        assert found.accepted is not None
        assert found.accepted.pairs == len(some) - (pair in some)
        decide(decided, *pair, Verdict.REJECTED)
        some = [each for each in some if each != pair]
    decide(decided, 31, 32, Verdict.ACCEPTED)
    some += [(31, 32)] * in_sample(31, 32, shares)
    with open_workbench(decided.path) as other:
        assert compare(other, 33, 34).accepted == compare(decided, 33, 34).accepted


def test_cosines_of_pairs_follow_what_moves() -> None:
    vectors = np.random.default_rng(8).standard_normal((50, 6)).astype(np.float32)
    space = Space(np.arange(50), vectors)
    drawn = random_pairs(np.arange(50), 400, 1, np.empty((0, 2), np.int64)).T
    sample = PairCosines(space, *drawn)
    assert (sample.now == sample.base).all()
    back = space.apply(Moves({3: vectors[9], 4: -vectors[9]}, np.empty(0, np.int64)))
    anew = PairCosines(Space(np.arange(50), space.vectors(np.arange(50))), *drawn)
    assert sample.now == pytest.approx(anew.base, abs=1e-6)
    assert percentile(sample.now, 1.0) == percentileofscore(
        np.round(anew.base, 5), 1.0, kind="mean"
    )
    space.apply(back)
    assert (sample.now == sample.base).all()


def told(found: Comparison) -> tuple[object, ...]:
    ranks = found.rank_a_to_b, found.rank_b_to_a, found.base_rank_a_to_b, found.base_rank_b_to_a
    return (*ranks, found.pair, found.path)


def test_the_same_term_twice(decided: Workbench) -> None:
    found = compare_texts(decided, "term00", " TERM00 ")
    assert told(found) == (0, 0, 0, 0, None, ())
    assert found.no_path == "both are the same term"
    assert found.now.cosine == pytest.approx(1) and found.now.euclidean == 0


def test_a_space_of_identical_vectors(tmp_path: Path) -> None:
    same = np.repeat(np.random.default_rng(1).standard_normal((1, 7)), 30, 0).astype(np.float32)
    with made(tmp_path / "same.db", WORDS[:30], same) as bench:
        found = compare(bench, 4, 19)
        assert told(found) == (1, 1, 1, 1, None, ())
        assert found.random is not None
        assert (found.random.base, found.random.now, found.accepted) == (50, 50, None)
        assert [each.rank_a for each in found.shared] != [] and found.base.euclidean == 0
        decide(bench, 4, 19, Verdict.ACCEPTED)
        assert compare(bench, 4, 19).accepted is None


def test_terms_that_cannot_be_placed(tmp_path: Path) -> None:
    vectors = np.eye(2, 3, dtype=np.float32)
    with made(tmp_path / "few.db", ["普拉多", "霸道", "越野车"], vectors) as bench:
        with pytest.raises(UnknownTerm) as unknown:
            compare_texts(bench, "普拉多", "普拉朵")
        assert unknown.value.closest[0] == "普拉多"
        for pair in (("越野车", "霸道"), ("霸道", "越野车")):
            with pytest.raises(NoVector, match="越野车"):
                compare_texts(bench, *pair)
        with pytest.raises(NoVector):
            compare(bench, 1, 3)
        for bad in ("", "  ", "a\x00b", "长" * 2_000):
            with pytest.raises(BadTerm):
                compare_texts(bench, "普拉多", bad)
        decide(bench, 1, 3, Verdict.ACCEPTED)
        decide(bench, 3, 2, Verdict.ACCEPTED)
        found = compare(bench, 1, 2)
        assert found.base.cosine == 0 and found.accepted is None
        assert [(each.base, each.now) for each in found.path] == [(None, None)] * 2
    with made(tmp_path / "one.db", ["普拉多"], vectors[:1]) as bench:
        alone = compare(bench, 1, 1)
        assert alone.random is None and alone.shared == ()
    with (
        open_workbench(tmp_path / "none.db", create=True) as bench,
        pytest.raises(NoVector, match="no vectors"),
    ):
        compare_texts(bench, "a", "b")


def test_terms_taken_out_of_use_do_not_count(decided: Workbench) -> None:
    found = compare(decided, 6, 7)
    nearest = min(found.shared, key=lambda each: each.rank_a)
    ahead = compare(decided, 6, nearest.term.id).rank_a_to_b
    with decided.store.transaction():
        decided.store.terms.retire([nearest.term.id], True)
    again = compare(decided, 6, 7)
    assert nearest.term not in [each.term for each in again.shared]
    assert again.rank_a_to_b == found.rank_a_to_b - (ahead < found.rank_a_to_b)


def test_a_matrix_is_that_of_gensim(decided: Workbench) -> None:
    words = ["term05", "term00", "term01", "term05"]
    found = matrix(decided, words)
    assert [item.text for item in found.items] == words
    for rows, peer in (
        (found.base, keyed(decided, base=True)),
        (found.now, keyed(decided, base=False)),
    ):
        for word, row in zip(words, rows, strict=True):
            expected = [float(peer.similarity(word, other)) for other in words]
            assert row == pytest.approx(expected, abs=1e-5)
    assert [(pair.low, pair.high) for pair in found.pairs] == [(1, 2)]
    assert replace(matrix(decided, ()), pairs=()).now == ()
