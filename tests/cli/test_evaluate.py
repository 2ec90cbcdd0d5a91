"""`synotui evaluate`: tables, JSON, history; files of no use; what is not kept."""

from pathlib import Path

import pytest

import synotui

from .conftest import Scratch
from .here import Here

VECTORS = """\
10 3
土豆 1 0.1 0
马铃薯 0.9 0.3 0
洋芋 0.8 0 0.3
飞机 0 1 0.1
客机 0.2 0.9 0
[/x] 0 0.2 1
苹果 0.1 0.1 0.9
梨 0.3 0 0.9
SUV 0.4 0.8 0.4
汽车 0.2 0.8 0.6
"""
SCORES = """\
词1,词2,分数
土豆,马铃薯,9.5
土豆,洋芋,9
飞机,客机,8
苹果,梨,6
[/x],梨,5
suv,汽车,7
土豆,飞机,0.5
苹果,不明,3
土豆,飞机,bad
"""
SIMILAR = """\
Word similarities: scores.csv
7 pairs found, 1 missing, 1 line that could not be read; no terms: 不明
             base                adjusted                change
Spearman ↑  0.679  −.212 … 1.00     0.536  −.648 … 1.00  −0.143  −.593 … .000
Pearson ↑   0.861  −.487 … .983     0.865  −.473 … .993  +0.005  −.115 … .283
Without what the adjustment was told of
             base                adjusted                change
Spearman ↑  0.486  −1.00 … 1.00     0.257  −1.00 … 1.00  −0.229  −.970 … .000
Pearson ↑   0.882  −.849 … .997     0.878  −.851 … .997  −0.004  −.172 … .002
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of ten terms with one pair accepted, and files to measure on."""
    here = Here(tmp_path_factory.mktemp("evaluated"))
    here.write("v.txt", VECTORS)
    here.write("scores.csv", SCORES)
    here.write("gold.csv", "term,synonym\n土豆,马铃薯\n土豆,洋芋\n苹果,梨\n")
    here.write("q.txt", ": food\n土豆 洋芋 飞机 客机\n苹果 梨 土豆 不明\n")
    here.ok("import", "e.db", "v.txt", "--space", "made")
    here.ok("decide", "e.db", "accept", "土豆", "马铃薯")
    return here.path


@pytest.fixture
def here(measured: Path, tmp_path: Path) -> Here:
    """Give a fresh copy."""
    for file in measured.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return Here(tmp_path)


def test_people_get_a_table(here: Here) -> None:
    ran = here.ok("evaluate", "e.db", "--on", "scores.csv")
    assert ran.out == SIMILAR
    assert "1 pair of the file is decided in the dictionary" in ran.err
    assert here.ok("evaluate", "e.db", "--on", "scores.csv").out == ran.out


def test_machines_get_flat_figures(here: Here) -> None:
    similar = here.ok("evaluate", "e.db", "--on", "scores.csv", "--json").document
    assert (similar["kind"], similar["found"], similar["missing"]) == ("similarity", 7, 1)
    for name in ("spearman_base", "spearman_now", "pearson_base", "pearson_now"):
        assert -1 <= similar[name] <= 1
    assert (similar["space"], similar["terms"], similar["moved"]) == ("made", 10, 2)
    assert (similar["unknown"], similar["skipped"], similar["kept"]) == (["不明"], 1, True)
    gold = here.ok("evaluate", "e.db", "--on", "gold.csv", "--json", "--no-keep").document
    assert (gold["kind"], gold["n"], gold["found"], gold["kept"]) == ("gold", 5, 3, False)
    for name in ("recall_at_10", "mrr", "ndcg_at_10"):
        assert 0 < gold[f"{name}_base"] <= gold[f"{name}_now"] <= 1
    assert gold["columns"][1]["threshold"]["against"] == "random"
    questions = here.ok("evaluate", "e.db", "--on", "q.txt", "--json").document
    assert (questions["kind"], questions["n"], questions["missing"]) == ("analogies", 1, 1)
    assert questions["accuracy_base"] in (0, 1)
    assert questions["sections"][0]["name"] == "food"
    own = here.ok("evaluate", "e.db", "--json").document
    assert own["kind"] == "dictionary"
    assert own["told"] == 1
    assert own["alignment_now"] < own["alignment_base"]
    assert own["hubness_base"] is None, "ten terms are too few to have hubs"
    assert any("--held-out" in note for note in own["notes"])


