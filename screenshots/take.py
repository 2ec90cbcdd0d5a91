"""Take the pictures of the README from the demo dictionary; tests compare against them.

    python screenshots/take.py          take them all anew
    python screenshots/take.py review   take one

Each picture has a fixed size, a fresh copy of the demo and a frozen clock, so
the same code gives the same picture.
"""

import asyncio
import html
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from synotui.model import Verdict
from synotui.ops.caches import cache_folder
from synotui.ops.demo import make_demo
from synotui.ops.review import decide
from synotui.ops.searching.indexing import adopt_index, build_index, plan_index
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.app import SynotuiApp

HERE = Path(__file__).parent
# Latin first: in a Chinese font the lines and blocks of the frame would be two cells wide.
_MONOSPACE = (
    "'DejaVu Sans Mono', Menlo, 'Cascadia Mono', Consolas, 'Sarasa Mono SC', "
    "'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"
)
_WORDS = re.compile("[^\xa0]+(?:\xa0[^\xa0]+)*")
"""Words with single spaces between them: viewers treat longer runs of spaces differently."""
_CELL = 12.2
"""Width of a cell in the pictures, in pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its size in cells, the keys that lead to it, and what it shows."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    """Keys pressed once the demo is open; a word of several characters is typed."""
    theme: str = ""
    worked: bool = False
    """Whether a few days of work come before."""
    loose: bool = False
    """Whether points may lie a cell off on another machine."""


PICTURES = (
    Picture("review", (120, 34), ("a", "r", "r", "r", "n", "a", "n", "a")),
    Picture("difference", (120, 30), ("a",)),
    Picture("preview", (100, 28), ("n", "n", "p")),
    Picture("english", (100, 28), ("g", "sofa", "enter", "a", "a", "r"), theme="synotui-light"),
    Picture("queue", (100, 30), ("Q", "6", "a", "a")),
    Picture("compare", (100, 28), ("home", "c"), worked=True),
    Picture("explore", (100, 28), ("E", "/", "ctrl+u", "苹果手机+华为-苹果", "enter")),
    Picture("map", (120, 34), ("V", "f"), worked=True, loose=True),
    Picture("dashboard", (100, 40), ("I",), worked=True),
    Picture("small", (80, 24), ("a", "n", "a")),
    Picture("help", (100, 36), ("?",)),
)


@contextmanager
def demo_dictionary() -> Iterator[Path]:
    """Make the demo with its index, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        with make_demo(path) as bench:
            plan = plan_index(bench)
            assert plan is not None
            adopt_index(bench, build_index(plan))
        yield path


def work_for_days(path: Path) -> None:
    """Decide by cosine for some days at noon, with a pause now and then."""
    with open_workbench(path) as bench:
        bench.curator = "mei"
        made = [first.id for first in bench.store.terms.by_id(range(1, 40)).values()]
        heads = [find_term(bench, "普拉多").id, *made]
        times: dict[int, str] = {}
        for nth, head in enumerate(heads):
            day, minute = 2 + nth % 5, nth // 5 * 3
            for at, item in enumerate(suggest(bench, head, 6).items[:6]):
                if item.pair is not None or item.base is None:
                    continue
                likely = item.base > 0.72 or "proposal" in item.evidence.sources
                verdict = Verdict.ACCEPTED if likely else Verdict.REJECTED
                change = decide(bench, head, item.synonym.id, verdict)
                times[change.seq] = f"2026-03-{day:02d}T12:{minute:02d}:{at * 8:02d}Z"
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER ledger_stays")
        raw.executemany("UPDATE ledger SET at = ?2 WHERE seq = ?1", times.items())
        raw.execute(
            "UPDATE pairs SET decided_at = (SELECT at FROM ledger WHERE ledger.seq = pairs.seq)"
        )
    raw.close()


async def take(picture: Picture, demo: Path) -> str:
    """Open a copy of `demo`, press the picture's keys, and give the screen as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        shutil.copy(demo, path)
        shutil.copytree(cache_folder(demo), cache_folder(path))
        if picture.worked:
            work_for_days(path)
        app = SynotuiApp(path, clock=lambda: 0.0)
        app.animation_level = "none"
        try:
            async with app.run_test(size=picture.size) as pilot:
                if picture.theme:
                    app.theme = picture.theme
                await _settled(pilot)
                for key in picture.keys:
                    await pilot.press(*(key if _is_typed(key) else [key]))
                    await _settled(pilot)
                return plain(app.export_screenshot(title="synotui", simplify=True))
        finally:
            app.close_dictionary()


def _is_typed(key: str) -> bool:
    return len(key) > 1 and key not in ("enter", "escape", "space", "tab", "home", "ctrl+u")


async def _settled(pilot: Pilot[None]) -> None:
    """Wait until the dictionary's thread and the screen have nothing left to do."""
    app = pilot.app
    assert isinstance(app, SynotuiApp)
    for _ in range(3):
        await pilot.pause(0.05)
        await app.workers.wait_for_complete()
        await app.dictionary.idle()
    await pilot.pause()


def plain(svg: str) -> str:
    """Make a screenshot independent of the moment and of anything on the network."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: ?Fira Code, ?monospace", f"font-family: {_MONOSPACE}", svg)
    unique = re.search(r"terminal-(\d+)-", svg)
    svg = svg.replace(f"terminal-{unique[1]}-", "terminal-") if unique else svg
    return re.sub(
        r'<text class="([^"]*)" x="([^"]*)" (y="[^"]*") textLength="[^"]*" ([^>]*)>(.*?)</text>',
        _on_the_grid,
        svg,
    )


def _on_the_grid(found: re.Match[str]) -> str:
    """Place every stretch of equally wide characters by itself, so that any viewer keeps columns.

    A Chinese glyph need not be as wide as two Latin ones: without this a line
    that mixes them drifts.
    """
    style, x, y, rest, content = found.groups()
    place = float(x)
    parts = []
    for wide, stretch in groupby(html.unescape(content), key=lambda c: cell_len(c) == 2):
        text = "".join(stretch)
        for word in _WORDS.finditer(text):
            start = place + cell_len(text[: word.start()]) * _CELL
            length = cell_len(word[0]) * _CELL
            shown = html.escape(word[0]).replace("\xa0", "&#160;")
            parts.append(
                f'<text class="{style}" x="{start:.1f}" {y} textLength="{length:.1f}" '
                f'lengthAdjust="{"spacing" if wide else "spacingAndGlyphs"}" {rest}>{shown}</text>'
            )
        place += cell_len(text) * _CELL
    return "".join(parts)


async def main(names: list[str]) -> None:
    """Take the pictures called `names`, or all."""
    with demo_dictionary() as demo:
        for picture in PICTURES:
            if not names or picture.name in names:
                svg = await take(picture, demo)
                (HERE / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
                print(f"{picture.name}.svg  {picture.size[0]}x{picture.size[1]}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
