"""What several spaces say of one head: the nearest in each, side by side or fused into one list.

Spaces are compared by their base vectors, so that no verdict has a say in it.
A space that lacks the head, or a candidate, says nothing of it: fusion
(`engine.rank.fusion`) counts what the others say.

    spaces = SpacesBeside(store, infos)     # reads no vectors yet
    spaces.nearest(head, 20)                # reads each space the first time; any thread of `store`
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.rank.fusion import reciprocal
from synotui.engine.space import Space
from synotui.errors import EncoderError, NoVector
from synotui.model import Pair, SpaceInfo, Term, Verdict
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints

LEAST, MOST = 2, 6
"""How many spaces can be compared."""
_DEEP = 100
"""Candidates of each space that are fused, at least."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands in one space."""

    rank: int
    """From 1, among all terms of the space but the head."""
    cosine: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate with its place in every space."""

    term: Term
    places: tuple[Place | None, ...]
    """In the order of the spaces; None where the space lacks it or the head."""
    score: float
    """What fusion gives it: the higher, the more spaces have it high."""
    pair: Pair | None
    """The verdict in force, if any."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The nearest of one head in several spaces."""

    head: Term
    spaces: tuple[str, ...]
    without: tuple[str, ...]
    """Spaces that have no vector of the head."""
    fused: tuple[Compared, ...]
    """The first of all spaces together, by their score."""
    nearest: tuple[tuple[Compared, ...], ...]
    """The nearest in each space."""
    hidden: int
    """Rejected pairs left out."""


def chosen_spaces(store: Store, names: Sequence[str]) -> list[SpaceInfo]:
    """Give the spaces called `names`, in this order. Raises EncoderError."""
    with store.reading():
        known = {info.name: info for info in store.vectors.spaces() if info.vectors}
    for name in names:
        if name not in known:
            there = ", ".join(known) or "none yet"
            raise EncoderError(f"No space “{name}” in {store.path}", f"Spaces: {there}")
    wanted = list(dict.fromkeys(names))
    if not LEAST <= len(wanted) <= MOST:
        raise EncoderError(
            f"Name {LEAST} to {MOST} spaces to compare, not {len(wanted)}",
            f"Spaces of {store.path}: {', '.join(known) or 'none yet'}",
        )
    return [known[name] for name in wanted]


class SpacesBeside:
    """Several spaces of one dictionary, each read when it is first asked."""

    def __init__(self, store: Store, spaces: Iterable[SpaceInfo]) -> None:
        """Take the spaces; `store` belongs to the thread that asks."""
        self.spaces = tuple(spaces)
        self._store = store
        self._read: dict[int, Space] = {}

    def nearest(self, head: Term, k: int = 20, *, show_rejected: bool = False) -> SideBySide:
        """Give the `k` nearest of `head` in each space, and the first `k` of all together.

        Rejected pairs are left out unless `show_rejected`, as terms out of use
        are. Raises NoVector if no space has the head, DictionaryError.
        """
        store = self._store
        with store.reading():
            spaces = [self._space(info) for info in self.spaces]
            pairs = {_other(pair, head.id): pair for pair in store.pairs.of(head.id)}
            retired = set(store.terms.retired())
        rejected = {other for other, pair in pairs.items() if pair.verdict is Verdict.REJECTED}
        hidden = set() if show_rejected else rejected
        left_out = np.array(sorted(retired | hidden), np.int64)
        orders = [_Order(space, head.id, left_out) for space in spaces]
        names = tuple(info.name for info in self.spaces)
        without = tuple(
            name for name, order in zip(names, orders, strict=True) if order.cosines is None
        )
        if len(without) == len(orders):
            raise NoVector(
                f"“{head.text}” has no vector in {', '.join(names)}",
                f"Run: synotui embed {store.path}",
            )
        depth = max(k, _DEEP)
        asked = np.unique(np.concatenate([order.first(depth) for order in orders]))
        ranks = np.stack([order.ranks(asked) for order in orders])
        scores = np.where(ranks <= depth, reciprocal(ranks), 0).sum(axis=0)
        by_score = np.argsort(-scores, kind="stable")[:k]
        own = [order.first(k) for order in orders]
        listed = np.unique(np.concatenate([asked[by_score], *own]))
        with store.reading():
            terms = store.terms.by_id(listed.tolist())
        cosines = np.stack([order.at(asked) for order in orders])

        def compared(term: int) -> Compared:
            at = int(np.searchsorted(asked, term))
            places = tuple(
                Place(int(rank), float(cosine)) if rank else None
                for rank, cosine in zip(ranks[:, at], cosines[:, at], strict=True)
            )
            return Compared(terms[term], places, float(scores[at]), pairs.get(term))

        return SideBySide(
            head,
            names,
            without,
            tuple(compared(term) for term in asked[by_score].tolist()),
            tuple(tuple(compared(term) for term in ids.tolist()) for ids in own),
            len(hidden),
        )

    def _space(self, info: SpaceInfo) -> Space:
        if info.id not in self._read:
            self._read[info.id] = Space(*self._store.vectors.load(info))
        return self._read[info.id]


class _Order:
    """The terms of one space in the order of their cosines with the head."""

    def __init__(self, space: Space, head: int, left_out: "Ints") -> None:
        row = space.row_of(head)
        self.cosines: Floats | None = None
        """Of every row, -2 for those left out (n,); None without the head."""
        self._space = space
        if row is None:
            return
        cosines = space.all_cosines(space.units(np.array([row]))[0])
        rows = space.rows_of(left_out)
        cosines[rows[rows >= 0]] = -2
        cosines[row] = -2
        self.cosines = cosines
        self._ascending = np.sort(cosines)

    def first(self, k: int) -> "Ints":
        """Give the ids of the `k` nearest, equal ones in the order of rows."""
        if self.cosines is None:
            return np.empty(0, np.int64)
        depth = min(len(self.cosines), k)
        least = self._ascending[len(self.cosines) - depth] if depth else 2.0
        rows = np.flatnonzero((self.cosines >= least) & (self.cosines > -2))
        rows = rows[np.argsort(-self.cosines[rows], kind="stable")][:k]
        found: Ints = self._space.ids[rows]
        return found

    def ranks(self, terms: "Ints") -> "Ints":
        """Give the rank, from 1, of each of `terms` (m,); 0 where it has none."""
        found = np.zeros(len(terms), np.int64)
        if self.cosines is not None:
            rows = self._space.rows_of(terms)
            there = np.flatnonzero(rows >= 0)
            own = self.cosines[rows[there]]
            nearer = len(self._ascending) - np.searchsorted(self._ascending, own, side="right")
            found[there] = np.where(own > -2, nearer + 1, 0)
        return found

    def at(self, terms: "Ints") -> "Floats":
        """Give the cosine with each of `terms` (m,); NaN where there is none."""
        found = np.full(len(terms), np.nan, np.float32)
        if self.cosines is not None:
            rows = self._space.rows_of(terms)
            there = rows >= 0
            found[there] = self.cosines[rows[there]]
        return found


def _other(pair: Pair, head: int) -> int:
    return pair.synonym if pair.head == head else pair.head
