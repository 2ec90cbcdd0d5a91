"""Review for hours in minutes: thousands of decisions by keys, and what that does to the process.

    python -m tests.soak               # 10,000 decisions
    python -m tests.soak 1000
    python -m tests.soak --idle 8      # what goes on in so many hours without a key

A dictionary of its own is made of clustered vectors, and terms of one cluster are accepted
with one another, others mostly rejected. Keys go through the app as they come from a
terminal: verdicts on many heads, undo and redo, queues, and every other while a screen
opened and closed. Printed is, for each tenth of the way: memory of the process, blocks of
memory that Python holds, bytes that libraries hold beside it, threads, open files, workers
and widgets; the time from a verdict's key to the settled screen, what of it the screen's
thread computed, and what the process computed for each decision, work beside included.

Where nobody presses a key the app looks each second at what goes on elsewhere. For some
seconds it is left alone, to see what that takes; then all looks of so many hours follow one
another at once.
"""

import argparse
import asyncio
import ctypes
import gc
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

# As the program does, and as early: see `cli.program`.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")
import numpy as np

from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.tui.app import SynotuiApp
from synotui.tui.elsewhere import EVERY
from tests.hostile.driving import at_rest, press
from tests.tui.conftest import Session

VERDICTS = "???s???l?????xb?d???"
"""What is said of one candidate after the other; what is true where there is a "?"."""
SCREENS = (
    ("D", "escape"),
    ("E", "j", "escape"),
    ("c", "escape"),
    ("V", "escape"),
    ("I", "escape"),
    ("S", "j", "escape"),
    ("A", "escape"),
    ("T", "escape"),
    ("question_mark", "escape"),
    ("ctrl+p", "escape"),
    ("slash", "1", "ctrl+u", "enter"),
    ("g", "2", "escape"),
    ("m", "escape"),
    ("p", "escape"),
    ("o",) * 5,
)
"""What is opened and left again, one after the other."""
_BESIDE = ("ranking", "queue follows")
"""Work that goes on while one decides: keys do not wait for it."""
_QUEUE_EVERY = 100
_SCREEN_EVERY = 25
_UNDO_EVERY = 40
_ALONE = 30.0
"""Seconds that an app is left alone."""


@dataclass(frozen=True)
class Measured:
    """The process at one place of the way."""

    decisions: int
    rss: int
    """Bytes of memory that are its own."""
    blocks: int
    """Blocks of memory that Python holds."""
    native: int
    """Bytes that libraries hold, large arrays and SQLite's pages included; 0 without glibc."""
    threads: int
    files: int
    workers: int
    widgets: int
    key_ms: float
    """Median time of a verdict since the last place."""
    slow_ms: float
    """The time that 95 in 100 verdicts stay under."""
    screen_ms: float
    """What the screen's thread computed in the median verdict."""
    process_ms: float
    """What all threads computed since the last place, for each decision."""


