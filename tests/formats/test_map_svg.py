"""Maps as pictures: well-formed and safe, nothing over anything else, no empty boxes unsaid."""

import re
import struct
import sys
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.errors import FormatError, MapError
from synotui.formats.font_file import read_font
from synotui.formats.fonts import Fonts, Further, fonts_for, is_han
from synotui.formats.map_svg import HEIGHT, WIDTH, draw_map_svg
from synotui.formats.pictures import refuse_picture, svg_to_png, write_picture
from synotui.formats.text_fonts import in_fonts
from synotui.model import MAP_KINDS, MapPoint, TermMap
from synotui.plot.labels import Box
from synotui.plot.text_width import text_width
from tests.tiny_font import write_font

_GOLDEN = Path(__file__).parent / "golden" / "map.svg"
_SVG = "{http://www.w3.org/2000/svg}"
_TEXTS = ("普拉多", "霸道SUV", "奥迪", "[/x]", "<b>&", "陆地巡洋舰", "off-road vehicle")


def _map(texts: tuple[str, ...] = _TEXTS, about: str = "普拉多 and what is around it") -> TermMap:
    points = tuple(
        MapPoint(
            number,
            text,
            (number * 0.2, (number * number % 7) * 0.1),
            (number * 0.2, (number * number % 7) * 0.1 + 0.15 * (number % 2)),
            MAP_KINDS[number % len(MAP_KINDS)],
            bool(number % 2),
            "encoded" if text == "[/x]" else "term",
        )
        for number, text in enumerate(texts)
    )
    return TermMap(points, "pca", (0.31, 0.15), about, ((0, 1), (1, 2))[: len(points) - 1], "")


def test_a_map_is_drawn_as_it_was() -> None:
    assert draw_map_svg(_map()).svg == _GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["<b>&\"'", "\x1b[31m\x00", "]]>", "\ufffe", "👨‍👩‍👧", "a" * 900])
def test_terms_are_text(text: str) -> None:
    drawn = ET.fromstring(draw_map_svg(_map((text, "other"), about=text)).svg)
    assert drawn.find(f"{_SVG}title") is not None
    assert "\x1b" not in "".join(drawn.itertext())


@given(
    st.lists(
        st.tuples(
            st.floats(-1, 1), st.floats(-1, 1), st.text("普拉多abW ", min_size=1, max_size=9)
        ),
        min_size=1,
        max_size=40,
    )
)
def test_labels_lie_within_the_frame_and_on_nothing_else(
    found: list[tuple[float, float, str]],
) -> None:
    points = tuple(
        MapPoint(number, text, (x, y), (x, y), MAP_KINDS[min(number, 6)], False)
        for number, (x, y, text) in enumerate(found)
    )
    drawn = draw_map_svg(TermMap(points, "pca", None, "a map", (), ""))
    texts = ET.fromstring(drawn.svg).findall(f"{_SVG}text[@paint-order]")
    assert len(texts) + drawn.unlabelled == len(points)
    boxes = []
    for text in texts:
        width = text_width(text.text or "", 13)
        at, top = float(text.get("x", 0)), float(text.get("y", 0)) - 13
        left = at - {"end": width, "middle": width / 2}.get(text.get("text-anchor", ""), 0)
        # A little smaller: numbers are rounded.
        boxes.append(Box(left + 0.1, top + 0.1, width - 0.2, 16.8))
    assert all(box.within(Box(0, 52, WIDTH, 588)) for box in boxes)
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_dark_and_light_differ_in_colour_alone() -> None:
    light, dark = draw_map_svg(_map()).svg, draw_map_svg(_map(), dark=True).svg
    assert light != dark
    without = [re.sub(r"#[0-9a-f]{6}", "", svg) for svg in (light, dark)]
    assert without[0] == without[1]


def test_each_kind_has_a_shape_of_its_own() -> None:
    drawn = ET.fromstring(draw_map_svg(_map()).svg)
    shapes = set()
    for group in drawn.iter(f"{_SVG}g"):
        parts = [part for part in group if part.tag != f"{_SVG}title"]
        shapes.add(tuple((p.tag, p.get("r"), (p.get("d") or "").count("L")) for p in parts))
    assert len(shapes) == len(MAP_KINDS)


