"""Merging from the review: asking for the file, and the queue of what both disagree on."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError

if TYPE_CHECKING:
    from synotui.model import Term
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp


def ask_merge(app: "SynotuiApp") -> None:
    """Ask which dictionary to merge, then show what that would do."""
    from synotui.tui.screens.file_prompt import FilePrompt
    from synotui.tui.screens.merge import MergeScreen

    if not app.review.opened:
        app.review.say("The dictionary is still being opened.")
        return

    async def accept(text: str, _: "Term | None") -> str:
        if not text.strip():
            return "Type the path of the other curator's dictionary."
        try:
            path = Path(text.strip()).expanduser()
            await asyncio.to_thread(_look, path, app.path)
        except SynotuiError as error:
            return str(error)
        except (OSError, ValueError, RuntimeError) as error:
            return f"No dictionary can be read there: {error}"
        app.call_later(app.push_screen, MergeScreen(path))
        return ""

    hint = "the file of another curator, such as a copy of this one · tab completes · esc leaves"
    app.push_screen(FilePrompt("Merge a dictionary", hint, accept))


def review_disagreements(app: "SynotuiApp") -> None:
    """Review the pairs on which merges found both to disagree, one by one."""
    from synotui.ops.queueing.state import QueueChoice, QueuePlace
    from synotui.tui.screens.queue import QueueScreen

    def begin(held: "tuple[int, str]") -> None:
        place = QueuePlace(QueueChoice("disagreements"))
        app.push_screen(QueueScreen(place, *held))

    app.ask(_checks_and_curator, begin)


def _checks_and_curator(bench: "Workbench") -> tuple[int, str]:
    from synotui.ops.queueing.state import check_every

    return check_every(bench.store), bench.curator


def _look(path: Path, own: Path) -> None:
    from synotui.ops.merging import look_at

    look_at(path, own)
