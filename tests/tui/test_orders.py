"""The order of the terms, by one key; a long list is painted before all of it is known."""

from pathlib import Path

from synotui.ops.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.text import key
from tests.tui.conftest import Opener


async def test_o_goes_through_the_orders_and_the_last_is_kept(opened: Opener, small: Path) -> None:
    async with opened(small, (120, 30)) as session:
        usual = session.listed()
        head = session.head
        await session.press("o")
        assert "by alphabet" in session.text()
        assert session.listed() == sorted(usual, key=key)
        assert session.head == head
        await session.press("o", "q")
        assert "by pinyin" in session.text()
        listed = session.listed()
        chinese = [term for term in listed if term in ("普拉多", "丰田", "越野车", "番茄", "土豆")]
        assert chinese == ["番茄", "丰田", "普拉多", "土豆", "越野车"]
    async with opened(small, (120, 30)) as session:
        assert "by pinyin" in session.text()
        assert session.listed() == listed
        await session.press("o", "o", "o")
        assert " by " not in session.screen()[1]
        assert session.listed() == usual


async def test_a_long_list_begins_at_the_head_that_was_left(
    opened: Opener, small: Path, tmp_path: Path
) -> None:
    with open_workbench(small) as bench:
        file = tmp_path / "many.txt"
        file.write_text("".join(f"word {i}\n" for i in range(3_000)))
        import_file(bench, file, ImportOptions(format="terms"))
    async with opened(small, (120, 30)) as session:
        await session.press("g", *"word", "space", *"2500", "enter")
        assert session.head == "word 2500"
        await session.press("q")
    async with opened(small, (120, 30)) as session:
        assert session.head == "word 2500"
        assert len(session.review.terms.ids) > 3_000
        assert any("▸word 2500" in line for line in session.screen())
        await session.press("/", *"word", "space", *"17", "enter", "escape")
        assert len(session.review.terms.ids) > 3_000
        assert any(f"▸{session.head}" in line for line in session.screen())
