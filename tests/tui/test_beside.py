"""Another space beside the current one; a cross-encoder that is not there."""

import sys
from pathlib import Path

import pytest

from synotui.ops.spaces.embedding import use_space
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.tui.screens.beside import BesideScreen
from tests.tui.conftest import Opener
from tests.tui.test_palette import choose

VECTORS = """\
4 2
普拉多 1 0
[/x] 0.9 0.1
汉兰达 0.8 0.2
霸道SUV 0.1 0.9
"""


@pytest.fixture
def two(small: Path, tmp_path: Path) -> Path:
    """The small dictionary with a second space, which few terms are in."""
    (tmp_path / "second.vec").write_text(VECTORS, encoding="utf-8")
    with open_workbench(small) as bench:
        import_file(bench, tmp_path / "second.vec", ImportOptions())
        use_space(bench, "use-m3")
    return small


async def test_both_spaces_fused_and_each_by_itself(two: Path, opened: Opener) -> None:
    async with opened(two, (80, 24)) as session:
        assert session.head == "普拉多"
        await choose(session, "beside")
        screen = session.app.screen
        assert isinstance(screen, BesideScreen)
        for size in ((120, 40), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            text = session.text()
            assert "普拉多" in text and "use-m3" in text and "second" in text
            assert "▸1 both, fused" in text and "no vector" in text
        await session.press("3")
        assert [each.term.text for each in screen.items] == ["[/x]", "汉兰达", "霸道SUV"]
        assert "[/x]" in session.text() and "#1  0.99" in session.text()
        await session.press("o", "o")
        assert screen.order == 1
        assert screen.items[0].places[0] is not None
        first = screen.items[0].term.text
        await session.press("j", "k", "enter")
        assert session.app.screen is session.review
        assert session.candidate == first


async def test_a_head_that_the_other_space_lacks(two: Path, opened: Opener) -> None:
    async with opened(two, (80, 24)) as session:
        await choose(session, "土豆")
        await choose(session, "beside")
        assert "土豆 has no vector in second" in session.text()
        await session.press("escape")
        assert session.app.screen is session.review


async def test_a_cross_encoder_that_cannot_be_had_says_so(
    small: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    async with opened(small, (80, 24)) as session:
        await choose(session, "cross-encoder")
        assert "bge-reranker" in session.text()
        await session.press("enter")
        assert "sentence-transformers is not installed" in session.notices()
        small.chmod(0o444)
    async with opened(small, (80, 24)) as session:
        await choose(session, "cross-encoder")
        assert "what a model says cannot be kept" in session.notices()
