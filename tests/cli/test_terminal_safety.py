"""Terms are data: whatever they hold, nothing a command prints can drive the terminal."""

import os
import pty
import re
import subprocess
import unicodedata

import pytest

from .conftest import Scratch, command, environment

HOSTILE = (
    "红\x1b[31m色",
    "标题\x1b]0;owned\x07",
    "c1\x9b31m字",
    "双向\u202e反\u202c转",
    "行\u2028分隔",
    "tab\t制表",
    "[/x]",
    "[bold]a[/]",
    "%s%n{0}",
    "👩‍💻程序员",
    "零\u200b宽",
)
MAY_BE_SHOWN = {"\n", "\u200d"}
PROGRESS = re.compile(r"\A(?:\r[^\r\n]*)*\r")
"""The line of progress, which is gone when the table comes."""
SGR = re.compile(r"\x1b\[[0-9;]*m")


def unsafe(text: str) -> set[str]:
    """Give the control and invisible characters in `text` that are not harmless."""
    return {
        each
        for each in text
        if each not in MAY_BE_SHOWN and unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A dictionary whose every pair is of terms that mean harm."""
    scratch = Scratch(tmp_path_factory.mktemp("hostile"))
    pairs = "".join(f"{HOSTILE[i - 1]},{term}\n" for i, term in enumerate(HOSTILE))
    scratch.write("pa\x1b[31mirs.csv", "term,synonym\n" + pairs)
    told = scratch.ok("import", "cars.db", "pa\x1b[31mirs.csv", "--source", "quelle\x1b[2J")
    assert not unsafe(told.out + told.err)
    told = scratch.ok("embed", "cars.db")
    assert not unsafe(told.out + told.err)
    scratch.ok("decide", "cars.db", "accept", HOSTILE[0], HOSTILE[1], "--note", "\x1b[5mnote")
    return scratch


COMMANDS = (
    ("suggest", "cars.db", HOSTILE[0]),
    ("suggest", "cars.db", HOSTILE[0], "--json"),
    ("associate", "cars.db", *HOSTILE[:4], "-p", HOSTILE[4], "-p", ",".join(HOSTILE[5:7])),
    ("senses", "cars.db", HOSTILE[0]),
    ("compare", "cars.db", HOSTILE[0], HOSTILE[1]),
    ("compare", "cars.db", HOSTILE[0], HOSTILE[1], "--json"),
    ("compare", "cars.db", *HOSTILE[:4]),
    ("decide", "cars.db", "accept", HOSTILE[1], HOSTILE[2]),
    ("decide", "cars.db", "accept", HOSTILE[3], HOSTILE[4], "--json"),
    ("undo", "cars.db"),
    ("redo", "cars.db", "--json"),
    ("log", "cars.db"),
    ("log", "cars.db", "--json"),
    ("stats", "cars.db"),
    ("suggest", "cars.db", "not\x1b[31mthere"),
    ("suggest", "miss\x1b[31ming.db", "x"),
    ("decide", "cars.db", "acc\x1b[31mept", "x", "y"),
    ("import", "cars.db", "no\x1b[31mne.csv"),
    ("\x1b[31mnonsense", "x"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda each: " ".join(map(ascii, each)))
def test_nothing_printed_drives_the_terminal(hostile: Scratch, arguments: tuple[str, ...]) -> None:
    ran = hostile.run(*arguments)
    assert "Traceback" not in ran.err
    assert not unsafe(ran.out + ran.err)
    assert ran.out or ran.err


def test_json_keeps_terms_as_they_are_and_chinese_readable(hostile: Scratch) -> None:
    ran = hostile.ok("suggest", "cars.db", HOSTILE[0], "-k", "50", "--json")
    assert {each["synonym"] for each in ran.document["suggestions"]} >= {HOSTILE[1], HOSTILE[2]}
    assert "红" in ran.out
    assert "\\u001b" in ran.out


def on_terminal(scratch: Scratch, *arguments: str, more: dict[str, str]) -> str:
    """Run a command on a pseudo-terminal and give all it wrote there."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=scratch.path,
        env=environment(scratch.path, {"COLUMNS": "60", **more}),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    written = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.close(master)
    assert process.wait(timeout=60) == 0
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_and_nothing_else(hostile: Scratch) -> None:
    arguments = ("suggest", "cars.db", HOSTILE[0])
    shown = PROGRESS.sub("", on_terminal(hostile, *arguments, more={}))
    assert SGR.search(shown)
    assert not unsafe(SGR.sub("", shown))
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in on_terminal(hostile, *arguments, more=plain)


def test_a_terminal_gets_lines_that_fit(hostile: Scratch) -> None:
    from synotui.text import width

    shown = on_terminal(hostile, "suggest", "cars.db", HOSTILE[0], more={"NO_COLOR": "1"})
    assert max(map(width, shown.splitlines())) <= 60


def test_an_old_locale_does_not_fail(scratch: Scratch) -> None:
    old = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ran = scratch.run("suggest", "cars.db", "SUV", env=old)
    assert ran.code == 0, ran.err
    assert "\\u8d8a\\u91ce\\u8f66" in ran.out
