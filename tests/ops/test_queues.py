"""Queues over a dictionary: what is asked next, what comes back, what is checked."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from synotui.engine.rank.view import view_of_arrays
from synotui.errors import Cancelled
from synotui.model import Progress, Relation, Verdict
from synotui.ops import review
from synotui.ops.grouping.joining import join_warnings
from synotui.ops.history import undo
from synotui.ops.queueing.lines import queue_lines, survey, title_of
from synotui.ops.queueing.open_queue import LATER, OpenQueue
from synotui.ops.queueing.queues import make_queue, plan_queue
from synotui.ops.queueing.state import (
    Consistency,
    QueueChoice,
    QueuePlace,
    check_every,
    consistency,
    count_check,
    load_place,
    next_rate,
    save_place,
    set_check_every,
)
from synotui.ops.stats import stats
from synotui.ops.suggesting.ranking import ranking_of
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench


@contextmanager
def queue(bench: Workbench, kind: str = "likeliest", name: str = "") -> Iterator[OpenQueue]:
    """Rank by what is decided, and open a queue."""
    ranking_of(bench)
    plan = plan_queue(bench, QueueChoice(kind, name))  # type: ignore[arg-type]
    assert plan is not None
    opened = make_queue(plan)
    try:
        yield opened
    finally:
        opened.close()


def keys(
    opened: OpenQueue, count: int = 5, *, without: Collection[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    return [card.key for card in opened.cards(count, without, 0)]


def test_the_likeliest_come_first_and_verdicts_are_followed(bench: Workbench) -> None:
    with queue(bench) as opened:
        cards = opened.cards(6, set(), 0)
        assert [c.probability for c in cards] == sorted(
            (c.probability for c in cards), reverse=True
        )
        first = cards[0]
        assert first.base is not None and first.evidence.rank and first.pair is None
        assert keys(opened, 3, without={first.key}) == [c.key for c in cards[1:4]]
        change = review.reject(bench, first.head.id, first.other.id)
        opened.follow(change)
        assert opened.rank_by(ranking_of(bench))
        assert first.key not in keys(opened, 50)
        again = opened.card(first.head.id, first.other.id)
        assert again is not None and again.pair is not None
        opened.follow(undo(bench))
        opened.rank_by(ranking_of(bench))
        assert first.key in keys(opened, 400)


def test_followed_or_opened_anew_it_asks_the_same(bench: Workbench) -> None:
    with queue(bench) as opened:
        for turn in range(6):
            card = opened.cards(1, set(), 0)[0]
            verdict = Verdict.ACCEPTED if turn % 3 == 0 else Verdict.REJECTED
            opened.follow(review.decide(bench, card.head.id, card.other.id, verdict))
            opened.rank_by(ranking_of(bench))
        followed = keys(opened, 4)
    with queue(bench) as anew:
        assert keys(anew, 4) == followed
        assert anew.figures().verdicts == 6


def test_other_relations_are_not_asked_again(bench: Workbench) -> None:
    with queue(bench) as opened:
        card = opened.cards(1, set(), 0)[0]
        change = review.accept(bench, card.head.id, card.other.id, Relation.BROADER)
        opened.follow(change)
        assert card.key not in keys(opened, 400)
    with queue(bench) as anew:
        assert card.key not in keys(anew, 400)


def test_what_is_skipped_comes_back_later(bench: Workbench) -> None:
    with queue(bench) as opened:
        first, second = opened.cards(2, set(), 0)
        opened.follow(review.decide(bench, first.head.id, first.other.id, Verdict.SKIPPED))
        opened.put_off(second.key)
        assert not {first.key, second.key} & set(keys(opened, 20))
        for _ in range(LATER - 2):
            card = opened.cards(1, set(), 0)[0]
            assert card.key not in (first.key, second.key)
            opened.put_off(card.key)
        opened.put_off((0, 0))
        opened.put_off((0, 0))
        assert {first.key, second.key} <= set(keys(opened, 20))
        head = opened.cards(1, set(), 0)[0].head.id
        opened.pass_head(head)
        assert all(card.head.id != head for card in opened.cards(20, set(), 0))


def test_earlier_decisions_are_checked_without_their_verdict(bench: Workbench) -> None:
    for nth in range(2, 40):
        review.reject(bench, 1, nth)
    with queue(bench) as opened:
        assert not any(card.check for card in opened.cards(8, set(), 0))
        cards = opened.cards(8, set(), 4)
        assert [card.check for card in cards].index(True) == 3
        (check,) = (card for card in cards if card.check)
        assert check.pair is not None and check.pair.verdict is Verdict.REJECTED
        assert check.key == next(c.key for c in opened.cards(8, set(), 4) if c.check)
        opened.checked(check.key)
        assert check.key not in {c.key for c in opened.cards(8, set(), 2) if c.check}
    assert consistency(bench.store) == Consistency() and Consistency().share is None
    count_check(bench, check.key, "same")
    found = count_check(bench, (1, 3), "kept")
    assert found == Consistency(2, 1, 1, 0) and found.share == 0.5
    with open_workbench(bench.path) as again:
        assert stats(again).checks == found
    assert check_every(bench.store) == 20
    set_check_every(bench, next_rate(50))
    assert check_every(bench.store) == 0 and next_rate(7) == 20


def test_proposals_and_conflicts_are_queues_of_their_own(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("term,synonym\nterm00,term01\nterm02,term03\nterm04,term06\n", "utf-8")
    import_file(bench, file, ImportOptions())
    for head, other in ((5, 6), (6, 7)):
        review.accept(bench, head, other)
    review.reject(bench, 5, 7)
    found = survey(bench.store)
    assert found.proposals == (("other.csv", 2),) and found.conflicts == 1
    lines = queue_lines(found, None, 0, None)
    assert {line.name: line.waiting for line in lines}["proposals of other.csv"] == 2
    assert title_of(QueueChoice("proposals", "other.csv")) == "Proposals of other.csv"
    with queue(bench, "proposals", "other.csv") as opened:
        cards = opened.cards(9, set(), 0)
        assert {card.key for card in cards} == {(1, 2), (3, 4)}
        assert all(card.evidence.proposed_by == ("other.csv",) for card in cards)
        assert opened.figures().remaining.undecided == 2
    with queue(bench, "conflicts") as opened:
        (card,) = opened.cards(9, set(), 0)
        assert card.key == (5, 7) and card.pair is not None and "connect" in card.conflict
        opened.follow(review.reject(bench, 6, 7))
        assert opened.cards(9, set(), 0) == []


def test_small_dictionaries_and_those_without_vectors(tmp_path: Path) -> None:
    for terms in ([], ["alone"], ["one", "once", "two"]):
        with open_workbench(tmp_path / f"{len(terms)}.db", create=True) as bench:
            with bench.store.transaction():
                bench.store.terms.add((term, term, None) for term in terms)
            for kind in ("likeliest", "uncertain", "by-head", "frequent-heads", "conflicts"):
                with queue(bench, kind) as opened:
                    assert all(card.base is None for card in opened.cards(5, set(), 20))
                    assert not opened.figures().remaining.enough


def test_making_can_be_stopped(bench: Workbench) -> None:
    ranking_of(bench)
    plan = plan_queue(bench, QueueChoice())
    assert plan is not None
    stages = []

    def stop(progress: Progress) -> None:
        stages.append(progress.stage)
        if progress.stage == "comparing":
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        make_queue(plan, stop)
    assert stages[0] == "looking for candidates"


def test_the_place_is_kept(bench: Workbench) -> None:
    assert load_place(bench.store) is None
    place = QueuePlace(QueueChoice("source", "spelling", 3), (4, 2))
    save_place(bench, place)
    assert load_place(bench.store) == place


def test_what_a_pair_would_join_is_told() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 1, 2]] + 0.1
    view = view_of_arrays(["apple", "pear", "phone", "mobile", "sofa"], vectors)
    assert join_warnings(view, 0, 2) == ()
    for pair in ((0, 1), (2, 3)):
        view.graph.put(*pair, True)
    (far,) = join_warnings(view, 0, 2)
    assert far.startswith("would join sets far apart: cosine 0.19") and "two senses" in far
    view.graph.put(1, 3, False)
    assert join_warnings(view, 0, 2)[0].endswith("kept apart: pear ≠ mobile")
    assert join_warnings(view, 0, 1) == ()
    without = view_of_arrays(["a", "b"], np.zeros((2, 2), np.float32))
    assert join_warnings(without, 0, 1) == ()
