"""Which lists of the nearest there are to rank candidates by: kept ones, an index, or search.

The lists of a kept pass are the best: they are there at once, and tell who
lists whom. Without one, an index finds them as they are asked for, and without
an index exact search does.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.passes import ROWS_PER_BLOCK, Lists, Pass
from synotui.engine.rank.by_rows import ByRows, Fetch, Turned
from synotui.model import OnProgress, Progress
from synotui.ops.searching.neighbours import EXACT_UP_TO, K
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.passes import Batched
    from synotui.engine.space import Space
    from synotui.model import SpaceInfo
    from synotui.store.neighbours import HeldPass

IN_MEMORY = 64 << 20
"""Bytes of lists that are held in memory; larger ones are read as they are asked for."""
ALL_SEARCHED = 60_000
"""Vectors up to which the lists of all are found by exact search where they are wanted."""
_TURNED_DEPTH = 20
"""How much of each list is turned round where lists are not held in memory."""
_NEWER = 0.02
"""Share of vectors that a kept pass may lack and still be of use."""


def held_pass(store: Store, info: "SpaceInfo") -> "HeldPass | None":
    """Give the kept pass of a space, if it is whole and lacks few vectors."""
    held = store.neighbours.held(info.id)
    if held is None or not held.complete or held.k < 2:
        return None
    return held if info.vectors - held.among <= _NEWER * info.vectors else None


def kept_lists(
    store: Store, info: "SpaceInfo", held: "HeldPass", rows: Ints, terms: Ints, search: Fetch
) -> ByRows:
    """Give the lists of a kept pass; of vectors it lacks, those that `search` finds.

    `store` is only asked to open others beside it.
    """
    with store.beside() as own, own.reading():
        blocks = _blocks(own, info, held)
        if held.among * held.k * 6 <= IN_MEMORY:
            lists = list(blocks)
            return ByRows(
                held.k,
                _or_else(_from_memory(lists), held.among, search),
                rows,
                terms,
                Turned(lists, held.among, held.k),
            )
        turned = Turned(blocks, held.among, min(held.k, _TURNED_DEPTH))
    fetch = _or_else(_from_store(store, info, held), held.among, search)
    return ByRows(held.k, fetch, rows, terms, turned)


def all_lists(space: "Space", rows: Ints, terms: Ints, on_progress: OnProgress) -> ByRows:
    """Find the lists of all rows by exact search, to be held in memory."""
    among = len(space)
    search = Pass(space, among, None)
    lists = []
    for start in range(0, among, ROWS_PER_BLOCK):

        def report(done: int, start: int = start) -> None:
            on_progress(Progress("searching", start + done, among))

        lists.append(search.lists(start, K, report))
    return ByRows(K, _from_memory(lists), rows, terms, Turned(lists, among, K))


def searched_lists(
    space: "Space", index: "Batched | None", rows: Ints, terms: Ints, threads: int = 1
) -> ByRows:
    """Give lists that are found as they are asked for, through an index if there is one."""
    return ByRows(K, searching(space, index, threads), rows, terms)


def searching(space: "Space", index: "Batched | None", threads: int = 1) -> Fetch:
    """Give what finds the nearest of any rows of a space as it is now."""
    among = len(space)
    search = Pass(space, among, index if among > EXACT_UP_TO else None, threads)
    return lambda rows: search.nearest(rows, K)


def _blocks(store: Store, info: "SpaceInfo", held: "HeldPass") -> Iterator[Lists]:
    start = 0
    for neighbours, cosines in store.neighbours.blocks(info.id, held):
        yield Lists(start, neighbours, cosines)
        start += len(neighbours)


def _from_memory(lists: Iterable[Lists]) -> Fetch:
    every = list(lists)
    near = np.concatenate([block.neighbours for block in every])
    cosines = np.concatenate([block.cosines for block in every])
    return lambda rows: (near[rows], cosines[rows])


def _from_store(store: Store, info: "SpaceInfo", held: "HeldPass") -> Fetch:
    def fetch(rows: Ints) -> tuple[Ints, Floats]:
        with store.beside() as own, own.reading():
            near = own.neighbours.near(info.id, held, rows)
            cosines = own.neighbours.cosines(info.id, held, rows)
        return near.astype(np.int64), cosines.astype(np.float32)

    return fetch


def _or_else(fetch: Fetch, among: int, search: Fetch) -> Fetch:
    """Fetch what is held of the first `among` rows, and search for the others."""

    def both(rows: Ints) -> tuple[Ints, Floats]:
        newer = rows >= among
        own, held = fetch(rows[~newer])
        if not newer.any():
            return own.astype(np.int64), held.astype(np.float32)
        found, theirs = search(rows[newer])
        wide = max(own.shape[1], found.shape[1])
        near = np.full((len(rows), wide), -1, np.int64)
        cosines = np.full((len(rows), wide), np.nan, np.float32)
        near[~newer, : own.shape[1]], cosines[~newer, : own.shape[1]] = own, held
        near[newer, : found.shape[1]], cosines[newer, : found.shape[1]] = found, theirs
        return near, cosines

    return both
