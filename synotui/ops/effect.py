"""What moving vectors does: cosines, components, neighbours and collateral, before and after."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.space import Moves
from synotui.model import CosineChange, Diff, NeighbourChange
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.collateral import NeighbourSample

SHOWN = 0.005
"""Smallest change of a cosine worth telling: it shows in two decimals."""
_PAIRS_TOLD = 50
_MEMBERS = 60
_HEADS = 3
_TOP = 10


class _State(NamedTuple):
    pairs: list[float]
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
    space = loaded.space
    rows = {term: space.row_of(term) for pair in pairs for term in pair}
    known = [(a, b) for a, b in pairs if rows[a] is not None and rows[b] is not None]
    told = known[:_PAIRS_TOLD]
    heads = list(dict.fromkeys(a for a, _ in known))[:_HEADS]
    others = sorted({*members, *(i for pair in told for i in pair)})
    others = [i for i in others if space.row_of(i) is not None]
    if len(others) > _MEMBERS:
        others = sorted({i for pair in told for i in pair})[:_MEMBERS]

    sample = bench.sample(loaded)
    before = _look(loaded, sample, told, others, heads)
    moved = _really_moved(loaded, moves)
    back = space.apply(moves)
    after = _look(loaded, sample, told, others, heads)
    if not keep:
        space.apply(back)

    touched = space.rows_of(np.array([*moved, *(i for p in pairs for i in p)], np.int64))
    kept, sampled = None, 0
    if sample is not None:
        kept, sampled = sample.kept(before.sample, after.sample, touched)
    component = _component_changes(
        others, {frozenset(pair) for pair in known}, before.members, after.members
    )
    flows = [_comings_and_goings(*tops) for tops in zip(before.tops, after.tops, strict=True)]
    terms = bench.store.terms.by_id(
        {
            *(i for pair in told for i in pair),
            *(i for a, b, _, _ in component for i in (a, b)),
            *(i for entered, left in flows for i, _ in entered + left),
        }
    )
    return Diff(
        moved=len(moved),
        pairs=tuple(
            CosineChange(terms[a], terms[b], was, now)
            for (a, b), was, now in zip(told, before.pairs, after.pairs, strict=True)
        ),
        component=tuple(CosineChange(terms[a], terms[b], x, y) for a, b, x, y in component),
        neighbours=tuple(
            NeighbourChange(
                terms[head],
                tuple((terms[i], rank) for i, rank in entered),
                tuple((terms[i], rank) for i, rank in left),
            )
            for head, (entered, left) in zip(heads, flows, strict=True)
        ),
        kept_at_10=kept,
        sampled=sampled,
    )


def _really_moved(loaded: Loaded, moves: Moves) -> list[int]:
    """Give the terms whose vector will differ from the current one."""
    moved = []
    for term in moves.ids():
        row = loaded.space.row_of(term)
        if row is None:
            continue
        now = loaded.space.raw(row)
        to = moves.moved.get(term)
        if to is None:
            to = loaded.space.raw(row, base=True)
        if np.abs(to - now).max() > 1e-6 * np.abs(now).max():
            moved.append(term)
    return moved


def _look(
    loaded: Loaded,
    sample: "NeighbourSample | None",
    pairs: Sequence[tuple[int, int]],
    members: Sequence[int],
    heads: Sequence[int],
) -> _State:
    space = loaded.space
    cosines = [
        float(space.cosines(row_a, np.array([row_b]))[0])
        for a, b in pairs
        if (row_a := space.row_of(a)) is not None and (row_b := space.row_of(b)) is not None
    ]
    units = space.units(space.rows_of(np.array(members, np.int64)))
    tops = [
        space.ids[loaded.search.neighbours(row, _TOP).rows].tolist()
        for head in heads
        if (row := space.row_of(head)) is not None
    ]
    return _State(cosines, units @ units.T, tops, sample.top() if sample else [])


def _component_changes(
    members: Sequence[int], decided: set[frozenset[int]], before: Floats, after: Floats
) -> list[tuple[int, int, float, float]]:
    """Give the pairs of members that changed, the most changed first; not those decided now."""
    changes = [
        (members[i], members[j], float(before[i, j]), float(after[i, j]))
        for i, j in combinations(range(len(members)), 2)
        if abs(after[i, j] - before[i, j]) >= SHOWN
        and frozenset((members[i], members[j])) not in decided
    ]
    changes.sort(key=lambda change: -abs(change[3] - change[2]))
    return changes[:_PAIRS_TOLD]


def _comings_and_goings(
    before: Sequence[int], after: Sequence[int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give (term, rank) of those that entered and of those that left."""
    entered = [(i, rank) for rank, i in enumerate(after, 1) if i not in before]
    left = [(i, rank) for rank, i in enumerate(before, 1) if i not in after]
    return entered, left
