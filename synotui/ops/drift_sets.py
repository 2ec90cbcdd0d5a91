"""The sets of synonyms that accepted pairs make, each with the term most of its pairs are of."""

from collections import Counter
from collections.abc import Iterable

from synotui.model import Pair, Relation, Verdict


def synonym_sets(pairs: Iterable[Pair]) -> list[list[int]]:
    """Give the sets that pairs accepted as synonyms make, as term ids; the head of each first."""
    heads = Counter[int]()
    linked: dict[int, list[int]] = {}
    for pair in pairs:
        if pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM:
            heads[pair.head] += 1
            linked.setdefault(pair.head, []).append(pair.synonym)
            linked.setdefault(pair.synonym, []).append(pair.head)
    found: list[list[int]] = []
    seen: set[int] = set()
    for first in sorted(linked):
        if first in seen:
            continue
        seen.add(first)
        members = [first]
        for term in members:
            # The list grows while it is gone through, until all that is linked is in it.
            new = [other for other in dict.fromkeys(linked[term]) if other not in seen]
            seen.update(new)
            members += new
        found.append(sorted(members, key=lambda term: (-heads[term], term)))
    return found
