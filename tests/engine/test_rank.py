"""Which pairs to look at next: a curator played through the queue, and what the ranker keeps."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from synotui.engine.arrays import Floats
from synotui.engine.rank.calibration import Calibration, calibrate
from synotui.engine.rank.hand import Cosine, Hand, Prior
from synotui.engine.rank.logistic import log_loss, sigmoid
from synotui.engine.rank.prior import Shipped, head_hash, shipped
from synotui.engine.rank.queue import Queue, Strategy
from synotui.engine.rank.ranker import Ranker
from synotui.engine.rank.sources import BITS, pool_of
from synotui.engine.rank.trees import Trees, grow, share_of
from synotui.engine.rank.view import View, view_of_arrays

Gold = set[tuple[int, int]]
SETS = 60
FIRST = ("bar", "cel", "dom", "fir", "gul", "hap", "jin", "kor", "lum", "mov")
SECOND = ("ta", "ne", "si", "lo", "ru", "pa", "ve", "ki", "zo")


def curated() -> tuple[list[str], Floats, Gold]:
    """Make sets of four terms near each other, of which those that begin alike are synonyms."""
    rng = np.random.default_rng(5)
    keys, vectors, gold = [], [], set()
    for place in range(SETS):
        stem = FIRST[place % 10] + SECOND[place // 10]
        other = FIRST[(place * 7 + 3) % 10] + SECOND[(place * 5 + 2) % 9]
        centre = rng.standard_normal(12)
        keys += [f"{stem}ma", f"{stem}mon", f"{other}{place}x", f"{place}y{other}"]
        vectors += [centre + 0.5 * rng.standard_normal(12) for _ in range(4)]
        gold.add((4 * place, 4 * place + 1))
    return keys, np.array(vectors, np.float32), gold


KEYS, VECTORS, GOLD = curated()
HEADS = np.arange(0, 4 * SETS, 4)


def queue_of(strategy: Strategy = "likeliest", **options: object) -> Queue:
    view = view_of_arrays(KEYS, VECTORS)
    return Queue(view, pool_of(view, HEADS), HEADS, strategy=strategy, **options)  # type: ignore[arg-type]


def answer(queue: Queue, count: int, gold: Gold = GOLD) -> list[bool]:
    """Answer `count` questions by the gold; give what the answers were."""
    given = []
    for _ in range(count):
        asked = queue.next()[0]
        pair = min(asked.head, asked.other), max(asked.head, asked.other)
        queue.decide(asked.head, asked.other, pair in gold)
        given.append(pair in gold)
    return given


@pytest.fixture(scope="module")
def reviewed() -> Queue:
    queue = queue_of()
    answer(queue, 100)
    return queue


def test_a_curator_finds_what_he_accepts_sooner_than_by_cosine(reviewed: Queue) -> None:
    by_cosine = queue_of(prior=Cosine(), learning=False)
    pairs = ((c.head, c.other) for c in by_cosine.next(100))
    found = sum((min(pair), max(pair)) in GOLD for pair in pairs)

    assert sum(reviewed.ranker.records.accepted) >= 1.5 * found
    assert sum(reviewed.ranker.records.accepted) >= 0.85 * SETS


def test_the_same_verdicts_give_the_same_order(reviewed: Queue) -> None:
    again = queue_of()
    answer(again, 100)

    assert again.next(50) == reviewed.next(50)


def test_fits_made_elsewhere_give_the_same_as_those_made_at_once(reviewed: Queue) -> None:
    apart = queue_of(fitting=False)
    pairs = reviewed.ranker.records.pairs.tolist()
    for (a, b), accepted in zip(pairs, reviewed.ranker.records.accepted.tolist(), strict=True):
        apart.decide(a, b, bool(accepted))
        while (count := apart.ranker.due) is not None:
            apart.take(apart.ranker.compute(count))

    assert apart.next(50) == reviewed.next(50)


def test_a_ranker_goes_on_from_what_was_kept(reviewed: Queue) -> None:
    state = reviewed.ranker.state()
    view = view_of_arrays(KEYS, VECTORS)
    view.graph = reviewed.view.graph
    reopened = Queue(view, pool_of(view, HEADS), HEADS, state=state)

    assert reopened.ranker.learnt.seen == reviewed.ranker.learnt.seen
    assert np.array_equal(reopened.ranker.calibration, reviewed.ranker.calibration)
    expected = {(c.head, c.other): c.probability for c in reviewed.next(20)}
    for candidate in reopened.next(10):
        assert expected[candidate.head, candidate.other] == pytest.approx(candidate.probability)


@pytest.mark.parametrize("state", [b"", b"no archive", b"PK\x03\x04 and no more"])
def test_what_is_no_state_changes_nothing(state: bytes) -> None:
    ranker = queue_of().ranker
    before = ranker.learnt

    assert not ranker.restore(state)
    assert ranker.learnt is before


def test_the_state_of_other_features_is_not_gone_on_from(reviewed: Queue) -> None:
    ranker = reviewed.ranker
    other = Ranker([*ranker.names[:-1], "another"], ranker.scale)

    assert not other.restore(ranker.state())


@pytest.mark.parametrize("accepted", [True, False])
def test_nothing_but_one_verdict_so_far_is_learnt_from(accepted: bool) -> None:
    queue = queue_of()
    for _ in range(30):
        asked = queue.next()[0]
        queue.decide(asked.head, asked.other, accepted)

    assert np.isfinite(queue.probabilities).all()
    assert len(queue.next(10)) == 10
    assert not queue.remaining().enough


def test_the_last_of_contradicting_verdicts_counts() -> None:
    back_and_forth, plain = queue_of(fitting=False), queue_of(fitting=False)
    asked = plain.next(30)
    for candidate in asked:
        back_and_forth.decide(candidate.head, candidate.other, True)
    for candidate in asked:
        for queue in (plain, back_and_forth):
            queue.decide(candidate.head, candidate.other, candidate.position % 3 == 0)

    assert back_and_forth.ranker.records.standing(60).sum() == 30
    assert back_and_forth.view.graph.pairs() == plain.view.graph.pairs()


def test_a_verdict_taken_back_is_asked_for_again_and_teaches_nothing() -> None:
    queue = queue_of()
    answer(queue, 30)
    asked = queue.next()[0]
    queue.decide(asked.head, asked.other, True)
    queue.reopen(asked.head, asked.other)

    assert queue.undecided[asked.position]
    assert not queue.ranker.records.standing(31)[30]
    assert queue.view.graph.verdict(asked.head, asked.other) is None


def test_a_skipped_pair_is_asked_no_more_and_teaches_nothing() -> None:
    queue = queue_of()
    asked = queue.next()[0]
    queue.decide(asked.head, asked.other, None)

    assert not len(queue.ranker.records)
    assert queue.next()[0].position != asked.position


def test_friends_of_friends_come_into_the_pool() -> None:
    queue = queue_of()
    far = 4 * SETS - 2
    queue.decide(0, 1, True)
    queue.decide(1, far, True)
    position = queue.pool.position(0, far)

    assert position is not None
    assert queue.pool.sources[position] & BITS["friends"]
    assert queue.undecided[position]
    assert position in {c.position for c in queue.next(len(queue.pool), BITS["friends"])}
    values = dict(zip(queue.table.names, queue.table.values[position], strict=True))
    assert values["friends"] == pytest.approx(np.log(2))


def test_by_head_goes_head_by_head_and_frequent_heads_come_first() -> None:
    view = view_of_arrays(KEYS, VECTORS, order=np.arange(len(KEYS), 0, -1).astype(np.float32))
    pool = pool_of(view, HEADS)
    by_head = [c.head for c in Queue(view, pool, HEADS, strategy="by-head").next(200)]
    frequent = [c.head for c in Queue(view, pool, HEADS, strategy="frequent-heads").next(200)]

    assert by_head == sorted(by_head)
    assert frequent == sorted(frequent, reverse=True)


def test_the_most_uncertain_are_spread_over_heads(reviewed: Queue) -> None:
    queue = queue_of("uncertain", ranker=reviewed.ranker)
    asked = queue.next(20)

    assert len({c.head for c in asked}) > 12
    likeliest = queue_of(ranker=reviewed.ranker).next(20)
    assert np.mean([abs(c.probability - 0.5) for c in asked]) < np.mean(
        [abs(c.probability - 0.5) for c in likeliest]
    )


def test_what_remains_is_estimated_with_an_interval_that_holds_it() -> None:
    queue = queue_of()
    assert not queue.remaining().enough
    cosines = queue.table.values[:, queue.table.names.index("cosine")]
    chance = np.random.default_rng(2).random(len(cosines)) < sigmoid(12 * cosines - 9)
    pairs = zip(queue.pool.heads.tolist(), queue.pool.others.tolist(), strict=True)
    gold = {(min(pair), max(pair)) for pair, is_gold in zip(pairs, chance, strict=True) if is_gold}
    answer(queue, 150, gold)
    found = queue.remaining()
    left = int(chance[queue.undecided[: len(chance)]].sum())

    assert left > 10
    assert found.enough
    assert found.undecided == int(queue.undecided.sum())
    assert found.low <= left <= found.high
    assert found.low <= found.expected <= found.high
    assert found.next_hundred <= found.expected + 1e-3


def test_reasons_tell_what_the_curator_goes_by(reviewed: Queue) -> None:
    asked = reviewed.next()[0]
    told = reviewed.reasons(asked.position, 5)

    assert 0 < len(told) <= 5
    assert all(reason.sentence for reason in told)
    pushes = [abs(reason.push) for reason in told]
    assert pushes == sorted(pushes, reverse=True)


def test_calibration_straightens_what_was_said_too_surely() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(-2, 2, 2000).astype(np.float32)
    accepted = (rng.random(2000) < sigmoid(0.5 * logits - 0.5)).astype(np.float32)
    found = calibrate(logits, accepted)

    assert found.stretch == pytest.approx(0.5, abs=0.1)
    assert found.shift == pytest.approx(-0.5, abs=0.2)
    assert calibrate(logits[:0], accepted[:0]) == Calibration()
    assert calibrate(logits[:40], (logits[:40] < -2).astype(np.float32)).stretch > 0


def prior_file(folder: Path, columns: Iterable[str]) -> Path:
    """Write a prior that reads nothing but the first of `columns`."""
    path = folder / "prior.npz"
    columns = list(columns)
    first = np.zeros((1, 2 * len(columns), 2), np.float32)
    first[0, 0] = 1, -1
    np.savez(
        path,
        columns=np.array(columns),
        absent=np.array(True),
        weights0=first,
        bias0=np.zeros((1, 2), np.float32),
        weights1=np.array([[[1.0], [-1.0]]], np.float32),
        bias1=np.full((1, 1), -3.0, np.float32),
        start=np.array(["friends"]),
        start_weights=np.array([0.75]),
        heads=np.sort(np.array([head_hash("walk"), head_hash("talk")], np.uint64)),
        about=np.array("made for a test"),
    )
    return path


def test_a_prior_file_is_read_by_the_names_of_columns(tmp_path: Path) -> None:
    prior = shipped(prior_file(tmp_path, ["whitened", "of a later version"]))
    assert isinstance(prior, Shipped)
    z = np.array([[0.0, 2.0], [0.0, np.nan], [0.0, -1.0]], np.float32)

    assert prior.logits(["cosine", "whitened"], z).tolist() == [-1.0, -3.0, -4.0]
    assert prior.weights == {"friends": 0.75}
    assert prior.trained_on(["walk", "balk", "talk"]).tolist() == [True, False, True]
    assert shipped(tmp_path / "none.npz") is None


def test_the_hand_prior_is_its_formula() -> None:
    z = np.array([[1.0, 2.0, 1.0], [np.nan, 0.0, -1.0]], np.float32)
    logits = Hand().logits(["csls", "trigrams", "inflection"], z)

    assert logits[0] - logits[1] == pytest.approx((1 + 1 - 0.6) - 0.6)


def test_a_dictionary_of_one_term_or_without_vectors_is_ranked_too() -> None:
    alone = view_of_arrays(["一"], np.ones((1, 4), np.float32))
    assert not Queue(alone, pool_of(alone, np.array([0])), np.array([0])).next()

    words = View(["colour", "color", "colours", "粉色"], np.full(4, np.nan, np.float32))
    queue = Queue(words, pool_of(words, np.arange(4)), np.arange(4))
    assert queue.next()
    for _ in range(len(queue.pool)):
        asked = queue.next()[0]
        queue.decide(asked.head, asked.other, asked.head == 0)
    assert not queue.next()
    assert queue.remaining().undecided == 0


def test_trees_learn_what_a_straight_line_cannot() -> None:
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((1500, 4)).astype(np.float32)
    accepted = (np.abs(inputs[:, 2]) > 1).astype(np.float32)
    none, ones = np.zeros(1500, np.float32), np.ones(1500, np.float32)
    trees = grow(inputs, accepted, ones, none, 1500, 1.0)
    again = grow(inputs, accepted, ones, none, 1500, 1.0)
    assert trees and again

    assert log_loss(trees.adds(inputs), accepted).mean() < 0.3
    assert trees.text == again.text
    assert share_of(none, trees.adds(inputs), accepted) == 1
    assert share_of(none, trees.adds(inputs), 1 - accepted) == 0
    kept = Trees.from_kept(trees.kept())
    assert kept
    assert np.array_equal(kept.adds(inputs), trees.adds(inputs))


def test_a_ranker_grows_trees_and_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synotui.engine.rank.trees.ENOUGH", 20)
    queue = queue_of()
    answer(queue, 80)
    trees = queue.ranker.learnt.trees
    assert trees
    reopened = queue_of(state=queue.ranker.state())

    held = reopened.ranker.learnt.trees
    assert held
    assert (held.text, held.seen, held.share) == (trees.text, trees.seen, trees.share)
    assert np.isfinite(reopened.probabilities).all()
    assert queue.remaining().undecided == int(queue.undecided.sum())


@pytest.mark.parametrize("share", [0.01, 0.5])
@pytest.mark.parametrize("prior", [Hand(), shipped()])
def test_what_a_dictionary_proposes_is_likelier_however_many_it_proposes(
    share: float, prior: Prior
) -> None:
    plain = view_of_arrays(KEYS, VECTORS)
    pool = pool_of(plain, HEADS)
    proposed = np.random.default_rng(3).random(len(pool)) < share
    view = view_of_arrays(KEYS, VECTORS)
    view.proposals = np.stack([pool.heads, pool.others], axis=1)[proposed]
    before = Queue(plain, pool, HEADS, prior).probabilities[proposed]
    after = Queue(view, pool_of(view, HEADS), HEADS, prior).probabilities[: len(pool)][proposed]
    odds = np.median((after / (1 - after)) / (before / (1 - before)))
    assert odds > 100
