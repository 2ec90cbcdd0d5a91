"""Logs and crash reports: what is in them, what never is, and how a defect ends."""

import os
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from synotui.cli import lazy
from synotui.cli.program import DEFECT, main
from synotui.logs.crash import write_report
from synotui.logs.log import log_folder
from synotui.logs.secrets import without_secrets
from synotui.logs.trail import last_steps, note
from tests.end_to_end.terminal import Terminal

TOKEN = "hf_ThisIsNobodysTokenAtAll0123"
TERM = "霸道SUV"


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def defective(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command with a defect, as any might have."""

    @click.command()
    @click.argument("term")
    def command(term: str) -> None:
        message = f"\x1b[31m{term} {os.environ['HF_TOKEN']}"
        raise ValueError(message)

    module = ModuleType("synotui.cli.commands.defective")
    module.command = command  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(lazy.COMMANDS, "defective", lazy.Entry("defective", "Fail."))


@pytest.mark.parametrize("terms_too", [False, True])
def test_a_defect_of_a_command_is_reported_to_a_file(
    defective: None,
    terms_too: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SYNOTUI_LOG_TERMS", str(int(terms_too)))
    assert main(["defective", TERM]) == DEFECT
    [report] = log_folder().glob("crash-*.txt")
    told, shown = report.read_text(encoding="utf-8"), capsys.readouterr().err
    assert str(report) in shown and shown.count("\n") == 1 and "Traceback" not in shown
    for wanted in ("synotui    ", "Python     ", "Platform   ", "Terminal   ", "send this file",
                   "defective", "ValueError", "test_reports.py:", "in command"):  # fmt: skip
        assert wanted in told
    assert (TERM in told) == terms_too
    for text in (told, shown):
        assert TOKEN not in text and "\x1b" not in text
    assert report.stat().st_mode & 0o777 == 0o600


def test_reports_do_not_pile_up_and_one_that_cannot_be_written_is_no_second_crash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = log_folder()
    folder.mkdir(parents=True)
    for day in range(10, 25):
        (folder / f"crash-202001{day}T000000-1.txt").touch()
    made = write_report(KeyError(TERM))
    assert made is not None and made.exists() and len([*folder.iterdir()]) == 10
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert write_report(KeyError(TERM)) is None


def test_the_log_is_off_unless_asked_for_and_holds_no_term(
    tiny_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ["suggest", str(tiny_path), "没有这个词"]
    assert main(wrong) == 1 and not log_folder().exists()
    monkeypatch.setenv("SYNOTUI_LOG", "1")
    note("x" * 500_000 + "\x1b[2J")
    assert main(wrong) == 1
    log = (log_folder() / "synotui.log").read_text(encoding="utf-8")
    assert "suggest" in log and "error UnknownTerm" in log and "没有这个词" not in log
    monkeypatch.setenv("SYNOTUI_LOG_TERMS", "1")
    assert main(wrong) == 1
    assert main(["embed", str(tiny_path), "--encoder", f"nobody:{TOKEN}"]) != 0
    log = (log_folder() / "synotui.log").read_text(encoding="utf-8")
    assert "没有这个词" in log and "没有" not in "".join(last_steps()) and "\x1b" not in log
    for _ in range(2_500):
        note("word", "一个" * 300)
    assert sorted(each.name for each in log_folder().iterdir())[:2] == [
        "synotui.log",
        "synotui.log.1",
    ]
    assert sum(each.stat().st_size for each in log_folder().iterdir()) < 1_600_000
    written = [each.read_text(encoding="utf-8") for each in log_folder().iterdir()]
    errors = capsys.readouterr()
    assert all(TOKEN not in text for text in (*written, errors.err, errors.out))
    assert TOKEN.encode() not in tiny_path.read_bytes()


def test_what_looks_like_a_secret_is_left_out() -> None:
    for text in (
        f"401 for {TOKEN}",
        "https://someone:hunter22@hub.example/model",
        "Authorization: Bearer abc.def",
    ):
        assert "secret" in without_secrets(text)
        assert not [w for w in (TOKEN, "hunter22", "abc.def") if w in without_secrets(text)]
    assert without_secrets("普拉多 = 霸道SUV, 12:30") == "普拉多 = 霸道SUV, 12:30"


DEFECTIVE_SCREEN = """
import sys
from synotui.tui.screens.drift import DriftScreen
from synotui.cli.program import main
def drift_lines(self):
    term = "霸道SUV"
    raise KeyError(term)
DriftScreen.on_mount = drift_lines
sys.argv[0] = "synotui"
sys.exit(main(sys.argv[1:]))
"""


def test_a_defect_on_a_screen_leaves_the_terminal_and_a_report(
    tiny_path: Path, tmp_path: Path
) -> None:
    script = tmp_path / "defective.py"
    script.write_text(DEFECTIVE_SCREEN, encoding="utf-8")
    with Terminal(str(tiny_path), columns=200, program=[sys.executable, str(script)]) as terminal:
        terminal.wait_for("普拉多", "HNSW")
        terminal.press("a")
        terminal.wait_for("1 decided")
        terminal.press("D")
        assert terminal.wait_for_exit() == DEFECT
        after = bytes(terminal.received).rpartition(b"\x1b[?1049l")[2].decode()
    [report] = log_folder().glob("crash-*.txt")
    assert str(report) in after and "KeyError" in after and TERM not in after
    told = report.read_text(encoding="utf-8")
    assert "KeyError: (left out)" in told and "in drift_lines" in told
    assert " do decide entry=" in told and " drift" in told and " DriftScreen" in told
    assert TOKEN not in told and "term = " not in told.replace('term = "霸道SUV"', "")
