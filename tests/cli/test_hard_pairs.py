"""Pairs that are hard to adjust by: contradictory, of very many, of terms without vectors."""

from itertools import pairwise

import numpy as np
import pytest

from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench

from .inside import Inside

TERMS = 1_600
STAR, CHAIN = range(1, 501), range(501, 1_501)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """A term accepted with 500 others, a chain of a thousand, and a pair without vectors."""
    folder = tmp_path_factory.mktemp("hard")
    vectors = np.random.default_rng(2).standard_normal((TERMS, 8))
    rows = (f"w{at} " + " ".join(f"{x:.3f}" for x in row) for at, row in enumerate(vectors))
    (folder / "words.vec").write_text(f"{TERMS} 8\n" + "\n".join(rows) + "\n")
    pairs = [f"w0,w{at}" for at in STAR]
    pairs += [f"w{a},w{b}" for a, b in pairwise(CHAIN)]
    (folder / "pairs.csv").write_text("\n".join(["head,synonym", *pairs, "w1590,bare"]) + "\n")
    (folder / "bare.vec").write_text("2 8\nbare 1 2 3 4 5 6 7 8\nnothing 0 0 0 0 0 0 0 0\n")
    words = Inside(folder / "words.db")
    with open_workbench(words.db, create=True) as bench:
        import_file(bench, folder / "words.vec", ImportOptions(space="s"))
        import_file(bench, folder / "pairs.csv", ImportOptions(accept=True))
    return words


def test_many_pairs_of_one_term_and_long_chains(words: Inside) -> None:
    told = words.ok("decide", "accept", "w0", "w1595", "--json").document
    assert told["moved"] > 400 and told["pairs"][0]["after"] > told["pairs"][0]["before"]
    drift = words.ok("drift", "--json").document
    assert abs(drift["moved"] - told["moved"]) <= 1
    chained = words.ok("decide", "accept", "w501", "w1500", "--dry-run", "--json").document
    assert 2 <= chained["moved"] <= 1_000
    assert words.ok("drift", "--json").document == drift
    words.ok("undo")


def test_contradictory_pairs_are_both_honoured_as_far_as_possible(words: Inside) -> None:
    words.ok("decide", "accept", "w1510", "w1511")
    words.ok("decide", "accept", "w1511", "w1512")
    told = words.ok(
        "decide", "reject", "w1510", "w1512", "--relation", "antonym", "--json"
    ).document
    [pair] = told["pairs"]
    assert pair["after"] < pair["before"] and told["moved"] == 3
    for a, b in (("w1510", "w1511"), ("w1511", "w1512")):
        now = words.ok("compare", a, b, "--json").document
        assert now["now"]["cosine"] > now["base"]["cosine"]


def test_a_pair_without_vectors_is_decided_now_and_adjusted_when_they_come(words: Inside) -> None:
    assert (
        "it moves nothing until: synotui embed" in words.ok("decide", "accept", "w1591", "bare").out
    )
    assert "No vector is elsewhere" in words.ok("drift").out
    came = words.ok("import_", str(words.db.with_name("bare.vec")), "--space", "s")
    assert "a zero vector" in came.err + came.out
    for head in ("w1590", "w1591"):
        found = words.ok("compare", head, "bare", "--json").document
        assert found["now"]["cosine"] > found["base"]["cosine"]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("stay=0", "out of range"),
        ("stay=nan", "out of range"),
        ("sweeps=1000000000", "out of range"),
        ("sweeps=1.5", "not a whole number"),
        ("push=x", "not a number"),
        ("nosuch=1", "No setting “nosuch”"),
    ],
)
def test_settings_that_cannot_be(words: Inside, setting: str, told: str) -> None:
    before = words.ok("adjust", "--json").document
    assert told in words.refused("adjust", "--set", setting, "--dry-run")
    assert told in words.refused("adjust", "--set", setting)
    assert words.ok("adjust", "--json").document == before
