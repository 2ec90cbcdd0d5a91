"""A small real dictionary, made once through the command line itself and copied for each test."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SEED_PAIRS

TERMS = """\
普拉多,900
陆地巡洋舰,800
霸道,700
丰田,690
丰田汽车,400
汉兰达,380
越野车,350
SUV,340
奥迪,330
跑车,320
敞篷车,200
轿车,190
卡车,180
苹果,170
苹果手机,160
iPhone 13,150
iPhone 12,140
华为手机,130
笔记本电脑,120
耳机,110
蓝牙耳机,100
蝴蝶结,90
领结,80
领带,70
衬衫,60
牛仔裤,50
off-road vehicle,40
sports car,30
convertible,20
laptop,10
"""
VECTORS = """\
4 3
普拉多 1 0 0.5
霸道SUV 0.9 0.1 0.5
苹果 0 1 0
苹果手机 0 0.9 0.4
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Its standard output read as one JSON document."""
        return json.loads(self.out)


class Scratch:
    """A directory with a dictionary `cars.db`, and commands run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = path / "cars.db"

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Ran:
        """Run `synotui ARGUMENTS...` here."""
        ran = subprocess.run(
            command(*arguments),
            capture_output=True,
            cwd=self.path,
            env=environment(self.path, env),
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def ok(self, *arguments: str) -> Ran:
        """Run a command that must succeed."""
        ran = self.run(*arguments)
        assert ran.code == 0, ran.err
        return ran

    def refused(self, *arguments: str) -> str:
        """Run a command that must fail with one clear line; give that line."""
        ran = self.run(*arguments)
        assert ran.code == 1, (ran.code, ran.out, ran.err)
        assert "Traceback" not in ran.err
        *_, last = ran.err.splitlines()
        assert last.startswith("synotui: ")
        assert ran.err.count("synotui: ") == 1
        return last

    def shell(self, line: str) -> Ran:
        """Run a shell line here, in which `synotui` is this Python's."""
        shim = self.path / "bin" / "synotui"
        shim.parent.mkdir(exist_ok=True)
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m synotui "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        env = environment(self.path)
        ran = subprocess.run(
            ["bash", "-c", line],
            capture_output=True,
            cwd=self.path,
            env=env | {"PATH": f"{shim.parent}:{env['PATH']}"},
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def write(self, name: str, text: str, encoding: str = "utf-8") -> str:
        """Write a file here and give its name."""
        (self.path / name).write_bytes(text.encode(encoding))
        return name


def command(*arguments: str) -> Sequence[str]:
    """Give the argument vector that runs synotui with this Python."""
    return [sys.executable, "-m", "synotui", *arguments]


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give an environment whose home is `home` and whose Python writes UTF-8."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("_SYNOTUI")}
    placed = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    return kept | placed | {"PYTHONUTF8": "1", "TERM": "xterm-256color"} | dict(more or {})


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the dictionary that tests copy: terms, seven proposals, vectors by use-m3."""
    scratch = Scratch(tmp_path_factory.mktemp("made"))
    scratch.write("terms.csv", "term,frequency\n" + TERMS)
    scratch.write("pairs.csv", SEED_PAIRS)
    scratch.write("vectors.txt", VECTORS)
    scratch.ok("import", "cars.db", "terms.csv", "--format", "terms")
    scratch.ok("import", "cars.db", "pairs.csv")
    scratch.ok("embed", "cars.db")
    return scratch.path


@pytest.fixture
def scratch(made: Path, tmp_path: Path) -> Scratch:
    """Give a fresh copy of the dictionary, whose commands run in this process."""
    from .here import Here

    here = tmp_path / "here"
    shutil.copytree(made, here)
    return Here(here)


@pytest.fixture
def empty(tmp_path: Path) -> Scratch:
    """Give a directory with nothing in it, whose commands run in this process."""
    from .here import Here

    here = tmp_path / "empty"
    here.mkdir()
    return Here(here)


@pytest.fixture
def apart(scratch: Scratch) -> Scratch:
    """Give a fresh copy of the dictionary, whose commands are processes of their own."""
    return Scratch(scratch.path)