def test_figures_over_time(here: Here) -> None:
    assert "No evaluation is kept" in here.ok("evaluate", "e.db", "--history").out
    here.ok("evaluate", "e.db", "--on", "scores.csv")
    here.ok("decide", "e.db", "accept", "飞机", "客机")
    here.ok("evaluate", "e.db", "--on", "scores.csv")
    here.ok("evaluate", "e.db", "--on", "scores.csv", "--no-keep")
    here.ok("evaluate", "e.db")
    told = here.ok("evaluate", "e.db", "--history").out
    assert "Word similarities: scores.csv · made · 2 times" in told
    row = next(line for line in told.splitlines() if line.startswith("Pearson ↑"))
    assert "▁█" in row
    history = here.ok("evaluate", "e.db", "--history", "--json").document
    assert [(each["kind"], len(each["kept"])) for each in history] == [
        ("similarity", 2),
        ("dictionary", 1),
    ]
    first, second = (each["figures"]["pearson_now"] for each in history[0]["kept"])
    assert first < second
    assert history[0]["options"]["seed"] == 0
    only = here.ok("evaluate", "e.db", "--history", "--kind", "dictionary", "--json").document
    assert len(only) == 1


def test_other_spaces_in_the_same_table(here: Here) -> None:
    here.write("w.txt", VECTORS.replace("0.9", "0.7"))
    here.ok("import", "e.db", "w.txt", "--space", "second")
    ran = here.ok("evaluate", "e.db", "--on", "scores.csv", "--spaces", "made,second")
    title = next(line for line in ran.out.splitlines() if line.lstrip().startswith("base"))
    assert title.split() == ["base", "adjusted", "change", "made"]
    told = here.refused("evaluate", "e.db", "--on", "scores.csv", "--spaces", "nosuch")
    assert "Spaces: made, second" in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.txt", None, "no such file"),
        ("empty.txt", b"", "is empty"),
        ("other.csv", b"haus,heim,3\nbaum,ast,2\n", "none of its 2 pairs is of terms"),
        ("p.txt", b"\x80\x04\x95cposix\nsystem\n.", "pickle"),
        ("x.txt", b"PK\x03\x04....", "zip"),
        ("words.txt", b"one\ntwo\nthree\n", "holds terms"),
    ],
)
def test_files_of_no_use_are_refused_in_one_line(
    here: Here, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (here.path / name).write_bytes(content)
    assert told in here.refused("evaluate", "e.db", "--on", name)


def test_questions_that_make_no_sense(here: Here) -> None:
    assert "name the file" in here.refused("evaluate", "e.db", "--kind", "analogies")
    assert "no column" in here.refused(
        "evaluate", "e.db", "--on", "scores.csv", "--column", "nosuch"
    )
    assert here.run("evaluate", "e.db", "--kind", "nosuch").code == 2
    assert "no vectors yet" in _without_vectors(here)


def _without_vectors(here: Here) -> str:
    here.write("t.txt", "a\nb\n")
    here.ok("import", "t.db", "t.txt", "--format", "terms")
    return here.refused("evaluate", "t.db")


def test_a_read_only_dictionary_keeps_nothing(here: Here) -> None:
    before = (here.path / "e.db").read_bytes()
    found = here.ok("evaluate", "e.db", "--on", "scores.csv", "--json", "--no-keep").document
    assert found["kept"] is False
    assert (here.path / "e.db").read_bytes() == before


def test_from_python(here: Here) -> None:
    with synotui.open(here.path / "e.db") as held:
        found = held.evaluate(here.path / "scores.csv", keep=False, seed=3)
        figure = found.now.figure("spearman")
        assert figure is not None and figure.value is not None
        assert figure.n == 7
        assert held.evaluate().kind == "dictionary"


def test_what_terms_contain_drives_no_terminal(scratch: Scratch) -> None:
    scratch.write("s.csv", "普拉多,霸道,4\n苹果,\x1b[31m红,3\n苹果,苹果手机,2\n")
    ran = Here(scratch.path).ok("evaluate", "cars.db", "--on", "s.csv")
    assert "\x1b" not in ran.out + ran.err
    assert "␛[31m红" in ran.out
