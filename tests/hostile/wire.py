"""What an app writes to its terminal: all of it kept, and judged by what Textual itself writes."""

import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.drivers.headless_driver import HeadlessDriver

from synotui.tui.app import SynotuiApp
from tests.hostile.terms import acting
from tests.tui.conftest import Session

_OWN = re.compile(
    r"\x1b\[[0-9;:]*m"  # Colours.
    r"|\n?\x1b\[\d+;\d+H"  # Where the next cells go.
    r"|\x1b\[\?2026[hl]"  # All at once.
    r"|\x1b\]22;[a-z-]+\x07"  # The pointer's shape.
)
"""What Textual writes while an app runs, beside letters."""
_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


class Wire(HeadlessDriver):
    """A terminal that is not there, but that the app paints on; keeps every character."""

    def __init__(self, app: SynotuiApp) -> None:
        super().__init__(app, debug=False, mouse=True, size=(app.size.width, app.size.height))
        self._written: list[str] = []

    @property
    def is_headless(self) -> bool:
        """Be painted on."""
        return False

    def write(self, data: str) -> None:
        """Keep what a terminal would get, but for the bell of a field that is full."""
        if data != "\a":
            self._written.append(data)

    def taken(self) -> str:
        """Give what was written since the last time."""
        written = "".join(self._written)
        self._written.clear()
        return written

    def copied(self) -> list[str]:
        """Give what went to the clipboard since what was written was taken."""
        return _copied("".join(self._written))


@asynccontextmanager
async def watching(path: Path, size: tuple[int, int]) -> AsyncIterator[Session]:
    """Open a dictionary in the review; notices and tooltips are shown, all that is written kept."""
    app = SynotuiApp(path)
    try:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            app._driver = Wire(app)
            session = Session(app, pilot)
            await session.settle()
            yield session
    finally:
        app.close_dictionary()


def foreign(written: str) -> set[str]:
    """Give what drives a terminal in what an app wrote and is not Textual's own.

    What goes to the clipboard is looked at as well: it may be pasted into a shell.
    """
    found = acting(_OWN.sub("", _COPIED.sub("", written)))
    return found.union(*(acting(line) for text in _copied(written) for line in text.split("\n")))


def _copied(written: str) -> list[str]:
    return [base64.b64decode(text).decode() for text in _COPIED.findall(written)]
