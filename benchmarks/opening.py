"""Opening a large dictionary to the first suggestions, beside gensim's mapped load.

Each program is a process of its own, timed from its start, interpreter and
imports included, until it has the twenty nearest of one term, and again from
when it has imported what it needs. gensim loads a saved KeyedVectors with
mmap="r" and asks for `most_similar`. Vectors are made: a million of 300
dimensions take 1.3 GB on the disk for synotui, as much for its cache, and as
much for gensim.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from compiled import compile_synotui
from figures import p50, show

SPACE = "made"
WANTED = 20
HEAD = 4_999


def make_dictionary(path: Path, rows: int, dim: int) -> None:
    """Make a dictionary of `rows` terms with made vectors, straight through the store."""
    import numpy as np
    from made_vectors import clustered

    from synotui.ops.workbench import open_workbench

    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add((f"term {i}", f"term {i}", None) for i in range(rows))
        vectors = bench.store.vectors
        space = vectors.make_space(SPACE, "", dim, "2026-01-01T00:00:00Z")
        start = 1
        for block in clustered(rows, dim):
            vectors.append(space, np.arange(start, start + len(block), dtype=np.int64), block)
            start += len(block)


def make_mapping(path: Path) -> None:
    """Write the cache that the UI writes in the background, as `synotui index` does."""
    from synotui.ops.searching.loading import plan_mapping, write_mapping
    from synotui.ops.workbench import open_workbench

    with open_workbench(path) as bench:
        plan = plan_mapping(bench, smallest=0)
        if plan is None or not write_mapping(plan):
            sys.exit(f"no room to cache the vectors of {path}")


def open_synotui(path: Path) -> tuple[float, object]:
    """Open and suggest; give the seconds it took once all was imported, and what is open."""
    import synotui.engine.mapped
    import synotui.engine.search  # noqa: F401
    from synotui.ops.suggesting.suggest import suggest
    from synotui.ops.workbench import open_workbench

    began = time.perf_counter()
    bench = open_workbench(path)
    found = suggest(bench, HEAD + 1, WANTED)
    seconds = time.perf_counter() - began
    assert len(found.items) == WANTED
    return seconds, bench


def make_gensim(path: Path, dictionary: Path) -> None:
    """Save the vectors of a dictionary as gensim does."""
    import sqlite3

    import numpy as np
    from gensim.models import KeyedVectors

    connection = sqlite3.connect(dictionary)
    (dim,) = connection.execute("SELECT dim FROM spaces").fetchone()
    (rows,) = connection.execute("SELECT sum(count) FROM vector_blocks").fetchone()
    base = np.empty((rows, dim), np.float32)
    start = 0
    for count, vectors in connection.execute(
        "SELECT count, vectors FROM vector_blocks ORDER BY block"
    ):
        base[start : start + count] = np.frombuffer(vectors, "<f4").reshape(count, dim)
        start += count
    held = KeyedVectors(dim)
    held.add_vectors([f"term {i}" for i in range(rows)], base)
    held.save(str(path))


def open_gensim(path: Path) -> tuple[float, object]:
    """Load and ask; give the seconds it took once all was imported, and what was loaded."""
    from gensim.models import KeyedVectors

    began = time.perf_counter()
    held = KeyedVectors.load(str(path), mmap="r")
    found = held.most_similar(f"term {HEAD}", topn=WANTED)
    seconds = time.perf_counter() - began
    assert len(found) == WANTED
    return seconds, held


CHILDREN: dict[str, Callable[[Path], tuple[float, object]]] = {
    "synotui": open_synotui,
    "gensim": open_gensim,
}


def memory() -> dict[str, float]:
    """Give what this process takes, in MB: now, of its own, and at most so far."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    held = dict(line.split(":", 1) for line in told.splitlines())
    return {
        name: int(held[key].split()[0]) / 1e3
        for name, key in (("now", "VmRSS"), ("own", "RssAnon"), ("most", "VmHWM"))
    }


