"""The adjustment screen: methods and settings, what they would change, putting them in force."""

from pathlib import Path

from synotui.model import Settings
from synotui.ops.adjusting.adjust import get_settings
from synotui.ops.workbench import open_workbench
from tests.tui.conftest import Opener, Session


async def _open(session: Session) -> None:
    await session.press("A")
    await session.pilot.pause(0.4)
    await session.settle()


async def _changed(session: Session, *keys: str) -> str:
    await session.press(*keys)
    await session.pilot.pause(0.4)
    await session.settle()
    return session.text()


def _settings(path: Path) -> Settings:
    with open_workbench(path) as bench:
        return get_settings(bench)


async def test_what_settings_would_change_is_shown_before_they_are_in_force(
    small: Path, opened: Opener
) -> None:
    async with opened(small, (100, 34)) as session:
        await session.press("a")
        await _open(session)
        assert "anchored" in session.text() and "As it is" in session.text()
        shown = await _changed(session, "j", "right", "right")
        assert "This would change" in shown and "1.4" in shown and "moved 2 terms" in shown
        assert _settings(small) == Settings()
        await _changed(session, "enter")
        assert session.app.screen is session.review
        assert "stay 1.4" in session.text()
    assert _settings(small) == Settings(stay=1.4)


async def test_leaving_changes_nothing_and_undo_takes_settings_back(
    small: Path, opened: Opener
) -> None:
    async with opened(small, (100, 34)) as session:
        await _open(session)
        assert "No pair acts yet" in session.text()
        await _changed(session, "right", "escape")
        assert _settings(small) == Settings()
        await _open(session)
        await _changed(session, "right", "enter")
        assert _settings(small).method == "pull"
        await session.press("u")
        assert _settings(small) == Settings()


async def test_a_typed_value_is_checked(small: Path, opened: Opener) -> None:
    async with opened(small, (100, 34)) as session:
        await _open(session)
        await session.press("j", "e")
        await session.press(*["backspace"] * 4, "9", "9", "enter")
        assert "out of range" in session.text()
        await session.press("backspace", "backspace", "2", "enter")
        shown = await _changed(session)
        assert "2" in shown and session.app.screen is not session.review
        await _changed(session, "d", "enter")
    assert _settings(small) == Settings()


async def test_decisions_that_wait_are_taken_in_by_a_rebuild(small: Path, opened: Opener) -> None:
    async with opened(small, (100, 34)) as session:
        await _open(session)
        shown = await _changed(session, "right", "right", "right")
        assert "counterfit" in shown and "wait for a rebuild" in shown
        await _changed(session, "enter")
        await session.press("a")
        assert "waiting for a rebuild" in session.text()
        assert session.review.visit is not None
        row = session.review.visit.rows[0].suggestion
        assert row.now == row.base
        await session.press("ctrl+p")
        await session.pilot.press(*"rebuild: adjust")
        await session.pilot.pause(0.4)
        await _changed(session, "enter")
        row = session.review.visit.rows[0].suggestion
        assert row.now is not None and row.base is not None and row.now > row.base
        assert "Rebuilt: 2 terms moved" in session.notices()
