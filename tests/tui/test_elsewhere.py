"""Another process at the dictionary that is under review: real processes, a real file."""

import asyncio
import shutil
from pathlib import Path

from synotui.model import Verdict
from synotui.ops.history import log
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from tests.other_process import HOLD, STRANGER, holding, synotui
from tests.tui.conftest import Opener


async def elsewhere(*arguments: str | Path) -> None:
    """Run the program in another process."""
    done = await asyncio.to_thread(synotui, *arguments)
    assert done.returncode == 0, done.stderr


async def test_what_a_script_does_appears(small: Path, tmp_path: Path, opened: Opener) -> None:
    async with opened(small) as session:
        rows = session.rows
        await session.press("r")
        await elsewhere("decide", small, "accept", "普拉多", "陆地巡洋舰")
        await session.settle(lambda: rows()["陆地巡洋舰"] == "accepted synonym")
        assert rows()["霸道SUV"] == "rejected different"
        assert "mei: accepted 普拉多 = 陆地巡洋舰" in session.notices()
        # The line of the term, the ledger, the head's figures; what was done here stays told of.
        assert session.review.ledger.undo == "accepted 普拉多 = 陆地巡洋舰"
        shown = session.text()
        line = next(line for line in session.screen() if "▸普拉多" in line)
        assert "1✓" in line and "1✗" in line
        assert "rejected 普拉多 ≠ 霸道SUV" in shown and "1 decided" in shown

        # Undo is about the last decision, whoever made it, once it was seen.
        await session.press("u")
        await session.settle(lambda: rows()["陆地巡洋舰"] == "")
        await elsewhere("redo", small)
        await session.settle(lambda: rows()["陆地巡洋舰"] == "accepted synonym")

        more = tmp_path / "more.csv"
        more.write_text("term,frequency\n新词,5\n另一个,4\n", encoding="utf-8")
        await elsewhere("import", small, more)
        await session.settle("34 terms")
        assert len(session.review.terms.ids) == 34

        vectors = tmp_path / "other.vec"
        vectors.write_text("3 2\n普拉多 1 0\n霸道SUV 1 0.1\nSUV 0 1\n", encoding="utf-8")
        await elsewhere("import", small, vectors)
        await session.settle("space other 2d")
        await elsewhere("space", small, "use-m3")
        await session.settle("space use-m3 512d")
        await elsewhere("adjust", small, "--method", "retrofit")
        await session.settle(lambda: "retrofit" in (session.review.ledger.undo or ""))
        await session.press("R")
        assert rows()["霸道SUV"] == "rejected different"
        assert rows()["陆地巡洋舰"] == "accepted synonym"


