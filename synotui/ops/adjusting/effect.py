"""What moving vectors does: cosines, components, neighbours and collateral, before and after."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, changed, clipped, products, row_dots
from synotui.engine.space import Moves, Space
from synotui.model import CosineChange, Diff, NeighbourChange
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.collateral import NeighbourSample

SHOWN = 0.005
"""Smallest change of a cosine worth telling: it shows in two decimals."""
_PAIRS_TOLD = 50
_MEMBERS = 60
_HEADS = 3
_TOP = 10


class _Watched(NamedTuple):
    """What is looked at before and after."""

    pairs: list[tuple[int, int]]
    """Decided pairs, as term ids."""
    ends: Ints
    """Their places in `rows` (p, 2)."""
    members: list[int]
    """Term ids whose rows are the first of `rows`."""
    rows: Ints
    """Rows of the space (m,)."""
    heads: dict[int, int]
    """Term id to row."""


class _State(NamedTuple):
    pairs: Floats
    members: Floats
    tops: list[list[int]]
    sample: list[frozenset[int]]


def move(
    bench: Workbench,
    loaded: Loaded,
    moves: Moves,
    pairs: Sequence[tuple[int, int]],
    members: Iterable[int] = (),
    *,
    keep: bool = True,
) -> Diff:
    """Move the vectors in memory and tell what that did.

    `pairs` are the (head, synonym) decided; `members` other terms of their
    component. Without `keep` everything is put back: a preview.
    """
    bench.sample(loaded)
    return move_in(bench.store, loaded, moves, pairs, members, keep=keep)


def move_in(
    store: Store,
    loaded: Loaded,
    moves: Moves,
    pairs: Sequence[tuple[int, int]],
    members: Iterable[int] = (),
    *,
    keep: bool = True,
) -> Diff:
    """Do as `move` does, in a space that may be a mirror; `store` is for names of terms."""
    space, sample = loaded.space, loaded.sample
    watched = _watched(space, pairs, members)
    moved = _really_moved(space, moves)
    before = _look(loaded, sample, watched)
    back = space.apply(moves)
    after = _look(loaded, sample, watched)
    if not keep:
        space.apply(back)

    kept, sampled = None, 0
    if sample is not None:
        touched = space.rows_of(np.array([i for pair in pairs for i in pair], np.int64))
        touched = np.concatenate([moved, touched])
        kept, sampled = sample.kept(before.sample, after.sample, touched)
    component = _component_changes(watched, {frozenset(pair) for pair in pairs}, before, after)
    flows = [_comings_and_goings(*tops) for tops in zip(before.tops, after.tops, strict=True)]
    terms = store.terms.by_id(
        {
            *(i for pair in watched.pairs for i in pair),
            *(i for a, b, _, _ in component for i in (a, b)),
            *(i for entered, left in flows for i, _ in entered + left),
        }
    )
    cosines = zip(watched.pairs, before.pairs.tolist(), after.pairs.tolist(), strict=True)
    return Diff(
        moved=len(moved),
        pairs=tuple(CosineChange(terms[a], terms[b], was, now) for (a, b), was, now in cosines),
        component=tuple(CosineChange(terms[a], terms[b], x, y) for a, b, x, y in component),
        neighbours=tuple(
            NeighbourChange(
                terms[head],
                tuple((terms[i], rank) for i, rank in entered),
                tuple((terms[i], rank) for i, rank in left),
            )
            for head, (entered, left) in zip(watched.heads, flows, strict=True)
        ),
        kept_at_10=kept,
        sampled=sampled,
    )


def _watched(space: Space, pairs: Sequence[tuple[int, int]], members: Iterable[int]) -> _Watched:
    """Choose what to look at: of much, the first."""
    ends = space.rows_of(np.array(pairs, np.int64).ravel()).reshape(-1, 2)
    known = np.flatnonzero((ends >= 0).all(axis=1)).tolist()
    told = known[:_PAIRS_TOLD]
    heads: dict[int, int] = {}
    for place in known:
        if len(heads) == _HEADS:
            break
        heads.setdefault(pairs[place][0], int(ends[place, 0]))
    told_pairs = [pairs[place] for place in told]
    decided = sorted({i for pair in told_pairs for i in pair})
    shown = sorted({*members, *decided})
    if len(shown) > _MEMBERS:
        shown = decided[:_MEMBERS]
    known_rows = zip(shown, space.rows_of(np.array(shown, np.int64)).tolist(), strict=True)
    shown = [i for i, row in known_rows if row >= 0]
    every = list(dict.fromkeys([*shown, *decided]))
    places = {i: place for place, i in enumerate(every)}
    return _Watched(
        pairs=told_pairs,
        ends=np.array([(places[a], places[b]) for a, b in told_pairs], np.int64).reshape(-1, 2),
        members=shown,
        rows=space.rows_of(np.array(every, np.int64)),
        heads=heads,
    )


def _really_moved(space: Space, moves: Moves) -> Ints:
    """Give the rows whose vector will differ from the current one."""
    there = space.rows_of(np.array(list(moves.moved), np.int64))
    back = space.rows_of(moves.restored)
    back = back[back >= 0]
    rows = np.concatenate([there[there >= 0], back])
    given = [vector for vector, row in zip(moves.moved.values(), there, strict=True) if row >= 0]
    now = space.vectors(rows)
    to = np.concatenate([np.array(given, np.float32).reshape(-1, space.dim), space.base(back)])
    found: Ints = rows[changed(now, to)]
    return found


def _look(loaded: Loaded, sample: "NeighbourSample | None", watched: _Watched) -> _State:
    space = loaded.space
    units = space.units(watched.rows)
    cosines = clipped(row_dots(units[watched.ends[:, 0]], units[watched.ends[:, 1]]))
    members = units[: len(watched.members)]
    tops = [
        space.ids[loaded.search.neighbours(row, _TOP).rows].tolist()
        for row in watched.heads.values()
    ]
    return _State(
        cosines, products(members, members), tops, sample.top() if sample is not None else []
    )


def _component_changes(
    watched: _Watched, decided: set[frozenset[int]], before: _State, after: _State
) -> list[tuple[int, int, float, float]]:
    """Give the pairs of members that changed, the most changed first; not those decided now."""
    change = np.triu(np.abs(after.members - before.members), 1)
    found = np.argwhere(change >= SHOWN).tolist()
    found.sort(key=lambda place: -change[place[0], place[1]])
    ids = watched.members
    changes = [
        (ids[i], ids[j], float(before.members[i, j]), float(after.members[i, j]))
        for i, j in found
        if frozenset((ids[i], ids[j])) not in decided
    ]
    return changes[:_PAIRS_TOLD]


def _comings_and_goings(
    before: Sequence[int], after: Sequence[int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give (term, rank) of those that entered and of those that left."""
    entered = [(i, rank) for rank, i in enumerate(after, 1) if i not in before]
    left = [(i, rank) for rank, i in enumerate(before, 1) if i not in after]
    return entered, left
