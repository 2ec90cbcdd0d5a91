"""Pairs put together that form one synonym set.

A set is joined through a term only as far as its pairs mean it in the same
sense; pairs that name none mean it in one sense too, the unnamed one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from synotui.model import Pair, Relation, Verdict

Node = tuple[int, str]
"""A term in one sense."""


class Joining(Protocol):
    """A pair that joins two terms, each in some sense."""

    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def low_sense(self) -> str: ...
    @property
    def high_sense(self) -> str: ...


class Headed(Protocol):
    """A pair that was decided about one of its terms."""

    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def head(self) -> int: ...


_Joins = TypeVar("_Joins", bound=Joining)


def numbered(pairs: Iterable[Joining]) -> tuple[dict[Node, int], list[tuple[int, int]]]:
    """Number the nodes that pairs join, as they come, and give the links between them."""
    numbers: dict[Node, int] = {}
    links = []
    for pair in pairs:
        low = numbers.setdefault((pair.low, pair.low_sense), len(numbers))
        high = numbers.setdefault((pair.high, pair.high_sense), len(numbers))
        links.append((low, high))
    return numbers, links


def grouped(pairs: Iterable[_Joins]) -> list[list[_Joins]]:
    """Put pairs together that form one set, each in the order given."""
    from synotui.engine.linked import components

    joining = list(pairs)
    numbers, links = numbered(joining)
    of = [0] * len(numbers)
    found = components(len(numbers), links)
    for place, nodes in enumerate(found):
        for node in nodes:
            of[node] = place
    groups: list[list[_Joins]] = [[] for _ in found]
    for pair, (low, _) in zip(joining, links, strict=True):
        groups[of[low]].append(pair)
    return groups


def synonym_sets(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Put accepted synonyms among `pairs` together that form one set; senses keep sets apart."""
    return grouped(_accepted(pairs))


def _accepted(pairs: Iterable[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        if pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM:
            yield pair


def members_of(pairs: Iterable[Headed]) -> list[int]:
    """Give the terms of the pairs of one set, the one most of them are of first."""
    heads = Counter[int]()
    terms: set[int] = set()
    for pair in pairs:
        heads[pair.head] += 1
        terms |= {pair.low, pair.high}
    return sorted(terms, key=lambda term: (-heads[term], term))
