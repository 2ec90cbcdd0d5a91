"""One small dictionary of real terms and vectors, built once and copied for each test."""

import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from synotui.ops.spaces.embedding import embed
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.tui.app import SynotuiApp

PATIENCE = 60.0
"""Seconds to wait for what must appear: for slow machines, not a measure of speed."""
TERMS = """普拉多,900
霸道SUV,880
陆地巡洋舰,870
丰田普拉多,860
越野车,850
SUV,840
ＳＵＶ,830
汉兰达,820
丰田,810
跑车,800
轿车,790
手机,780
智能手机,770
苹果手机,760
iPhone,750
iPhone 15 Pro,740
充电宝,730
移动电源,720
耳机,710
蓝牙耳机,700
土豆,690
马铃薯,680
西红柿,670
番茄,660
洗衣机,650
滚筒洗衣机,640
冰箱,630
电冰箱,620
sofa,610
couch,600
laptop,590
notebook computer,580
"""
PAIRS = """标准词,近似词
普拉多,霸道SUV
陆地巡洋舰,普拉多
苹果手机,iPhone
土豆,马铃薯
"""
HOSTILE = (
    "[/x]",
    "[bold]a[/]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;owned\x07",
    "a\ttab",
    "new\nline",
    "rtl\u202eevil",
    "=cmd()",
    "family 👨‍👩‍👧",
)


def build(folder: Path, name: str, files: dict[str, str], hostile: bool = False) -> Path:
    """Make a dictionary from the texts of files, with vectors."""
    path = folder / name
    with open_workbench(path, create=True) as bench:
        for file, text in files.items():
            source = folder / file
            source.write_text(text, encoding="utf-8")
            import_file(bench, source, ImportOptions())
        if hostile:
            from synotui.ops.adding import add_synonym
            from synotui.ops.terms import find_term

            embed(bench)
            head = find_term(bench, "越野车").id
            for text in HOSTILE:
                add_synonym(bench, head, text)
        embed(bench)
    return path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dictionary every test gets a copy of."""
    folder = tmp_path_factory.mktemp("dictionary")
    return build(folder, "small.db", {"terms.csv": "term,frequency\n" + TERMS, "seed.csv": PAIRS})


@pytest.fixture(scope="session")
def original_hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dictionary with hostile terms in it."""
    folder = tmp_path_factory.mktemp("hostile")
    files = {"terms.csv": "term,frequency\n" + TERMS, "seed.csv": PAIRS}
    return build(folder, "hostile.db", files, hostile=True)


@pytest.fixture
def small(original: Path, tmp_path: Path) -> Path:
    """A copy of the small dictionary."""
    return Path(shutil.copy(original, tmp_path / "small.db"))


@pytest.fixture
def hostile(original_hostile: Path, tmp_path: Path) -> Path:
    """A copy of the dictionary with hostile terms."""
    return Path(shutil.copy(original_hostile, tmp_path / "hostile.db"))


def unheard(app: SynotuiApp) -> int:
    """Count what was asked of an app and its dictionary that they have not come to yet."""
    heard_of = (app, *app.screen_stack)
    queued = sum(each.message_queue_size for each in heard_of) + app.dictionary.waiting
    # A new size is laid out a moment after the last that a terminal tells of.
    return queued + bool(app._resize_timer)


class Session:
    """A review being driven by keys."""

    def __init__(self, app: SynotuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.review = app.review

    async def settle(self, *seen: str | Callable[[], object]) -> str:
        """Wait until all of this is seen, and everything asked for has arrived and is drawn."""
        if seen:
            await self.until(*seen)
        quiet = 0
        while quiet < 2:
            await self.pilot.pause()
            busy = [w for w in self.app.workers if not w.is_finished]
            quiet = 0 if busy or unheard(self.app) else quiet + 1
            if busy:
                # One that another of its kind replaced is as good as done.
                with suppress(WorkerCancelled):
                    await self.app.workers.wait_for_complete(busy)
        return self._text()

    async def until(self, *seen: str | Callable[[], object]) -> str:
        """Wait until all of it is so or stands on the screen, whatever else goes on."""
        deadline = time.monotonic() + PATIENCE
        while not all(self._sees(each) for each in seen):
            assert time.monotonic() < deadline, f"{self._text()}\n{self.notices()}"
            self.app.elsewhere.look()
            await self.pilot.pause(0.02)
        return self._text()

    def _sees(self, what: str | Callable[[], object]) -> bool:
        return what in self._text() if isinstance(what, str) else bool(what())

    def _text(self) -> str:
        """What is on the terminal, nothing while a screen that comes up is not laid out."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, as fast as they can be taken, and settle."""
        await self.pilot.press(*keys)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text where the focus is, and settle."""
        self.app.screen.post_message(events.Paste(text))
        await self.settle()

    async def command(self, typed: str) -> None:
        """Do the first command of the palette that matches."""
        await self.press("ctrl+p")
        await self.paste(typed)
        await self.press("enter")

    @property
    def head(self) -> str:
        """The head under review."""
        assert self.review.visit is not None
        return self.review.visit.head.text

    @property
    def candidate(self) -> str:
        """The candidate under the cursor."""
        row = self.review.candidates.row
        assert row is not None
        return row.term.text

    def rows(self) -> dict[str, str]:
        """Each candidate's verdict and relation, in the order of the rows."""
        assert self.review.visit is not None
        return {
            row.term.text: f"{row.verdict or ''} {row.relation or ''}".strip()
            for row in self.review.visit.rows
        }

    def listed(self) -> list[str]:
        """The terms of the list."""
        rows = (self.review.terms.row_of(i) for i in self.review.terms.ids)
        return [row.term.text for row in rows if row is not None]

    def screen(self) -> list[str]:
        """What is on the terminal, line by line."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        assert len(strips) == height
        assert all(strip.cell_length == width for strip in strips)
        return [strip.text for strip in strips]

    def text(self) -> str:
        """What is on the terminal."""
        return "\n".join(self.screen())

    def notices(self) -> str:
        """The notifications shown so far."""
        return "\n".join(f"{n.title} {n.message}" for n in self.app._notifications)


Opener = Callable[..., AbstractAsyncContextManager[Session]]


@pytest.fixture
def opened() -> Opener:
    """Open a dictionary in the review screen, at some size."""

    @asynccontextmanager
    async def open_it(path: Path, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Session]:
        app = SynotuiApp(path)
        try:
            async with app.run_test(size=size) as pilot:
                session = Session(app, pilot)
                await session.settle()
                yield session
        finally:
            app.close_dictionary()

    return open_it
