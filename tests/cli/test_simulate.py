"""`synotui simulate`: a curator who knows the gold, beside cosine order; and gold of no use."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from .conftest import Scratch
from .here import Here

TERMS, GROUP = 180, 3


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of 180 terms in 60 groups of synonyms, among other terms that are as near.

    Synonyms begin alike, which vectors do not tell.
    """
    here = Here(tmp_path_factory.mktemp("groups"))
    rng = np.random.default_rng(5)
    topics = rng.standard_normal((4, 16))
    lines, pairs = [], ["term,synonym"]
    for group in range(TERMS // GROUP):
        middle = topics[group % 4] + 0.35 * rng.standard_normal(16)
        name = "".join(rng.choice(list("bcdfglmnprstv"), 5))
        words = [f"{name}{ending}" for ending in ("a", "o", "um")]
        for word in words:
            vector = middle + 0.35 * rng.standard_normal(16)
            lines.append(f"{word} " + " ".join(f"{x:.4f}" for x in vector))
        pairs += [f"{words[0]},{words[1]}", f"{words[1]},{words[2]}"]
    order = rng.permutation(TERMS)
    body = "\n".join(lines[at] for at in order)
    here.write("groups.vec", f"{TERMS} 16\n{body}\n")
    here.write("gold.csv", "\n".join(pairs) + "\nnowhere,nothing\n")
    here.ok("import", "groups.db", "groups.vec")
    return here.path


def test_it_finds_the_gold_sooner_than_cosine_and_changes_nothing(groups: Path) -> None:
    here = Here(groups)
    before = hashlib.sha256((groups / "groups.db").read_bytes()).hexdigest()
    ran = here.ok(
        "simulate", "groups.db", "--gold", "gold.csv", "--heads", "40", "--json",
        "--curve", "found.svg",
    )  # fmt: skip
    found = ran.document
    assert found["heads"] == 40
    assert 40 < found["findable"] < found["pool"]
    assert found["decisions_to_50"] < found["cosine_decisions_to_50"]
    assert found["decisions_to_80"] < 0.7 * found["cosine_decisions_to_80"]
    assert found["oracle_decisions_to_80"] < found["decisions_to_80"]
    assert found["gold_in_first_200"] > found["cosine_gold_in_first_200"]
    assert found["gold_in_first_500"] <= found["findable"]
    assert found["recall_at_10"] > found["cosine_recall_at_10"]
    assert found["mrr"] > found["cosine_mrr"]
    assert found["by_word"]["recall_at_10"] > found["by_word"]["cosine_recall_at_10"]
    assert found["by_pair"]["heads"]
    assert found["gold"]["unknown_pairs"] == 1
    assert found["gold"]["unknown"] == ["nowhere", "nothing"]
    assert (groups / "found.svg").read_text().startswith("<svg")
    assert hashlib.sha256((groups / "groups.db").read_bytes()).hexdigest() == before


def test_gold_that_was_imported_is_not_told_beforehand(groups: Path) -> None:
    here = Here(groups)
    (groups / "told.db").write_bytes((groups / "groups.db").read_bytes())
    here.ok("import", "told.db", "gold.csv")
    asked = ("--gold", "gold.csv", "--heads", "20", "--no-trials", "--json")
    alone, told = (
        here.ok("simulate", f"{name}.db", *asked).document for name in ("groups", "told")
    )
    for figure in ("findable", "decisions_to_50", "decisions_to_80", "gold_in_first_500"):
        assert told[figure] == alone[figure]


def test_a_seed_gives_the_same_again_and_people_get_a_table(groups: Path) -> None:
    here = Here(groups)
    asked = ("simulate", "groups.db", "--gold", "gold.csv", "--heads", "12", "--seed", "3")
    first = here.ok(*asked, "--no-prior", "--strategy", "by-head")
    assert "queue" in first.out
    assert "oracle" in first.out
    assert "2 terms are not in the dictionary (nowhere, nothing)" in first.err
    (groups / "groups.db").chmod(0o444)
    try:
        assert here.ok(*asked, "--no-prior", "--strategy", "by-head").out == first.out
    finally:
        (groups / "groups.db").chmod(0o644)


def test_terms_without_vectors_are_found_by_other_sources(empty: Scratch) -> None:
    empty = Here(empty.path)
    empty.write("terms.txt", "colour\ncolor\nice cream\nicecream\nfive\n")
    empty.write("pairs.csv", "term,synonym\ncolour,color\nice cream,icecream\n")
    empty.ok("import", "plain.db", "terms.txt", "--format", "terms")
    found = empty.ok("simulate", "plain.db", "--gold", "pairs.csv", "--json").document
    assert found["findable"] == 2
    assert found["heads"] == 4


def test_gold_of_no_use_is_refused(empty: Scratch) -> None:
    empty = Here(empty.path)
    empty.write("one.txt", "alone\n")
    empty.ok("import", "one.db", "one.txt", "--format", "terms")
    empty.write("gold.csv", "term,synonym\nalone,nothing\n")
    assert "none of its 1 pairs is of terms" in empty.refused(
        "simulate", "one.db", "--gold", "gold.csv"
    )
    empty.write("two.txt", "one\ntwo\n")
    empty.ok("import", "two.db", "two.txt", "--format", "terms")
    empty.write("pair.csv", "term,synonym\none,two\n")
    assert "among their 0 candidates" in empty.refused("simulate", "two.db", "--gold", "pair.csv")
    asked = ("simulate", "two.db", "--gold", "pair.csv")
    assert empty.run(*asked, "--heads", "0").code == 2
    assert empty.run(*asked, "--strategy", "any").code == 2