@dataclass
class Soak:
    """A session that goes on and on."""

    session: Session
    screens_too: bool = True
    """Whether it looks at screens and opens queues as well."""
    decisions: int = 0
    screens: int = 0
    queues: int = 0
    undone: int = 0
    keys: int = 0
    times: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    spent: tuple[int, float] = (0, 0.0)
    """Decisions and processor time at the last place."""

    async def run(
        self, wanted: int, every: int, tell: Callable[[Measured], None] = lambda measured: None
    ) -> list[Measured]:
        """Take `wanted` decisions, measuring after each `every` of them."""
        taken: list[Measured] = []
        self.spent = self.decisions, time.process_time()
        while self.decisions < wanted:
            stop = min(wanted, self.decisions + every)
            while self.decisions < stop:
                await self._some(min(10, stop - self.decisions))
            taken.append(self.measure())
            tell(taken[-1])
        return taken

    async def press(self, *keys: str) -> None:
        """Press keys as fast as a terminal gives them, and wait for what comes of them."""
        self.keys += len(keys)
        await press(self.session.app, *keys, beside=_BESIDE)
        assert self.session.app.is_running

    async def _some(self, count: int) -> None:
        for _ in range(count):
            begun, computed = time.perf_counter(), time.thread_time()
            await self.press(self._verdict())
            self.times.append(time.perf_counter() - begun)
            self.computed.append(time.thread_time() - computed)
            self.decisions += 1
            if self.decisions % _UNDO_EVERY == 0:
                await self.press("u", "u", "U", "U")
                self.undone += 2
        await self.press("n")
        if self.screens_too and self.decisions % _SCREEN_EVERY < count:
            await self.look()
        if self.screens_too and self.decisions % _QUEUE_EVERY < count:
            await self._queue()

    def _verdict(self) -> str:
        """Give the key for the candidate under the cursor."""
        key = VERDICTS[self.decisions % len(VERDICTS)]
        if key != "?":
            return key
        visit, row = self.session.review.visit, self.session.review.candidates.row
        alike = visit is not None and row is not None and alike_in(visit.head.text, row.term.text)
        return "a" if alike else "r"

    async def back_and_forth(self, times: int) -> int:
        """Decide and take it back, so that nothing is added; give how many changes that were.

        Waits until the ranking has followed as well.
        """
        for _ in range(times):
            await self.press("a")
            await self.press("u")
            await self.press("r")
            await self.press("u")
        await at_rest(self.session.app)
        return 4 * times

    async def look(self) -> None:
        """Open the next screen, do something there, and leave it."""
        keys = SCREENS[self.screens % len(SCREENS)]
        for key in keys:
            await self.press(key)
        for _ in range(3):
            if self.session.app.screen is self.session.review:
                break
            await self.press("escape")
        assert self.session.app.screen is self.session.review, keys
        self.screens += 1

    async def _queue(self) -> None:
        await self.press("Q")
        await self.press("enter")
        for key in "ara":
            await self.press(key)
            self.decisions += 1
        for _ in range(4):
            if self.session.app.screen is self.session.review:
                break
            await self.press("escape")
        assert self.session.app.screen is self.session.review
        self.queues += 1

    def measure(self) -> Measured:
        """Measure the process as it is now, and what it took since the last time."""
        gc.collect()
        times, self.times = sorted(self.times) or [0.0], []
        computed, self.computed = self.computed or [0.0], []
        before, spent = self.spent, time.process_time()
        self.spent = self.decisions, spent
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        app = self.session.app
        return Measured(
            decisions=self.decisions,
            rss=pages * resource.getpagesize(),
            blocks=sys.getallocatedblocks(),
            native=sum(heap_sizes() or ()),
            threads=threading.active_count(),
            files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
            workers=len(app.workers),
            widgets=sum(len(screen.query("*")) for screen in app.screen_stack),
            key_ms=1000 * median(times),
            slow_ms=1000 * times[int(0.95 * (len(times) - 1))],
            screen_ms=1000 * median(computed),
            process_ms=1000 * (spent - before[1]) / max(1, self.decisions - before[0]),
        )


def alike_in(head: str, other: str) -> bool:
    """Say whether two terms of a dictionary made here are of one centre."""
    return head.rpartition("-")[2] == other.rpartition("-")[2]


