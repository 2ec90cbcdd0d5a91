"""The shortest way from one term to another through accepted pairs, or why there is none.

It is sought from both ends, a step at a time, and reads only the pairs of the
terms that are reached. As in synonym sets, a way leads through a term only in
one sense.
"""

from collections.abc import Iterable
from typing import NamedTuple

from synotui.model import Placed, Relation
from synotui.ops.grouping.groups import Node
from synotui.store import Store, Tie


class Way(NamedTuple):
    """The pairs of a way in order; none, and why, if no way leads through synonyms alone."""

    terms: tuple[int, ...]
    """All terms of the way, both ends too; empty without a way."""
    pairs: tuple[Tie, ...]
    no_path: str
    """Why no way leads through synonyms; the way is through other relations then, if any."""


def find_way(store: Store, a: Placed, b: Placed) -> Way:
    """Find the way from `a` to `b`. Reads from `store`, in a transaction of its caller."""
    for end in (a, b):
        if end.term is None:
            return Way((), (), f"“{end.text}” is not in the dictionary: no pair holds it")
    assert a.term is not None and b.term is not None
    if a.term.id == b.term.id:
        return Way((), (), "both are the same term")
    ends = a.term.id, b.term.id
    search = _Search(store, *ends)
    if found := search.run():
        return Way(*found, "")
    why = _why_none(store, a, b, search)
    other = _Search(store, *ends, every_relation=True).run()
    return Way(*other, why) if other else Way((), (), why)


def _why_none(store: Store, a: Placed, b: Placed, search: "_Search") -> str:
    """Say why no way leads through synonyms."""
    alone = [
        end.text
        for end, term in ((a, search.ends[0]), (b, search.ends[1]))
        if not any(_joins(tie) for tie in store.pairs.accepted_of([term]))
    ]
    if alone:
        named = " and ".join(f"“{text}”" for text in alone)
        return f"{named} {'have' if len(alone) > 1 else 'has'} no accepted synonym"
    apart = _Search(store, *search.ends, senses=False).run()
    if apart:
        terms, pairs = apart
        for before, term, after in zip(pairs, terms[1:], pairs[1:], strict=False):
            senses = [_sense(tie, term) for tie in (before, after)]
            if senses[0] != senses[1]:
                text = store.terms.by_id([term])[term].text
                named = " and ".join(sense or "unnamed" for sense in senses)
                return f"the way leads through “{text}” in two senses: {named}"
    side = search.exhausted
    here, there = (a, b) if side == 0 else (b, a)
    count = 1 + len({term for term, _ in search.came_from[side]})
    return f"the set of “{here.text}”, {count:,} terms, does not hold “{there.text}”"


_CameFrom = dict[Node, tuple[Node, Tie]]


class _Search:
    """A search from both ends, each of them a term in any sense."""

    def __init__(
        self,
        store: Store,
        a: int,
        b: int,
        *,
        every_relation: bool = False,
        senses: bool = True,
    ) -> None:
        self._store = store
        self.ends = (a, b)
        self._every = every_relation
        self._senses = senses
        self.came_from: tuple[_CameFrom, _CameFrom] = ({}, {})
        """By side: a node that was reached, to where from and through which pair."""
        self.exhausted = 0
        """The side from which nothing more could be reached."""

    def run(self) -> tuple[tuple[int, ...], tuple[Tie, ...]] | None:
        """Give the terms and the pairs of the way; None if there is none."""
        edges: list[set[Node]] = [{(end, "")} for end in self.ends]
        first = [True, True]
        while edges[0] and edges[1]:
            side = 0 if len(edges[0]) <= len(edges[1]) else 1
            found = self._step(side, edges, first=first[side])
            if found is not None:
                return self._whole(side, *found)
            first[side] = False
        self.exhausted = 0 if not edges[0] else 1
        return None

    def _step(
        self, side: int, edges: list[set[Node]], *, first: bool
    ) -> tuple[Node, Node, Tie] | None:
        """Go one pair on from a side; give the pair at which the sides meet, if they do."""
        mine, theirs = self.came_from[side], self.came_from[1 - side]
        root, goal = self.ends[side], self.ends[1 - side]
        edge, reached = edges[side], set[Node]()
        for tie in self._ties({term for term, _ in edge}):
            for start, other in self._directions(tie):
                at_edge = start[0] == root if first else start in edge
                if not at_edge or other[0] == root or other in mine:
                    continue
                if other[0] == goal or other in theirs:
                    return start, other, tie
                mine[other] = (start, tie)
                reached.add(other)
        edges[side] = reached
        return None

    def _ties(self, terms: Iterable[int]) -> Iterable[Tie]:
        found = self._store.pairs.accepted_of(terms)
        return found if self._every else [tie for tie in found if _joins(tie)]

    def _directions(self, tie: Tie) -> tuple[tuple[Node, Node], tuple[Node, Node]]:
        low, high = (tie.low, tie.low_sense), (tie.high, tie.high_sense)
        if not self._senses:
            low, high = (tie.low, ""), (tie.high, "")
        return (low, high), (high, low)

    def _whole(
        self, side: int, start: Node, other: Node, tie: Tie
    ) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
        mine = self._back(side, start)
        theirs = self._back(1 - side, other)
        pairs = [*reversed(mine), tie, *theirs]
        if side == 1:
            pairs.reverse()
        terms = [self.ends[0]]
        for each in pairs:
            terms.append(each.high if each.low == terms[-1] else each.low)
        return tuple(terms), tuple(pairs)

    def _back(self, side: int, node: Node) -> list[Tie]:
        """Give the pairs from a node back to the root of its side."""
        way = []
        while node[0] != self.ends[side]:
            node, tie = self.came_from[side][node]
            way.append(tie)
        return way


def _joins(tie: Tie) -> bool:
    return tie.relation is Relation.SYNONYM


def _sense(tie: Tie, term: int) -> str:
    return tie.low_sense if term == tie.low else tie.high_sense
