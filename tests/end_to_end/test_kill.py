"""kill -9 at any moment: everything that was acknowledged is there, and the file is whole."""

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from synotui.ops.history import log, undo
from synotui.ops.workbench import open_workbench

DECIDE = """
import sys
from pathlib import Path
from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.workbench import open_workbench
with open_workbench(Path(sys.argv[1])) as bench:
    terms = [i for i in range(1, 30)]
    for head in terms:
        for synonym in terms:
            if head != synonym:
                change = decide(bench, head, synonym, list(Verdict)[(head + synonym) % 2])
                print(change.seq, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_process_keeps_every_acknowledged_decision(tiny_path: Path, seed: int) -> None:
    wanted = random.Random(seed).randrange(1, 60)
    process = subprocess.Popen(
        [sys.executable, "-c", DECIDE, str(tiny_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(wanted)]
    process.kill()
    acknowledged += [int(line) for line in process.stdout.read().split("\n")[:-1] if line]
    process.wait()
    with sqlite3.connect(tiny_path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with open_workbench(tiny_path) as bench:
        written = {entry.seq for entry in log(bench, 10_000)}
        assert set(acknowledged) <= written
        undo(bench)
