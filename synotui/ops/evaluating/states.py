"""What is measured side by side: the current space at its base and adjusted, and other spaces."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from synotui.engine.evaluate.bootstrap import Sampled
from synotui.engine.placed import COLUMNS, Placed
from synotui.engine.space import Space
from synotui.model import (
    ColumnKey,
    Coverage,
    EvaluatedColumn,
    EvaluationKind,
    Figure,
    OnProgress,
    Progress,
    Section,
    SpaceInfo,
    Threshold,
)
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints, Mask


class Places:
    """The rows that terms have in a space, as it was when this was made."""

    def __init__(self, ids: "Ints") -> None:
        """Take the ids of the terms in the order of their rows (n,)."""
        self.ids = ids
        self._order = np.argsort(ids, kind="stable")
        self._sorted = ids[self._order]

    def of(self, terms: "Ints") -> "Ints":
        """Give the rows of `terms`, an array of any shape; -1 for one without a vector."""
        if not len(self.ids):
            return np.full(terms.shape, -1, np.int64)
        at = np.searchsorted(self._sorted, terms).clip(max=len(self.ids) - 1)
        found: Ints = np.where(self._sorted[at] == terms, self._order[at], -1)
        return found


@dataclass(frozen=True)
class State:
    """One space, at its base or adjusted; any thread may read it."""

    key: ColumnKey
    name: str
    space: Space
    places: Places
    placed: Placed

    @property
    def among(self) -> int:
        """How many vectors there are."""
        return len(self.places.ids)

    def some_rows(self, most: int, seed: int, left_out: "Ints") -> "Ints":
        """Draw at most so many rows, ascending; never one of `left_out` (m,)."""
        kept = np.ones(self.among, bool)
        kept[left_out] = False
        rows = np.flatnonzero(kept)
        if len(rows) <= most:
            return rows
        random = np.random.default_rng((seed, 6))
        found: Ints = np.sort(random.choice(rows, most, replace=False))
        return found

    def first(self, vocabulary: int | None) -> Placed:
        """Give the vectors of the first `vocabulary` rows; None is all."""
        if vocabulary is None or vocabulary >= self.among:
            return self.placed
        rows = self.placed.rows
        return Placed(self.space, vocabulary, rows, self.placed.units(rows))


class Measured(NamedTuple):
    """What was measured of one state."""

    figures: dict[str, Sampled]
    coverage: Coverage
    sections: tuple[Section, ...] = ()
    threshold: Threshold | None = None


class Steps:
    """Tells how far the passes over the spaces are, and stops them by raising."""

    def __init__(self, total: int, on_progress: OnProgress) -> None:
        self._total = total
        self._done = 0
        self._on_progress = on_progress
        self._stage = "measuring"

    def __call__(self) -> None:
        """Count one step."""
        self._done += 1
        self._tell()

    def begin(self, stage: str) -> None:
        """Say what is done from now on."""
        self._stage = stage
        self._tell()

    def _tell(self) -> None:
        self._on_progress(Progress(self._stage, self._done, max(self._total, self._done), "passes"))


class Task(Protocol):
    """Something to measure spaces on, read from a file or the dictionary."""

    @property
    def kind(self) -> EvaluationKind: ...

    @property
    def told(self) -> int:
        """Pairs that the adjustment was told of."""

    def usable(self, places: Places) -> "Mask":
        """Say what of it can be measured in a space."""

    def blocks(self, among: int) -> int:
        """Give the steps that measuring a space of so many vectors takes."""

    def measure(self, state: State, shared: "Mask | None", steps: Steps) -> Measured:
        """Measure; only on what is `shared`, if that is given."""

    def notes(self, state: State) -> list[str]:
        """Give what one must know to read the figures."""


def all_there(rows: "Ints") -> "Mask":
    """Say which lines of `rows` (n, m) have no -1 in them."""
    found: Mask = np.all(rows >= 0, axis=1)
    return found


def passes(among: int) -> int:
    """Give the blocks that a pass over so many vectors has."""
    return -(-among // COLUMNS)


def current_states(info: SpaceInfo, space: Space) -> tuple[State, State]:
    """Give the current space at its base and adjusted, as it is now."""
    places = Places(space.ids)
    moved = space.moved.snapshot()
    nothing = np.empty(0, np.int64)
    base = Placed(space, len(space), nothing, moved.vectors[:0])
    now = Placed(space, len(space), moved.rows, moved.vectors)
    return (
        State("base", info.name, space, places, base),
        State("now", info.name, space, places, now),
    )


def other_state(store: Store, info: SpaceInfo, steps: Steps) -> State:
    """Read another space, at its base, through `store`, which belongs to this thread."""
    steps.begin(f"reading {info.name}")
    with store.reading():
        ids, vectors = store.vectors.load(info, lambda done: steps.begin(f"reading {info.name}"))
    space = Space(ids, vectors)
    return _at_base(info, space)


def _at_base(info: SpaceInfo, space: Space) -> State:
    empty: Floats = np.empty((0, space.dim), np.float32)
    placed = Placed(space, len(space), np.empty(0, np.int64), empty)
    return State("other", info.name, space, Places(space.ids), placed)


def column_of(state: State, measured: Measured) -> EvaluatedColumn:
    """Give what was measured as the column of a result."""
    figures = []
    for name, found in measured.figures.items():
        low, high = found.interval() or (None, None)
        figures.append(Figure(name, found.value, low, high, found.n))
    return EvaluatedColumn(
        state.key,
        state.name,
        tuple(figures),
        measured.coverage,
        measured.sections,
        measured.threshold,
    )