def make_dictionary(folder: Path, terms: int, dim: int = 16) -> Path:
    """Make a dictionary of `terms` terms around an eighth as many centres, seeded.

    Each is called by its number and that of its centre.
    """
    draw = np.random.default_rng(7)
    centres = draw.standard_normal((max(1, terms // 8), dim))
    of = np.arange(terms) % len(centres)
    vectors = centres[of] + 0.4 * draw.standard_normal((terms, dim))
    np.save(folder / "soak.npy", vectors.astype(np.float32))
    words = "".join(f"{'词车果机书山水火'[n % 8]}{n}-{of[n]}\n" for n in range(terms))
    (folder / "soak.vocab.txt").write_text(words, encoding="utf-8")
    path = folder / "soak.db"
    with open_workbench(path, create=True) as bench:
        import_file(bench, folder / "soak.npy", ImportOptions())
    return path


class _Heap(ctypes.Structure):
    """What glibc's `mallinfo2` gives: ten sizes."""

    _fields_ = (("sizes", ctypes.c_size_t * 10),)


def heap_sizes() -> tuple[int, int] | None:
    """Give the bytes of large blocks, each the system's own, and of all others in use.

    None where the C library cannot be asked.
    """
    ask = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if ask is None:
        return None
    ask.restype = _Heap
    sizes = ask().sizes
    return int(sizes[4]), int(sizes[7])


HEADING = (
    f"{'decisions':>9}{'memory':>10}{'blocks':>11}{'native':>10}{'threads':>8}{'files':>6}"
    f"{'workers':>8}{'widgets':>8}{'verdict':>10}{'95 in 100':>11}{'screen':>9}{'process':>9}"
)


def written(measured: Measured) -> str:
    """Give a line of the table."""
    return (
        f"{measured.decisions:>9,}{measured.rss / 1e6:>7.0f} MB{measured.blocks:>11,}"
        f"{measured.native / 1e6:>7.1f} MB"
        f"{measured.threads:>8}{measured.files:>6}{measured.workers:>8}{measured.widgets:>8}"
        f"{measured.key_ms:>7.0f} ms{measured.slow_ms:>8.0f} ms{measured.screen_ms:>6.0f} ms"
        f"{measured.process_ms:>6.0f} ms"
    )


async def _soak(soak: Soak, wanted: int) -> None:
    begun = time.perf_counter()
    print(HEADING)
    taken = await soak.run(
        wanted, max(1, wanted // 10), lambda one: print(written(one), flush=True)
    )
    minutes = (time.perf_counter() - begun) / 60
    print(
        f"{soak.keys:,} keys in {minutes:.1f} min: {soak.undone:,} undone and redone, "
        f"{soak.queues:,} queues, {soak.screens:,} screens opened and left"
    )
    first, last = taken[0], taken[-1]
    grown, more = last.rss - first.rss, max(1, last.decisions - first.decisions)
    print(
        f"grown since the first line: {grown / 1e6:.1f} MB, {100 * grown / first.rss:.1f} %, "
        f"{grown / more:,.0f} bytes a decision"
    )


async def _idle(soak: Soak, hours: float) -> None:
    elsewhere = soak.session.app.elsewhere
    before, begun, spent = soak.measure(), time.perf_counter(), time.process_time()
    await asyncio.sleep(_ALONE)
    minutes = (time.perf_counter() - begun) / 60
    spent = time.process_time() - spent
    print(f"left alone for {minutes:.1f} min: {1000 * spent / minutes:.0f} ms of a core a minute")
    looks = round(hours * 3600 / EVERY)
    print(f"{'looks':>9}{'memory':>10}{'blocks':>11}{'native':>10}{'threads':>8}{'files':>6}")
    for done in range(1, looks + 1):
        elsewhere.look()
        while elsewhere._looking:
            await asyncio.sleep(0)
        if done % max(1, looks // 8) == 0 or done == 1:
            one = soak.measure()
            print(
                f"{done:>9,}{one.rss / 1e6:>7.1f} MB{one.blocks:>11,}{one.native / 1e6:>7.1f} MB"
                f"{one.threads:>8}{one.files:>6}",
                flush=True,
            )
    after = soak.measure()
    print(
        f"{hours:g} hours of looks: {(after.rss - before.rss) / 1e6:+.1f} MB, "
        f"{after.blocks - before.blocks:+,} blocks, {after.files - before.files:+} open files, "
        f"{after.threads - before.threads:+} threads"
    )


async def _run(path: Path, work: Callable[[Soak], Awaitable[None]]) -> None:
    app = SynotuiApp(path)
    async with app.run_test(size=(100, 30)) as pilot:
        session = Session(app, pilot)
        await session.settle()
        await work(Soak(session))
    app.close_dictionary()


def main() -> int:
    """Do what is asked for and print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("count", nargs="?", type=int, default=10_000, help="decisions")
    asked.add_argument("--terms", type=int, default=2_000)
    asked.add_argument("--idle", type=float, metavar="HOURS", help="press no key")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        path = make_dictionary(Path(folder), given.terms)
        idle = partial(_idle, hours=given.idle)
        asyncio.run(_run(path, idle if given.idle else partial(_soak, wanted=given.count)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
