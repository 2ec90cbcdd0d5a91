"""What reaches a real terminal, byte by byte, where every name there is means harm.

The dictionary's file and folder, the folder of reports, the curator, spaces, sources, terms and
notes: on the start screen, in the review, its notices, the palette, the help, where a defect is
told of, and in what commands print.
"""

import re
import sys
from pathlib import Path

import pytest

from synotui.cli.program import DEFECT
from synotui.logs.log import log_folder
from tests.end_to_end.terminal import Terminal
from tests.hostile.terms import CURATOR, HOSTILE, acting, make_hostile
from tests.logs.test_reports import DEFECTIVE_SCREEN

FOLDER = "[@click=app.quit] \x1b]0;owned\x07\u202e"
_OWN = re.compile(
    r"\x1b\[[0-9;]*m"  # Colours.
    r"|\x1b\[\d+;\d+H"  # Where the next cells go.
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"  # Modes.
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u"  # Which it has, and keys as Kitty tells them.
    r"|\x1b\]22;[a-z-]+\x07"  # The pointer's shape.
)
"""All that Textual writes to a terminal of ours from its start to its end, beside letters."""


def foreign(terminal: Terminal) -> set[str]:
    """Give what a program wrote that drives a terminal and is not Textual's own."""
    written = _OWN.sub("", terminal.received.decode())
    return {bad for line in re.split(r"\r*\n|\r", written) for bad in acting(line)}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hostile dictionary in a folder of such a name, where reports are written too."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    monkeypatch.setenv("SYNOTUI_CURATOR", CURATOR)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    return make_hostile(folder)


def test_a_session_from_its_start_to_a_defect(path: Path, tmp_path: Path) -> None:
    script = tmp_path / "defective.py"
    script.write_text(DEFECTIVE_SCREEN, encoding="utf-8")
    program = [sys.executable, str(script)]
    with Terminal(str(path), columns=160, lines=30, program=program) as terminal:
        terminal.wait_for("▸[/x]", "[bold]h ␛[31m‹U+202E›.db", "HNSW")
        terminal.press("a")
        terminal.wait_for("1 decided", "accepted [/x]")
        terminal.press("\x10[bold")
        terminal.wait_for("Go to [bold]a[/]")
        terminal.press("\r")
        terminal.wait_for("▸[bold]a[/]", "╭─ [bold]a[/] ─")
        terminal.press("+\x1b[200~\x1b]0;owned\x07\u202e\x9b31m\x1barrr\x1b[201~")
        terminal.wait_for("Add a synonym of [bold]a[/]", "␛]0;owned␇‹U+202E›‹U+009B›31m␛arrr")
        terminal.press("\x1b")
        terminal.press("\x10backups")
        terminal.wait_for("what differs in each")
        terminal.press("\r")
        terminal.wait_for("Backups of [bold]h ␛[31m‹U+202E›.db", "now → then")
        terminal.press("\x1b?")
        terminal.wait_for("Reject: not a synonym")
        terminal.press("\x1bD")
        assert terminal.wait_for_exit() == DEFECT
        assert not foreign(terminal)
        after = bytes(terminal.received).rpartition(b"\x1b[?1049l")[2].decode()
        assert "to report it, send" in after and "␛]0;owned␇‹U+202E›" in after
    [report] = log_folder().glob("crash-*.txt")
    told = report.read_text(encoding="utf-8")
    assert not {bad for line in told.splitlines() for bad in acting(line)}
    assert not [text for text in (*HOSTILE[4:20], CURATOR, FOLDER) if text in told]


def test_help_usage_and_errors(path: Path) -> None:
    none = f"{path.parent}/none\x1b[31m.db"
    said = (
        (("--help",), 0, "Curate a synonym dictionary"),
        ((str(path), "--help"), 0, "Open the review screen"),
        ((none,), 1, "none␛[31m.db"),
        (("suggest", str(path), "none\x1b]0;owned\x07"), 1, "none␛]0;owned␇"),
        (("stats", str(path)), 0, "terms"),
    )
    for arguments, code, wanted in said:
        with Terminal(*arguments, columns=200, lines=60) as terminal:
            assert terminal.wait_for_exit() == code, terminal.text()
            assert wanted in terminal.text().replace("\n", ""), terminal.text()
            assert not foreign(terminal), arguments
