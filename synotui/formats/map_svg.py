"""A map of terms as SVG: marks that differ in shape, arrows from base to now, links, labels.

The same map gives the same bytes. Distances across and up have the same scale.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from xml.sax.saxutils import escape, quoteattr

from synotui.formats.map_marks import COLOURS, Palette, mark
from synotui.model import MAP_KINDS, MapPoint, TermMap
from synotui.plot.labels import Box, apart, place_labels
from synotui.plot.text_width import shortened, text_width
from synotui.plot.view import View, fit
from synotui.plot.words import KIND_NAMES, method_words, star_words, starred, unlabelled_words
from synotui.text import visible

WIDTH, HEIGHT = 1000, 720
_FRAME = Box(16, 52, 968, 588)
"""Where points are."""
_MARGIN = (96.0, 28.0)
"""Room within it for labels at its border."""
_FONT = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', "
    "'Microsoft YaHei', 'WenQuanYi Micro Hei', 'Noto Sans', sans-serif"
)
_SIZE, _LINE = 13, 17
_GAP = 3
_LONGEST = 240
"""Pixels of the longest label."""
_BOLD = ("head", "chosen")
_BOLDER = 1.15
"""How much wider bold letters are."""
_LEADING = ("head", "accepted", "rejected", "skipped", "chosen")
"""Points whose labels may be farther away, joined to them by a line."""
_MOST_LEADING = 40
_RADIUS = 6
_SHORTEST = 7.0
"""Pixels of the shortest way that is drawn as an arrow."""
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as it was drawn."""

    svg: str
    labels: tuple[str, ...]
    """The texts in it, title and words included."""
    unlabelled: int
    """How many points have no label, for there was no room."""


def draw_map_svg(found: TermMap, *, dark: bool = False, family: str = "") -> Drawn:
    """Draw a map, in a `family` of fonts before all others if one is named."""
    view = fit(
        [place for point in found.points for place in (point.now, point.base)],
        _FRAME.width,
        _FRAME.height,
        margin=_MARGIN,
    )
    places = [_on_page(view, point.now) for point in found.points]
    texts = [shortened(_safe(starred(point).text), _SIZE, _LONGEST) for point in found.points]
    marks = [Box(x - _RADIUS, y - _RADIUS, 2 * _RADIUS, 2 * _RADIUS) for x, y in places]
    widths = [
        text_width(text, _SIZE) * (_BOLDER if point.kind in _BOLD else 1)
        for text, point in zip(texts, found.points, strict=True)
    ]
    # What is decided comes first, so these are the first points.
    leading = min(_MOST_LEADING, sum(point.kind in _LEADING for point in found.points))
    arrows = [
        (*_on_page(view, point.base), *_on_page(view, point.now))
        for point in found.points
        if point.moved
    ]
    boxes = place_labels(
        marks, widths, _FRAME, height=_LINE, gap=_GAP, lines=arrows, leading=leading
    )
    unlabelled = sum(box is None for box in boxes)
    words = _words(found, unlabelled)
    colours = COLOURS["dark" if dark else "light"]
    lines = [
        *_page(found, words, colours, family),
        *_links(found, places, colours),
        *_arrows(found, view, colours),
        *_marks(found.points, places, colours),
        *_leaders(marks, boxes, colours),
        *_labels(found.points, texts, marks, boxes, colours),
        "</svg>",
    ]
    shown = [text for text, box in zip(texts, boxes, strict=True) if box is not None]
    return Drawn("\n".join(lines) + "\n", (*shown, *words), unlabelled)


def _words(found: TermMap, unlabelled: int) -> list[str]:
    """Give title, what the picture shows, and what is left out."""
    moved = sum(point.moved for point in found.points)
    arrows = "arrows lead from base vectors to adjusted ones" if moved else ""
    first = [method_words(found), arrows, star_words(found)]
    second = [found.note, unlabelled_words(unlabelled)]
    room = _FRAME.width
    return [
        shortened(_safe(found.about), 18, room),
        shortened(_safe(" · ".join(filter(None, first))), 12, room),
        shortened(_safe(". ".join(filter(None, second))), 12, room),
    ]


def _page(found: TermMap, words: list[str], colours: Palette, family: str) -> Iterator[str]:
    """Give the ground, the title, the legend, and the notes."""
    font = f"'{family}', {_FONT}" if family and family not in _FONT else _FONT
    title, method, note = words
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family={quoteattr(font)} '
        f'font-size="{_SIZE}" fill="{colours.text}" role="img">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.ground}"/>'
    yield (
        f'<rect x="{_FRAME.left:g}" y="{_FRAME.top:g}" width="{_FRAME.width:g}" '
        f'height="{_FRAME.height:g}" fill="none" stroke="{colours.frame}"/>'
    )
    yield f'<text x="{_FRAME.left:g}" y="34" font-size="18">{escape(title)}</text>'
    x = _FRAME.left
    for kind in MAP_KINDS:
        count = sum(point.kind == kind for point in found.points)
        if count:
            name = KIND_NAMES[kind] if count == 1 else f"{KIND_NAMES[kind]} ({count:,})"
            yield mark(kind, x + _RADIUS, 662, colours)
            yield f'<text x="{x + 18:g}" y="666.5">{escape(name)}</text>'
            x += 42 + round(text_width(name, _SIZE))
    for line, text in enumerate((method, note)):
        if text:
            yield (
                f'<text x="{_FRAME.left:g}" y="{690 + 18 * line}" font-size="12" '
                f'fill="{colours.faint}">{escape(text)}</text>'
            )


