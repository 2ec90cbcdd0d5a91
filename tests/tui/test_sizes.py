"""Every screen at every size: it fits, or says that it cannot, and comes back as it was."""

from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.text import width
from synotui.tui.widgets.too_small import TooSmall, too_small
from tests.hostile.driving import at_rest, key_named, press
from tests.tui.conftest import Opener, Session

SIZES = [(20, 5), (40, 10)]
"""The last is the size the next screen comes up at."""
BY_KEYS = {
    "ReviewScreen": (),
    "DriftScreen": ("D",),
    "ExploreScreen": ("E",),
    "CompareScreen": ("c",),
    "SetsScreen": ("S",),
    "MapScreen": ("V",),
    "EvaluateScreen": ("T",),
    "QueueChoiceScreen": ("Q",),
    "QueueScreen": ("Q", "enter"),
    "DashboardScreen": ("I",),
    "AdjustmentScreen": ("A",),
    "HelpScreen": ("question_mark",),
    "Prompt": ("g", "普"),
    "Palette": ("ctrl+p",),
    "SensesScreen": ("S", "b"),
}
WAITED = {("QueueScreen", "enter"), ("SensesScreen", "S")}
"""Keys after which something is worked out that the next screen is about."""
BY_COMMAND = {
    "ExportScreen": "vectors to a file",
    "HeldOutScreen": "does adjusting help",
    "RestoreScreen": "backups",
}


@pytest.fixture
def linked(small: Path) -> Path:
    """The small dictionary with a set of three."""
    with open_workbench(small) as bench:
        for synonym in ("霸道SUV", "陆地巡洋舰"):
            head, other = find_term(bench, "普拉多").id, find_term(bench, synonym).id
            decide(bench, head, other, Verdict.ACCEPTED)
    return small


def fits(session: Session, size: tuple[int, int]) -> None:
    """Check that every line is as wide as the terminal, and what is said where there is no room."""
    tiny = size[0] < 40 or size[1] < 10
    covers = session.app.screen.query(TooSmall)
    assert bool(covers) == tiny
    lines = session.screen()
    assert len(lines) == size[1] and all(width(line) == size[0] for line in lines)
    if tiny and size[0] >= 20:
        assert "Terminal too small" in session.text()
        assert f"{size[0]} x {size[1]} of 40 x 10" in session.text()


async def opened_by(session: Session, name: str, keys: tuple[str, ...]) -> None:
    """Press keys until a screen is there; what it works out may go on."""
    app = session.app
    for key in keys:
        event = key_named(key)
        event.set_sender(app)
        app.post_message(event)
        if (name, key) in WAITED:
            await at_rest(app)
    await session.until(lambda: type(app.screen).__name__ == name and app.screen.is_mounted)


def laid_out(session: Session, size: Size) -> bool:
    """Say whether the screen on top has that size, and covers itself where it must."""
    top = session.app.screen
    top._on_timer_update()
    fits = top.size == size and bool(top.query_children(TooSmall)) == too_small(size)
    return fits and top._compositor.size == size and not top._layout_required


async def walk(session: Session, name: str) -> None:
    """Take the screen on top through all sizes and back to the first."""
    app = session.app
    top = app.screen
    assert type(top).__name__ == name
    for size in SIZES:
        assert app._driver is not None
        app._driver._size = size
        app.post_message(events.Resize(Size(*size), Size(*size)))
        await session.until(partial(laid_out, session, Size(*size)))
        assert app.screen is top and app.is_running
        fits(session, size)


async def test_every_screen_at_every_size(linked: Path, opened: Opener) -> None:
    async with opened(linked, (80, 24)) as session:
        app = session.app
        for name, keys in BY_KEYS.items():
            # What it works out goes on while it is made larger and smaller.
            await opened_by(session, name, keys)
            await walk(session, name)
            while app.screen is not session.review:
                await press(app, "escape")
        for name, command in BY_COMMAND.items():
            await press(app, "ctrl+p")
            app.screen.post_message(events.Paste(command))
            await at_rest(app)
            await press(app, "enter")
            await walk(session, name)
            while app.screen is not session.review:
                await press(app, "escape")


async def test_no_key_reaches_what_is_covered(small: Path, opened: Opener) -> None:
    async with opened(small, (80, 24)) as session:
        await press(session.app, "g", "普")
        await session.pilot.resize_terminal(20, 5)
        await press(session.app, "a", "enter", "escape")
        await session.paste("霸")
        assert "too small" in session.text()
        await session.pilot.resize_terminal(80, 24)
        await press(session.app, "拉", "多", "enter")
        assert session.app.screen is session.review and session.head == "普拉多"
        await press(session.app, "D")
        await session.pilot.resize_terminal(20, 5)
        await session.press("ctrl+q")
    assert session.app.return_code == 0
