"""kill -9 in the middle of an index build: what was kept is gone on with, and no litter is left."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from synotui.engine.index import kept_in
from synotui.ops.caches import cache_folder
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.workbench import open_workbench

N, DIM = 4_000, 24
BUILD = """
import sys
from pathlib import Path
from synotui.engine.index import Pace
from synotui.ops.searching.indexing import build_index, plan_index
from synotui.ops.workbench import open_workbench

def go_on_when_told(progress):
    print(progress.done, flush=True)
    sys.stdin.readline()

with open_workbench(Path(sys.argv[1])) as bench:
    pace = Pace(breath=0, apart=0, share=0.5)
    build_index(plan_index(bench), go_on_when_told, threads=1, pace=pace)
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A dictionary of 4,000 terms with vectors, imported from a file."""
    rng = np.random.default_rng(2)
    centres = rng.standard_normal((80, DIM))
    vectors = centres[rng.integers(0, 80, N)] + 0.6 * rng.standard_normal((N, DIM))
    lines = [f"{N} {DIM}"]
    lines += [f"term{i} {' '.join(f'{x:.3f}' for x in row)}" for i, row in enumerate(vectors)]
    (tmp_path / "vectors.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    synotui(tmp_path / "cars.db", "import", str(tmp_path / "vectors.txt"))
    return tmp_path / "cars.db"


def synotui(db: Path, command: str, *arguments: str) -> str:
    """Run a command on the dictionary and give what it printed."""
    whole = [sys.executable, "-m", "synotui", command, str(db), *arguments]
    return subprocess.run(whole, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_a_killed_build_is_gone_on_with(db: Path, share: float) -> None:
    folder = cache_folder(db) / "space1"
    with subprocess.Popen(
        [sys.executable, "-c", BUILD, str(db)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        while int(process.stdout.readline()) < share * N or not kept_in(folder):
            process.stdin.write("\n")
            process.stdin.flush()
        process.kill()
    kept = kept_in(folder)
    assert kept is not None
    assert 0 < kept.rows < N
    assert kept.seal.intact(folder)

    with open_workbench(db) as bench:
        assert suggest(bench, 1).index == "exact"
    report = json.loads(synotui(db, "index", "--json"))
    assert report["added"] == N - kept.rows
    assert report["recall_at_10"] > 0.97
    assert sorted(path.suffix for path in folder.iterdir()) == [".hnsw", ".json"]
    again = json.loads(synotui(db, "index", "--json"))
    assert again["up_to_date"]
    assert again["added"] == 0
