"""Synonym sets: components, and the cut of a set with the widest gap."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.engine.arrays import Floats
from synotui.engine.linked import Links, chain, components, neighbours, parted
from synotui.engine.sets import worst_cut

NODES = 9
links_of_nine = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)).filter(
        lambda ab: ab[0] < ab[1]
    ),
    unique=True,
    max_size=14,
)


def unit(vectors: object) -> Floats:
    """Give vectors (n, dim) their length 1."""
    found = np.array(vectors, np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def connected(nodes: set[int], links: Links) -> bool:
    """Say whether links join all nodes."""
    reached, grown = {min(nodes)}, True
    while grown:
        more = {n for ab in links if set(ab) <= nodes and set(ab) & reached for n in ab}
        grown = not more <= reached
        reached |= more
    return reached == nodes


@given(links_of_nine)
def test_components_are_what_links_join(links: Links) -> None:
    found = components(NODES, links)
    assert sorted(node for nodes in found for node in nodes) == list(range(NODES))
    of = {node: place for place, nodes in enumerate(found) for node in nodes}
    assert all(of[a] == of[b] for a, b in links)
    assert all(connected(set(nodes), links) for nodes in found)


@given(links_of_nine, st.integers(0, NODES - 1), st.integers(0, NODES - 1))
def test_a_chain_is_a_shortest_way(links: Links, a: int, b: int) -> None:
    near = neighbours(NODES, links)
    found = chain(near, a, b)
    reached, steps = {a}, 0
    while b not in reached and steps < NODES:
        reached |= {other for node in reached for other in near[node]}
        steps += 1
    if b not in reached:
        assert found == []
        return
    assert (found[0], found[-1], len(found)) == (a, b, steps + 1)
    assert all(other in near[node] for node, other in pairwise(found))


@given(links_of_nine)
def test_what_a_link_alone_joins_falls_apart_without_it(links: Links) -> None:
    near = neighbours(NODES, links)
    for a, b in links:
        left = components(NODES, [link for link in links if link != (a, b)])
        (side,) = (nodes for nodes in left if a in nodes)
        found = parted(near, [a], [b])
        if b in side:
            assert found is None
        else:
            assert found is not None and sorted(found[1]) == next(
                nodes for nodes in left if (a, b)[found[0]] in nodes
            )


@given(links_of_nine, st.integers(0, NODES - 1), st.integers(1, 3))
def test_what_a_node_alone_joins_falls_apart_without_it(links: Links, node: int, at: int) -> None:
    near = neighbours(NODES, links)
    ones, others = near[node][:at], near[node][at:]
    if not (ones and others):
        return
    rest = components(NODES, [link for link in links if node not in link])
    joined = {place for place, nodes in enumerate(rest) if set(nodes) & set(ones)}
    across = {place for place, nodes in enumerate(rest) if set(nodes) & set(others)}
    found = parted(near, ones, others, without=node)
    assert (found is None) == bool(joined & across)
    if found is not None:
        places = (joined, across)[found[0]]
        assert sorted(found[1]) == sorted(each for place in places for each in rest[place])


@given(links_of_nine, st.integers(0, 10_000))
def test_a_cut_separates_and_its_figures_are_means(links: Links, seed: int) -> None:
    nodes = components(NODES, links)[0]
    number = {node: place for place, node in enumerate(nodes)}
    inside = [(number[a], number[b]) for a, b in links if a in number]
    units = unit(np.random.default_rng(seed).standard_normal((len(nodes), 4)))
    cut = worst_cut(units, inside)
    everything = set(range(len(nodes)))

    def without(node: int) -> bool:
        return connected(everything - {node}, inside)

    if cut is None:
        assert len(nodes) < 3 or all(without(node) for node in range(len(nodes)))
        return
    shared = set() if cut.node is None else {cut.node}
    part = set(cut.part)
    rest = everything - part - shared
    across = [ab for ab in inside if len(part & set(ab)) == 1]
    assert sorted(map(sorted, across)) == sorted(map(sorted, cut.links))
    assert part and rest
    if cut.node is None:
        assert len(cut.links) == 1 and 2 <= len(part) <= len(rest)
    else:
        assert not without(cut.node) and all(cut.node in ab for ab in cut.links)
    cosines = units.astype(np.float64) @ units.T.astype(np.float64)
    assert cut.between == pytest.approx(np.mean([cosines[a, b] for a in part for b in rest]))
    sides = [side | shared for side in (part, rest)]
    within = [cosines[a, b] for side in sides for a in side for b in side if a < b]
    assert cut.within == pytest.approx(np.mean(within), abs=1e-6)


def test_a_star_is_put_in_its_two_senses() -> None:
    fruit, phone = [1.0, 0.1, 0], [0, 0.1, 1.0]
    units = unit([[1, 0.1, 1], fruit, phone, [1, 0.2, 0], [0, 0.2, 1], [1, 0, 0.1]])
    cut = worst_cut(units, [(0, node) for node in range(1, 6)])
    assert cut is not None and (cut.node, cut.part) == (0, [2, 4])
    assert cut.gap > 0.7


def test_one_link_between_two_sets_is_the_bridge() -> None:
    units = unit([[1, 0], [1, 0.1], [1, 0.2], [0, 1], [0.1, 1], [0.2, 1]])
    triangles = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)]
    cut = worst_cut(units, [*triangles, (0, 3)])
    assert cut is not None and (cut.node, cut.links, cut.part) == (None, [(0, 3)], [3, 4, 5])
    assert worst_cut(units, [*triangles, (0, 3), (1, 4)]) is None


def test_nodes_without_a_vector_are_of_no_cosine() -> None:
    units = unit([[1, 0], [1, 0], [1, 1], [0, 1]])
    units[1] = 0
    cut = worst_cut(units, [(0, 1), (1, 2), (2, 3)])
    assert cut is not None and (cut.node, cut.part, cut.between) == (2, [3], 0)
    assert worst_cut(np.zeros((3, 2), np.float32), [(0, 1), (1, 2)]) is None


@pytest.mark.parametrize("shape", ["star", "chain"])
def test_ten_thousand_terms_are_a_set_like_any_other(shape: str) -> None:
    count = 10_000
    links = [(0 if shape == "star" else node - 1, node) for node in range(1, count)]
    units = unit(np.random.default_rng(1).standard_normal((count, 8)) + 2)
    units[count // 2 :] = -units[count // 2 :]
    (only,) = components(count, links)
    cut = worst_cut(units, links)
    assert len(only) == count and cut is not None
    assert len(cut.part) == count // 2 - (shape == "star")
