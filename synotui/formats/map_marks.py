"""The marks of a map in SVG: each kind of point has a shape of its own, and a colour as well."""

from typing import NamedTuple

from synotui.model import MapKind


class Palette(NamedTuple):
    """Colours of a picture."""

    ground: str
    text: str
    faint: str
    frame: str
    head: str
    good: str
    bad: str
    arrow: str
    link: str


COLOURS: dict[str, Palette] = {
    "light": Palette(
        ground="#ffffff",
        text="#222222",
        faint="#666666",
        frame="#dddddd",
        head="#a64b00",
        good="#1a7f37",
        bad="#c0243c",
        arrow="#0b6e99",
        link="#5f8f6b",
    ),
    "dark": Palette(
        ground="#14171c",
        text="#e6e6e6",
        faint="#a0a6b0",
        frame="#363b45",
        head="#ffb066",
        good="#5fd787",
        bad="#ff7a90",
        arrow="#62c0ea",
        link="#7fae8b",
    ),
}


def mark(kind: MapKind, x: float, y: float, colours: Palette) -> str:
    """Draw the mark of a point of some kind around a place, 6 pixels to each side at most."""
    match kind:
        case "head":
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.2" fill="{colours.ground}" '
                f'stroke="{colours.head}" stroke-width="1.6"/>'
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colours.head}"/>'
            )
        case "chosen":
            path = _path(x, y, ((0, -6), (6, 0), (0, 6), (-6, 0)))
            return f'<path d="{path}Z" fill="{colours.head}"/>'
        case "accepted":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.6" fill="{colours.good}"/>'
        case "rejected":
            one = _path(x, y, ((-4, -4), (4, 4)))
            other = _path(x, y, ((-4, 4), (4, -4)))
            return f'<path d="{one}{other}" stroke="{colours.bad}" stroke-width="2.2" fill="none"/>'
        case "skipped":
            path = _path(x, y, ((-5, 0), (5, 0)))
            return f'<path d="{path}" stroke="{colours.faint}" stroke-width="2.6"/>'
        case "member":
            return (
                f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" '
                f'fill="{colours.good}"/>'
            )
        case "neighbour":
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colours.ground}" '
                f'stroke="{colours.faint}" stroke-width="1.3"/>'
            )


def _path(x: float, y: float, corners: tuple[tuple[int, int], ...]) -> str:
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners)
