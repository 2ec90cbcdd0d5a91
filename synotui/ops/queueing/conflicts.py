"""Pairs in which verdicts contradict each other, or proposals contradict verdicts."""

from synotui.model import Relation, Verdict
from synotui.store import Store

Node = tuple[int, str]
"""A term in one sense."""


def conflicting(store: Store) -> set[int]:
    """Give the terms of every pair that contradicts what is decided."""
    return {term for pair in conflicting_pairs(store) for term in pair}


def conflicting_pairs(store: Store) -> dict[tuple[int, int], str]:
    """Give every pair (low, high) that contradicts what is decided, with a clause that says how.

    That is a rejected pair whose terms accepted synonyms connect all the same;
    a proposal nobody has decided that would connect the terms of a rejected
    pair; and one that sets apart what accepted synonyms connect. As in synonym
    sets, nothing is connected through a term in different senses; a rejected
    pair or a proposal that names no sense is about every one.
    """
    ties = store.pairs.ties()
    groups = _Groups()
    for tie in ties:
        if tie.joins:
            groups.join((tie.low, tie.low_sense), (tie.high, tie.high_sense))
    found: dict[tuple[int, int], str] = {}
    apart: set[tuple[Node, Node]] = set()
    for tie in ties:
        if tie.joins:
            continue
        ones = groups.of_term(tie.low, tie.low_sense)
        others = groups.of_term(tie.high, tie.high_sense)
        for one in ones:
            apart |= {ends for other in others for ends in ((one, other), (other, one))}
        if not ones.isdisjoint(others):
            found[tie.low, tie.high] = "rejected, but accepted pairs connect the two"
    for low, high, relation in store.proposals.undecided():
        ones, others = groups.of_term(low), groups.of_term(high)
        joined = not ones.isdisjoint(others)
        if relation is None or relation is Relation.SYNONYM:
            parted = ((one, other) in apart for one in ones for other in others)
            if not joined and any(parted):
                found[low, high] = "proposed, but would connect terms that were rejected"
        elif joined and relation.suits(Verdict.REJECTED):
            found[low, high] = f"proposed as {relation}, but accepted pairs connect the two"
    return found


class _Groups:
    """Terms, each in one sense, that pairs connect; each group is known by one of them."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}
        self._senses: dict[int, set[str]] = {}

    def _of(self, node: Node) -> Node:
        """Give the one that stands for the group of `node`."""
        above = self._above
        while (next_ := above.get(node, node)) != node:
            above[node] = node = above.get(next_, next_)
        return node

    def of_term(self, term: int, sense: str = "") -> set[Node]:
        """Give what stands for the groups of a term in a sense; without a name, in every one."""
        senses = {sense} if sense else self._senses.get(term, {""})
        return {self._of((term, each)) for each in senses}

    def join(self, one: Node, other: Node) -> None:
        """Make one group of two."""
        for term, sense in (one, other):
            self._senses.setdefault(term, set()).add(sense)
        self._above[self._of(one)] = self._of(other)
