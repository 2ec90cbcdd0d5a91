"""A damaged file under review: it is looked at beside the screen, told of, and never written."""

import random
import sqlite3
from pathlib import Path

import pytest

from synotui.ops.backups import back_up
from synotui.ops.workbench import open_workbench
from tests.tui.conftest import Opener

PAGE = 4096


def noise(path: Path, table: str) -> None:
    """Write noise over the page that a table begins at."""
    with sqlite3.connect(path) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = raw.execute(query, (table,)).fetchone()
    raw.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(random.Random(page).randbytes(PAGE))


# One that a review never comes by, one without which there are no candidates.
@pytest.mark.parametrize("table", ["composed", "vector_blocks"])
async def test_it_is_told_and_nothing_is_written(small: Path, opened: Opener, table: str) -> None:
    with open_workbench(small) as bench:
        assert back_up(bench, "hand") is not None
    noise(small, table)
    before = small.read_bytes()
    async with opened(small, (160, 30)) as session:
        assert "file damaged: nothing is saved · read-only · 32 terms" in session.screen()[0]
        assert "small.db is damaged (" in session.notices()
        assert f"synotui restore {small} 1" in session.notices()
        await session.press("a", "u", "U", "x")
        assert "small.db is damaged. Put its newest backup back" in session.notices()
        await session.command("backups")
        assert "small.db is damaged. Leave, then: Put its newest backup back" in session.text()
        await session.press("enter", "n", "escape", "q")
    assert small.read_bytes() == before
    assert [each.name for each in small.parent.glob("small.db*") if each.is_file()] == ["small.db"]
