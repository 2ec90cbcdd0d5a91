"""The shipped prior: small networks trained on thesauri of several languages, in one .npz file.

`training/` at the top of the repository makes the file; no pickle is in it:

- `columns` (c,): names of the features the networks read, on a pool's own scale (z);
- `weights0`, `bias0`, `weights1`, ...: the layers, (networks, inputs, outputs) and
  (networks, outputs); between them negative values become 0; the mean of the
  networks' logits counts. Inputs are the features, 0 for NaN, and behind them, if
  `absent` is true, as many that are 1 where the feature is NaN.
- `start` (s,) and `start_weights` (s,): what a ranker starts from for other columns;
- `heads` (h,): sorted hashes (`head_hash`) of the head terms it was trained on;
- `about`: a sentence on what it was made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Mask

PATH = Path(__file__).with_name("prior.npz")


class Shipped:
    """A prior read from a file."""

    name = "shipped"

    def __init__(self, held: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays of the file."""
        self.columns: list[str] = held["columns"].tolist()
        self.about = str(held["about"])
        self.weights: Mapping[str, float] = dict(
            zip(held["start"].tolist(), held["start_weights"].tolist(), strict=True)
        )
        self._absent = bool(held["absent"])
        self._heads: NDArray[np.uint64] = held["heads"]
        self._layers: list[tuple[Floats, Floats]] = []
        while (key := f"weights{len(self._layers)}") in held:
            bias = held[f"bias{len(self._layers)}"]
            self._layers.append((held[key].astype(np.float32), bias.astype(np.float32)))

    def logits(self, names: Sequence[str], z: Floats) -> Floats:
        """Give the logit of every pair (m,); a column that is not among `names` counts as NaN."""
        found = np.empty(len(z), np.float32)
        places = np.array([names.index(name) if name in names else -1 for name in self.columns])
        for start in range(0, len(z), _AT_ONCE):
            part = z[start : start + _AT_ONCE]
            x = np.where(places >= 0, part[:, np.maximum(places, 0)], np.nan).astype(np.float32)
            found[start : start + _AT_ONCE] = self._through(x)
        return found

    def _through(self, x: Floats) -> Floats:
        unknown = np.isnan(x)
        x = np.where(unknown, 0, x)
        if self._absent:
            x = np.concatenate([x, unknown.astype(np.float32)], axis=1)
        held = x[None]
        for place, (weights, bias) in enumerate(self._layers):
            held = np.matmul(held, weights) + bias[:, None, :]
            if place + 1 < len(self._layers):
                np.maximum(held, 0, out=held)
        logits: Floats = held[:, :, 0].mean(axis=0)
        return logits

    def trained_on(self, keys: Iterable[str]) -> Mask:
        """Say which terms (m,), given by their keys, were heads in its training."""
        hashes = np.array([head_hash(key) for key in keys], np.uint64)
        seen: Mask = np.isin(hashes, self._heads)
        return seen

    @cached_property
    def heads(self) -> int:
        """How many heads it was trained on."""
        return len(self._heads)


def shipped(path: Path = PATH) -> Shipped | None:
    """Read the shipped prior; None where there is no file."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as held:
        return Shipped({name: held[name] for name in held.files})


def head_hash(key: str) -> int:
    """Give the hash a head term is known by: 40 bits of its key, with no sense but to compare."""
    return int.from_bytes(blake2b(key.encode(), digest_size=5).digest(), "big")


_AT_ONCE = 8192
"""Pairs that go through the networks together."""
