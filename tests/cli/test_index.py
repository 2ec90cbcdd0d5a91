"""`synotui index`: built ahead, measured, compared, and refused where there is nothing to do."""

import signal
import subprocess
import sys

import pytest

from synotui.model import BACKENDS
from tests.cli.conftest import Scratch, environment

SLOWLY = """
import sys
from synotui.cli import main
from synotui.cli.progress import ProgressLine
shown = ProgressLine.__call__
def told(self, progress):
    if progress.stage == "indexing" and progress.done > 40:
        print(progress.done, flush=True)
        sys.stdin.readline()
    shown(self, progress)
ProgressLine.__call__ = told
sys.exit(main(sys.argv[1:]))
"""
"""The program, waiting while it builds."""
WITHOUT_FAISS = "import sys; sys.modules['faiss'] = None; from synotui.cli import main; "
WITHOUT_FAISS += "sys.exit(main(sys.argv[1:]))"


def test_an_index_is_built_measured_and_up_to_date_afterwards(scratch: Scratch) -> None:
    first = scratch.ok("index", "cars.db", "--json").document
    assert first["backend"] == "hnswlib"
    assert first["vectors"] == first["added"] > 30
    assert first["dim"] == 512
    assert first["recall_at_10"] == 1
    assert first["kept"] and not first["up_to_date"] and not first["note"]
    assert first["sampled"] == first["vectors"]
    assert 0 < first["p50_ms"] <= first["p99_ms"]
    [file] = (scratch.path / "cars.db.cache" / "space1").glob("*.hnsw")
    assert first["file_bytes"] == file.stat().st_size <= first["memory_bytes"]
    again = scratch.ok("index", "cars.db", "--sample", "5", "--json").document
    assert again["up_to_date"]
    assert (again["added"], again["sampled"], again["recall_at_10"]) == (0, 5, 1)
    shown = scratch.ok("index", "cars.db").out
    assert "up to date" in shown
    assert "hnswlib" in shown
    assert "100.0%  of the ten nearest" in shown


def test_a_backend_that_is_named_is_remembered(scratch: Scratch) -> None:
    assert "kdtree" in scratch.ok("index", "cars.db", "--backend", "kdtree").out
    ran = scratch.ok("index", "cars.db")
    assert "kdtree" in ran.out
    assert "slow beyond 20 dimensions" in ran.err
    assert "every vector is looked at" in scratch.ok("index", "cars.db", "--backend", "exact").out


def test_comparing_shows_every_backend_and_changes_nothing(scratch: Scratch) -> None:
    before = scratch.db.read_bytes()
    shown = scratch.ok("index", "cars.db", "--compare", "--limit", "20").out.splitlines()
    assert shown[0].split() == ["20", "x", "512", "build", "memory", "p50", "p99", "recall@10"]
    assert [line.split()[0] for line in shown[1:]] == list(BACKENDS)
    assert "this dictionary's" in shown[1]
    compared = scratch.ok("index", "cars.db", "--compare", "--json").document
    assert compared["dim"] == 512
    for each in compared["backends"]:
        assert each["recall_at_10"] > 0.9
        assert each["seconds"] >= 0
    assert scratch.db.read_bytes() == before
    assert not (scratch.path / "cars.db.cache").exists()


def test_a_backend_that_is_not_installed_says_how_to_get_it(scratch: Scratch) -> None:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_FAISS, "index", "cars.db", *arguments],
            capture_output=True,
            text=True,
            cwd=scratch.path,
            env=environment(scratch.path),
            check=False,
        )

    ran = run("--backend", "faiss-hnsw")
    assert ran.returncode == 1
    assert ran.stderr == (
        "synotui: Backend faiss-hnsw is not installed. Install it: pip install 'synotui[faiss]'\n"
    )
    compared = run("--compare")
    assert compared.returncode == 0
    assert compared.stdout.count("pip install 'synotui[faiss]'") == 3
    scratch.ok("index", "cars.db", "--backend", "faiss-lsh")
    fallen = run()
    assert fallen.returncode == 0
    assert "exact" in fallen.stdout
    assert "Backend faiss-lsh is not installed: search is exact." in fallen.stderr


def test_ctrl_c_stops_it_cleanly(scratch: Scratch) -> None:
    words = "\n".join(f"word{i}" for i in range(300))
    scratch.write("more.txt", words)
    scratch.ok("import", "cars.db", "more.txt", "--format", "terms")
    scratch.ok("embed", "cars.db")
    with subprocess.Popen(
        [sys.executable, "-c", SLOWLY, "index", "cars.db"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=scratch.path,
        env=environment(scratch.path),
    ) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) < 300
        process.send_signal(signal.SIGINT)
        _, told = process.communicate("\n" * 100, timeout=60)
    assert process.returncode == 130
    assert told == "synotui: stopped; nothing was changed\n"
    assert not list(scratch.path.glob("cars.db.cache/space1/*"))


def test_what_cannot_be_done_is_refused_in_one_line(scratch: Scratch, empty: Scratch) -> None:
    empty.write("terms.txt", "普拉多\n霸道\n")
    empty.ok("import", "cars.db", "terms.txt", "--format", "terms")
    for more in ((), ("--compare",)):
        assert "has no vectors yet. Run: synotui embed cars.db" in empty.refused(
            "index", "cars.db", *more
        )
    scratch.db.chmod(0o444)
    assert "is read-only: no index is kept beside it" in scratch.refused("index", "cars.db")
    assert "No dictionary at" in scratch.refused("index", "other.db")


@pytest.mark.parametrize(
    "arguments",
    [("--compare", "--backend", "exact"), ("--limit", "5"), ("--backend", "annoy")],
)
def test_what_makes_no_sense_is_wrong_usage(scratch: Scratch, arguments: tuple[str, ...]) -> None:
    ran = scratch.run("index", "cars.db", *arguments)
    assert ran.code == 2
    assert "Usage" in ran.err
