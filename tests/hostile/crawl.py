"""Go through every screen by every key it has, over a dictionary of hostile terms.

    python -m tests.hostile.crawl

It begins at the review and presses what each screen it meets binds, then does what the
palette offers. After each key every cell is looked at (`driving.painted`). A screen that
is new is found by that, or named as missed.
"""

import asyncio
import importlib
import pkgutil
import re
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from textual import events
from textual.command import CommandPalette
from textual.screen import Screen

import synotui.tui
from synotui.engine.evaluate import bootstrap
from synotui.tui.app import SynotuiApp
from synotui.tui.providers import Commands
from synotui.tui.screens.prompt import Prompt
from tests.hostile.driving import at_rest, painted, press
from tests.hostile.terms import HOSTILE, make_hostile
from tests.tui.conftest import Session

SIZES = ((80, 24), (160, 45))
SKIPPED_ACTIONS = ("quit", "leave", "out", "back", "help_quit")
"""What ends a screen, or the app: done last, by escape."""
OF_PROGRAMS = ("method(1)", "method(2)")
"""Maps that programs of their own make, which take seconds: the same screen as by PCA."""
Open = Callable[[], Awaitable[object]]


class Crawl:
    """Goes through screens, each kind once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.app = session.app
        self.pressed = 0
        self.seen: set[type[Screen[Any]]] = set()

    async def of(self, open_it: Open) -> None:
        """Open a screen from the review, look at it, press all its keys, and come back."""
        await open_it()
        await at_rest(self.app)
        screen = self.app.screen
        painted(self.session)
        if screen is not self.session.review and type(screen) not in self.seen:
            self.seen.add(type(screen))
            await self.look(screen)
            for key in keys_of(screen):
                if self.app.screen is not screen:
                    await self.home()
                    await open_it()
                    await at_rest(self.app)
                    screen = self.app.screen
                self.pressed += 1
                await press(self.app, key)
                painted(self.session)
                if type(self.app.screen) not in self.seen:
                    await self._into(screen, key, open_it)
        await self.home()

    async def _into(self, screen: Screen[Any], key: str, open_it: Open) -> None:
        async def further() -> None:
            if self.app.screen is self.session.review:
                await open_it()
                await at_rest(self.app)
                await press(self.app, key)

        await self.of(further)

    async def look(self, screen: Screen[Any]) -> None:
        """Look at a screen at each size, and type every term where one types."""
        for size in SIZES:
            await self.session.pilot.resize_terminal(*size)
            await at_rest(self.app)
            painted(self.session)
        if isinstance(screen, Prompt | CommandPalette):
            for text in HOSTILE[:28:5]:
                self.app.post_message(events.Paste(text))
                await at_rest(self.app)
                painted(self.session)
                await press(self.app, "ctrl+u")

    async def home(self) -> None:
        """Go back to the review."""
        for _ in range(8):
            if self.app.screen is self.session.review:
                return
            await press(self.app, "escape")
        raise AssertionError(f"no way back from {self.app.screen}")


def keys_of(screen: Screen[Any]) -> list[str]:
    """Give a key for each thing a screen binds, but for what leaves it."""
    found: dict[str, str] = {}
    for key, bindings in screen._bindings.key_to_bindings.items():
        for binding in bindings:
            name = binding.action.split("(")[0].split(".")[-1]
            skipped = name in SKIPPED_ACTIONS or binding.action in OF_PROGRAMS
            if not skipped and key != "ctrl+c":
                found.setdefault(binding.action, key)
    return list(found.values())


async def every_screen(path: Path) -> set[str]:
    """Go through all screens; give the names of those that were missed."""
    app = SynotuiApp(path)
    async with app.run_test(size=(120, 40)) as pilot:
        session = Session(app, pilot)
        await session.settle()
        crawl = Crawl(session)
        await crawl.look(session.review)
        crawl.seen.add(type(session.review))
        for key in keys_of(session.review):

            async def press_it(key: str = key) -> None:
                await press(session.app, key)

            await crawl.of(press_it)
            await press(session.app, "escape")
        provider = Commands(session.review)
        await provider.startup()
        for command in list(provider._all()):
            if re.search(r"\(\S{1,6}\)$", command.name) or command.name.startswith("Theme"):
                continue  # keys were pressed above

            async def do_it(do: Callable[[], object] = command.do) -> None:
                do()

            await crawl.of(do_it)
        print(f"{len(crawl.seen)} kinds of screens, {crawl.pressed} keys")
        return {kind.__name__ for kind in screens()} - {kind.__name__ for kind in crawl.seen}


def screens() -> Iterator[type[Screen[Any]]]:
    """Give the classes of screens that are shown: those that no other is made from."""
    for info in pkgutil.walk_packages(synotui.tui.__path__, "synotui.tui."):
        importlib.import_module(info.name)
    left: list[type[Screen[Any]]] = [Screen]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("synotui.") and not kind.__subclasses__():
            yield kind


def main() -> int:
    """Crawl, and tell which screens no key led to."""
    bootstrap.RESAMPLES = 20
    with tempfile.TemporaryDirectory(prefix="crawl-") as folder:
        missed = asyncio.run(every_screen(make_hostile(Path(folder))))
    if missed:
        print(f"missed: {', '.join(sorted(missed))}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
