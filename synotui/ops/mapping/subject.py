"""What a map shows: its subject, what is decided about it, its set, and what is around."""

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from synotui.errors import MapError
from synotui.model import MapKind, OnProgress, Pair, Relation, SetOf, Verdict
from synotui.ops.mapping.map import NEIGHBOURS, MapPlan
from synotui.ops.mapping.points import MOST, Gathered, plan_points
from synotui.ops.spaces.points import find_points
from synotui.ops.terms import get_term
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints

_NAMED = 5
"""Chosen texts that a title names."""


class _Asked(NamedTuple):
    """Whose neighbours are looked for."""

    row: int | None
    now: "Floats"
    base: "Floats"
    """(dim,), of any length; not used of a row."""


def gather(
    bench: Workbench,
    about: int | Sequence[str] | SetOf,
    neighbours: int | None,
    on_progress: OnProgress,
) -> MapPlan:
    """Find what a map shows, and its vectors. Raises UnknownTerm, NoVector, MapError."""
    loaded = bench.loaded(on_progress)
    found = Gathered()
    with bench.store.reading():
        if isinstance(about, SetOf):
            k = NEIGHBOURS if neighbours is None else neighbours
            title = _of_set(bench, about.term, k, found)
        elif isinstance(about, int):
            k = NEIGHBOURS if neighbours is None else neighbours
            title = _of_head(bench, about, k, found)
        else:
            usual = NEIGHBOURS if len(about) == 1 else 0
            title = _of_texts(bench, about, usual if neighbours is None else neighbours, found)
        loaded = bench.loaded()
        if loaded is None:
            raise RuntimeError("the space of a term that has a vector is gone")
        return plan_points(bench, loaded, title, found)


def _of_head(bench: Workbench, head: int, k: int, found: Gathered) -> str:
    term = get_term(bench, head)
    loaded, row = bench.row(term)
    found.kinds[head] = "head"
    decided = sorted(bench.store.pairs.of(head), key=lambda pair: (pair.seq, pair.low, pair.high))
    for pair in decided:
        other = pair.synonym if pair.head == head else pair.head
        found.kinds[other] = _KIND_OF[pair.verdict]
    asked = _Asked(row, loaded.space.raw(row), loaded.space.raw(row, base=True))
    around = _around(bench, loaded, [asked], k)
    members = _linked(bench, head, MOST)
    for near in around:
        found.kinds.setdefault(near, "neighbour")
    for member in members:
        if found.kinds.get(member) in (None, "neighbour"):
            found.kinds[member] = "member"
    return f"{term.text} and what is around it"


_KIND_OF: dict[Verdict, MapKind] = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.SKIPPED: "skipped",
}


def _of_set(bench: Workbench, head: int, k: int, found: Gathered) -> str:
    import numpy as np

    term = get_term(bench, head)
    loaded, _ = bench.row(term)
    space = loaded.space
    found.kinds[head] = "head"
    members = _linked(bench, head, MOST)
    for member in members:
        found.kinds[member] = "member"
    every = space.rows_of(np.array([head, *members], np.int64))
    rows = every[every >= 0]
    middle = space.units(rows).mean(axis=0), space.units(rows, base=True).mean(axis=0)
    for near in _around(bench, loaded, [_Asked(None, *middle)], k, but=rows):
        found.kinds.setdefault(near, "neighbour")
    return f"The synonym set of {term.text}"


def _of_texts(bench: Workbench, texts: Sequence[str], k: int, found: Gathered) -> str:
    points = find_points(bench, texts)
    if not points:
        raise MapError("A map of nothing", "Name a term, or several")
    for point in points:
        if point.term is not None and point.row is not None:
            found.kinds[point.term.id] = "chosen"
        else:
            found.kinds[point.text] = "chosen"
            found.points[point.text] = point
    loaded = bench.loaded()
    if loaded is not None and k:
        asked = [_Asked(point.row, point.now, point.base) for point in points]
        for near in _around(bench, loaded, asked, k):
            found.kinds.setdefault(near, "neighbour")
    named = list(dict.fromkeys(point.text for point in points))
    more = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _linked(bench: Workbench, term: int, most: int) -> list[int]:
    """Give the terms that accepted synonyms connect with `term`, the fewest steps away first.

    In whatever sense `term` is meant; others are passed only in one sense. No
    more than a little above `most` are read.
    """
    own = {pair.sense_of(term) for pair in bench.store.pairs.of(term) if _joins(pair)}
    reached = {(term, sense) for sense in own}
    edge = set(reached)
    found: dict[int, None] = {}
    while edge and len(found) <= most:
        fresh: dict[tuple[int, str], None] = {}
        pairs = bench.store.pairs.touching(sorted({node[0] for node in edge}))
        for pair in sorted(pairs, key=lambda pair: (pair.seq, pair.low, pair.high)):
            if not _joins(pair):
                continue
            ends = (pair.low, pair.low_sense), (pair.high, pair.high_sense)
            for here, there in (ends, ends[::-1]):
                if here in edge and there not in reached:
                    fresh[there] = None
        reached.update(fresh)
        edge = set(fresh)
        found.update((node[0], None) for node in fresh if node[0] != term)
    return list(found)


def _joins(pair: Pair) -> bool:
    return pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM


def _around(
    bench: Workbench,
    loaded: Loaded,
    asked: Sequence[_Asked],
    k: int,
    *,
    but: "Ints | None" = None,
) -> list[int]:
    """Give the terms that are the `k` nearest of each now, and those that were by base vectors.

    The nearest of each come first, then the second of each. Retired terms are
    left out, and the rows in `but`.
    """
    import numpy as np

    from synotui.engine.map import at_base, nearest

    if not k or not asked:
        return []
    space = loaded.space
    retired = space.rows_of(np.array(sorted(bench.store.terms.retired()), np.int64))
    exclude = retired[retired >= 0]
    if but is not None:
        exclude = np.concatenate([exclude, but])
    now, before = loaded.search, at_base(loaded.search)
    rows = [nearest(now, row, vector, k, exclude).rows for row, vector, _ in asked]
    if before is not now:
        rows += [nearest(before, row, base, k, exclude).rows for row, _, base in asked]
    ids = [space.ids[each].tolist() for each in rows]
    in_turn = chain.from_iterable(zip_longest(*ids))
    return list(dict.fromkeys(each for each in in_turn if each is not None))
