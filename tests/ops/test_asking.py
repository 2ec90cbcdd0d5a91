"""Associations and senses from Python, base and adjusted, against the vectors themselves."""

from pathlib import Path

import numpy as np
import pytest

import synotui
from synotui.errors import PairError, UnknownTerm
from synotui.ops.workbench import Workbench


def units(path: Path, *, base: bool) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Give the unit vectors of all terms."""
    from synotui.ops.workbench import open_workbench

    with open_workbench(path) as bench:
        loaded = bench.loaded()
        assert loaded is not None
        found = loaded.space.units(np.arange(len(loaded.space)), base=base).astype(np.float64)
        terms = bench.store.terms.texts(loaded.space.ids.tolist())
    return dict(zip(terms, found, strict=True))


def test_associations_before_and_after_decisions(path: Path) -> None:
    poles = ["term01", "term02"], ["term03", "term04", "term05"]
    targets, others = ["term10", "term11", "term12"], ["term20", "term21"]
    with synotui.open(path) as terms:
        terms.decide("term10", "term30", "accepted")
        terms.decide("term11", "term03", "accepted")
        found = terms.associate(targets, *poles, against=others)
        again = terms.associate(targets, *poles, against=others)
    assert found == again and found.test is not None
    figures = {item.text: item for item in found.items}
    assert [item.now for item in found.items] == sorted((i.now for i in found.items), reverse=True)
    for base in (True, False):
        vectors = units(path, base=base)
        leans = {}
        for text, item in figures.items():
            means = [np.mean([vectors[text] @ vectors[word] for word in pole]) for pole in poles]
            leans[text] = means[0] - means[1]
            assert (item.base if base else item.now) == pytest.approx(leans[text], abs=1e-5)
        test = found.test.base if base else found.test.now
        one, other = ([leans[text] for text in names] for names in (targets, others))
        effect = (np.mean(one) - np.mean(other)) / np.std(one + other, ddof=1)
        assert test.effect == pytest.approx(effect, abs=1e-4)
        assert test.statistic == pytest.approx(sum(one) - sum(other), abs=1e-4)
    # Pulled to a word of the second pole, it leans to that more than before.
    assert figures["term11"].now < figures["term11"].base


def test_senses_know_base_and_adjusted_vectors(path: Path) -> None:
    with synotui.open(path) as terms:
        for other in ("term31", "term32"):
            terms.decide("term07", other, "accepted")
        now, base = (terms.senses("term07", 10, base=base) for base in (False, True))
        with pytest.raises(UnknownTerm):
            terms.senses("nothing at all")
        with pytest.raises(PairError, match="both poles"):
            terms.associate(["term01"], ["term02"], ["TERM02"])
    for found in (now, base):
        members = [each for cluster in found.clusters for each in cluster.members]
        assert {each.term.text for each in members if each.accepted} == {"term31", "term32"}
        assert len(members) == len({each.term.id for each in members}) <= 12
        vectors = units(path, base=found.base)
        for cluster in found.clusters:
            names = [each.term.text for each in cluster.members]
            means = [np.mean([vectors[a] @ vectors[b] for b in names]) for a in names]
            assert means == sorted(means, reverse=True)
            for each in cluster.members:
                cosine = vectors["term07"] @ vectors[each.term.text]
                assert each.cosine == pytest.approx(cosine, abs=1e-5)
    # Adjusting has pulled them among the nearest, so no more than ten are there.
    assert sum(len(cluster.members) for cluster in now.clusters) == 10


def test_retired_terms_are_no_neighbours(bench: Workbench) -> None:
    from synotui.ops.exploring.sense_clusters import cluster_senses

    near = {
        each.term.id
        for cluster in cluster_senses(bench, "term07", 5).clusters
        for each in cluster.members
    }
    with bench.store.transaction():
        bench.store.terms.retire(near, True)
    for base in (False, True):
        found = cluster_senses(bench, "term07", 5, base=base)
        ids = {each.term.id for cluster in found.clusters for each in cluster.members}
        assert len(ids) == 5 and not ids & near
