"""Reviewing a queue by keyboard: choosing one, deciding pair by pair, checks, coming back."""

import re
from pathlib import Path

from synotui.model import Verdict
from synotui.ops import review
from synotui.ops.history import log
from synotui.ops.queueing.state import Consistency, consistency, load_place, set_check_every
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.screens.queue import QueueScreen
from synotui.tui.screens.queue_choice import QueueChoiceScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import Opener, Session
from tests.tui.test_palette import choose


def asked(session: Session) -> tuple[str, str]:
    """Give the pair that is asked."""
    screen = session.app.screen
    assert isinstance(screen, QueueScreen) and screen.card is not None
    return screen.card.head.text, screen.card.other.text


def labels(path: Path, count: int) -> list[str]:
    with open_workbench(path) as bench:
        return [entry.label for entry in reversed(log(bench, count))]


async def test_a_pair_at_a_time_and_back_where_one_was(small: Path, opened: Opener) -> None:
    async with opened(small, (80, 24)) as session:
        head = session.head
        await session.press("Q")
        text = session.text()
        assert "▸1 likeliest first" in text and "496 wait" in text
        assert "proposals of seed.csv" in text and "4 wait" in text and "conflicts" in text
        assert (
            "an estimate takes 5 accepted, 30 rejected (0, 0)" in text
            and "one question in 20" in text
        )
        await session.press("enter")
        first = asked(session)
        text = session.text()
        assert f"{first[0]}  =?  {first[1]}" in text
        assert re.search(r" p [01]\.\d\d .*█.* cosine [01]\.\d\d", text)
        assert "here     " in text and "for      " in text and "ranks    #1 of" in text
        await session.press("a")
        second = asked(session)
        assert second != first
        assert f"accepted {first[0]} = {first[1]}" in session.text()
        await session.press("r", "x", "s", "space")
        assert "4 decided" in session.text()
        later = asked(session)
        await session.press("u", "u")
        screen = session.app.screen
        assert isinstance(screen, QueueScreen)
        third = asked(session)
        assert third not in (first, second, later)
        await session.press("p")
        assert "Accepting would change" in session.text()
        await session.press("escape", "b")
        assert isinstance(session.app.screen, QueueScreen) and asked(session) != third
        await session.press("escape")
        assert isinstance(session.app.screen, ReviewScreen) and session.head == head
        here = screen.card
        assert here is not None
        await session.press("Q", "Q")
        assert asked(session) == (here.head.text, here.other.text)
        assert f"accepted {third[0]} = {third[1]} (broader)" in session.text()
        await session.press("g")
        assert (session.head, session.candidate) == (here.head.text, here.other.text)
    told = labels(small, 7)
    assert told[0] == f"accepted {first[0]} = {first[1]}"
    assert told[1] == f"rejected {second[0]} ≠ {second[1]}"
    assert told[-1] == f"accepted {third[0]} = {third[1]} (broader)"


async def test_a_burst_decides_what_is_shown_in_turn(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("Q", "Q")
        screen = session.app.screen
        assert isinstance(screen, QueueScreen) and screen.card is not None
        shown = []
        for _ in range(6):
            shown.append(asked(session))
            await session.pilot.press("r")
        await session.settle()
        assert len(set(shown)) == 6 and asked(session) not in shown
        await session.press("u", "a")
    assert labels(small, 8)[:6] == [f"rejected {one} ≠ {other}" for one, other in shown]
    assert labels(small, 1) == [f"accepted {shown[-1][0]} = {shown[-1][1]}"]


async def test_proposals_come_to_an_end(small: Path, opened: Opener) -> None:
    async with opened(small, (120, 40)) as session:
        await choose(session, "Review a queue")
        assert isinstance(session.app.screen, QueueChoiceScreen)
        await session.press("6")
        assert "Proposals of seed.csv" in session.text()
        assert "proposed by seed.csv" in session.text()
        await session.press(*"aaaa")
        assert "Nothing is left to decide in this queue." in session.text()
        await session.press("a", "s", "n", "p", "space", ">")
        await session.press("u")
        assert asked(session)
        await session.pilot.resize_terminal(50, 12)
        await session.settle()
        assert "=?" in session.text()
        await session.press("escape", "Q", "c", "c")
        assert "decisions: off" in session.text()
    with open_workbench(small) as bench:
        place = load_place(bench.store)
        assert place is not None and place.choice.kind == "proposals"


async def test_earlier_decisions_are_checked(small: Path, opened: Opener) -> None:
    with open_workbench(small) as bench:
        head = find_term(bench, "sofa").id
        for other in range(1, 29):
            review.reject(bench, head, other)
        for other in range(1, 9):
            review.reject(bench, find_term(bench, "couch").id, other)
        set_check_every(bench, 2)
    async with opened(small, (80, 24)) as session:
        await session.press("Q", "Q")
        screen = session.app.screen
        assert isinstance(screen, QueueScreen)

        async def to_a_check() -> None:
            for _ in range(3):
                assert screen.card is not None
                if screen.card.check:
                    return
                await session.press("space")
            raise AssertionError("no check")

        await to_a_check()
        assert "You " not in session.text()
        await session.press("r")
        assert "The same as on" in session.notices()
        await to_a_check()
        pair = asked(session)
        await session.press("a")
        text = session.text()
        assert "You rejected it on" in text and "now it is accepted" in text
        await session.press("a", "r")
        assert asked(session) == pair and "k keeps" in session.notices()
        await session.press("k")
        assert asked(session) != pair
        await to_a_check()
        changed = asked(session)
        await session.press("a", "c")
        assert "1 of 3 checks" in session.text()
    assert labels(small, 1) == [f"accepted {changed[0]} = {changed[1]}"]
    with open_workbench(small) as bench:
        assert consistency(bench.store) == Consistency(3, 1, 1, 1)
        kept = bench.store.pairs.get(*(find_term(bench, text).id for text in pair))
        assert kept is not None and kept.verdict is Verdict.REJECTED


async def test_a_read_only_dictionary_is_looked_through(hostile: Path, opened: Opener) -> None:
    hostile.chmod(0o444)
    async with opened(hostile, (80, 24)) as session:
        await session.press("Q", "Q")
        first = asked(session)
        await session.press("a", "u")
        assert asked(session) == first and "is read-only" in session.notices()
        for _ in range(12):
            assert "\x1b" not in session.text()
            await session.press("j")
        assert asked(session) != first


async def test_next_to_nothing_to_review(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "one.db"
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add([("alone", "alone", None)])
    async with opened(path, (80, 24)) as session:
        await session.press("Q")
        assert "0 wait" in session.text() and "nothing is left" in session.text()
        await session.press("Q")
        assert "Nothing is left to decide" in session.text()
        await session.press("a", "u", "enter")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_the_review_tells_the_evidence(small: Path, opened: Opener) -> None:
    async with opened(small, (100, 30)) as session:
        await session.press("g", *"洗衣机", "enter")
        assert session.candidate == "滚筒洗衣机"
        text = session.text()
        assert "cosine: base → now · p" in text
        assert "! 洗衣机 is probably broader" in text and "#1 here, #1 there" in text
        row = session.review.candidates.row
        assert row is not None and row.suggestion.probability is not None
        line = next(line for line in session.screen() if "1 滚筒洗衣机" in line)
        assert f"{row.suggestion.probability:.2f}" in line
        await session.press("j")
        assert "滚筒洗衣机 is" not in session.text() or session.candidate != "滚筒洗衣机"
        await session.pilot.resize_terminal(80, 15)
        await session.settle()
        assert "here, #" not in session.text()
