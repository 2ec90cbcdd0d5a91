"""kill -9 in the middle of an import: nothing of it is there or everything, and it can be repeated.

The first test kills at a statement of a known number, under a cache so small
that the file is half written by then; the second while the transaction is
committed; the third the real command, from its first moment on.
"""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from synotui.ops.history import log
from synotui.ops.spaces.embedding import spaces
from synotui.ops.stats import stats
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Workbench, open_workbench

IMPORT = """
import os, signal, sys, threading, time
from pathlib import Path
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import open_workbench

db, file, cache, at, wait = sys.argv[1:]
def die():
    time.sleep(float(wait))
    os.kill(os.getpid(), signal.SIGKILL)

with open_workbench(Path(db)) as bench:
    connection = bench.store._connection
    connection.execute(f"PRAGMA cache_size = {cache}")
    seen = 0
    def statement(sql):
        global seen
        seen += 1
        if at == str(seen):
            die()
        if at == sql:
            threading.Thread(target=die).start()
    connection.set_trace_callback(statement)
    import_file(bench, Path(file))
    print(seen, flush=True)
"""
ROWS, DIM = 6_000, 24
KNOWN = 50


@pytest.fixture(scope="module")
def values() -> NDArray[np.float32]:
    """The vectors of the file that is imported."""
    return np.random.default_rng(3).standard_normal((ROWS, DIM)).astype(np.float32)


@pytest.fixture
def file(tmp_path: Path, values: NDArray[np.float32]) -> Path:
    """A file of vectors, of several blocks as it is read and as it is stored."""
    path = tmp_path / "made.vec"
    lines = (f"词{n} {' '.join(map(repr, row.tolist()))}\n" for n, row in enumerate(values))
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A dictionary that has some of the terms already."""
    path = tmp_path / "some.db"
    (tmp_path / "terms.txt").write_text("".join(f"词{n}\n" for n in range(KNOWN)), encoding="utf-8")
    with open_workbench(path, create=True) as bench:
        import_file(bench, tmp_path / "terms.txt")
    return path


def check_whole(bench: Workbench, values: NDArray[np.float32]) -> None:
    """Everything of the import is there, once."""
    assert stats(bench).terms == ROWS
    assert [entry.label for entry in log(bench) if "made.vec" in entry.label] == [
        f"imported made.vec: {ROWS - KNOWN:,} terms, {ROWS:,} vectors"
    ]
    [space] = spaces(bench)
    ids, vectors = bench.store.vectors.load(space)
    texts = bench.store.terms.by_id(ids.tolist())
    assert [texts[i].text for i in ids.tolist()] == [f"词{n}" for n in range(ROWS)]
    np.testing.assert_array_equal(vectors, values)


def check_all_or_nothing(db: Path, file: Path, values: NDArray[np.float32]) -> bool:
    """Say whether all of the import is there; if not, nothing is. Then import again."""
    with sqlite3.connect(db) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with open_workbench(db) as bench:
        there = bool(spaces(bench))
        if there:
            check_whole(bench, values)
        else:
            assert stats(bench).terms == KNOWN
            assert len(log(bench)) == 1
        report = import_file(bench, file)
        assert (report.vectors_added, report.vectors_known) == ((0, ROWS) if there else (ROWS, 0))
        check_whole(bench, values)
    return there


def run(db: Path, file: Path, cache: int, at: str, wait: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", IMPORT, str(db), str(file), str(cache), at, str(wait)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


def test_a_kill_before_the_commit_leaves_nothing(
    tmp_path: Path, db: Path, file: Path, values: NDArray[np.float32]
) -> None:
    before = db.read_bytes()
    statements = int(run(db, file, 16, "none", 0).stdout)
    with open_workbench(db) as bench:
        check_whole(bench, values)
    draw = random.Random(1)
    for number in (*draw.sample(range(2, statements), 2), statements):
        db.write_bytes(before)
        assert run(db, file, 16, str(number), 0).returncode == -signal.SIGKILL
        if number == statements:
            # What was written by then is in the file, and its journal takes it back.
            assert db.with_name(db.name + "-journal").stat().st_size
            assert db.stat().st_size > ROWS * DIM * 4
        assert not check_all_or_nothing(db, file, values)


def test_a_kill_during_the_commit_leaves_all_or_nothing(
    db: Path, file: Path, values: NDArray[np.float32]
) -> None:
    before = db.read_bytes()
    draw = random.Random(2)
    for _ in range(3):
        db.write_bytes(before)
        run(db, file, -65536, "COMMIT", draw.random() * 0.01)
        check_all_or_nothing(db, file, values)


def test_the_command_can_be_killed_at_any_moment_and_repeated(
    tmp_path: Path, file: Path, values: NDArray[np.float32]
) -> None:
    draw = random.Random(4)
    new = tmp_path / "new.db"
    command = [sys.executable, "-m", "synotui", "import", str(new), str(file)]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - began
    for turn in range(3):
        new.unlink(missing_ok=True)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * (turn + draw.random()) / 3)
        process.kill()
        process.wait()
        with open_workbench(new, create=True) as bench:
            terms = stats(bench).terms
            assert terms in (0, ROWS)
            assert sum(space.vectors for space in spaces(bench)) == terms
        subprocess.run(command, check=True, capture_output=True)
        with open_workbench(new) as bench:
            [space] = spaces(bench)
            np.testing.assert_array_equal(bench.store.vectors.load(space)[1], values)
            assert len(log(bench)) == 1
