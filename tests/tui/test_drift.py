"""The drift screen: three scopes, the worst cases, each one key away from its head."""

from pathlib import Path

import pytest

from synotui.engine import drift
from synotui.model import Verdict
from synotui.ops.drifting.drift import kept_threshold
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.screens import drift as screens_drift
from synotui.tui.screens.drift import DriftScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import Opener


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


async def test_scopes_cases_and_the_way_to_their_heads(decided: Path, opened: Opener) -> None:
    async with opened(decided, (80, 24)) as session:
        await session.press("D")
        assert "Since the last decision: accepted 普" in session.text()
        assert "▸1 last" in session.text()
        for size in ((50, 12), (140, 40), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "Since the last decision: accepted 普" in session.text()
        await session.press("shift+tab")
        assert "Since the base vectors" in session.text() and "▸3 whole" in session.text()
        screen = session.app.screen
        assert isinstance(screen, DriftScreen)
        [warned] = [line for line in session.screen() if "▸" in line and "✗" in line]
        assert "霸道SUV – 陆地巡洋舰" in warned and "▲" in warned
        first = screen.list.cursor
        for _ in range(40):
            screen.action_step(1)
        await session.press("j")
        last = screen.list.cursor
        assert last > first and screen.list.line is not None
        assert any("▸" in line and " in, " in line for line in session.screen()[1:])
        for _ in range(60):
            screen.action_step(-1)
        await session.press("k")
        assert screen.list.cursor == first
        assert "Since the base vectors" in session.text()
        await session.press("pagedown", "end")
        assert screen.list.cursor == last
        await session.press("home", "enter")
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head == "霸道SUV"


async def test_a_threshold_is_kept_and_measuring_can_be_left(
    decided: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(decided) as session:
        await session.press("D")
        assert "threshold 0.5 " in session.text()
        await session.press("t")
        await session.press(*["backspace"] * 3, *"high", "enter")
        assert "Type a number" in session.text()
        await session.press(*["backspace"] * 4, *"0.7", "enter")
        assert "threshold 0.7 " in session.text()
        monkeypatch.setattr(drift, "_ROWS", 1)
        await session.pilot.press("3", "2", "escape", "a")
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
        assert "accepted synonym" in session.rows().values()
        await session.press("D")
        assert "Since the last decision" in session.text()
    with open_workbench(decided) as bench:
        assert kept_threshold(bench) == 0.7


async def test_what_terms_contain_is_shown_as_it_is(hostile: Path, opened: Opener) -> None:
    async with opened(hostile) as session:
        await session.press("D", "3")
        shown = session.text()
        await session.press("end")
        shown += session.text()
        assert "Since the base vectors" in shown and "␛" in shown
        assert "\x1b" not in shown and "\x07" not in shown


async def test_it_follows_what_is_decided_elsewhere(
    small: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens_drift, "_LOOKS", 0.05)
    async with opened(small) as session:
        await session.press("D", "j", "enter")
        assert "Nothing was decided since" in session.text()
        screen = session.app.screen
        assert isinstance(screen, DriftScreen)
        accept(small, "土豆", "马铃薯")
        await session.until("Since the last decision: accepted 土豆")
        await session.press("end")
        case = screen.list.line
        assert case is not None
        await session.press("2")
        accept(small, "西红柿", "番茄")
        await session.until("2 entries of the ledger")
        await session.press("r", "1")
        await session.until("Since the last decision: accepted 西红柿")


def accept(path: Path, head: str, synonym: str) -> None:
    """Decide as another program does."""
    with open_workbench(path) as bench:
        first, second = find_term(bench, head).id, find_term(bench, synonym).id
        decide(bench, first, second, Verdict.ACCEPTED)
