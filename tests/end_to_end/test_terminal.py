"""A curator's session in a real terminal: decide, undo, quit, come back, lose the connection."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from synotui.model import Verdict
from synotui.ops.demo import make_demo
from synotui.ops.history import log
from synotui.ops.workbench import open_workbench
from tests.end_to_end.terminal import Terminal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(path).close()
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "demo.db"))


def accepted(path: Path) -> set[tuple[str, str]]:
    with open_workbench(path) as bench:
        pairs = list(bench.store.pairs.with_verdicts([Verdict.ACCEPTED]))
        terms = bench.store.terms.by_id({i for p in pairs for i in (p.head, p.synonym)})
        return {(terms[p.head].text, terms[p.synonym].text) for p in pairs}


def test_a_session_from_the_demo_s_making_to_coming_back(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with Terminal("demo", "--db", str(path), columns=120, lines=36) as terminal:
        terminal.wait_for("普拉多", "霸道SUV", "0.10")
        terminal.press("a")
        terminal.wait_for("accepted 普拉多 = 霸道SUV", "0.84", "▲0.74")
        terminal.press("r")
        terminal.wait_for("rejected 普拉多 ≠ 陆地巡洋舰")
        terminal.press("uu")
        terminal.wait_for("0 decided")
        terminal.press("U")
        terminal.wait_for("1 decided")
        terminal.press("n")
        terminal.wait_for("苹果公司")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    assert accepted(path) == {("普拉多", "霸道SUV")}
    with Terminal(str(path), columns=120, lines=36) as terminal:
        terminal.wait_for("苹果公司", "苹果手机")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 60)])
def test_it_fits_the_terminal(demo: Path, columns: int, lines: int) -> None:
    with Terminal(str(demo), columns=columns, lines=lines) as terminal:
        screen = terminal.wait_for("普拉多", "霸道SUV", "accept").split("\n")
        assert "synotui" in screen[0]
        assert "accept" in screen[-1]
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_keys_work_while_an_input_method_is_on(demo: Path) -> None:
    with Terminal(str(demo)) as terminal:
        terminal.wait_for("霸道SUV")
        terminal.press("ａ")
        terminal.wait_for("accepted 普拉多 = 霸道SUV")
        terminal.press("ｑ")
        assert terminal.wait_for_exit() == 0


def test_keys_sent_at_once_are_all_heard_and_bytes_that_are_none_do_no_harm(demo: Path) -> None:
    with Terminal(str(demo)) as terminal:
        terminal.wait_for("霸道SUV")
        terminal.press("I")
        terminal.wait_for("How the work stands")
        terminal.send(b"\xff\x1ba")
        terminal.wait_for("accepted 普拉多 = 霸道SUV")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_a_killed_session_loses_nothing_that_was_shown_as_decided(demo: Path) -> None:
    with Terminal(str(demo)) as terminal:
        terminal.wait_for("霸道SUV")
        terminal.press("a")
        terminal.wait_for("accepted 普拉多 = 霸道SUV")
        terminal.press("rrr")
        terminal.wait_for("4 decided")
        terminal.kill()
    assert accepted(demo) == {("普拉多", "霸道SUV")}
    with open_workbench(demo) as bench:
        assert len(log(bench)) >= 4 + 1
    with Terminal(str(demo)) as terminal:
        terminal.wait_for("普拉多", "▲0.74")
        terminal.press("uuuu")
        terminal.wait_for("3,637 heads left")


def test_hostile_terms_never_reach_the_terminal_raw(tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    listed = tmp_path / "terms.txt"
    listed.write_text("\x1b]52;c;aGk=\x07mine\n\x1b[31mred\n[/x]\n[bold]a[/]\n\x9b2Jgone\n")
    for arguments in (["import", str(path), str(listed)], ["embed", str(path)]):
        subprocess.run([sys.executable, "-m", "synotui", *arguments], check=True)
    with Terminal(str(path)) as terminal:
        terminal.wait_for("␛[31mred", "[/x]", "[bold]a[/]", "0.3")
        terminal.press("a")
        terminal.wait_for("accepted", "1 decided")
        terminal.press("np")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    assert b"\x1b]52" not in terminal.received
    assert b"\x1b[31mred" not in terminal.received
    assert "\x9b".encode() not in terminal.received


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}])
def test_a_terminal_that_cannot_draw_is_told_so(demo: Path, environment: dict[str, str]) -> None:
    with Terminal(str(demo), environment=environment) as terminal:
        assert terminal.wait_for_exit() == 1
        assert "Use the commands" in terminal.text().replace("\n", "")
