"""Terms about which verdicts contradict each other, or proposals contradict verdicts."""

from synotui.model import Relation, Verdict
from synotui.store import Store


def conflicting(store: Store) -> set[int]:
    """Give the terms of every pair that contradicts what is decided.

    That is a rejected pair whose terms accepted synonyms connect all the same;
    a proposal nobody has decided that would connect the terms of a rejected
    pair; and one that sets apart what accepted synonyms connect.
    """
    groups = _Groups()
    for pair in store.pairs.with_verdicts((Verdict.ACCEPTED,)):
        if pair.relation == Relation.SYNONYM:
            groups.join(pair.head, pair.synonym)
    found: set[int] = set()
    apart: set[tuple[int, int]] = set()
    for pair in store.pairs.with_verdicts((Verdict.REJECTED,)):
        one, other = groups.of(pair.head), groups.of(pair.synonym)
        apart |= {(one, other), (other, one)}
        if one == other:
            found |= {pair.head, pair.synonym}
    for low, high, relation in store.proposals.undecided():
        one, other = groups.of(low), groups.of(high)
        if relation is None or relation is Relation.SYNONYM:
            contradicts = one != other and (one, other) in apart
        else:
            contradicts = one == other and relation.suits(Verdict.REJECTED)
        if contradicts:
            found |= {low, high}
    return found


class _Groups:
    """Terms that pairs connect; each group is known by one of them."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, term: int) -> int:
        """Give the one that stands for the group of `term`."""
        above = self._above
        while (next_ := above.get(term, term)) != term:
            above[term] = term = above.get(next_, next_)
        return term

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        self._above[self.of(one)] = self.of(other)
