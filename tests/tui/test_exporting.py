"""Export by the palette: pairs or vectors, which of them, and what keeps a file from being."""

from pathlib import Path

from textual.widgets import Static

from synotui.formats import formats
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.tui.exporting import with_ending
from tests.formats.test_vector_files import LOADS
from tests.tui.conftest import Opener, Session


async def test_pairs(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        await session.command("export the")
        assert "Export to" in session.text()
        assert "The accepted pairs as csv." in session.text()
        await session.press("enter")
        assert "Wrote 1 pair to" in session.notices()
        assert session.app.screen is session.review
        await session.command("export the")
        assert "in place of the file that is there" in session.text()
        await session.press("x", "enter")
        assert "no format is written under the extension “.csvx”" in note(session)
        assert session.app.screen is not session.review
        await session.press("down", "right", "enter")
        assert "Wrote 1 pair to" in session.notices()
    written = small.with_suffix(".csv").read_text(encoding="utf-8")
    assert written.splitlines()[1].startswith("普拉多,霸道SUV,synonym,")
    assert small.with_name("small.csvx.csv").read_text(encoding="utf-8") == written


def note(session: Session) -> str:
    """What the screen says of the file."""
    return str(session.app.screen.query_one("#export-note", Static).content)


async def test_which_vectors(small: Path, tmp_path: Path, opened: Opener) -> None:
    (tmp_path / "toy.vec").write_text("普拉多 1 0 0\n霸道SUV 0 1 0\n土豆 0 0 1\n", encoding="utf-8")
    with open_workbench(small) as bench:
        import_file(bench, tmp_path / "toy.vec", ImportOptions())
    async with opened(small) as session:
        await session.press("a")
        await session.command("export vectors")
        assert "Vectors as word2vec." in session.text()
        await session.press("down", "right", "right")
        assert "small.npy" in session.text()
        assert "◂ npy ▸" in session.text()
        await session.press("down")
        assert "◂ toy ▸" in session.text()
        await session.press("down", "l", "down", "h")
        assert "base" in session.text() and "moved" in session.text()
        await session.press("enter")
        assert "Wrote 2 vectors of 3 values to" in session.notices()
        await session.command("export vectors")
        await session.press("down", "left", "left", "down", "space", "enter")
        assert session.app.screen is session.review
        await session.press("q")
    moved = dict(LOADS["vectors.npy"](small.with_suffix(".npy")))
    assert sorted(moved) == ["普拉多", "霸道SUV"]
    assert moved["普拉多"].tolist() == [1, 0, 0]
    whole = small.with_suffix(".safetensors")
    assert not whole.exists()
    lines = small.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1


async def test_nothing_to_write_is_told_and_the_screen_stays(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.command("export vectors")
        await session.press("down", "down", "down", "down", "right", "enter")
        assert "Nothing to write: no term has moved in space use-m3" in note(session)
        await session.press("up", "up", "up", "up", "ctrl+u")
        assert "Name a file" in session.text()
        await session.press("enter", "escape")
        assert session.app.screen is session.review
    assert not small.with_suffix(".vec").exists()


async def test_leaving_while_it_is_written_leaves_the_file_whole_or_not_at_all(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        await session.command("export vectors")
        await session.pilot.press("enter", "escape")
        await session.settle()
        assert session.app.screen is session.review
    written = small.with_suffix(".vec")
    assert not written.exists() or len(LOADS["vectors.vec"](written)) == 32
    assert not list(small.parent.glob(".*.part"))


def test_endings_follow_the_format() -> None:
    by_name = {format.name: format for format in formats()}
    assert with_ending("/a/cars.csv", by_name["npy"]) == "/a/cars.npy"
    assert with_ending("cars.vec.gz", by_name["word2vec-bin"]) == "cars.bin.gz"
    assert with_ending("cars.v2", by_name["jsonl"]) == "cars.v2.jsonl"
    assert with_ending("cars", by_name["safetensors"]) == "cars.safetensors"
