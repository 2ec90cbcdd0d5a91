"""What keys paint bit by bit is what the screen shows when it is painted anew."""

from pathlib import Path

from synotui.ops.demo import make_demo
from tests.end_to_end.terminal import Terminal

DOWN, PAGE_DOWN, END, PAGE_UP = "\x1b[B", "\x1b[6~", "\x1b[F", "\x1b[5~"
PALETTE = "\x10"
WIDE, HIGH = 140, 30
STEPS = {
    "to the terms": "\t",
    "among those in sight": DOWN * 3,
    "beyond them, and by pages": DOWN * 30 + PAGE_DOWN + END + PAGE_UP,
    "to the candidates": "\rjj",
    "decided and partly undone": "arjsu",
    "a range": "kkvjj",
    "to the next head of a filter": "/机\rn",
    "back among all": "\x1b\x1b",
}


def shown(terminal: Terminal) -> str:
    """The screen with its colours, a line for each."""
    return "\n".join(
        " ".join(f"{cell.data}/{cell.fg}/{cell.bg}/{cell.bold:d}{cell.reverse:d}" for cell in line)
        for line in terminal.cells()
    )


def painted_anew(terminal: Terminal) -> str:
    terminal.resize(WIDE + 4, HIGH)  # Every pane is wider then and keeps no line.
    terminal.resize(WIDE, HIGH)
    return shown(terminal)


def test_keys_paint_what_a_fresh_screen_shows(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    make_demo(path).close()
    with Terminal(str(path), columns=WIDE, lines=HIGH) as terminal:
        terminal.wait_for("普拉多", "霸道SUV", "heads left", "now · p")
        for step, keys in STEPS.items():
            terminal.press(keys)
            assert shown(terminal) == painted_anew(terminal), step
        before = shown(terminal)
        terminal.press(PALETTE)
        terminal.wait_for("Accept:")
        terminal.press("Theme synotui-light")
        terminal.wait_for("Theme synotui-light")
        terminal.press("\r")
        lighter = shown(terminal)
        assert lighter != before
        assert lighter == painted_anew(terminal)
