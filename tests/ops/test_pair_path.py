"""Ways through accepted pairs: the shortest there is, within senses, or why there is none."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path

from synotui.model import Comparison, Relation, Verdict
from synotui.ops.adjusting.senses import set_sense
from synotui.ops.comparing.compare import compare
from synotui.ops.review import decide
from synotui.ops.workbench import Workbench


def accept(bench: Workbench, *pairs: tuple[int, int]) -> None:
    """Accept pairs as synonyms."""
    for pair in pairs:
        decide(bench, *pair, Verdict.ACCEPTED)


def way(found: Comparison) -> list[int]:
    """Give the terms of the way."""
    if not found.path:
        return []
    for before, after in zip(found.path, found.path[1:], strict=False):
        assert before.synonym == after.head
    return [found.path[0].head.id, *(link.synonym.id for link in found.path)]


def test_the_shortest_way_as_scipy_finds_it(bench: Workbench) -> None:
    chance = np.random.default_rng(5)
    pairs = {(int(min(pair)), int(max(pair))) for pair in chance.integers(1, 41, (38, 2))}
    pairs = {(low, high) for low, high in pairs if low != high}
    accept(bench, *sorted(pairs))
    low, high = np.array(sorted(pairs)).T
    steps = shortest_path(coo_array((np.ones(len(low)), (low, high)), (41, 41)), directed=False)
    asked = chance.integers(1, 41, (120, 2))
    for a, b in asked[asked[:, 0] != asked[:, 1]].tolist():
        found = compare(bench, a, b)
        if np.isinf(steps[a, b]):
            assert found.path == () and found.no_path
            continue
        terms = way(found)
        assert (terms[0], terms[-1], len(terms) - 1) == (a, b, steps[a, b])
        assert not found.no_path
        for link in found.path:
            pair = sorted((link.head.id, link.synonym.id))
            assert (pair[0], pair[1]) in pairs and link.relation is Relation.SYNONYM
            again = compare(bench, link.head.id, link.synonym.id)
            assert link.now is not None and abs(link.now - again.now.cosine) < 1e-6


def test_why_there_is_no_way(bench: Workbench) -> None:
    assert compare(bench, 1, 2).no_path == "“term00” and “term01” have no accepted synonym"
    accept(bench, (1, 2), (2, 3))
    assert compare(bench, 1, 9).no_path == "“term08” has no accepted synonym"
    accept(bench, (8, 9))
    assert compare(bench, 1, 9).no_path == "the set of “term00”, 3 terms, does not hold “term08”"
    decide(bench, 3, 9, Verdict.REJECTED)
    assert compare(bench, 1, 9).path == ()


def test_a_way_leads_through_a_term_in_one_sense_only(bench: Workbench) -> None:
    accept(bench, (1, 2), (2, 3))
    assert way(compare(bench, 3, 1)) == [3, 2, 1]
    set_sense(bench, 2, 3, "fruit")
    found = compare(bench, 1, 3)
    assert found.path == ()
    assert found.no_path == "the way leads through “term01” in two senses: unnamed and fruit"
    accept(bench, (1, 4), (4, 3))
    assert way(compare(bench, 1, 3)) == [1, 4, 3]
    ends = compare(bench, 2, 3)
    assert way(ends) == [2, 3] and ends.path[0].head_sense == "fruit"


def test_other_relations_are_gone_along_where_synonyms_do_not_lead(bench: Workbench) -> None:
    accept(bench, (1, 2))
    decide(bench, 2, 3, Verdict.ACCEPTED, Relation.BROADER)
    found = compare(bench, 3, 1)
    assert [link.relation for link in found.path] == [Relation.NARROWER, Relation.SYNONYM]
    assert found.no_path == "“term02” has no accepted synonym"
    assert [link.relation for link in compare(bench, 1, 3).path][-1] is Relation.BROADER
    accept(bench, (1, 5), (5, 6), (6, 3))
    assert way(compare(bench, 3, 1)) == [3, 6, 5, 1]
