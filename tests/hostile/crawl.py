"""Go through every screen by every key it has, over a dictionary of hostile terms.

    python -m tests.hostile.crawl           # at the first and at the last line of each screen
    python -m tests.hostile.crawl --short   # as the suite does

It begins at the review and presses what each screen it meets binds, then does what the
palette offers. After each key every cell is looked at, and all that was written to the
terminal (`driving.painted`). A screen that is new is found by that, or named as missed.
"""

import argparse
import asyncio
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.command import CommandPalette
from textual.geometry import Size
from textual.screen import Screen

import synotui.tui
from synotui.engine.evaluate import bootstrap
from synotui.store.holders import holders_folder
from synotui.tui.providers import Commands
from synotui.tui.screens.file_prompt import FilePrompt
from synotui.tui.screens.prompt import Prompt
from tests.hostile.driving import PATIENCE, at_rest, painted, press
from tests.hostile.terms import CURATOR, HOSTILE, MEASURED, OTHERS, make_hostile
from tests.hostile.wire import watching
from tests.tui.conftest import Session

SIZE = (80, 24)
OTHER_SIZE, LARGE_ENOUGH = (160, 45), (132, 34)
"""The other size, and that of a short crawl: screens are laid out there as for wide ones."""
SKIPPED_ACTIONS = ("quit", "leave", "out", "back", "help_quit")
"""What ends a screen, or the app: done last, by escape."""
OF_PROGRAMS = ("method(1)", "method(2)")
"""Maps that programs of their own make, which take seconds: the same screen as by PCA."""
ELSEWHERE = ("tab", "end")
"""Keys to another line, most often of another pane, from where all keys are pressed again."""
MORE_THERE = ("RestoreScreen",)
"""Screens whose keys do other things there."""
DEEP = (("S", *ELSEWHERE, "b"),)
"""Ways to screens that single keys may not lead to, as long as the pairs are as they were."""
Open = Callable[[], Awaitable[object]]


class Crawl:
    """Goes through screens, each kind once, all its keys once or at two places."""

    def __init__(self, session: Session, *, short: bool = False) -> None:
        self.session = session
        self.app = session.app
        self.short = short
        self.pressed = 0
        self.seen: set[type[Screen[Any]]] = set()

    async def of(self, open_it: Open) -> None:
        """Open a screen from the review, look at it, press all its keys, and come back."""
        await open_it()
        screen = self.app.screen
        self.painted()
        if screen is not self.session.review and type(screen) not in self.seen:
            self.seen.add(type(screen))
            await self.look()
            await self._fill(open_it, HOSTILE[:28:5])
            await self._press_all(open_it, ())
            if not self.short or type(screen).__name__ in MORE_THERE:
                await self._press_all(open_it, ELSEWHERE)
        else:
            await self._fill(open_it, HOSTILE[4:5])
        await self.home()

    async def _press_all(self, open_it: Open, place: tuple[str, ...]) -> None:
        """Press every key of the screen that `open_it` opens, once `place` was pressed."""
        if place:
            await self._back_to(open_it, place)
        screen = self.app.screen
        for key in keys_of(screen):
            if self.app.screen is not screen:
                await self._back_to(open_it, place)
                screen = self.app.screen
            self.pressed += 1
            await press(self.app, key)
            self.painted()
            new = self.app.screen
            if new is not screen and (type(new) not in self.seen or isinstance(new, Prompt)):
                await self._into(key, open_it, place)

    async def _back_to(self, open_it: Open, place: tuple[str, ...]) -> None:
        await self.home()
        await open_it()
        for key in place:
            await press(self.app, key)
        self.painted()

    async def _into(self, key: str, open_it: Open, place: tuple[str, ...]) -> None:
        async def further() -> None:
            if self.app.screen is self.session.review:
                await self._back_to(open_it, place)
                await press(self.app, key)

        await self.of(further)

    async def look(self) -> None:
        """Look at the screen on top at the other size."""
        other = LARGE_ENOUGH if self.short else OTHER_SIZE
        await resized(self.session, other if self.app.size == SIZE else SIZE)
        self.painted()

    async def _fill(self, open_it: Open, texts: Sequence[str]) -> None:
        """Type texts where one types, and take what a prompt takes; go where that leads to."""
        top = self.app.screen
        if not isinstance(top, Prompt | CommandPalette):
            return
        if isinstance(top, FilePrompt):
            texts = [*texts, *(str(self.app.path.with_name(name)) for name in (MEASURED, OTHERS))]
        for text in texts:
            await self._type(text)
            if isinstance(top, FilePrompt) or (isinstance(top, Prompt) and text == texts[-1]):
                await press(self.app, "enter")
                self.painted()
            if self.app.screen is not top:
                break
        if type(self.app.screen) not in self.seen:

            async def further() -> None:
                if self.app.screen is self.session.review:
                    await open_it()
                    await self._type(text)
                    await press(self.app, "enter")

            await self.of(further)

    async def _type(self, text: str) -> None:
        await press(self.app, "ctrl+u")
        self.app.post_message(events.Paste(text))
        await at_rest(self.app)
        self.painted()

    def painted(self) -> str:
        """Look at all there is (`driving.painted`); notices that were seen go."""
        shown = painted(self.session)
        self.app.clear_notifications()
        return shown

    async def home(self) -> None:
        """Go back to the review."""
        for _ in range(8):
            if self.app.screen is self.session.review:
                return
            await press(self.app, "escape")
        raise AssertionError(f"no way back from {self.app.screen}")


