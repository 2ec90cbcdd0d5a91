"""Which font each text of an SVG is drawn with, named so that resvg finds it.

Left to itself, resvg gives up looking for a character where letters are joined
in one font and not in the other, as in Arabic, or where no font has some other
character of the same text.
"""

import re
from functools import partial
from xml.sax.saxutils import quoteattr

from synotui.formats.fonts import Fonts

_INSTEAD = "?"
"""Drawn for a character that cannot be."""
_ROOT = re.compile(r"font-family=\"[^\"]*\"")
_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_JOINED = re.compile("[\u0600-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufeff]")
"""Scripts whose letters change with those beside them: resvg draws them only in one font."""


def in_fonts(svg: str, fonts: Fonts) -> tuple[str, tuple[str, ...]]:
    """Name fonts in the texts of `svg`, and replace what cannot be drawn; give that as well.

    A text is drawn in one font if one has all of it, else the characters that
    the first one lacks in another.
    """
    svg = _ROOT.sub(lambda _: f"font-family={_family(fonts.family)}", svg, count=1)
    missing = dict.fromkeys(fonts.missing)
    drawn = _TEXT.sub(partial(_text, fonts=fonts, missing=missing), svg)
    return drawn, tuple(missing)


def _text(found: re.Match[str], fonts: Fonts, missing: dict[str, None]) -> str:
    """Give a text with the fonts of its characters; adds to `missing` what cannot be drawn."""
    attributes, text = found[1], found[2]
    text = "".join(_INSTEAD if each in fonts.missing else each for each in text)
    lacking = {each for further in fonts.further for each in further.characters}
    if lacking.isdisjoint(text):
        return f"<text{attributes}>{text}</text>"
    for further in fonts.further:
        if not further.font.missing(text.replace(" ", "")):
            return f"<text{attributes} font-family={_family(further.family)}>{text}</text>"
    missing.update(dict.fromkeys(_JOINED.findall(text)))
    text = _JOINED.sub(_INSTEAD, text)
    for further in fonts.further:
        characters = re.escape("".join(sorted(lacking.intersection(further.characters, text))))
        if characters:
            family = _family(further.family)
            text = re.sub(f"[{characters}]+", rf"<tspan font-family={family}>\g<0></tspan>", text)
    return f"<text{attributes}>{text}</text>"


def _family(name: str) -> str:
    return quoteattr(f"'{name}'")
