"""Others read a dictionary while much is written to it, up to the commit."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np

from synotui.ops.checking import check
from synotui.ops.stats import stats
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.transfer.vector_import import VectorImport
from synotui.ops.workbench import open_workbench
from tests.other_process import synotui

MIB = 1 << 20


def can_read(path: Path) -> bool:
    """Say whether another connection can read now, without waiting."""
    other = sqlite3.connect(path, timeout=0)
    try:
        return bool(other.execute("SELECT count(*) FROM terms").fetchone())
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()


def test_others_read_while_terms_and_vectors_are_taken_in(tiny_path: Path) -> None:
    """100 MiB of changes, beyond what SQLite holds of a file: they are not in the file yet."""
    store_size = tiny_path.stat().st_size
    vectors = np.ones((1_024, 1_024), np.float32)
    with open_workbench(tiny_path) as bench, bench.store.bulk(), bench.store.transaction():
        work = VectorImport(bench, tiny_path, "wide")
        for batch in range(20):
            texts = [f"{n}{'长' * 300}" for n in range(batch * 1_024, (batch + 1) * 1_024)]
            terms, _ = bench.store.terms.add_listed(texts, texts)
            work.take(terms, vectors)
        assert tiny_path.stat().st_size == store_size and can_read(tiny_path)
        told = synotui("suggest", tiny_path, "普拉多")
        assert told.returncode == 0 and "霸道SUV" in told.stdout
        work.finish()
        work.close()
    assert can_read(tiny_path)
    with open_workbench(tiny_path) as bench:
        assert stats(bench).terms == 40 + 20 * 1_024 and suggest(bench, 50, 3).items
        assert check(bench).sound
    assert [each.name for each in tiny_path.parent.iterdir() if not each.is_dir()] == ["tiny.db"]


def test_a_disk_without_room_for_what_waits_changes_nothing(
    tiny_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "wide.npy"
    np.save(file, np.random.default_rng(1).standard_normal((4_096, 512)).astype(np.float32))
    (tmp_path / "wide.vocab.txt").write_text("".join(f"w{n}\n" for n in range(4_096)), "utf-8")
    shutil.rmtree(tiny_path.with_name("tiny.db.cache"), ignore_errors=True)
    before = tiny_path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "synotui", "import", str(tiny_path), str(file)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6 * MIB, 6 * MIB)),
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "The disk is full: vectors that are read wait" in done.stderr
    assert tiny_path.read_bytes() == before
