"""A program: read vectors, place them by t-SNE or UMAP, write the places, tell of each round.

Run by `synotui.engine.map.beside` as `projector.py METHOD IN.npy OUT.npy`; it
stands alone, so that it starts with nothing but what it needs.
"""

import io
import re
import sys
import warnings
from typing import Any, TextIO

import numpy as np

_SEED = 20
_PERPLEXITY = 30
_NEIGHBOURS = 15
"""As is usual for both: how many of the nearest a point is placed by."""
_ROUNDS = 1_000
"""Of t-SNE."""


class _Rounds(io.TextIOBase):
    """Takes what the libraries print, and tells how many rounds are done, as `done total`."""

    _FOUND = re.compile(r"Iteration (\d+)|\b(\d+)/(\d+)\b")

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        for iteration, done, total in self._FOUND.findall(text):
            self._out.write(f"{iteration or done} {total or _ROUNDS}\n")
            self._out.flush()
        return len(text)


def main(method: str, given: str, made: str) -> None:
    """Place the vectors of one file, and write the places into the other."""
    warnings.simplefilter("ignore")
    vectors = np.load(given)
    rounds = _Rounds(sys.stdout)
    sys.stdout = rounds
    reducer = _tsne(len(vectors)) if method == "tsne" else _umap(len(vectors), rounds)
    np.save(made, np.asarray(reducer.fit_transform(vectors), np.float64))


def _tsne(count: int) -> Any:
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (count - 1) / 3)
    return TSNE(2, perplexity=perplexity, init="pca", random_state=_SEED, verbose=2)


def _umap(count: int, rounds: _Rounds) -> Any:
    from umap import UMAP

    return UMAP(
        n_neighbors=min(_NEIGHBOURS, count - 1),
        init="pca",
        random_state=_SEED,
        n_jobs=1,
        verbose=True,
        tqdm_kwds={"file": rounds, "bar_format": "{n_fmt}/{total_fmt}\n"},
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
