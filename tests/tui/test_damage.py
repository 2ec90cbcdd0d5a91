"""A damaged file under review: it is looked at beside the screen, told of, and never written."""

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from synotui.model import Verdict
from synotui.ops.backups import back_up
from synotui.ops.checking import check
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from tests.other_process import synotui
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
        assert len(session.app._notifications) == 1
        await session.press("a", "u", "U", "x")
        assert "small.db is damaged. ^p, then backups, puts one back" in session.notices()
        await session.command("backups")
        assert "small.db is damaged: enter puts the backup under the cursor" in session.text()
        await session.press("n", "enter")
        assert "What is there now is damaged; it is kept under another name" in session.text()
        await session.press("escape", "q")
    assert small.read_bytes() == before
    assert [each.name for each in small.parent.glob("small.db*") if each.is_file()] == ["small.db"]


@pytest.mark.parametrize("table", ["composed", "vector_blocks"])
async def test_a_backup_is_put_back_in_the_review(small: Path, opened: Opener, table: str) -> None:
    with open_workbench(small) as bench:
        ids = [find_term(bench, text).id for text in ("普拉多", "霸道SUV", "SUV", "ＳＵＶ")]
        decide(bench, ids[0], ids[1], Verdict.ACCEPTED)
        assert back_up(bench, "hand") is not None
        decide(bench, ids[2], ids[3], Verdict.ACCEPTED)
    noise(small, table)
    noisy = small.read_bytes()
    async with opened(small, (110, 30)) as session:
        await session.settle("file damaged")
        await session.command("backups")
        await session.press("enter", "enter")
        await session.settle(lambda: session.app.screen is session.review and session.review.opened)
        await session.settle(lambda: session.review.visit is not None)
        assert "kept as small.db.damaged-" in session.notices()
        assert "is damaged (" not in session.notices()
        assert "damaged" not in session.text() and "read-only" not in session.text()
        await session.press("home", "g", *"普拉多", "enter")
        assert session.rows()["霸道SUV"] == "accepted synonym"
        await session.press("n", "a", "u", "a")
        head, candidate = session.head, session.candidate
        await asyncio.to_thread(synotui, "decide", small, "accept", "土豆", "马铃薯")
        await session.until("土豆")
        assert head and candidate
    [kept] = small.parent.glob("small.db.damaged-*")
    assert kept.read_bytes() == noisy
    with open_workbench(small) as bench:
        assert not check(bench).findings
        assert bench.store.pairs.counts()[Verdict.ACCEPTED] == 3
