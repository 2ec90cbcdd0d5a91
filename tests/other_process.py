"""Another process at the same dictionary, for tests of two at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from synotui.config import now_doing
from synotui.ops.workbench import open_workbench
now_doing("import")
with open_workbench(Path(sys.argv[1])) as bench, bench.store.transaction():
    print("held", flush=True)
    sys.stdin.read()
"""
"""Writes to a dictionary until its standard input ends."""
STRANGER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""
"""The same by a program that is not synotui; IMMEDIATE lets others read, EXCLUSIVE does not."""


def as_mei() -> dict[str, str]:
    """The environment of another curator."""
    return os.environ | {"SYNOTUI_CURATOR": "mei", "OMP_NUM_THREADS": "1"}


def synotui(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program as another curator."""
    return subprocess.run(
        [sys.executable, "-m", "synotui", *map(str, arguments)],
        env=as_mei(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@contextmanager
def holding(code: str, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Run `code`, which holds a dictionary, while the block runs; `communicate` ends it sooner."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=as_mei(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        if process.poll() is None:
            process.communicate(timeout=60)
