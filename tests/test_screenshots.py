"""The pictures of the README are what the program draws; `make screenshots` takes them anew.

Cosines may differ in the last digit and bars by a hair from one processor to
another, since matrix products are summed in another order there. Everything
else is the same to the letter: text, places, colours.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from screenshots.take import HERE, PICTURES, Picture, demo_dictionary, take

_TEXT = re.compile(r'<text class="([^"]*)" x="([^"]*)" y="([^"]*)"[^>]*>(.*?)</text>')
_COSINE = re.compile(r"\d\.\d\d")
_BAR = re.compile("[▏▎▍▌▋▊▉█]+")


@pytest.fixture(scope="module")
def demo() -> Iterator[Path]:
    with demo_dictionary() as path:
        yield path


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_the_picture_is_what_is_drawn(picture: Picture, demo: Path) -> None:
    drawn = await take(picture, demo)
    kept = (HERE / f"{picture.name}.svg").read_text(encoding="utf-8")
    if drawn == kept:
        return
    assert styles(drawn) == styles(kept)
    if picture.loose:
        assert words(drawn) == words(kept), "run `make screenshots`, look, and commit"
        return
    assert lines(drawn) == lines(kept), "run `make screenshots`, look, and commit"
    for now, then in zip(cosines(drawn), cosines(kept), strict=True):
        assert now == pytest.approx(then, abs=0.011)


def lines(svg: str) -> list[str]:
    """The text of each line, without bars and with every cosine alike."""
    found: dict[float, list[str]] = {}
    for _, _, y, content in _TEXT.findall(svg):
        text = _BAR.sub("", html.unescape(content)).replace("\xa0", " ").strip()
        found.setdefault(float(y), []).append(_COSINE.sub("#.##", text))
    return [" ".join(text for text in found[y] if text) for y in sorted(found)]


def words(svg: str) -> set[str]:
    """The words on the picture, wherever they are."""
    return {word for line in lines(svg) for word in line.split() if word.isalpha()}


def styles(svg: str) -> set[str]:
    """The colours and weights in use."""
    return set(re.findall(r"terminal-r\d+ \{(.*?)\}", svg))


def cosines(svg: str) -> list[float]:
    """Every cosine on the picture, in order."""
    return [
        float(number)
        for _, _, _, content in _TEXT.findall(svg)
        for number in _COSINE.findall(html.unescape(content))
    ]


def test_pictures_name_no_host() -> None:
    for picture in PICTURES:
        svg = (HERE / f"{picture.name}.svg").read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\"' ]+", svg)) <= {
            "http://www.w3.org/2000/svg",
            "https://www.textualize.io",
        }
