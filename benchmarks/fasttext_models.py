"""How long a fastText model takes to open and to place unknown words, beside gensim.

The model is made here, seeded: words of one to five syllables, vectors at random.
synotui maps the file, gensim reads it into memory; both give the same vectors,
which is checked on the way.

    python benchmarks/fasttext_models.py --words 200000 --dim 100
"""

import argparse
import struct
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from figures import show
from gensim.models.fasttext import load_facebook_vectors
from word_pairs import Floats

from synotui.engine.encoders.fasttext import FastText
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import open_workbench

UNKNOWN = 20_000
BUCKETS = 200_000
_ROWS_AT_ONCE = 20_000
_SEED = 3


def main() -> None:
    """Make a model, open it both ways, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--dim", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.bin"
        write_model(path, made_words(chosen.words), chosen.dim)
        measure(path, Path(folder) / "words.db", chosen.words, chosen.dim)


def made_words(count: int) -> list[str]:
    """Give `count` words, no two alike."""
    draw = np.random.default_rng(_SEED)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ä", "ou")]
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(draw.choice(syllables, draw.integers(1, 6)))] = None
    return list(found)


def write_model(path: Path, words: Sequence[str], dim: int) -> None:
    """Write a model as fastText does, with parts of 3 to 6 characters."""
    arguments = (dim, 5, 5, 1, 5, 1, 2, 2, BUCKETS, 3, 6, 100)
    draw = np.random.default_rng(_SEED)
    rows = len(words) + BUCKETS
    with path.open("wb") as file:
        file.write(struct.pack("<2i12id", 793712314, 12, *arguments, 1e-4))
        file.write(struct.pack("<3i2q", len(words), len(words), 0, 10**9, -1))
        for rank, word in enumerate(words, 1):
            file.write(word.encode() + b"\0" + struct.pack("<qb", 10**8 // rank + 1, 0))
        file.write(struct.pack("<B2q", 0, rows, dim))
        for start in range(0, rows, _ROWS_AT_ONCE):
            values = draw.standard_normal((min(_ROWS_AT_ONCE, rows - start), dim))
            file.write(values.astype("<f4").tobytes())
        # The output matrix, which gensim reads as well.
        file.write(struct.pack("<B2q", 0, len(words), dim))
        file.write(np.zeros((len(words), dim), "<f4").tobytes())


def measure(path: Path, db: Path, words: int, dim: int) -> None:
    """Time both on the same model."""
    unknown = [word + "x" for word in made_words(UNKNOWN)]
    began = time.perf_counter()
    own = FastText(str(path))
    first = own.encode(["unheardof"]).vectors
    opened = time.perf_counter() - began
    began = time.perf_counter()
    vectors = own.encode(unknown).vectors
    placed = time.perf_counter() - began
    began = time.perf_counter()
    peer = load_facebook_vectors(str(path))
    peer_first: Floats = peer["unheardof"]
    peer_opened = time.perf_counter() - began
    began = time.perf_counter()
    peer_vectors = np.array([peer[word] for word in unknown])
    peer_placed = time.perf_counter() - began
    assert np.allclose(first[0], peer_first, atol=1e-5)
    assert np.allclose(vectors, peer_vectors, atol=1e-5)
    began = time.perf_counter()
    with open_workbench(db, create=True) as bench:
        import_file(bench, path)
    imported = time.perf_counter() - began
    print(f"{words:,} words and {BUCKETS:,} parts of {dim} dimensions; the same vectors to 1e-5")
    rows = [
        _row("open, and place one word", opened, peer_opened),
        _row(f"place {UNKNOWN:,} unknown words", placed, peer_placed),
        ["take all words into a dictionary", f"{imported:.2f} s", "", ""],
    ]
    show(["", "synotui", "gensim", "ratio"], rows)


def _row(name: str, own: float, peer: float) -> list[str]:
    return [name, f"{own:.2f} s", f"{peer:.2f} s", f"{own / peer:.2f}"]


if __name__ == "__main__":
    main()
