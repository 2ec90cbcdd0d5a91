"""The demo dictionary through the command line."""

import re

from .conftest import Scratch

SEEDS = (
    "普拉多 = 霸道SUV",
    "苹果 = 苹果手机",
    "蝴蝶结 = 领结",
    "越野车 = SUV",
    "丰田 = 丰田汽车",
    "陆地巡洋舰 = 普拉多",
    "跑车 = 敞篷车",
)
ROW = re.compile(r"(-?0\.\d\d) +\1 → (-?[01]\.\d\d) ▲0\.\d\d +\1 → (-?[01]\.\d\d) ▲0\.\d\d$")


def test_demo_as_text_shows_the_seed_pairs_before_and_after(empty: Scratch) -> None:
    ran = empty.ok("demo", "--print")
    lines = ran.out.splitlines()
    [columns] = [at for at, line in enumerate(lines) if line.split()[:2] == ["pair", "base"]]
    rows = lines[columns + 1 : columns + 8]
    assert [row.split("  ")[0] for row in rows] == list(SEEDS)
    for row in rows:
        assert ROW.search(row), row
    assert " 0.10 " in rows[0]
    assert "accepted 普拉多 = 霸道SUV" in lines
    assert any(line.split()[:2] == ["#", "普拉多"] for line in lines)
    assert ran.err == ""
    assert not list(empty.path.iterdir())


def test_demo_is_made_where_asked_even_if_it_cannot_be_opened_here(empty: Scratch) -> None:
    line = empty.refused("demo", "--db", "mine.db")
    assert "terminal" in line
    counted = empty.ok("stats", "mine.db", "--json").document
    assert counted["terms"] >= 1500
    assert counted["proposals"] == 7
    assert counted["spaces"][0]["vectors"] == counted["terms"]
    before = (empty.path / "mine.db").read_bytes()
    empty.refused("demo", "--db", "mine.db")
    assert (empty.path / "mine.db").read_bytes() == before
