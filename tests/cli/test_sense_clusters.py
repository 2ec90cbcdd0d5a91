"""What a term may mean, on the command line: 苹果 the fruit and 苹果 the phone."""

import shlex
import shutil
from pathlib import Path

import pytest

from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from tests.cli.inside import Inside
from tests.cli.test_sets import PAIRS, VECTORS


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary in which 苹果 joins fruit and phones, and 土豆 joins nothing."""
    folder = tmp_path_factory.mktemp("fruit")
    (folder / "v.vec").write_text(VECTORS + "[/x] 0.2 1 0\n", encoding="utf-8")
    (folder / "p.csv").write_text(PAIRS, encoding="utf-8")
    with open_workbench(folder / "d.db", create=True) as bench:
        for name in ("v.vec", "p.csv"):
            import_file(bench, folder / name, ImportOptions(accept=True))
    return folder / "d.db"


@pytest.fixture
def fruit(original: Path, tmp_path: Path) -> Inside:
    """A copy of it."""
    return Inside(Path(shutil.copy(original, tmp_path / "d.db")))


def test_synonyms_of_two_senses_are_in_two_clusters(fruit: Inside) -> None:
    told = fruit.ok("senses", "苹果", "--base", "--json").document
    assert (told["by"], told["neighbours"], told["bridge"]) == ("base", 7, True)
    found = [{each["term"] for each in cluster["members"]} for cluster in told["clusters"]]
    assert {"梨", "香蕉"} in found and {"iPhone", "智能手机"} in found
    accepted = {
        each["term"]
        for cluster in told["clusters"]
        for each in cluster["members"]
        if each["accepted"]
    }
    assert accepted == {"梨", "香蕉", "iPhone"} and len(told["joined"]) == 2
    assert not told["named"] and told["silhouette"] > 0.5
    shown = fruit.ok("senses", "苹果", "--base").out
    assert "苹果 seems to join two senses" in shown and "iPhone✓" in shown


def test_what_names_them_is_told_and_works(fruit: Inside) -> None:
    *_, line = fruit.ok("senses", "苹果", "--base").out.splitlines()
    program, name, path, *rest = shlex.split(line)
    assert (program, name, path) == ("synotui", "sense", str(fruit.db))
    assert rest == ["苹果", "--sides", "A", "B"]
    fruit.ok(name, "苹果", "--sides", "水果", "手机")
    told = fruit.ok("senses", "苹果", "--base", "--json").document
    senses = {
        each["term"]: each["sense"] for cluster in told["clusters"] for each in cluster["members"]
    }
    assert (senses["梨"], senses["iPhone"], senses["智能手机"]) == ("水果", "手机", "")
    assert told["named"] and not told["bridge"]
    shown = fruit.ok("senses", "苹果", "--base").out
    assert "joins two senses, which have names of their own" in shown and "〔水果〕" in shown
    assert "synotui sense" not in shown


def test_without_a_suspicion_each_sense_has_its_command(fruit: Inside) -> None:
    fruit.ok("decide", "reject", "苹果", "香蕉")
    fruit.ok("decide", "reject", "梨", "香蕉")
    fruit.ok("decide", "accept", "土豆", "iPhone")
    told = fruit.ok("senses", "土豆", "--base", "--json").document
    assert not told["bridge"]
    lines = fruit.ok("senses", "土豆", "--base").out.splitlines()
    commands = [shlex.split(line) for line in lines if line.startswith("  synotui sense ")]
    assert sorted(command[4] for command in commands) == ["iPhone", "马铃薯"]
    for _, name, _, *rest in commands:
        fruit.ok(name, *rest)
    assert fruit.ok("senses", "土豆", "--base", "--json").document["named"]


def test_few_neighbours_other_terms_and_bad_input(fruit: Inside) -> None:
    told = fruit.ok("senses", "苹果", "-k", "2", "--json").document
    members = {each["term"] for cluster in told["clusters"] for each in cluster["members"]}
    # The nearest, and the accepted synonyms that are not among them.
    assert told["neighbours"] == 2 and members >= {"梨", "香蕉", "iPhone"}
    further = {term for cluster in told["clusters"] for term in cluster["set_members"]}
    assert further | members >= {"智能手机"} and not further & members
    told = fruit.ok("senses", "[/x]", "--json").document
    assert told["joined"] == [] and told["named"]
    assert "[/x]" in fruit.ok("senses", "[/x]").out
    assert "Closest: 苹果" in fruit.refused("senses", "苹菓")
    assert fruit.run("senses", "苹果", "-k", "1").code == 2


def test_a_term_alone_has_no_neighbours(tmp_path: Path) -> None:
    (tmp_path / "v.vec").write_text("a 1 2\n", encoding="utf-8")
    with open_workbench(tmp_path / "d.db", create=True) as bench:
        import_file(bench, tmp_path / "v.vec", ImportOptions())
    run = Inside(tmp_path / "d.db")
    assert run.ok("senses", "a").out == "a: no neighbours\n"
    assert run.ok("senses", "a", "--base", "--json").document["clusters"] == []