def _links(found: TermMap, places: list[tuple[float, float]], colours: Palette) -> Iterator[str]:
    for a, b in found.links:
        (x1, y1), (x2, y2) = places[a], places[b]
        yield (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colours.link}" stroke-width="1" stroke-dasharray="1 4" '
            'stroke-linecap="round"/>'
        )


def _arrows(found: TermMap, view: View, colours: Palette) -> Iterator[str]:
    """Give an arrow for each point that moved far enough, with a ring where it was."""
    for point in found.points:
        (x1, y1), (x2, y2) = _on_page(view, point.base), _on_page(view, point.now)
        length = hypot(x2 - x1, y2 - y1)
        if not point.moved or length < _SHORTEST:
            continue
        right, down = (x2 - x1) / length, (y2 - y1) / length
        # It ends at the border of the mark, not under it.
        back = min(_RADIUS + 1.0, length - 2)
        x2, y2 = x2 - back * right, y2 - back * down
        wing = min(6.0, length / 2)
        ends = [
            (
                x2 - wing * right + side * wing * 0.5 * down,
                y2 - wing * down - side * wing * 0.5 * right,
            )
            for side in (1, -1)
        ]
        (xa, ya), (xb, yb) = ends
        yield (
            f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}M{xa:.1f} {ya:.1f}L{x2:.1f} {y2:.1f}'
            f'L{xb:.1f} {yb:.1f}" fill="none" stroke="{colours.arrow}" stroke-width="1.2"/>'
        )
        yield (
            f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="2.2" fill="{colours.ground}" '
            f'stroke="{colours.arrow}"/>'
        )


def _marks(
    points: tuple[MapPoint, ...], places: list[tuple[float, float]], colours: Palette
) -> Iterator[str]:
    """Give the marks, those that matter most last, so that they are on top."""
    for point, (x, y) in reversed([*zip(points, places, strict=True)]):
        moved = ", moved" if point.moved else ""
        told = f"{_safe(point.text)} ({KIND_NAMES[point.kind]}{moved})"
        yield f"<g><title>{escape(told)}</title>{mark(point.kind, x, y, colours)}</g>"


def _leaders(marks: list[Box], boxes: list[Box | None], colours: Palette) -> Iterator[str]:
    """Give a line from each mark to its label where they are apart."""
    for mark_box, box in zip(marks, boxes, strict=True):
        if box is None or not apart(mark_box, box, _GAP):
            continue
        x, y = mark_box.left + _RADIUS, mark_box.top + _RADIUS
        to_x = min(max(x, box.left), box.right)
        to_y = min(max(y, box.top + 3), box.bottom - 3)
        yield (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" '
            f'stroke="{colours.text}" stroke-width="0.7"/>'
        )


def _labels(
    points: tuple[MapPoint, ...],
    texts: list[str],
    marks: list[Box],
    boxes: list[Box | None],
    colours: Palette,
) -> Iterator[str]:
    for point, text, mark_box, box in zip(points, texts, marks, boxes, strict=True):
        if box is None:
            continue
        faint = f' fill="{colours.faint}"' if point.kind == "neighbour" else ""
        weight = ' font-weight="700"' if point.kind in _BOLD else ""
        # Text may need less room than was reckoned: it keeps to the side its mark is on.
        x, anchor = box.left, ""
        if box.right <= mark_box.left + 1:
            x, anchor = box.right, ' text-anchor="end"'
        elif abs(box.left + box.width / 2 - mark_box.left - _RADIUS) <= 1:
            x, anchor = box.left + box.width / 2, ' text-anchor="middle"'
        yield (
            f'<text x="{x:.1f}" y="{box.top + 13:.1f}"{anchor}{faint}{weight} '
            f'stroke="{colours.ground}" stroke-width="3" stroke-linejoin="round" '
            f'paint-order="stroke">{escape(text)}</text>'
        )


def _on_page(view: View, place: tuple[float, float]) -> tuple[float, float]:
    x, y = view.at(place)
    return x + _FRAME.left, y + _FRAME.top


def _safe(text: str) -> str:
    """Make text harmless in XML, which has no room for control characters."""
    return "".join(c if c.isprintable() or c in _JOINERS else "\ufffd" for c in visible(text))
