"""Terms between two poles on the command line: figures, the axis, lists from files, bad input."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.text import width
from tests.cli.inside import Inside

VECTORS = {
    "男": (1, 0, 0.2, 0),
    "父亲": (0.9, 0.1, 0, 0.3),
    "他": (1, 0.2, 0, 0),
    "女": (0, 1, 0.2, 0),
    "母亲": (0.1, 0.9, 0, 0.3),
    "她": (0, 1, 0, 0.1),
    "工程师": (0.8, 0.3, 0.5, 0),
    "司机": (0.7, 0.2, 0.1, 0.5),
    "护士": (0.2, 0.9, 0.5, 0),
    "保姆": (0.1, 0.7, 0.1, 0.5),
    "[/x]": (0.5, 0.5, 0.9, 0.1),
    "看护": (0.5, 0.4, 0.1, 0.9),
}
POLES = ("--pole", "男,父亲,他", "--pole", "女，母亲、她")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of words for people, with 护士 = 看护 accepted."""
    folder = tmp_path_factory.mktemp("people")
    lines = (f"{word} {' '.join(map(str, row))}\n" for word, row in VECTORS.items())
    (folder / "v.vec").write_text("".join(lines), encoding="utf-8")
    (folder / "p.csv").write_text("term,synonym\n护士,看护\n", encoding="utf-8")
    with open_workbench(folder / "d.db", create=True) as bench:
        for name in ("v.vec", "p.csv"):
            import_file(bench, folder / name, ImportOptions(accept=True))
    return folder / "d.db"


@pytest.fixture
def people(original: Path, tmp_path: Path) -> Inside:
    """A copy of it."""
    return Inside(Path(shutil.copy(original, tmp_path / "d.db")))


def expected(term: str, one: list[str], other: list[str]) -> float:
    """The association of a term by base vectors, from the formula."""
    vectors = {word: np.array(row) / np.linalg.norm(row) for word, row in VECTORS.items()}
    means = [np.mean([vectors[term] @ vectors[word] for word in pole]) for pole in (one, other)]
    return float(means[0] - means[1])


def test_terms_are_sorted_between_the_poles(people: Inside) -> None:
    terms = ["护士", "工程师", "[/x]", "保姆", "司机"]
    told = people.ok("associate", *terms, *POLES, "--json").document
    assert [pole["words"] for pole in told["poles"]] == [["男", "父亲", "他"], ["女", "母亲", "她"]]
    names = [each["term"] for each in told["terms"]]
    assert names[0] == "司机" and names[-1] == "保姆" and sorted(names) == sorted(terms)
    figures = {each["term"]: each for each in told["terms"]}
    for term in terms:
        found = figures[term]
        poles = ["男", "父亲", "他"], ["女", "母亲", "她"]
        assert found["base"] == pytest.approx(expected(term, *poles), abs=1e-6)
        assert found["low"] <= found["now"] <= found["high"]
        assert not found["in_pole"] and not found["against"] and found["how"] == "term"
        # Only what was accepted has moved, and that towards its synonym.
        assert (found["now"] != found["base"]) == (term == "护士")
    assert figures["护士"]["now"] > figures["护士"]["base"]
    assert told["test"] is None and told["missing"] == []
    assert people.ok("associate", *terms, *POLES, "--json").document == told


def test_the_axis_is_drawn_in_cells(people: Inside) -> None:
    ran = people.ok("associate", "护士", "工程师", "[/x]", "男", *POLES)
    head, *rows = ran.out.splitlines()[:5]
    assert "◂ 男 父亲 他" in head and "女 母亲 她 ▸" in head
    assert [row.split()[0] for row in rows] == ["男", "工程师", "[/x]", "护士"]
    assert "男 (in a pole)" in rows[0] and "▲" in rows[3] and "○" in rows[3]
    zero = width(head[: head.index(" 0 ")]) + 1
    for row in rows:
        at = next(at for at in range(len(row)) if width(row[:at]) == zero)
        assert row[at] in "│┼●○"
    assert rows[1].index("●") < rows[3].index("●")


