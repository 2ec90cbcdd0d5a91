"""Judging adjustment by pairs held out, over the review."""

from pathlib import Path

from synotui.model import Settings, Verdict
from synotui.ops.adjusting.adjust import get_settings
from synotui.ops.review import decide_many
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.workbench import open_workbench
from tests.tui.conftest import Opener
from tests.tui.test_palette import choose


async def test_too_few_pairs_are_said_to_be_too_few(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await choose(session, "does adj")
        await session.settle()
        assert "Accept more pairs" in session.text()
        await session.press("escape")
        await session.press("a", "a", "a")
        await choose(session, "does adj")
        await session.settle()
        shown = session.text()
        assert "Too few to rely on" in shown and "attract-repel" in shown
        await session.press("enter")
        assert session.app.screen is not session.review
        await session.press("escape")
        assert session.app.screen is session.review
    with open_workbench(small) as bench:
        assert get_settings(bench) == Settings()


async def test_the_table_folds_and_what_is_measured_stops_when_one_leaves(
    small: Path, opened: Opener
) -> None:
    with open_workbench(small) as bench:
        for head in range(1, 20):
            near = [item.synonym.id for item in suggest(bench, head, 2).items]
            decide_many(bench, head, near, Verdict.ACCEPTED)
    async with opened(small, (60, 24)) as session:
        await choose(session, "does adj")
        await session.settle()
        shown = session.text()
        assert "recall@10" in shown and "MRR" not in shown
        await session.pilot.resize_terminal(120, 30)
        await session.settle()
        assert "MRR" in session.text()
        await session.press("q")
        await session.pilot.press("ctrl+p")
        await session.pilot.press(*"does adj")
        await session.pilot.pause(0.4)
        await session.pilot.press("enter", "escape")
        await session.settle()
        assert session.app.screen is session.review