def child(name: str, path: Path) -> None:
    """Open, and tell how long it took and what it takes."""
    seconds, _open = CHILDREN[name](path)
    print(json.dumps({"seconds": seconds} | memory()), flush=True)
    os._exit(0)


def run(python: str, name: str, path: Path, forgotten: Sequence[Path]) -> dict[str, float]:
    """Run a child; give its figures with the seconds from its start."""
    for file in forgotten:
        forget(file)
    command = [python, __file__, "--child", name, str(path)]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    whole = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    told: dict[str, float] = json.loads(done.stdout)
    return told | {"whole": whole}


def forget(file: Path) -> None:
    """Ask the system to drop a file from its memory, as after a restart."""
    with file.open("rb") as held:
        os.fsync(held.fileno())
        os.posix_fadvise(held.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main() -> None:
    """Make the files, open them in turn, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--dim", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="drop the files from memory each time")
    parser.add_argument("--keep", type=Path, help="keep the files in this folder, or find them")
    parser.add_argument(
        "--gensim",
        metavar="PYTHON",
        default=sys.executable if find_spec("gensim") else None,
        help="a Python with gensim, if this one has none",
    )
    parser.add_argument("--child", nargs=2, metavar=("NAME", "PATH"), help=argparse.SUPPRESS)
    parser.add_argument("--make-gensim", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child[0], Path(given.child[1]))
    if given.make_gensim:
        make_gensim(*given.make_gensim)
        return
    compile_synotui()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        compare(folder, given)


def compare(folder: Path, given: argparse.Namespace) -> None:
    """Run every program in turn and print the table."""
    name = f"{given.rows}x{given.dim}"
    plain, mapped = folder / f"{name}.db", folder / f"{name}-mapped.db"
    for path in (plain, mapped):
        if not path.exists():
            make_dictionary(path, given.rows, given.dim)
    make_mapping_once(mapped)
    programs = [
        ("synotui, vectors mapped from its cache", sys.executable, "synotui", mapped),
        ("synotui, straight from the dictionary", sys.executable, "synotui", plain),
    ]
    if given.gensim:
        saved = folder / f"{name}.kv"
        if not saved.exists():
            subprocess.run(
                [given.gensim, __file__, "--make-gensim", saved, plain], check=True, text=True
            )
        programs.append(("gensim, load(mmap) and most_similar", given.gensim, "gensim", saved))
    else:
        print("gensim is not installed; with it: pip install gensim, or --gensim PYTHON")
    files = [path for path in folder.rglob("*") if path.is_file()]
    figures: dict[str, list[dict[str, float]]] = {}
    for _ in range(given.runs):
        for label, python, child_name, path in programs:
            told = run(python, child_name, path, files if given.cold else ())
            figures.setdefault(label, []).append(told)
    tell(given, figures)


def make_mapping_once(path: Path) -> None:
    """Write the cache unless it is there."""
    if not path.with_name(f"{path.name}.cache").exists():
        make_mapping(path)


def tell(given: argparse.Namespace, figures: dict[str, list[dict[str, float]]]) -> None:
    """Print medians, and ratios to the last program."""
    *_, last = figures.values()
    state = "cold" if given.cold else "warm"
    print(
        f"{given.rows:,} x {given.dim}, {state}, to the {WANTED} nearest of a term; "
        f"median of {given.runs} runs\n"
    )
    rows = []
    for label, runs in figures.items():
        whole, opened = (p50([run[key] for run in runs]) for key in ("whole", "seconds"))
        rows.append(
            (
                label,
                f"{whole:.3f} s",
                ratio([run["whole"] for run in last], whole),
                f"{opened:.3f} s",
                ratio([run["seconds"] for run in last], opened),
                *(f"{p50([run[key] for run in runs]):,.0f} MB" for key in ("now", "own", "most")),
            )
        )
    heads = ("program", "process", "ratio", "imported", "ratio", "memory", "own", "peak")
    show(heads, rows)


def ratio(peer: Sequence[float], own: float) -> str:
    """Write a share of the peer's median."""
    return f"1/{p50(peer) / own:.1f}"


if __name__ == "__main__":
    main()
