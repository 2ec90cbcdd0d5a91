"""`synotui suggest --spaces`: what several spaces say, side by side and fused; what they lack."""

from pathlib import Path

import pytest

from .inside import Inside

TERMS = "cat kitten tomcat dog puppy car lorry moon"
FIRST = """\
6 2
cat 1 0
kitten 0.9 0.1
tomcat 0.8 0.3
dog 0.6 0.6
puppy 0.5 0.7
car 0 1
"""
SECOND = """\
6 3
cat 1 0 0
tomcat 0.9 0.1 0
puppy 0.7 0.4 0
kitten 0.6 0.6 0
lorry 0 0.2 1
dog 0 0.5 1
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary with two spaces; `car` is in the first alone, `lorry` in the second, `moon`
    in neither."""
    here = tmp_path_factory.mktemp("spaces")
    (here / "terms.txt").write_text("\n".join(TERMS.split()) + "\n", encoding="utf-8")
    (here / "first.vec").write_text(FIRST, encoding="utf-8")
    (here / "second.vec").write_text(SECOND, encoding="utf-8")
    pets = Inside(here / "pets.db")
    pets.ok("import_", str(here / "terms.txt"), "--format", "terms")
    for name in ("first", "second"):
        pets.ok("import_", str(here / f"{name}.vec"))
    pets.ok("decide", "reject", "cat", "puppy")
    return here


@pytest.fixture
def pets(folder: Path) -> Inside:
    return Inside(folder / "pets.db")


def test_each_space_has_its_list_and_knows_the_place_in_the_other(pets: Inside) -> None:
    found = pets.ok("suggest", "cat", "--spaces", "first,second", "-k", "3", "--json").document
    assert (found["spaces"], found["without"], found["hidden"]) == (["first", "second"], [], 1)
    first = [each["synonym"] for each in found["nearest"]["first"]]
    second = [each["synonym"] for each in found["nearest"]["second"]]
    assert first == ["kitten", "tomcat", "dog"]
    assert second == ["tomcat", "kitten", "lorry"]
    kitten = found["nearest"]["first"][0]
    assert kitten["places"]["first"]["rank"] == 1
    assert kitten["places"]["second"]["rank"] == 2
    assert kitten["places"]["first"]["cosine"] == pytest.approx(0.9 / 0.82**0.5, abs=1e-5)


def test_fusion_adds_what_the_ranks_give_and_bears_what_one_space_lacks(pets: Inside) -> None:
    ran = pets.ok(
        "suggest", "cat", "--spaces", "first,second", "--fuse", "--json", "--show-rejected"
    )
    fused = {each["synonym"]: each for each in ran.document["fused"]}
    assert next(iter(fused)) == "tomcat"
    assert fused["tomcat"]["score"] == pytest.approx(1 / 62 + 1 / 61, abs=1e-6)
    assert fused["puppy"]["verdict"] == "rejected"
    assert list(fused["car"]["places"]) == ["first"]
    assert list(fused["lorry"]["places"]) == ["second"]
    assert fused["car"]["score"] == pytest.approx(1 / 65, abs=1e-6)
    assert "moon" not in fused
    told = pets.ok("suggest", "cat", "--spaces", "first,second", "--fuse")
    assert "1 rejected not shown" in told.err
    assert told.out.splitlines()[1].split() == ["1", "kitten", "0.0325", "#1", "0.99", "#2", "0.71"]
    assert "–" in next(line for line in told.out.splitlines() if "lorry" in line)


def test_a_head_that_a_space_lacks(pets: Inside) -> None:
    told = pets.ok("suggest", "car", "--spaces", "first,second")
    assert "Space second has no vector of “car”" in told.err
    assert "puppy" in told.out
    assert "moon" in pets.refused("suggest", "moon", "--spaces", "first,second")


def test_spaces_that_cannot_be_compared(pets: Inside) -> None:
    assert "No space “third”" in pets.refused("suggest", "cat", "--spaces", "first,third")
    assert "Name 2 to 6 spaces" in pets.refused("suggest", "cat", "--spaces", "first,first")
    for wrong in (["cat", "--fuse"], ["--all", "--spaces", "first,second"]):
        ran = pets.run("suggest", *wrong)
        assert ran.code == 2
        assert "goes with" in ran.err