async def resized(session: Session, size: tuple[int, int]) -> None:
    """Give the terminal another size, and wait until all is painted anew."""
    session.app._driver._size = Size(*size)  # type: ignore[union-attr]
    session.app.post_message(events.Resize(Size(*size), Size(*size)))
    await at_rest(session.app)


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


async def every_screen(session: Session, *, short: bool = False) -> Crawl:
    """Go through all screens from the review, and look at what others do meanwhile."""
    crawl = Crawl(session, short=short)
    await crawl.look()
    await crawl.look()
    crawl.seen.add(type(session.review))
    for keys in (*DEEP, *([key] for key in keys_of(session.review))):

        async def press_them(keys: Sequence[str] = keys) -> None:
            for key in keys:
                await press(session.app, key)

        await crawl.of(press_them)
        await press(session.app, "escape")
    provider = Commands(session.review)
    await provider.startup()
    for command in list(provider._all()):
        if re.search(r"\(\S{1,6}\)$", command.name) or command.name.startswith("Theme"):
            continue  # Keys were pressed above, and themes hold no terms.

        async def do_it(do: Callable[[], object] = command.do) -> None:
            do()
            await at_rest(session.app)

        await crawl.of(do_it)
    await _others(crawl)
    return crawl


async def _others(crawl: Crawl) -> None:
    """Let somebody else decide in the same dictionary, and say who that is; look at both."""
    app = crawl.app
    program = [sys.executable, "-m", "synotui", "decide", str(app.path), "skip", *HOSTILE[4:6]]
    subprocess.run(program, capture_output=True, check=True)
    folder = holders_folder(app.path)
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {"pid": 1, "host": "\x1b[2Jbox", "curator": CURATOR, "since": since,
            "doing": "[/x]", "started": ""}  # fmt: skip
    (folder / "other.json").write_text(json.dumps(told), encoding="utf-8")
    await resized(crawl.session, (220, 30))
    wanted = ("also open: ␛]0;owned␇mei[/]‹U+202E› ([/x])", "␛[2Jbox, synotui", ": skipped ␛[6")
    shown, deadline = "", time.monotonic() + PATIENCE
    app.elsewhere._looks = 0
    app.elsewhere.tell_others()
    while not all(each in shown for each in wanted):
        assert time.monotonic() < deadline, shown
        app.elsewhere.look()
        await asyncio.sleep(0.02)
        await at_rest(app)
        shown += crawl.painted()


def missed(crawl: Crawl) -> set[str]:
    """Give the names of the screens that no key led to."""
    return {kind.__name__ for kind in screens()} - {kind.__name__ for kind in crawl.seen}


def screens() -> Iterator[type[Screen[Any]]]:
    """Give the classes of screens that are shown: no other is made from them, or only prompts."""
    for info in pkgutil.walk_packages(synotui.tui.__path__, "synotui.tui."):
        importlib.import_module(info.name)
    left: list[type[Screen[Any]]] = [Screen]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        base = kind.__subclasses__() and kind is not Prompt
        if kind.__module__.startswith("synotui.") and not base:
            yield kind


async def run(path: Path, *, short: bool) -> Crawl:
    """Open a dictionary and go through all screens."""
    async with watching(path, SIZE) as session:
        return await every_screen(session, short=short)


def main() -> int:
    """Crawl, and tell which screens no key led to."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--short", action="store_true", help="each key at one place only")
    given = asked.parse_args()
    bootstrap.RESAMPLES = 20
    with tempfile.TemporaryDirectory(prefix="crawl-") as folder:
        os.environ |= {f"XDG_{name}_HOME": folder for name in ("DATA", "CONFIG", "CACHE", "STATE")}
        os.environ["SYNOTUI_CURATOR"] = CURATOR
        crawl = asyncio.run(run(make_hostile(Path(folder)), short=given.short))
        left = missed(crawl)
    print(f"{len(crawl.seen)} kinds of screens, {crawl.pressed} keys")
    if left:
        print(f"missed: {', '.join(sorted(left))}")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
