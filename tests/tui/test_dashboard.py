"""The dashboard: figures that follow decisions, an estimate on demand, the way to a head."""

from pathlib import Path

from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.screens.dashboard import DashboardScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import Opener


async def test_figures_follow_decisions_and_lead_to_heads(small: Path, opened: Opener) -> None:
    with open_workbench(small) as bench:
        for head, other, verdict in (
            ("土豆", "马铃薯", Verdict.ACCEPTED),
            ("土豆", "西红柿", Verdict.REJECTED),
        ):
            decide(bench, find_term(bench, head).id, find_term(bench, other).id, verdict)
    async with opened(small, (80, 24)) as session:
        await session.press("a", "I")
        screen = session.app.screen
        assert isinstance(screen, DashboardScreen)
        text = session.text()
        assert "How the work stands" in text and "67% of what was decided" in text
        for size in ((40, 10), (150, 45), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "Decided" in session.text()
        await session.press("e")
        await session.settle()
        assert "What is left" in session.text() and "candidates" in session.text()
        line = screen.list.line
        assert line is not None and line.head is not None
        await session.press("enter")
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head in ("普拉多", "土豆")
