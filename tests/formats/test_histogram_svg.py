"""Histograms drawn as SVG: well-formed whatever the names hold, a column for each count."""

import xml.etree.ElementTree as ET

import pytest

from synotui.formats.histogram_svg import Mark, Panel, histograms_svg

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["<b>&\"'", "\x1b[31m\x00", "土豆 = 马铃薯", ""])
def test_columns_outlines_and_the_mark_are_drawn(name: str) -> None:
    panels = [Panel(name, [0, 3, 1], [1, 1, 1]), Panel("none", [0, 0, 0])]
    bounds = [0.0, 0.1, 0.2, 0.3]
    svg = histograms_svg(panels, bounds, name, "cosine", Mark(0.15, name), [name, "second"])
    drawn = ET.fromstring(svg)
    ground, *columns = drawn.findall(f"{_SVG}rect")
    heights = [float(column.attrib["height"]) for column in columns]
    assert len(columns) == 2 and heights[0] == pytest.approx(3 * heights[1], abs=0.2)
    assert len(drawn.findall(f"{_SVG}polyline")) == 1
    wide, high = float(ground.attrib["width"]), float(ground.attrib["height"])
    [mark] = [
        line for line in drawn.findall(f"{_SVG}line") if line.attrib["x1"] == line.attrib["x2"]
    ]
    assert (64 + wide - 24) / 2 == pytest.approx(float(mark.attrib["x1"]), abs=0.1)
    for text in drawn.findall(f"{_SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= wide and 0 < float(text.attrib["y"]) < high
    assert "second" in {text.text for text in drawn.findall(f"{_SVG}text")}
