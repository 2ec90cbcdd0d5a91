"""Backups on the screen: what differs, putting one back, making one; damage that is told of."""

from pathlib import Path

from synotui.cli.program import main
from synotui.errors import NotADictionary
from synotui.model import Verdict
from synotui.ops import backups
from synotui.ops.backups import list_backups
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.app import SynotuiApp
from synotui.tui.screens.restore import RestoreScreen
from tests.tui.conftest import Opener, Session


def decided(path: Path, *pairs: tuple[str, str], verdict: Verdict = Verdict.ACCEPTED) -> None:
    with open_workbench(path) as bench:
        for head, synonym in pairs:
            decide(bench, find_term(bench, head).id, find_term(bench, synonym).id, verdict)


def backed_up(path: Path) -> None:
    with open_workbench(path) as bench:
        backups.back_up(bench, "hand")


async def anew(session: Session) -> None:
    """Wait until everything is read anew."""
    app = session.app
    await session.settle(lambda: app.screen is session.review and session.review.visit is not None)


async def shown(session: Session, *wanted: str) -> RestoreScreen:
    """Open the screen from the palette."""
    await session.command("backups")
    await session.settle(*wanted)
    screen = session.app.screen
    assert isinstance(screen, RestoreScreen)
    return screen


async def test_what_differs_is_seen_put_back_and_put_back_again(
    small: Path, opened: Opener
) -> None:
    decided(small, ("土豆", "马铃薯"))
    backed_up(small)
    decided(small, ("土豆", "马铃薯"), verdict=Verdict.REJECTED)
    async with opened(small, (80, 24)) as session:
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
        screen = await shown(session, "by hand", "the start of a session")
        assert "n back up now" in session.text()
        await session.press("n")
        await session.settle("Backed up.", "Every pair is decided as it is now")
        await session.press("end")
        await session.settle(
            "An earlier state", "6 now → 4 then", "Pairs decided otherwise: 2",
            "普拉多 – 霸道SUV", "✓ accepted → ? undecided", "✗ rejected → ✓ accepted",
        )  # fmt: skip
        for size in ((40, 10), (200, 60), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "Backups of small.db" in session.text()
        await session.press("enter", "escape")
        assert session.app.screen is screen and "Put back" not in session.text()
        await session.press("enter")
        assert "is backed up first" in session.text()
        await session.press("enter")
        await anew(session)
        assert session.head == "普拉多" and session.rows()["霸道SUV"] == ""
        await session.press("u", "g", *"土豆", "enter")
        assert session.rows()["马铃薯"] == ""
        await session.press("U")
        assert session.rows()["马铃薯"] == "accepted synonym", "the ledger is the earlier one"
        screen = await shown(session, "by hand", "Not an earlier state")
        await session.press("tab", "end", "enter")
        assert not screen.is_attached and session.head in ("普拉多", "土豆")
        screen = await shown(session, "by hand", "Not an earlier state")
        await session.press("enter", "enter")
        await anew(session)
        assert not screen.is_attached
    with open_workbench(small) as bench:
        verdicts = [row[1] for row in bench.store.pairs.as_rows().values()]
        assert sorted(verdicts) == ["accepted", "rejected"], "as it was before the first restore"
    assert {"restore", "hand"} <= {each.why for each in list_backups(small)}


async def test_a_damaged_backup_is_told_of_and_one_that_only_reads_looks(
    small: Path, opened: Opener
) -> None:
    backed_up(small)
    [kept] = list_backups(small)
    decided(small, ("土豆", "马铃薯"))
    content = kept.path.read_bytes()
    kept.path.write_bytes(content[:8192] + b"\xa5" * (len(content) - 8192))
    small.chmod(0o444)
    async with opened(small, (100, 30)) as session:
        await shown(session, "by hand", "is read-only", "It cannot be read", "damaged")
        await session.press("enter", "enter", "n")
        assert "is read-only" in session.text()
        await session.press("escape")
        assert session.app.screen is session.review
    assert [each.path for each in list_backups(small)] == [kept.path]


async def test_a_damaged_dictionary_ends_with_what_to_do(small: Path) -> None:
    for kept in (False, True):
        if kept:
            backed_up(small)
        path = small.rename(small.with_name(f"a b{kept}.db"))
        folder = small.with_name(f"{small.name}.backups")
        if folder.exists():
            folder.rename(path.with_name(f"{path.name}.backups"))
        whole = path.read_bytes()
        path.write_bytes(b"SQLite format 3\x00" + b"\xa5" * 50_000)
        app = SynotuiApp(path)
        async with app.run_test() as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
        app.close_dictionary()
        assert isinstance(app.failure, NotADictionary)
        wanted = (
            f"synotui restore '{path}' 1" if kept else f"synotui check '{path}' --rescue NEW.db"
        )
        assert wanted in app.failure.remedy
        if kept:
            assert main(["restore", str(path), "1"]) == 0
            assert main(["check", str(path)]) == 0
        path.write_bytes(whole)
        path.rename(small)