async def test_an_undo_typed_before_the_news_takes_back_nothing_unseen(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        await session.press("a")
        session.app.elsewhere.close()
        await elsewhere("decide", small, "reject", "土豆", "马铃薯")
        await session.press("u")
        assert "mei has just made another decision elsewhere: rejected" in session.notices()
        assert session.rows()["霸道SUV"] == "accepted synonym"
    with open_workbench(small) as bench:
        counts = bench.store.pairs.counts()
        assert (counts[Verdict.ACCEPTED], counts[Verdict.REJECTED]) == (1, 1)


async def test_a_backup_put_back_is_read_anew(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await elsewhere("backup", small)
        await session.press("a", "r", "n")
        added = "丰田霸道"
        await elsewhere("decide", small, "accept", "普拉多", added, "--add")
        await session.settle("33 terms")
        head = session.head
        await elsewhere("restore", small, "1")
        await session.settle("32 terms")
        assert session.head == head and len(session.review.terms.ids) == 32
        assert session.review.ledger.undo is None
        await session.press("home", "g", *"普拉多", "enter")
        assert session.rows()["霸道SUV"] == "" and session.rows()["陆地巡洋舰"] == ""
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
    with open_workbench(small) as bench:
        assert [entry.label for entry in log(bench, 1)] == ["accepted 普拉多 = 霸道SUV"]


async def test_decisions_wait_for_another_process_and_none_is_lost(
    small: Path, opened: Opener
) -> None:
    async with opened(small, (160, 30)) as session:
        names = list(session.rows())
        with holding(HOLD, small) as process:
            await session.pilot.press("a", "r", "s")
            await session.until("3 waiting for mei (import)")
            # Keys go on meanwhile; none takes back what was decided.
            await session.pilot.press("escape", "j", "k", "x")
            await session.until("4 waiting for mei (import)")
            assert session.rows()[names[0]] == "accepted synonym"
            await asyncio.to_thread(process.communicate)
        await session.settle(lambda: not session.app.performing)
        assert "waiting for" not in session.text() and session.app.refused == 0
        said = [session.rows()[name].split()[0] for name in names[:4]]
        assert said == ["accepted", "rejected", "skipped", "rejected"]
        with holding(HOLD, small):
            left = session.candidate
            await session.pilot.press("a", "q")
            await session.until("also open: mei (import)")
            await session.settle(lambda: session.app.refused == 1)
            # It was not taken, and is not shown as taken; leaving is not losing it.
            assert session.rows()[left] == "" and session.candidate == left
            assert "is being written to by mei on " in session.notices()
            assert "Not left" in session.notices() and session.app.is_running
    with open_workbench(small) as bench:
        labels = [entry.label.split()[0] for entry in log(bench, 4)]
    assert labels == ["rejected", "skipped", "rejected", "accepted"]


async def test_a_file_that_cannot_be_read_for_a_while_is_told_of(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        with holding(STRANGER, small, "EXCLUSIVE") as process:
            await session.pilot.press("n")
            await session.until("(not synotui)")
            await asyncio.to_thread(process.communicate)
        await session.settle(lambda: session.review.visit is not None)
        assert session.head == "霸道SUV"


async def test_a_file_removed_or_replaced_is_never_written(
    small: Path, tmp_path: Path, opened: Opener
) -> None:
    aside, copy = tmp_path / "aside.db", Path(shutil.copy(small, tmp_path / "copy.db"))
    async with opened(small) as session:
        first, second = list(session.rows())[:2]
        await session.press("a")
        small.rename(aside)
        await session.until("file gone")
        await session.press("a")
        assert session.rows()[second] == "" and not small.exists()
        assert "is not there any more: this was not saved" in session.notices()
        before = copy.read_bytes()
        copy.rename(small)
        await session.until("file replaced")
        await session.press("a")
        assert session.rows()[second] == "" and session.rows()[first] == "accepted synonym"
        await session.press("n")
        assert session.head == first
        assert small.read_bytes() == before
        aside.rename(small)
        await session.settle(lambda: "file replaced" not in session.text())
        await session.press("N", "a")
    with open_workbench(small) as bench:
        assert bench.store.pairs.counts()[Verdict.ACCEPTED] == 2


async def test_a_queue_hears_of_what_is_decided_elsewhere(small: Path, opened: Opener) -> None:
    from synotui.tui.screens.queue import QueueScreen

    async with opened(small) as session:
        await session.press("Q", "enter")
        screen = session.app.screen
        assert isinstance(screen, QueueScreen) and screen.card is not None
        head, other, key = screen.card.head.text, screen.card.other.text, screen.card.key
        await elsewhere("decide", small, "reject", head, other)
        await session.settle(lambda: screen.card is not None and screen.card.key != key)
        assert all(card.key != key for card in screen.ahead)
    with open_workbench(small) as bench:
        pair = bench.store.pairs.get(find_term(bench, head).id, find_term(bench, other).id)
        assert pair is not None and pair.curator == "mei"


async def test_what_is_there_instead_is_opened_when_asked(small: Path, opened: Opener) -> None:
    aside = small.with_name("aside.db")
    async with opened(small) as session:
        await session.press("a")
        await session.command("backups")
        await session.press("n")
        await session.settle("Backed up.")
        await session.press("escape", "n", "a")
        small.rename(aside)
        await session.settle("file gone")
        await session.command("open again")
        assert "small.db is not there" in session.notices()
        await session.command("backups")
        await session.settle("small.db is gone: enter puts the backup under the cursor")
        await session.press("enter", "enter")
        await session.settle(lambda: session.review.opened and "file gone" not in session.text())
        await session.settle(lambda: session.review.visit is not None)
        await session.press("home", "g", *"普拉多", "enter")
        assert "accepted synonym" in session.rows().values()
        small.unlink()
        aside.rename(small)
        await session.settle("file replaced")
        await session.command("backups")
        await session.settle("Another file is in the place of small.db")
        await session.press("enter", "escape")
        await session.command("open again")
        await session.settle(lambda: "file replaced" not in session.text())
        await session.settle(lambda: session.review.visit is not None)
        await session.press("r")
    with open_workbench(small) as bench:
        assert [entry.label.split()[0] for entry in log(bench, 3)] == [
            "rejected", "accepted", "accepted"
        ]  # fmt: skip


async def test_a_file_of_two_names_is_warned_of(small: Path, opened: Opener) -> None:
    small.with_name("other.db").hardlink_to(small)
    async with opened(small) as session:
        await session.until(lambda: "is one of 2 names of the same file" in session.notices())
