"""`synotui map`: as text within the terminal, as a picture, as JSON; what is refused."""

import json
import shutil
from pathlib import Path

import pytest

import synotui
from synotui.ops.terms import find_term, term_rows
from synotui.ops.workbench import open_workbench
from synotui.text import width
from tests.cli.inside import Inside
from tests.tiny_font import write_font


@pytest.fixture
def inside(tiny_path: Path) -> Inside:
    inside = Inside(tiny_path)
    inside.ok("decide", "accept", "普拉多", "霸道SUV")
    inside.ok("decide", "reject", "普拉多", "苹果")
    return inside


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40), (30, 10)])
def test_a_map_is_printed_within_the_terminal(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, columns: int, lines: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))
    out = inside.ok("map", "普拉多").out
    rows = out.splitlines()
    assert rows[0] == "普拉多 and what is around it"
    drawn = rows[1 : 1 + max(5, lines - 5)]
    assert all(width(row) <= columns for row in drawn)
    assert any("◉" in row for row in drawn)
    if lines > 20:
        assert len(rows) <= lines
        assert any("普拉多" in row for row in drawn)
        assert any("✓" in row for row in drawn)
        assert any("✗" in row for row in drawn)
        assert "PCA: shows" in out


def test_a_map_is_drawn_as_svg_and_told_of(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    ran = inside.ok("map", "--set", "普拉多", "-o", str(out), "--dark")
    assert "points drawn in" in ran.err
    assert not ran.out
    svg = out.read_text(encoding="utf-8")
    assert "The synonym set of 普拉多" in svg
    assert "霸道SUV" in svg


def test_a_png_wants_a_font_with_chinese(
    inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "map.png"
    monkeypatch.setenv("PATH", str(tmp_path))
    with open_workbench(inside.db) as bench:
        ids = list(range(1, bench.store.terms.count() + 1))
        every = "".join(row.term.text for row in term_rows(bench, ids))
    letters = "".join(map(chr, range(33, 127)))
    latin = write_font(tmp_path / "latin.ttf", letters, family="Latin")
    refused = inside.refused("map", "普拉多", "-o", str(out), "--font", str(latin))
    assert "Latin has no glyph for “" in refused
    assert not out.exists()
    both = write_font(tmp_path / "all.ttf", every + letters)
    ran = inside.ok("map", "普拉多", "-o", str(out), "--font", str(both))
    assert out.read_bytes()[:4] == b"\x89PNG"
    # The dot between two notes is in neither font.
    assert "Warning: drawn as “?”: “·”; name a font that has them: --font FILE" in ran.err


def test_json_has_every_point_before_and_now(inside: Inside) -> None:
    found = json.loads(inside.ok("map", "普拉多", "-n", "4", "--json").out)
    assert found["method"] == "pca"
    assert 0 < sum(found["explained"]) <= 1
    points = {point["term"]: point for point in found["points"]}
    assert points["普拉多"]["kind"] == "head"
    assert points["霸道SUV"]["kind"] == "accepted"
    assert points["苹果"]["kind"] == "rejected"
    assert points["霸道SUV"]["moved"]
    assert points["霸道SUV"]["base"] != points["霸道SUV"]["now"]
    terms = [point["term"] for point in found["points"]]
    assert [terms[at] for at in found["links"][0]] == ["普拉多", "霸道SUV"]


def test_a_text_that_is_no_term_is_encoded_and_marked(inside: Inside) -> None:
    out = inside.ok("map", "[/x]\x1b[31m词").out
    assert out.startswith("[/x]␛[31m词\n")
    assert "[/x]␛[31m词*" in out
    assert "* encoded on the spot" in out
    assert "\x1b" not in out
    assert "◆ chosen   • a neighbour" in out


@pytest.mark.parametrize(
    "arguments",
    [[], ["普拉多", "--set", "普拉多"], ["普拉多", "--dark"], ["普拉多", "--method", "lda"]],
)
def test_wrong_usage_is_refused(inside: Inside, arguments: list[str]) -> None:
    assert inside.run("map", *arguments).code == 2


def test_what_is_refused_is_said_in_one_line(inside: Inside, tmp_path: Path) -> None:
    assert "Closest" in inside.refused("map", "--set", "普拉多多")
    kind = inside.refused("map", "普拉多", "-o", str(tmp_path / "map.gif"))
    assert "Name map.svg or map.png" in kind
    font = inside.refused("map", "普拉多", "-o", str(tmp_path / "map.png"), "--font", "none.ttf")
    assert "none.ttf: cannot be read" in font
    assert not list(tmp_path.glob("map*"))


def test_python_draws_maps_too(inside: Inside, tmp_path: Path) -> None:
    with synotui.open(shutil.copy(inside.db, tmp_path / "copy.db")) as cars:
        found = cars.map("普拉多", neighbours=3, out=tmp_path / "map.svg")
        assert found.points[0].text == "普拉多"
        assert (tmp_path / "map.svg").exists()
        assert cars.map(set_of="普拉多").about == "The synonym set of 普拉多"
        assert len(cars.map("普拉多", "苹果").points) == 2
    with open_workbench(inside.db) as bench:
        assert find_term(bench, "普拉多").id == found.points[0].term
