"""Write a map as a picture: SVG, or PNG with a font that has the characters."""

from dataclasses import dataclass
from pathlib import Path

from synotui.model import TermMap


@dataclass(frozen=True, slots=True)
class MapPicture:
    """What was written."""

    path: Path
    unlabelled: int
    """Points whose label has no room."""
    missing: tuple[str, ...]
    """Characters drawn as question marks; none of an SVG, whose viewer brings the fonts."""


def write_map(
    found: TermMap, out: Path, *, dark: bool = False, font: Path | None = None
) -> MapPicture:
    """Write a map into a file ending in .svg or .png, which appears whole or not at all.

    PNG is drawn with `font`, else the one named by SYNOTUI_FONT, else one with
    Chinese that is found on the system. Raises MapError where a label is Chinese
    and no font is, or PNG is not installed; FormatError.
    """
    from synotui.formats.font_file import read_font
    from synotui.formats.map_svg import draw_map_svg
    from synotui.formats.pictures import write_picture

    family = read_font(font).families[0] if font is not None else ""
    drawn = draw_map_svg(found, dark=dark, family=family)
    missing = write_picture(drawn.svg, drawn.labels, out, font)
    return MapPicture(out, drawn.unlabelled, missing)