def test_two_lists_are_tested(people: Inside) -> None:
    arguments = ["工程师", "司机", "--against", "护士,保姆", *POLES]
    told = people.ok("associate", *arguments, "--json").document
    test = told["test"]
    assert (test["splits"], test["exact"]) == (6, True)
    poles = ["男", "父亲", "他"], ["女", "母亲", "她"]
    one = [expected(term, *poles) for term in ("工程师", "司机")]
    other = [expected(term, *poles) for term in ("护士", "保姆")]
    effect = (np.mean(one) - np.mean(other)) / np.std(one + other, ddof=1)
    assert test["base"]["d"] == pytest.approx(effect, abs=1e-5)
    assert test["base"]["statistic"] == pytest.approx(sum(one) - sum(other), abs=1e-5)
    assert test["base"]["p"] == pytest.approx(1 / 6)
    assert test["base"]["p_two_sided"] == pytest.approx(2 / 6)
    assert [each["against"] for each in told["terms"]] == [False, False, True, True]
    shown = people.ok("associate", *arguments).out
    assert "effect size d" in shown and "p 0.167 one-sided" in shown and "by all 6 splits" in shown
    assert "+ 工程师" in shown and "- 保姆" in shown


def test_lists_come_from_files_and_sets(people: Inside, tmp_path: Path) -> None:
    lists = tmp_path / "lists.txt"
    lists.write_text("m: 男, 父亲\nf: 女, 母亲\njobs: 护士，司机，飞行员\n", encoding="utf-8")
    ran = people.ok("associate", "-f", str(lists), "-p", "@m", "-p", "@f,她", "--json")
    assert [each["term"] for each in ran.document["terms"]] == ["司机", "护士"]
    assert ran.document["poles"][1]["words"] == ["女", "母亲", "她"]
    assert ran.document["missing"] == ["飞行员"]
    ran = people.ok("associate", "@jobs", "-f", str(lists), "-p", "@m", "-p", "@f")
    assert "Not known among the terms: 飞行员" in ran.err
    ran = people.ok("associate", "--set", "看护", *POLES, "--json")
    assert {each["term"] for each in ran.document["terms"]} == {"护士", "看护"}
    assert people.run("associate", "@other", "-f", str(lists), *POLES).code == 2
    assert people.run("associate", *POLES).code == 2
    assert people.run("associate", "护士", "-p", "男").code == 2


def test_bad_poles_are_refused_in_one_line(people: Inside) -> None:
    def refused(*arguments: str) -> str:
        return people.refused("associate", *arguments)

    told = refused("护士", "-p", "飞人,母新", "-p", "女")
    assert "No term “飞人” in the dictionary" in told
    assert "Closest: 母亲" in refused("护士", "-p", "母新", "-p", "女")
    assert "“男” is in both poles" in refused("护士", "-p", "男,他", "-p", "女,男")
    assert "“护士” is in both lists" in refused("护士", "-a", "护士,保姆", *POLES)
    assert "A pole has no words" in refused("护士", "-p", "，", "-p", "女")
    assert "No term “x” in" in refused("x", *POLES)
    # What is missing beside known words is told, and one word has no spread.
    ran = people.ok("associate", "护士", "护士", "司机", "-p", "男,飞人", "-p", "女,她")
    assert "Not known in the pole 男: 飞人" in ran.err and "A pole of one word" in ran.out
    assert ran.out.count("护士") == 1
    # What is put together from words that are there is told.
    ran = people.ok("associate", "护士", "-p", "男 他,父亲", "-p", "女,她")
    assert "Put together from words or parts: 男 他" in ran.err
    # All against nothing known in the second list: no test.
    ran = people.ok("associate", "护士", "-a", "zz", *POLES, "--json")
    assert ran.document["test"] is None and ran.document["missing"] == ["zz"]


def test_a_space_of_identical_vectors_leans_nowhere(tmp_path: Path) -> None:
    words = "abcdef"
    (tmp_path / "v.vec").write_text("".join(f"{word} 1 2\n" for word in words), encoding="utf-8")
    with open_workbench(tmp_path / "d.db", create=True) as bench:
        import_file(bench, tmp_path / "v.vec", ImportOptions())
    run = Inside(tmp_path / "d.db")
    arguments = ("a", "--against", "b", "-p", "c,d", "-p", "e,f")
    told = run.ok("associate", *arguments, "--json").document
    assert [each["now"] for each in told["terms"]] == [0, 0]
    assert told["test"]["now"]["d"] is None and told["test"]["now"]["p"] == 1
    assert "No effect size" in run.ok("associate", *arguments).out
    (cluster,) = run.ok("senses", "a", "--json").document["clusters"]
    assert len(cluster["members"]) == 5
    (tmp_path / "p.csv").write_text("term,synonym\na,b\n", encoding="utf-8")
    with open_workbench(tmp_path / "bare.db", create=True) as bench:
        import_file(bench, tmp_path / "p.csv", ImportOptions())
    bare = Inside(tmp_path / "bare.db")
    for name in ("associate", "senses"):
        poles = ("-p", "a", "-p", "b") if name == "associate" else ()
        assert "has no vectors yet" in bare.refused(name, "a", *poles)
