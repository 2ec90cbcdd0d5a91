"""What links join: components, the shortest chain between two nodes, what falls apart.

Nodes are numbered from 0. Nothing here recurses, so that a set of ten thousand
terms is no different from one of three.
"""

from collections.abc import Iterable, Sequence

Links = list[tuple[int, int]]
Near = list[list[int]]
"""The nodes that each node is linked to."""


def neighbours(nodes: int, links: Iterable[tuple[int, int]]) -> Near:
    """Give the nodes that each node is linked to."""
    near: Near = [[] for _ in range(nodes)]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    return near


def components(nodes: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Give the nodes of each component, in the order of the lowest of each."""
    near = neighbours(nodes, links)
    seen = bytearray(nodes)
    found: list[list[int]] = []
    for first in range(nodes):
        if seen[first]:
            continue
        seen[first] = 1
        members = [first]
        for node in members:
            # The list grows while it is gone through, until all that is linked is in it.
            for other in near[node]:
                if not seen[other]:
                    seen[other] = 1
                    members.append(other)
        found.append(sorted(members))
    return found


def chain(near: Near, a: int, b: int) -> list[int]:
    """Give the nodes of a shortest way from `a` to `b`, both of them too; [] if there is none.

    It is sought from both ends, so that in a large set few nodes are looked at.
    """
    if a == b:
        return [a]
    came_from: tuple[dict[int, int], dict[int, int]] = ({a: -1}, {b: -1})
    edges = [[a], [b]]
    while edges[0] and edges[1]:
        way = 0 if len(edges[0]) <= len(edges[1]) else 1
        mine, theirs = came_from[way], came_from[1 - way]
        reached: list[int] = []
        for node in edges[way]:
            for other in near[node]:
                if other in mine:
                    continue
                mine[other] = node
                if other in theirs:
                    return [*reversed(_back(came_from[0], other)), *_back(came_from[1], other)[1:]]
                reached.append(other)
        edges[way] = reached
    return []


def _back(came_from: dict[int, int], node: int) -> list[int]:
    """Give the way from a node back to where the search began."""
    way = []
    while node >= 0:
        way.append(node)
        node = came_from[node]
    return way


def parted(
    near: Near, ones: Sequence[int], others: Sequence[int], *, without: int | None = None
) -> tuple[int, list[int]] | None:
    """Say what falls apart if the links between `ones` and `others` go, or the node `without`.

    Gives which of the two, 0 or 1, was searched out first, and all nodes
    joined to it; None where a way from the ones to the others remains. Both
    sides are searched by turns: it takes twice as long as the smaller one.
    """
    sides = (list(ones), list(others))
    side_of = dict.fromkeys(ones, 0) | dict.fromkeys(others, 1)
    ends = set(side_of)
    places = [0, 0]
    turn = 0
    while places[turn] < len(sides[turn]):
        node = sides[turn][places[turn]]
        places[turn] += 1
        for other in near[node]:
            there = side_of.get(other)
            if other == without or (without is None and {node, other} <= ends and there != turn):
                continue
            if there is None:
                side_of[other] = turn
                sides[turn].append(other)
            elif there != turn:
                return None
        turn = 1 - turn
    return turn, sides[turn]
