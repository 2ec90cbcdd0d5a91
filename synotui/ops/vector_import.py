"""Put imported vectors into a space."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from synotui.errors import FormatError
from synotui.ops.clock import now
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

_GATHERED = 8 * 2048
"""Vectors collected before they are written: whole blocks."""


class VectorImport:
    """The space a vector file goes to: made with the first batch, gathered into full blocks."""

    def __init__(self, bench: Workbench, path: Path, name: str) -> None:
        self._vectors = bench.store.vectors
        self._path = path
        self._name = name
        self._space = next((s for s in self._vectors.spaces() if s.name == name), None)
        self._id = self._space.id if self._space else None
        self._stored = set(self._vectors.ids(self._id).tolist()) if self._id is not None else set()
        self._new: set[int] = set()
        self._waiting: list[tuple[list[int], Floats]] = []

    def take(
        self, ids: Sequence[int], vectors: "Floats", lines: Sequence[int]
    ) -> tuple[int, list[int]]:
        """Add `vectors` (n, dim) of the terms `ids` (n,).

        Gives how many were new, and the `lines` of terms met before in this
        file. Raises FormatError if the space has another dimension.
        """
        self._check(vectors.shape[1])
        fresh, again = [], []
        for place, term in enumerate(ids):
            if term in self._new:
                again.append(lines[place])
            elif term not in self._stored:
                self._new.add(term)
                fresh.append(place)
        if fresh:
            self._waiting.append(([ids[i] for i in fresh], vectors[fresh]))
        if sum(len(part) for part, _ in self._waiting) >= _GATHERED:
            self._write()
        return len(fresh), again

    def _check(self, dim: int) -> None:
        if self._space is not None and self._space.dim != dim:
            raise FormatError(
                f"its vectors have {dim} dimensions, space {self._name} has {self._space.dim}",
                "Give the new space a name of its own: --space NAME",
                path=self._path,
            )
        if self._id is None:
            self._id = self._vectors.make_space(self._name, "", dim, now())

    def _write(self) -> None:
        if self._waiting and self._id is not None:
            ids = np.concatenate([np.array(part, np.int64) for part, _ in self._waiting])
            self._vectors.append(self._id, ids, np.concatenate([v for _, v in self._waiting]))
        self._waiting.clear()

    def finish(self) -> str:
        """Write what is left and, if anything is new, make the space current; give its name."""
        self._write()
        if self._id is not None and self._new:
            self._vectors.make_current(self._id)
        return self._name if self._id is not None else ""
