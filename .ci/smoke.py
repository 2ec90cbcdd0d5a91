"""Use an installed synotui as a newcomer would, in an empty folder, and check what comes out."""

import csv
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path
from typing import Any

import synotui

SYNOTUI = str(Path(sys.executable).with_name("synotui"))
PAIRS = """\
标准词,近似词
普拉多,霸道SUV
苹果,苹果手机
陆地巡洋舰,普拉多
跑车,=敞篷车
"""


def run(*arguments: str, code: int = 0) -> str:
    """Run a command, which must end with `code`; give what it wrote on stdout."""
    print("  $ synotui", *arguments, flush=True)
    ran = subprocess.run(
        [SYNOTUI, *arguments], capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL
    )
    assert ran.returncode == code, (ran.returncode, ran.stdout, ran.stderr)
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.stdout


def document(*arguments: str) -> Any:
    """Run a command with --json and read the document."""
    return json.loads(run(*arguments, "--json"))


def use_the_commands() -> None:
    """Import, embed, decide, undo and export a small file."""
    Path("pairs.csv").write_text(PAIRS, encoding="utf-8")
    run("import", "cars.db", "pairs.csv")
    run("embed", "cars.db")
    first = document("suggest", "cars.db", "普拉多")["suggestions"][0]
    assert first["synonym"] in ("霸道SUV", "陆地巡洋舰"), first
    change = document("decide", "cars.db", "accept", "普拉多", "霸道SUV")
    cosine = change["pairs"][0]
    assert cosine["before"] < 0.2 < 0.5 < cosine["after"], cosine
    run("decide", "cars.db", "accept", "跑车", "=敞篷车")
    run("decide", "cars.db", "reject", "苹果", "苹果手机")
    run("export", "cars.db", "out.csv")
    rows = list(csv.DictReader(Path("out.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["term"], row["synonym"]) for row in rows] == [
        ("普拉多", "霸道SUV"),
        ("跑车", "'=敞篷车"),
    ], rows
    for _ in range(3):
        run("undo", "cars.db")
    assert document("stats", "cars.db")["pairs"] == {"accepted": 0, "rejected": 0, "skipped": 0}
    assert document("compare", "cars.db", "普拉多", "霸道SUV")["now"]["cosine"] < 0.2
    run("redo", "cars.db")
    assert document("stats", "cars.db")["pairs"]["accepted"] == 1
    run("suggest", "cars.db", "普拉多多", code=1)
    run("suggest", code=2)
    assert "普拉多" in run("demo", "--print")


def open_the_screen() -> None:
    """Make the demo in a terminal of 100 x 30, wait until a term is painted, and quit."""
    print("  $ synotui demo --db demo.db   (in a terminal)", flush=True)
    began = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        os.environ["TERM"] = "xterm-256color"
        os.execv(SYNOTUI, [SYNOTUI, "demo", "--db", "demo.db"])
    painted, asked, ended = b"", False, False
    while not ended and time.monotonic() - began < 60:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        try:
            painted += os.read(terminal, 65536) if ready else b""
        except OSError:
            ended = True
        if not asked and not ready and "霸道SUV".encode() in painted:
            print(f"    painted after {time.monotonic() - began:.1f} s", flush=True)
            asked = bool(os.write(terminal, b"\x11"))
    assert asked, painted[-4000:]
    assert ended, "Ctrl-Q did not end it"
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, painted[-4000:]
    assert Path("demo.db").stat().st_size > 1_000_000


def main() -> None:
    """Check that it is the installed one, then use it."""
    assert Path(synotui.__file__).is_relative_to(sys.prefix), synotui.__file__
    assert synotui.__version__ in run("--version")
    use_the_commands()
    open_the_screen()


if __name__ == "__main__":
    main()
