"""Put imported vectors into a space."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.errors import FormatError
from synotui.ops.clock import now
from synotui.ops.spaces.derived import is_derived
from synotui.ops.workbench import Workbench
from synotui.store.spool import VectorSpool
from synotui.store.vectors import VECTORS_PER_BLOCK

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints, Mask

_GATHERED_BYTES = 4 << 20
"""Vectors collected before whole blocks of them are put aside, to be written at the end."""
_SAMPLED = 16_384
"""Vectors that rounding is measured on, at most."""
_SAMPLED_BYTES = 32 << 20
"""Room they may take."""

_NEW, _STORED, _TAKEN, _COMPOSED, _ABOVE = 0, 1, 2, 3, 4


class Taken(NamedTuple):
    """What became of some vectors, each a choice among them."""

    fresh: "Mask"
    """New in the space."""
    again: "Mask"
    """Met before in this file: the first is kept."""
    lost: "Mask"
    """Of no use once rounded to float16."""
    own: "Mask"
    """In place of a vector that was composed."""


class VectorImport:
    """The space a vector file goes to: made with the first batch, gathered into full blocks."""

    def __init__(
        self, bench: Workbench, path: Path, name: str, *, half: bool = False, encoder: str = ""
    ) -> None:
        self._bench = bench
        self._vectors = bench.store.vectors
        self._path = path
        self._name = name
        self._encoder = encoder
        self._space = next((s for s in self._vectors.spaces() if s.name == name), None)
        if self._space is not None and is_derived(self._space):
            raise FormatError(
                f"space {name} is made from another space and takes no vectors of a file",
                "Name the space they are for: --space NAME",
                path=path,
            )
        self._id = self._space.id if self._space else None
        self.half = self._space.storage == "float16" if self._space else half
        """Whether the vectors are kept as float16."""
        self._spool = VectorSpool(bench.path.absolute().parent, half=self.half)
        self._states = np.zeros(1024, np.uint8)
        if self._id is not None:
            stored = self._vectors.ids(self._id)
            self._make_room(stored)
            self._states[stored] = _STORED
            self._note_composed(self._id)
        self._added = 0
        self._ids: list[Ints] = []
        self._waiting: list[Floats] = []
        self._first: list[Floats] = []
        self._first_kept = 0
        self._own: list[tuple[Ints, Floats]] = []
        self.replaced = 0
        """Composed vectors that gave way to the terms' own."""

    def take(self, terms: Sequence[int], vectors: "Floats") -> Taken:
        """Add those of `vectors` (n, dim) whose `terms` (n,) have none in the space yet.

        A vector that was put together from others counts as none: it gives way.
        Raises FormatError if the space has another dimension.
        """
        self._check(vectors.shape[1])
        ids = np.array(terms, np.int64)
        self._make_room(ids)
        states = self._states[ids]
        composed = (states == _COMPOSED) | (states == _ABOVE)
        fresh, again = (states == _NEW) | composed, states == _TAKEN
        _, firsts = np.unique(ids, return_index=True)
        if len(firsts) < len(ids):
            later = np.ones(len(ids), bool)
            later[firsts] = False
            again |= fresh & later
            fresh &= ~later
        lost = self._lost(vectors) & fresh
        fresh &= ~lost
        self._states[ids[fresh]] = _TAKEN
        own = fresh & composed
        if own.any():
            self._own.append((ids[own], vectors[own].copy()))
            self.replaced += int(own.sum())
            # What only spaces made from this one have is new in it.
            fresh &= states != _COMPOSED
        if fresh.any():
            chosen = vectors if fresh.all() else vectors[fresh]
            self._keep_some(chosen)
            self._ids.append(ids[fresh])
            self._waiting.append(chosen)
            self._added += len(chosen)
            if sum(part.nbytes for part in self._waiting) >= _GATHERED_BYTES:
                self._write(whole_blocks=True)
        return Taken(fresh, again, lost, own)

    def _note_composed(self, space: int) -> None:
        """Take note of vectors that were composed in a space, or in those made from it."""
        from synotui.ops.spaces.replacing import own_spaces

        marked = self._bench.store.composed
        for each in own_spaces(self._bench, space):
            ids = marked.ids(each)
            self._make_room(ids)
            stored = (self._states[ids] == _STORED) | (self._states[ids] == _COMPOSED)
            self._states[ids] = np.where(stored, _COMPOSED, _ABOVE)

    def _make_room(self, ids: "Ints") -> None:
        needed = int(ids.max(initial=0)) + 1
        if needed > len(self._states):
            grown = np.zeros(max(needed, 2 * len(self._states)), np.uint8)
            grown[: len(self._states)] = self._states
            self._states = grown

    def _lost(self, vectors: "Floats") -> "Mask":
        if not self.half:
            return np.zeros(len(vectors), bool)
        with np.errstate(over="ignore", under="ignore"):
            rounded = vectors.astype(np.float16)
        held = np.square(rounded.astype(np.float32)).sum(axis=1)
        lost: Mask = ~np.isfinite(held) | (held == 0)
        return lost

    def _keep_some(self, vectors: "Floats") -> None:
        most = min(_SAMPLED, _SAMPLED_BYTES // vectors[0].nbytes)
        if self.half and self._first_kept < most:
            part = vectors[: most - self._first_kept]
            self._first.append(part.copy())
            self._first_kept += len(part)

    def _check(self, dim: int) -> None:
        if self._space is not None and self._space.dim != dim:
            raise FormatError(
                f"its vectors have {dim} dimensions, space {self._name} has {self._space.dim}",
                "Give the new space a name of its own: --space NAME",
                path=self._path,
            )
        if self._id is None:
            self._id = self._vectors.make_space(
                self._name, self._encoder, dim, now(), half=self.half
            )

    def _write(self, *, whole_blocks: bool) -> None:
        if not self._waiting:
            return
        ids, vectors = np.concatenate(self._ids), np.concatenate(self._waiting)
        end = len(ids) - len(ids) % VECTORS_PER_BLOCK if whole_blocks else len(ids)
        if end:
            self._spool.add(ids[:end], vectors[:end])
        self._ids, self._waiting = [ids[end:]], [vectors[end:]]

    def finish(self) -> str:
        """Write what is left and, if anything is new, make the space current; give its name."""
        self._write(whole_blocks=False)
        if self._id is not None:
            with self._bench.store.pouring():
                for part in self._spool.drain():
                    self._vectors.append(self._id, *part)
        if self._id is not None and self._own:
            from synotui.ops.spaces.replacing import take_own

            ids, vectors = zip(*self._own, strict=True)
            take_own(self._bench, self._id, np.concatenate(ids), np.concatenate(vectors))
        if self._id is not None and (self._added or self._own):
            self._vectors.make_current(self._id)
        return self._name if self._id is not None else ""

    def close(self) -> None:
        """Forget what was not written."""
        self._spool.close()

    def narrate(self) -> list[str]:
        """Tell what rounding costs, if the vectors were rounded, and of composed ones."""
        told = self._narrate_composed()
        if not self._first_kept:
            return told
        from synotui.engine.rounding import recall_of_float16

        recall = recall_of_float16(np.concatenate(self._first))
        return [
            *told,
            f"kept as float16: recall@10 {recall:.3f} against float32, "
            f"on the first {self._first_kept:,} vectors",
        ]

    def _narrate_composed(self) -> list[str]:
        told = []
        if self.replaced:
            plural = "s gave way to the terms' own" if self.replaced > 1 else " gave way to its own"
            told.append(f"{self.replaced:,} composed vector{plural}")
        if self._id is not None and self._added:
            left = len(self._bench.store.composed.ids(self._id, "words"))
            if left:
                told.append(
                    f"{left:,} vectors of space {self._name} were composed before it had these "
                    f"words: synotui embed {self._bench.path} --compose --again makes them anew"
                )
        return told
