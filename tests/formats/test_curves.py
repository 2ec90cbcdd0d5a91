"""Curves drawn as SVG: well-formed whatever the names hold, every curve and name in it."""

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.formats.curves_svg import Curve, ticks, write_curves

_SVG = "{http://www.w3.org/2000/svg}"


def _drawn(path: Path, curves: list[Curve], title: str = "found") -> ET.Element:
    write_curves(path, curves, title=title, across="decisions", upwards="share")
    return ET.parse(path).getroot()


def test_every_curve_is_drawn_within_the_picture_and_named(tmp_path: Path) -> None:
    steps = list(range(5_000))
    rising = [step / 4_999 for step in steps]
    drawn = _drawn(
        tmp_path / "c.svg",
        [Curve("ranker", steps, rising), Curve("cosine", steps, [r / 2 for r in rising])],
    )
    lines = drawn.findall(f"{_SVG}polyline")
    assert len(lines) == 2
    for line in lines:
        points = [tuple(map(float, p.split(","))) for p in line.attrib["points"].split()]
        assert 300 < len(points) < 600
        assert all(0 <= x <= 760 and 0 <= y <= 440 for x, y in points)
    texts = [text.text for text in drawn.findall(f"{_SVG}text")]
    assert {"ranker", "cosine", "decisions", "share", "found"} <= set(texts)


def test_names_that_end_at_the_same_height_stand_apart(tmp_path: Path) -> None:
    curves = [Curve(name, [0, 10], [0, 1.0]) for name in "abcdef"]
    drawn = _drawn(tmp_path / "c.svg", curves)
    heights = sorted(
        float(text.attrib["y"])
        for text in drawn.findall(f"{_SVG}text")
        if text.text and text.text in "abcdef"
    )
    assert all(b - a >= 15.9 for a, b in pairwise(heights))


@pytest.mark.parametrize("name", ["<b>&\"'", "\x1b[31m\x00", "土豆 = 马铃薯", ""])
def test_names_are_text(tmp_path: Path, name: str) -> None:
    drawn = _drawn(tmp_path / "c.svg", [Curve(name, [0, 1], [0.0, 1.0])], title=name)
    assert drawn.find(f"{_SVG}title") is not None


def test_a_picture_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no curves"):
        write_curves(tmp_path / "c.svg", [], title="", across="", upwards="")
    assert not list(tmp_path.iterdir())


@given(st.floats(1, 1e9))
def test_ticks_are_few_and_reach_the_end(furthest: float) -> None:
    steps = ticks(furthest)
    assert steps[0] == 0
    assert steps[-1] <= furthest * (1 + 1e-9)
    assert 2 <= len(steps) <= 9
