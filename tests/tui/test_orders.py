"""The order of the terms, by one key; a long list is painted before all of it is known."""

from pathlib import Path

import pytest

from synotui.model import Verdict
from synotui.ops import listing
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.store import Store
from synotui.text import key
from synotui.tui.app import SynotuiApp
from tests.tui.conftest import Opener, Session


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


async def test_a_filter_typed_at_once_waits_for_the_one_reading_of_all_terms(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workbench(small) as bench:
        file = tmp_path / "many.txt"
        file.write_text("".join(f"word {i}\n" for i in range(20_000)))
        import_file(bench, file, ImportOptions(format="terms"))
    read = listing.read_listing
    readings: list[str] = []

    def counted(store: Store) -> listing.Listing:
        readings.append("all terms")
        return read(store)

    monkeypatch.setattr(listing, "read_listing", counted)
    app = SynotuiApp(small)
    async with app.run_test(size=(120, 30)) as pilot:
        session = Session(app, pilot)
        while not session.review.opened:
            await pilot.pause()
        await session.press("/", *"word", "space", *"19999", "enter")
        assert session.listed() == ["word 19999"]
        assert session.head == "word 19999"
        await session.press("escape", "escape")
        assert len(session.review.terms.ids) > 20_000
    app.close_dictionary()
    assert readings == ["all terms"]


async def test_progress_follows_decisions_when_terms_are_listed_anew(
    opened: Opener, small: Path
) -> None:
    async with opened(small, (120, 30)) as session:
        await session.press("o", "o", "o")
        assert "by progress" in session.text()
        assert session.listed()[-2:] == ["laptop", "notebook computer"]
        with open_workbench(small) as bench:
            head, synonym = (find_term(bench, text).id for text in ("冰箱", "电冰箱"))
            decide(bench, head, synonym, Verdict.ACCEPTED)
        await session.press("/", "x", "backspace", "escape")
        assert session.listed()[-2:] == ["冰箱", "电冰箱"]
