"""The command palette: keys, adjustment, spaces, themes, going to a term."""

import asyncio
from pathlib import Path

from synotui.ops.adjusting.adjust import get_settings
from synotui.ops.workbench import open_workbench
from tests.hostile.driving import key_named, press
from tests.tui.conftest import Opener, Session


async def choose(session: Session, typed: str) -> None:
    """Choose the first command that matches what is typed."""
    await session.command(typed)


async def test_a_key_by_its_name(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("ctrl+p", *"not a synonym")
        await session.press("enter")
        assert session.rows()["霸道SUV"] == "rejected different"


async def test_a_key_that_cannot_work_says_why(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await choose(session, "redo what")
        assert "Nothing to redo" in session.notices()


async def test_going_to_a_term(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await choose(session, "土豆")
        assert session.head == "土豆"


async def test_an_order_by_its_name(small: Path, opened: Opener) -> None:
    async with opened(small, (120, 30)) as session:
        await choose(session, "sort the terms by pinyin")
        assert "by pinyin" in session.text()
        head = session.head
        await choose(session, "sort the terms by progress")
        assert "by progress" in session.text() and session.head == head
        assert session.listed()[:2] == ["普拉多", "霸道SUV"]
        await choose(session, "sort the terms by frequency")
        assert " by " not in session.screen()[1]


async def test_another_theme(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await choose(session, "theme synotui-light")
        assert session.app.theme == "synotui-light"


async def test_another_adjustment_method(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        await choose(session, "adjust by none")
        assert session.review.visit is not None
        first = session.review.visit.rows[0].suggestion
        assert first.now == first.base
        await session.press("u")
        first = session.review.visit.rows[0].suggestion
        assert first.now is not None and first.base is not None and first.now > first.base + 0.1
        await choose(session, "adjust by pull")
    with open_workbench(small) as bench:
        assert get_settings(bench).method == "pull"


async def test_another_space(small: Path, opened: Opener, tmp_path: Path) -> None:
    from synotui.ops.transfer.importing import ImportOptions, import_file

    vectors = tmp_path / "toy.vec"
    vectors.write_text("普拉多 1 0 0\n霸道SUV 0.9 0.1 0\n越野车 0 1 0\n", encoding="utf-8")
    with open_workbench(small) as bench:
        import_file(bench, vectors, ImportOptions())
    async with opened(small) as session:
        assert "space toy 3d" in session.text()
        await choose(session, "compare by space use-m3")
        assert "space use-m3 512d · HNSW ready" in session.text()
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"


async def test_typing_before_it_has_come_up_finds_what_is_typed(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        for pause in (0, 1, 2, 3) * 2:
            for name in ("ctrl+p", *"not a synonym"):
                event = key_named(name)
                event.set_sender(session.app)
                session.app.post_message(event)
                await asyncio.sleep(pause / 1000)
            await session.until("Reject: not a synonym")
            await press(session.app, "escape", "escape")
            assert session.app.screen is session.review
