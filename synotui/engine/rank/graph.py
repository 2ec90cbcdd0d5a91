"""The decided pairs as a graph: who is accepted with whom, who rejected."""

from collections.abc import Iterable
from math import log


class Graph:
    """Accepted and rejected pairs of terms; a later verdict replaces an earlier one."""

    def __init__(
        self,
        accepted: Iterable[tuple[int, int]] = (),
        rejected: Iterable[tuple[int, int]] = (),
    ) -> None:
        self._friends: dict[int, set[int]] = {}
        self._refused: dict[int, set[int]] = {}
        for a, b in accepted:
            self.put(a, b, True)
        for a, b in rejected:
            self.put(a, b, False)

    def put(self, a: int, b: int, accepted: bool | None) -> None:
        """Take in the verdict on a pair; None takes it out."""
        for x, y in ((a, b), (b, a)):
            for graph, belongs in ((self._friends, accepted), (self._refused, accepted is False)):
                if belongs:
                    graph.setdefault(x, set()).add(y)
                elif x in graph:
                    graph[x].discard(y)

    def verdict(self, a: int, b: int) -> bool | None:
        """Give whether the pair was accepted; None where it is undecided."""
        if b in self._friends.get(a, _NOBODY):
            return True
        return False if b in self._refused.get(a, _NOBODY) else None

    def friends(self, term: int) -> set[int]:
        """Give the terms accepted with `term`. Not to be changed."""
        return self._friends.get(term, _NOBODY)

    def refused(self, term: int) -> set[int]:
        """Give the terms rejected with `term`. Not to be changed."""
        return self._refused.get(term, _NOBODY)

    def pairs(self) -> list[tuple[int, int]]:
        """Give the accepted pairs, lower term first, in order."""
        return sorted((a, b) for a, near in self._friends.items() for b in near if a < b)

    def shared(self, a: int, b: int) -> set[int]:
        """Give the terms accepted with both."""
        return self.friends(a) & self.friends(b)

    def adamic_adar(self, a: int, b: int) -> float:
        """Give how much friends in common say: each 1 / log(1 + how many friends it has)."""
        return sum(1 / log(1 + len(self._friends[z])) for z in self.shared(a, b))

    def against(self, a: int, b: int) -> int:
        """Count the friends of one that were rejected with the other."""
        return len(self.friends(a) & self.refused(b)) + len(self.refused(a) & self.friends(b))

    def friends_of_friends(self, term: int) -> set[int]:
        """Give the terms two accepted pairs away that have no verdict with `term`."""
        near = self.friends(term)
        found = {other for friend in near for other in self._friends[friend]}
        return found - near - self.refused(term) - {term}


_NOBODY: set[int] = set()
