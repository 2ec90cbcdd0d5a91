"""Merging on the screen: the preview, what counts where both differ, the merge, its queue."""

import shutil
from pathlib import Path

from synotui.model import Verdict
from synotui.ops.merging import open_disagreements
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench
from synotui.tui.screens.file_prompt import FilePrompt
from synotui.tui.screens.merge import MergeScreen
from synotui.tui.screens.queue import QueueScreen
from tests.tui.conftest import Opener


def hands(curator: str, path: Path) -> Workbench:
    bench = open_workbench(path)
    bench.__dict__["curator"] = curator
    return bench


def say(bench: Workbench, head: str, other: str, verdict: Verdict) -> None:
    decide(bench, find_term(bench, head).id, find_term(bench, other).id, verdict)


async def test_a_dictionary_is_merged_and_its_disagreements_worked_off(
    small: Path, tmp_path: Path, opened: Opener
) -> None:
    other = Path(shutil.copy(small, tmp_path / "li[red].db"))
    with hands("mei", small) as bench:
        say(bench, "普拉多", "霸道SUV", Verdict.ACCEPTED)
    with hands("[/]li\x1b[31m", other) as bench:
        say(bench, "普拉多", "霸道SUV", Verdict.REJECTED)
        say(bench, "手机", "智能手机", Verdict.ACCEPTED)
        with bench.store.transaction():
            bench.store.terms.add([("洋芋", "洋芋", None)])
        say(bench, "土豆", "洋芋", Verdict.ACCEPTED)
    async with opened(small) as session:
        app = session.app
        await session.command("Merge a dictionary")
        assert isinstance(app.screen, FilePrompt)
        await session.paste(str(tmp_path / "none.db"))
        await session.press("enter")
        assert "No dictionary at" in session.text()
        await session.press("ctrl+u")
        await session.paste(str(other))
        await session.press("enter")
        text = await session.settle("2 pairs taken")
        assert isinstance(app.screen, MergeScreen) and "nothing is changed yet" in text
        assert "1 disagreement " in text and "1 term added" in text
        assert "普拉多 – 霸道SUV" in text and "[/]li␛[31m" in text
        for size in ((80, 24), (20, 5), (160, 45), (100, 30)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            session.screen()
        await session.press("d")
        assert "1 of them replace" in await session.settle("theirs is taken")
        await session.press("d", "d")
        await session.settle("those of here stay")
        await session.press("Q")
        assert "First m merges" in session.text()
        await session.press("m")
        await session.settle("Merged. u in the review")
        assert app.review.all_terms == 33
        await session.press("m")
        assert app.review.ledger.undo is not None and "merged li" in app.review.ledger.undo
        await session.press("Q")
        text = await session.settle("in li[red].db rejected by")
        assert "1 unsettled" in text and "1 on which verdicts differ" in text
        assert isinstance(app.screen, QueueScreen)
        await session.press("a")
        await session.settle("Nothing is left to decide in this queue.")
        await session.settle("0 unsettled")
        await session.press("escape", "u", "u")
        await session.settle("undone")
        assert app.review.all_terms == 32
    with open_workbench(small) as bench:
        assert not open_disagreements(bench.store)
        assert bench.store.terms.by_text("洋芋") is None


async def test_what_cannot_be_merged_is_told(small: Path, tmp_path: Path, opened: Opener) -> None:
    other = Path(shutil.copy(small, tmp_path / "li.db"))
    small.chmod(0o444)
    async with opened(small) as session:
        session.app.push_screen(MergeScreen(other))
        text = await session.settle("Nothing new: everything it holds is known here")
        assert " m merge" not in text
        await session.press("m")
        assert "read-only" in session.text()
        await session.press("escape")
        other.write_bytes(other.read_bytes()[: 1 << 14])
        session.app.push_screen(MergeScreen(other))
        await session.settle("is damaged")
