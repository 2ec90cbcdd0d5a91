"""`synotui compare`: two terms or texts, a matrix of several; as text and as JSON."""

import shutil
from pathlib import Path

import pytest

from synotui.text import width
from tests.cli.here import Here

PAIR = ("普拉多", "霸道SUV")


@pytest.fixture(scope="module")
def decided(tiny_dictionary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dictionary of forty terms, some pairs of which are decided."""
    folder = tmp_path_factory.mktemp("decided")
    shutil.copy(tiny_dictionary, folder / "cars.db")
    here = Here(folder)
    here.ok("decide", "cars.db", "accept", *PAIR, "--note", "同一款车")
    here.ok("decide", "cars.db", "accept", "霸道SUV", "霸道")
    here.ok("decide", "cars.db", "reject", "普拉多", "卡车", "--relation", "antonym")
    return folder / "cars.db"


@pytest.fixture
def cars(decided: Path, tmp_path: Path) -> Here:
    """A copy of it."""
    shutil.copy(decided, tmp_path / "cars.db")
    return Here(tmp_path)


def test_everything_that_is_known_of_two_terms(cars: Here) -> None:
    found = cars.ok("compare", "cars.db", "霸道", "普拉多", "--json").document
    assert found["now"]["cosine"] > found["base"]["cosine"]
    assert found["rank_a_to_b"] <= found["base_rank_a_to_b"]
    assert found["rank_b_to_a"] <= found["base_rank_b_to_a"]
    assert (found["random_pairs"]["pairs"], found["accepted_pairs"]["pairs"]) == (780, 2)
    assert found["random_pairs"]["now_percentile"] > found["random_pairs"]["base_percentile"]
    assert [*found["random_pairs"]["now_percentiles"]] == ["5", "25", "50", "75", "95"]
    assert [(link["head"], link["synonym"], link["relation"]) for link in found["path"]] == [
        ("霸道", "霸道SUV", "synonym"),
        ("霸道SUV", "普拉多", "synonym"),
    ]
    assert (found["no_path"], found["verdict"], found["proposals"]) == (None, None, [])
    assert {each["term"] for each in found["shared"]["neighbours"]} >= {"霸道SUV"}
    shown = cars.ok("compare", "cars.db", "霸道", "普拉多").out
    for told in (
        "▲",
        "普拉多 is neighbour ",
        " % of 780 random pairs (",
        " % of 2 accepted pairs (",
        "nobody has decided this pair",
        "path: 2 accepted pairs",
        "霸道SUV = 普拉多",
        "among the first 50 of both",
    ):
        assert told in shown


def test_what_is_decided_and_proposed(cars: Here) -> None:
    found = cars.ok("compare", "cars.db", *PAIR, "--json").document
    decided = [found[name] for name in ("verdict", "relation", "note", "weight", "sense_a")]
    assert decided == ["accepted", "synonym", "同一款车", 1, ""]
    assert [each["source"] for each in found["proposals"]] == ["seed dictionary"]
    cars.ok("sense", "cars.db", "普拉多", "霸道SUV", "丰田的车")
    cars.ok("weight", "cars.db", *PAIR, "2")
    shown = cars.ok("compare", "cars.db", *reversed(PAIR)).out
    for told in (
        "✓ accepted as a synonym, by ",
        "note: 同一款车",
        "weighs 2 in adjustment",
        "“普拉多” in the sense 丰田的车",
        "proposed by seed dictionary",
    ):
        assert told in shown
    assert "✗ rejected as an antonym" in cars.ok("compare", "cars.db", "普拉多", "卡车").out


def test_texts_are_placed_on_the_spot(cars: Here) -> None:
    ran = cars.ok("compare", "cars.db", "普拉多", "丰田 普拉多 4000", "--first", "5")
    assert "“丰田 普拉多 4000” is not in the dictionary: encoded just now" in ran.out
    assert "丰田 普拉多 4000 is neighbour " in ran.out and "among the first 5 of both" in ran.out
    assert "is no term. Closest: 丰田普拉多" in ran.err
    found = cars.ok("compare", "cars.db", "完全 未知", "SUV四驱", "--json").document
    assert found["a_from"] == {"known": False, "vector": "encoded", "parts": []}
    assert found["rank_a_to_b"] >= 1 and found["rank_b_to_a"] >= 1
    assert found["path"] == [] and "not in the dictionary" in found["no_path"]
    itself = cars.ok("compare", "cars.db", "没有这个", "没有这个", "--json").document
    assert itself["rank_a_to_b"] is None
    assert itself["now"]["cosine"] == pytest.approx(1)


def test_what_cannot_be_placed_is_refused_with_the_closest(cars: Here) -> None:
    cars.write("vectors.txt", "3 2\n普拉多 1 0\n霸道SUV 1 1\n苹果 0 1\n")
    cars.ok("import", "cars.db", "vectors.txt", "--space", "tiny")
    line = cars.refused("compare", "cars.db", "普拉多", "普拉朵")
    assert "No term “普拉朵” in the dictionary. Closest: 普拉多" in line
    assert "no vector in space tiny" in cars.refused("compare", "cars.db", "普拉多", "SUV")
    assert "Closest" in cars.refused("compare", "cars.db", "普拉多", "苹果", "普拉朵")
    for bad in ("", "  "):
        assert "empty" in cars.refused("compare", "cars.db", "普拉多", bad)
    assert cars.run("compare", "cars.db", "普拉多").code == 2
    assert cars.run("compare", "cars.db", *PAIR, "--first", "0").code == 2
    found = cars.ok("compare", "cars.db", "普拉多", "苹果", "--json").document
    assert found["base"] == {"cosine": 0, "euclidean": pytest.approx(2**0.5), "dot": 0}


def test_a_matrix_of_several(cars: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = ("普拉多", "霸道SUV", "霸道", "卡车", "off-road vehicle", "[/x] 没有")
    found = cars.ok("compare", "cars.db", *terms, "--json").document
    assert found["terms"] == [*terms] and not found["from"][-1]["known"]
    now, base = found["now"], found["base"]
    for at in range(len(terms)):
        assert now[at][at] == pytest.approx(1)
        assert now[at] == [row[at] for row in now]
    assert now[0][1] > base[0][1] and now[4][5] == base[4][5]
    pair = cars.ok("compare", "cars.db", *PAIR, "--json").document
    assert now[0][1] == pytest.approx(pair["now"]["cosine"])
    assert [each["verdict"] for each in found["pairs"]] == ["accepted", "rejected", "accepted"]
    terms = (*terms[:-1], "笔记本电脑")
    lines = cars.ok("compare", "cars.db", *terms).out.splitlines()
    assert max(map(width, lines)) <= 80
    assert f"{now[1][0]:.2f}✓" in lines[2] and f"{base[0][1]:.2f}" in lines[1]
    assert "✗" in lines[4] and "5 off-road" in lines[5]
    monkeypatch.setenv("COLUMNS", "40")
    narrow = cars.ok("compare", "cars.db", *terms).out.splitlines()[:-1]
    assert max(map(width, narrow)) <= 40
    assert sum(line.startswith("1 普拉多") for line in narrow) == 2
