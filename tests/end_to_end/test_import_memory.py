"""Memory of an import: it streams, works under a limit, and says what to do where it cannot."""

import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

DIM = 300
ROWS = 100_000
MIB = 1 << 20
VECTORS = ROWS * DIM * 4

IMPORT = """
import sys
from pathlib import Path
import synotui.formats.word2vec_binary, synotui.formats.word2vec_text
import synotui.ops.transfer.vector_import
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import open_workbench

def highest():
    found = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(found["VmHWM"].split()[0]) * 1024

with open_workbench(Path(sys.argv[2]), create=True) as bench:
    before = highest()
    report = import_file(bench, Path(sys.argv[1]))
    print(report.vectors_added, highest() - before)
"""
MAPPED = """
from pathlib import Path
import synotui.cli.program, synotui.formats.word2vec_text, synotui.ops.transfer.vector_import
found = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(found["VmPeak"].split()[0]) * 1024)
"""


def write(path: Path, rows: int) -> Path:
    """Write vectors of short numbers, the same thousand over and over, under words of their own."""
    some = np.random.default_rng(1).integers(1, 1_000, (1_000, DIM)).astype(np.float32) / 8
    with path.open("wb") as file:
        file.write(f"{rows} {DIM}\n".encode())
        if path.suffix == ".bin":
            tails = [b" " + row.tobytes() for row in some]
        else:
            tails = [f" {' '.join(f'{n:g}' for n in row)}\n".encode() for row in some.tolist()]
        file.writelines(f"w{n}".encode() + tails[n % 1_000] for n in range(rows))
    return path


@pytest.mark.parametrize("name", ["made.txt", "made.bin"])
def test_an_import_takes_less_than_its_vectors_however_many(tmp_path: Path, name: str) -> None:
    taken = []
    for rows in (ROWS // 2, ROWS):
        file = write(tmp_path / name, rows)
        command = [sys.executable, "-c", IMPORT, str(file), str(tmp_path / f"{rows}.db")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        added, growth = map(int, done.stdout.split())
        assert added == rows
        taken.append(growth)
    assert taken[1] < VECTORS
    assert taken[1] - taken[0] < VECTORS // 8


def run_under(limit: int, db: Path, file: Path) -> subprocess.CompletedProcess[str]:
    """Run `synotui import` with so many bytes of address space."""
    return subprocess.run(
        [sys.executable, "-m", "synotui", "import", str(db), str(file)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_twice_the_vectors_is_enough_and_too_little_is_told(tmp_path: Path) -> None:
    mapped = int(subprocess.check_output([sys.executable, "-c", MAPPED], text=True))
    file = write(tmp_path / "made.txt", ROWS)
    done = run_under(mapped + 2 * VECTORS, tmp_path / "new.db", file)
    assert done.returncode == 0, done.stderr
    assert "100,000 vectors added" in done.stdout
    refused = run_under(mapped + 24 * MIB, tmp_path / "other.db", file)
    assert refused.returncode == 1
    assert "there is not enough memory to take it in; nothing was changed" in refused.stderr
    assert "ulimit -v" in refused.stderr
    assert "--limit" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "other.db").exists()
