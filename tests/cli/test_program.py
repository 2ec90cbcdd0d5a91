"""The program as a whole: help, usage, exit codes, completion, and how it ends early."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from synotui import __version__
from synotui.cli.lazy import COMMANDS

from .conftest import Scratch, command, environment

VARIABLE = "OPENBLAS_THREAD_TIMEOUT"


def test_help_names_every_command(empty: Scratch) -> None:
    shown = empty.ok("--help").out
    for name, entry in COMMANDS.items():
        assert f"  {name} " in shown
        assert entry.help in shown
    assert empty.ok().out == shown
    assert empty.ok("-h").out == shown


def test_version(empty: Scratch) -> None:
    assert empty.ok("--version").out == f"synotui {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, empty: Scratch) -> None:
    shown = empty.ok(name, "--help").out
    assert shown.startswith(f"Usage: synotui {name} ")
    assert "Example:" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sugest", "cars.db", "x"], "Did you mean suggest"),
        (["sugest"], "Did you mean suggest"),
        (["suggest", "cars.db"], "Missing argument 'TERM'"),
        (["suggest", "cars.db", "x", "-k", "0"], "range"),
        (["decide", "cars.db", "maybe", "x", "y"], "maybe"),
        (["cars.db", "x"], "unexpected extra argument"),
        (["stats", "cars.db", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], said: str, empty: Scratch) -> None:
    ran = empty.run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert "--help" in ran.err


def test_opening_the_screen_needs_a_terminal_and_a_dictionary(scratch: Scratch) -> None:
    line = scratch.refused("cars.db")
    assert "terminal" in line
    scratch.refused("missing.db")
    assert not (scratch.path / "missing.db").exists()


def complete(scratch: Scratch, *words: str) -> list[str]:
    """Give what bash would be offered for the last of `words`."""
    asked = {
        "_SYNOTUI_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    ran = scratch.run(env=asked)
    assert ran.code == 0, ran.err
    return ran.out.split("\n")


def test_completion_offers_commands_formats_encoders_and_files(empty: Scratch) -> None:
    assert "plain,suggest" in complete(empty, "synotui", "su")
    assert any(each.startswith("file,") for each in complete(empty, "synotui", "ca"))
    assert any(each.startswith("file,") for each in complete(empty, "synotui", "stats", "ca"))
    assert "plain,accept" in complete(empty, "synotui", "decide", "cars.db", "a")
    assert "plain,word2vec" in complete(empty, "synotui", "import", "--format", "wo")
    assert "plain,use-m3" in complete(empty, "synotui", "embed", "cars.db", "--encoder", "use")
    assert "plain,--relation" in complete(empty, "synotui", "decide", "--rel")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, empty: Scratch) -> None:
    script = empty.ok("completion", shell).out
    assert f"{shell}_complete" in script
    assert "synotui" in script


def test_bash_completes_with_the_script(empty: Scratch) -> None:
    ran = empty.shell(
        "source <(synotui completion bash); COMP_WORDS=(synotui sug); COMP_CWORD=1; "
        '_synotui_completion synotui; echo "${COMPREPLY[@]}"'
    )
    assert ran.out == "suggest\n"


def test_a_reader_that_leaves_is_no_error(scratch: Scratch) -> None:
    process = subprocess.Popen(
        command("suggest", "cars.db", "普拉多", "--json"),
        cwd=scratch.path,
        env=environment(scratch.path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0


def test_output_that_cannot_be_written_is_an_error(scratch: Scratch) -> None:
    ran = scratch.shell("synotui stats cars.db > /dev/full")
    assert ran.code == 1
    assert ran.err == "synotui: No space left on device\n"


def test_ctrl_c_stops_an_import_cleanly(empty: Scratch) -> None:
    with (empty.path / "many.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"term number {i}\n" for i in range(600_000))
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command("import", "cars.db", "many.txt", "--format", "terms"),
        cwd=empty.path,
        env=environment(empty.path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=slave,
    )
    os.close(slave)
    shown = os.read(master, 4096)
    assert shown.startswith(b"\r")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    while b"\n" not in shown:
        shown += os.read(master, 4096)
    os.close(master)
    assert shown.decode().rstrip().endswith("synotui: stopped; nothing was changed")
    assert not Path(empty.db).exists()


@pytest.mark.parametrize(("given", "stays"), [({}, "20"), ({VARIABLE: "26"}, "26")])
def test_threads_of_products_are_told_to_sleep_before_they_are_there(
    given: dict[str, str], stays: str, tmp_path: Path
) -> None:
    told = "from synotui.cli import main; import os, sys; main(['--version']); "
    told += f"print(os.environ['{VARIABLE}'], 'numpy' in sys.modules)"
    alone = {name: value for name, value in environment(tmp_path).items() if name != VARIABLE}
    ran = subprocess.run(
        [sys.executable, "-c", told], env=alone | given, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == f"{stays} False"