def test_png_has_its_size_and_chinese_is_no_row_of_boxes(tmp_path: Path) -> None:
    characters = "".join(_TEXTS) + "andwhtisroudPCA:0123456789%,·*()eluovgpkcmb."
    font = write_font(tmp_path / "tiny.ttf", characters)
    drawn = draw_map_svg(_map())
    missing = write_picture(drawn.svg, drawn.labels, tmp_path / "map.png", font)
    assert not [each for each in missing if is_han(each)]
    png = (tmp_path / "map.png").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (2 * WIDTH, 2 * HEIGHT)
    # Two texts of as many boxes would be one picture.
    fonts = fonts_for(["普拉多霸道"], font)
    one, other, same = (
        svg_to_png(draw_map_svg(_map((text,), about="a")).svg.replace(f">{text} (", ">("), fonts)
        for text in ("普拉多", "霸道普", "普拉多")
    )
    assert one != other
    assert one == same
    boxes = fonts_for(["a"], write_font(tmp_path / "latin.ttf", "a"))
    unknown = [
        svg_to_png(draw_map_svg(_map((text,), about="a")).svg, boxes) for text in ("普拉", "霸道")
    ]
    assert unknown[0] == unknown[1]


def test_a_font_without_chinese_is_refused_for_chinese_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = write_font(tmp_path / "latin.ttf", "abc", family="Latin")
    monkeypatch.setenv("PATH", str(tmp_path))
    out = tmp_path / "map.png"
    with pytest.raises(MapError, match=r"Latin has no glyph for “普”.*--font FILE"):
        write_picture(draw_map_svg(_map()).svg, ["普"], out, latin)
    assert not out.exists()
    monkeypatch.setenv("SYNOTUI_FONT", str(latin))
    with pytest.raises(MapError, match="SYNOTUI_FONT"):
        fonts_for(["普"])
    assert fonts_for(["abc"]).family == "Latin"
    assert fonts_for(["abд"]).missing == ("д",)


def test_a_font_with_chinese_is_found_among_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "share" / "fonts" / "noto"
    folder.mkdir(parents=True)
    font = write_font(folder / "NotoSansCJK-Regular.ttc", "中文词典普拉多", family="Found")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("SYNOTUI_FONT", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = fonts_for(["普拉多"])
    assert (found.family, found.paths, found.missing) == ("Found", [font], ())


def test_each_text_is_drawn_in_a_font_that_has_it(tmp_path: Path) -> None:
    latin = read_font(write_font(tmp_path / "latin.ttf", "abc ?", family="Latin"))
    both = read_font(write_font(tmp_path / "both.ttf", "普拉سلab", family="O'Both"))
    fonts = Fonts("Latin", latin.path, (Further("O'Both", both, "سل拉普"),), ("д",))
    svg = '<svg font-family="x">{}</svg>'
    texts = ("abc", "普 ab", "c普д", "c سل")
    drawn, missing = in_fonts(svg.format("".join(f"<text>{text}</text>" for text in texts)), fonts)
    root = ET.fromstring(drawn)
    assert root.get("font-family") == "'Latin'"
    plain, whole, mixed, joined = root
    assert (plain.text, plain.get("font-family")) == ("abc", None)
    assert (whole.text, whole.get("font-family")) == ("普 ab", "'O'Both'")
    assert (mixed.text, mixed[0].text, mixed[0].get("font-family")) == ("c", "普", "'O'Both'")
    assert mixed[0].tail == "?"
    assert joined.text == "c ??"
    assert missing == ("д", "س", "ل")


@pytest.mark.parametrize("content", [b"", b"OTTO", b"\0\1\0\0\xff\xff", b"ttcf" + b"\xff" * 40])
def test_what_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.ttf").write_bytes(content)
    with pytest.raises(FormatError, match="is no font"):
        read_font(tmp_path / "bad.ttf")
    with pytest.raises(FormatError, match="cannot be read"):
        read_font(tmp_path / "none.ttf")


@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_damaged_font_never_fails_otherwise(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int
) -> None:
    path = write_font(tmp_path_factory.getbasetemp() / "damaged.ttf", "abc普")
    data = path.read_bytes()
    path.write_bytes(data[:at] + junk + data[at + len(junk) :])
    try:
        read_font(path)
    except FormatError:
        return


def test_another_kind_of_file_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"Name map\.svg or map\.png"):
        write_picture("<svg/>", [], tmp_path / "map.gif")


def test_what_draws_png_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MapError, match=r"pip install 'synotui\[pictures\]'"):
        refuse_picture(tmp_path / "map.png")
    refuse_picture(tmp_path / "map.svg")
