"""The compare screen: the head and its candidate, any two terms or texts, a matrix of several."""

from pathlib import Path

import numpy as np

from synotui import text
from synotui.model import Change, Comparison, Matrix, Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench
from synotui.text import visible
from synotui.tui.screens.compare import CompareScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import HOSTILE, Opener, Session


def screen(session: Session) -> CompareScreen:
    """Give the screen, which must be on."""
    found = session.app.screen
    assert isinstance(found, CompareScreen)
    return found


def accept(bench: Workbench, head: str, synonym: str) -> Change:
    """Accept a pair."""
    return decide(bench, find_term(bench, head).id, find_term(bench, synonym).id, Verdict.ACCEPTED)


def under_cursor(session: Session) -> str:
    """Give the line under the cursor."""
    lines = [line for line in session.screen() if "▸" in line]
    assert len(lines) == 1
    return lines[0]


async def type_second(session: Session, typed: str) -> None:
    """Compare with another second text."""
    await session.press("b")
    await session.paste(typed)
    await session.press("enter")


async def test_the_head_and_its_candidate(small: Path, opened: Opener) -> None:
    with open_workbench(small) as bench:
        accept(bench, "普拉多", "霸道SUV")
        accept(bench, "霸道SUV", "SUV")
    async with opened(small, (80, 24)) as session:
        session.review.jump_to(1, 2)
        await session.settle()
        await session.press("c")
        shown = session.text()
        for told in (
            "A 普拉多",
            "B 霸道SUV",
            "普拉多 – 霸道SUV",
            "▲0.",
            "random ",
            "accepted ",
            "this pair ",
            "●",
            "of 496 · 1 pairs",
            "✓ accepted as a synonym, by ",
            "? proposed by seed.csv",
            "普拉多: 霸道SUV is neighbour ",
            "Path  1 accepted pair",
        ):
            assert told in shown, told
        assert "普拉多: 霸道SUV" in under_cursor(session)
        await session.press("j")
        assert "霸道SUV: 普拉多" in under_cursor(session)
        await type_second(session, "SUV")
        assert "nobody has decided this pair" in session.text()
        await session.press("end", "home", "j", "j", "j")
        assert "= 霸道SUV" in under_cursor(session)
        await session.press("j")
        assert "= SUV" in under_cursor(session) and "▲" in under_cursor(session)

        session.app.perform(lambda bench: accept(bench, "普拉多", "SUV"), lambda _: None)
        await session.settle()
        assert "✓ accepted as a synonym" in session.text()
        for size in ((60, 15), (150, 40)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "普拉多 – SUV" in session.text()
        assert "Shared: 30 of the first 50" in session.text()
        await session.press("tab", "j")
        assert screen(session).shared.has_focus
        line = screen(session).shared.line
        assert line is not None and line.head is not None
        await session.pilot.resize_terminal(80, 24)
        await session.settle()
        assert screen(session).list.has_focus
        await session.press("j", "enter")
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head == "普拉多" or session.candidate == "普拉多"


async def test_typing_choosing_and_a_matrix(small: Path, opened: Opener) -> None:
    async with opened(small, (80, 24)) as session:
        with open_workbench(small) as bench:
            potato = find_term(bench, "土豆").id
        session.review.jump_to(potato)
        await session.settle()
        await session.press("c", "b")
        await session.paste("马铃")
        assert "马铃薯" in session.text() and "Terms like this" in session.text()
        await session.press("down", "enter")
        assert screen(session).texts == ["土豆", "马铃薯"]
        await session.press("a")
        await session.paste("nothing of it")
        await session.press("escape", "x")
        assert screen(session).texts == ["马铃薯", "土豆"] and "马铃薯 – 土豆" in session.text()
        await type_second(session, "烤 土豆 泥")
        assert "“烤 土豆 泥” is not in the dictionary: encoded just now" in session.text()
        await session.press("tab")
        assert screen(session).fields[0].has_focus
        await session.press("shift+tab")
        assert screen(session).list.has_focus
        for typed in ("洋芋", "sofa"):
            await session.press("plus")
            await session.paste(typed)
            await session.press("enter")
        found = screen(session).shown
        assert found is not None and isinstance(found.found, Matrix)
        assert "马铃薯 – 烤 土豆 泥 – 洋芋 – sofa" in session.text()
        assert "below the diagonal" in session.text() and "“洋芋” is not in" in session.text()
        assert "1 马铃薯" in under_cursor(session)
        await session.press("minus")
        assert screen(session).texts == ["烤 土豆 泥", "洋芋", "sofa"]
        await session.press("end", "minus")
        left = screen(session).shown
        assert left is not None and isinstance(left.found, Comparison)
        await session.press("minus", "q")
        assert isinstance(session.app.screen, ReviewScreen) and session.head == "土豆"


async def test_what_is_unknown_and_what_has_no_vector(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "few.db"
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        texts = ["普拉多", "霸道", "越野车"]
        bench.store.terms.add((each, text.key(each), None) for each in texts)
        space = bench.store.vectors.make_space("made", "", 3, "2026-01-01T00:00:00Z")
        having = np.array([1, 2], np.int64)
        bench.store.vectors.append(space, having, np.ones((2, 3), np.float32))
    async with opened(path, (80, 24)) as session:
        await session.press("c")
        await type_second(session, "越野车")
        assert "has no vector in space made" in session.text()
        await type_second(session, "普拉朵")
        assert "No term “普拉朵” in the dictionary" in session.text()
        assert "普拉多" in under_cursor(session)
        await session.press("enter")
        assert screen(session).texts[1] == "普拉多"
        await type_second(session, "霸道")
        assert "1.00" in session.text() and "above 50.0 %" in session.text()
    with open_workbench(tmp_path / "bare.db", create=True):
        pass
    async with opened(tmp_path / "bare.db", (80, 24)) as session:
        await session.press("c")
        assert screen(session).fields[0].has_focus
        await session.press("a", "enter")
        assert screen(session).texts[0] == "a" and screen(session).fields[1].has_focus
        await session.press("b", "enter")
        assert "has no vectors yet" in session.text()


async def test_what_terms_contain_is_shown_as_it_is(hostile: Path, opened: Opener) -> None:
    async with opened(hostile, (120, 40)) as session:
        session.review.jump_to(1)
        await session.settle()
        await session.press("c")
        here = screen(session)
        for a, b in zip(HOSTILE[::2], HOSTILE[1::2], strict=True):
            here.texts = [a, b]
            here.fill()
            here.compare()
            await session.settle()
            shown = session.text()
            assert visible(a)[:12] in shown and visible(b)[:12] in shown
            assert not [c for c in shown.replace("\n", "") if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]
        await session.press("a", "enter")
        assert here.texts == [*HOSTILE[-2:]]
        here.texts = [*HOSTILE]
        here.compare()
        await session.settle()
        assert "below the diagonal" in session.text()
        assert "\x1b" not in session.text() and "\u202e" not in session.text()
