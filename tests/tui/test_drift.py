"""The drift screen: three scopes, the worst cases, each one key away from its head."""

from pathlib import Path

import pytest

from synotui.engine import drift
from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.screens.drift import DriftScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import Opener
from tests.tui.test_palette import choose


@pytest.fixture
def decided(small: Path) -> Path:
    """The small dictionary with a set of three and a rejected pair that came closer in it."""
    with open_workbench(small) as bench:
        for verdict, head, synonym in (
            (Verdict.REJECTED, "霸道SUV", "陆地巡洋舰"),
            (Verdict.ACCEPTED, "土豆", "马铃薯"),
            (Verdict.ACCEPTED, "普拉多", "霸道SUV"),
            (Verdict.ACCEPTED, "普拉多", "陆地巡洋舰"),
        ):
            decide(bench, find_term(bench, head).id, find_term(bench, synonym).id, verdict)
    return small


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (50, 12)])
async def test_it_tells_of_the_last_decision_and_of_all(
    decided: Path, opened: Opener, size: tuple[int, int]
) -> None:
    async with opened(decided, size) as session:
        await session.press("D")
        assert "Since the last decision: accepted 普" in session.text()
        assert "▸1 last" in session.text()
        await session.press("3")
        assert "Since the base vectors" in session.text()
        assert "▸3 whole" in session.text()
        await session.press("shift+tab")
        assert "Since the session began" in session.text()
        await session.press("escape")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_a_warning_comes_first_and_enter_goes_to_its_head(
    decided: Path, opened: Opener
) -> None:
    async with opened(decided, (80, 24)) as session:
        await session.press("D", "3")
        [warned] = [line for line in session.screen() if "▸" in line and "✗" in line]
        assert "霸道SUV – 陆地巡洋舰" in warned and "▲" in warned
        await session.press("enter")
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head == "霸道SUV"


async def test_the_cursor_goes_through_all_cases_and_back(decided: Path, opened: Opener) -> None:
    async with opened(decided, (80, 24)) as session:
        await session.press("D", "3")
        screen = session.app.screen
        assert isinstance(screen, DriftScreen)
        first = screen.list.cursor
        await session.press(*["j"] * 40)
        last = screen.list.cursor
        assert last > first and screen.list.line is not None
        assert any("▸" in line and " in, " in line for line in session.screen()[1:])
        await session.press(*["k"] * 60)
        assert screen.list.cursor == first
        assert "Since the base vectors" in session.text()
        await session.press("pagedown", "end")
        assert screen.list.cursor == last
        await session.press("home", "enter")
        assert session.head == "霸道SUV"


async def test_a_threshold_is_kept(decided: Path, opened: Opener) -> None:
    async with opened(decided) as session:
        await session.press("D")
        assert "threshold 0.5 " in session.text()
        await session.press("t")
        await session.press(*["backspace"] * 3, *"high", "enter")
        assert "Type a number" in session.text()
        await session.press(*["backspace"] * 4, *"0.7", "enter")
        assert "threshold 0.7 " in session.text()
    async with opened(decided) as session:
        await choose(session, "drift")
        assert "threshold 0.7 " in session.text()


async def test_measuring_can_be_left(
    decided: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "_ROWS", 1)
    async with opened(decided) as session:
        await session.pilot.press("D", "3", "2", "escape", "a")
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
        assert "accepted synonym" in session.rows().values()
        await session.press("D")
        assert "Since the last decision" in session.text()


async def test_what_terms_contain_is_shown_as_it_is(hostile: Path, opened: Opener) -> None:
    async with opened(hostile) as session:
        await session.press("D", "3")
        shown = session.text()
        await session.press("end")
        shown += session.text()
        assert "Since the base vectors" in shown and "␛" in shown
        assert "\x1b" not in shown and "\x07" not in shown


async def test_without_a_decision_there_is_nothing_to_tell(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("D", "j", "enter")
        assert "Nothing was decided since" in session.text()
        assert isinstance(session.app.screen, DriftScreen)
