"""`synotui analogy` and `synotui explore`: answers, their JSON, what is refused."""

import re
from pathlib import Path

import pytest

from synotui.text import width

from .inside import Inside


@pytest.fixture
def cars(tiny_path: Path) -> Inside:
    """A dictionary with two pairs accepted."""
    inside = Inside(tiny_path)
    inside.ok("decide", "accept", "普拉多", "霸道")
    inside.ok("decide", "accept", "跑车", "敞篷车")
    return inside


def test_an_analogy_by_adding_and_by_multiplying(cars: Inside) -> None:
    asked = ["--plus", "苹果手机", "--plus", "华为手机", "--minus", "苹果"]
    found = cars.ok("analogy", *asked, "-k", "3", "--json").document
    assert (found["plus"], found["minus"]) == (["苹果手机", "华为手机"], ["苹果"])
    assert (found["measure"], found["index"], found["by"]) == ("3CosAdd", "exact", "now")
    assert [each["rank"] for each in found["results"]] == [1, 2, 3]
    named = {each["term"] for each in found["results"]}
    assert not named & {"苹果手机", "华为手机", "苹果"}
    assert all(each["score"] == each["now"] for each in found["results"])
    product = cars.ok("analogy", *asked, "--mul", "--json").document
    assert product["measure"] == "3CosMul"
    scores = [each["score"] for each in product["results"]]
    assert scores == sorted(scores, reverse=True) and len(scores) == 10
    assert "3CosMul" in cars.ok("analogy", *asked, "--mul").out
    weighed = cars.ok("analogy", *asked, "--weigh", "苹果", "0.5", "--json").document
    assert weighed["given"][2] == {"term": "苹果", "vector": "term", "weight": -0.5}
    assert weighed["results"] != found["results"]


def test_base_and_adjusted_answers_differ_where_vectors_moved(cars: Inside) -> None:
    now = cars.ok("analogy", "--plus", "普拉多", "-k", "1", "--json").document
    [first] = now["results"]
    assert first["term"] == "霸道" and first["now"] > first["base"] + 0.1
    base = cars.ok("explore", "nearest", "普拉多", "--base", "--json").document
    assert base["by"] == "base"
    assert [each["score"] for each in base["results"]] == [each["base"] for each in base["results"]]
    closer = cars.ok("explore", "closer", "普拉多", "霸道", "--json").document
    assert closer["rank_now"] == 1 < closer["rank_base"]
    assert (closer["closer"], closer["results"]) == (0, [])
    before = cars.ok("explore", "closer", "普拉多", "霸道", "--base", "-k", "1", "--json").document
    assert before["closer"] == closer["rank_base"] - 1 and len(before["results"]) == 1
    told = cars.ok("explore", "closer", "普拉多", "霸道", "--base", "-k", "1")
    assert f"neighbour {closer['rank_base']} → 1 of 普拉多" in told.out
    assert f"{before['closer'] - 1:,} more are closer" in told.err


def test_each_question_prints_and_gives_a_document(cars: Inside) -> None:
    odd = cars.ok("explore", "odd", "跑车", "轿车", "敞篷车", "领结", "--json").document
    assert odd["odd"] == "领结" == odd["results"][-1]["term"]
    assert "领结" in cars.ok("explore", "odd", "跑车", "轿车", "敞篷车", "领结").out
    assert "None is odd" in cars.ok("explore", "odd", "跑车", "跑车", "跑车").out
    sets = ["between", "跑车", "轿车", "--with", "卡车", "--with", "越野车"]
    between = cars.ok("explore", *sets, "--json").document
    assert (between["ones"], between["others"]) == (["跑车", "轿车"], ["卡车", "越野车"])
    assert f"{between['now']:.2f}" in cars.ok("explore", *sets).out
    relative = cars.ok("explore", "relative", "跑车", "敞篷车", "领结", "--json").document
    assert [each["above"] for each in relative["results"]] == [True, False]
    assert "above 0.10" in cars.ok("explore", "relative", "跑车", "敞篷车", "领结").out
    vector = cars.ok("explore", "vector", "跑车", "轿车", "-k", "4", "--json").document
    assert [len(each["now"]) for each in vector["results"]] == [4, 4]
    assert vector["results"][0]["base"] != vector["results"][0]["now"]
    assert "4 of 512 components" in cars.ok("explore", "vector", "跑车", "-k", "4").out


def test_columns_stand_under_one_another_with_wide_characters(cars: Inside) -> None:
    title, *lines = cars.ok("explore", "nearest", "SUV", "-k", "20").out.splitlines()
    begins = width(title[: title.index("cosine")])
    assert len(lines) == 20 and begins > 10
    for line in lines:
        before = re.match(r".*  (?=\S)", line)
        assert before is not None and width(before[0]) == begins


def test_texts_are_encoded_and_closest_terms_named(cars: Inside) -> None:
    told = cars.ok("explore", "nearest", "跑车啊", "-k", "1")
    assert "encoded just now" in told.err and "Closest terms: 跑车" in told.err
    assert "跑车" in told.out
    found = cars.ok("explore", "nearest", "跑车啊", "--json").document
    assert found["given"] == [{"term": "跑车啊", "vector": "encoded"}]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["analogy"], "--plus"),
        (["analogy", "--minus", "跑车", "--mul"], "--mul needs"),
        (["analogy", "--plus", "跑车", "--mul", "--weigh", "跑车", "2"], "no weights"),
        (["analogy", "--plus", "跑车", "--weigh", "轿车", "2"], "--weigh 轿车"),
        (["analogy", "--plus", "跑车", "-k", "0"], "-k"),
        (["explore", "odd", "跑车", "轿车"], "three terms"),
        (["explore", "closer", "跑车"], "two terms"),
        (["explore", "closer", "跑车", "轿车", "卡车"], "two terms"),
        (["explore", "between", "跑车"], "--with"),
        (["explore", "odd", "跑车", "轿车", "卡车", "-k", "3"], "no -k"),
        (["explore", "vector", "跑车", "--base"], "no --base"),
        (["explore", "nearest", "跑车", "--with", "轿车"], "no --with"),
        (["explore", "farthest", "跑车"], "farthest"),
        (["explore", "nearest"], "TERM"),
    ],
)
def test_bad_use_ends_with_two(tiny_path: Path, arguments: list[str], told: str) -> None:
    ran = Inside(tiny_path).run(*arguments)
    assert ran.code == 2
    assert told in ran.err


def test_unknown_words_of_a_space_without_an_encoder_offer_the_closest(tmp_path: Path) -> None:
    (tmp_path / "v.txt").write_text("3 2\nprado 1 2\nland 2 1\n[/x]\x1b[31m 1 1\n", "utf-8")
    words = Inside(tmp_path / "words.db")
    words.ok("import_", str(tmp_path / "v.txt"))
    assert "Closest: prado" in words.refused("explore", "nearest", "pradoo")
    assert "cancel each other out" in words.refused(
        "analogy", "--plus", "prado", "--minus", "prado"
    )
    shown = words.ok("explore", "nearest", "prado").out
    assert "[/x]␛[31m" in shown and "\x1b" not in shown
