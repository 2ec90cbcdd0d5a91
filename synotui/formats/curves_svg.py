"""A picture of curves over counted steps as SVG: axes, grid, one line and one name for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from synotui.formats.writing import text_output

_WIDTH, _HEIGHT = 760, 440
_LEFT, _TOP, _RIGHT, _BOTTOM = 64, 52, 150, 52
"""Room around the plot, in pixels; names stand at the right."""
_FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
_COLOURS = ("#0b6e99", "#b5541c", "#5f7a1f", "#7a4fa3", "#a02c4a", "#6b6b6b")
_DASHES = ("", "7 4", "2 3", "9 3 2 3", "1 5", "5 5")
"""Lines differ by more than colour."""
_MOST_POINTS = 400
_NAME_HEIGHT = 16
_NAME_WIDTH = 90
"""Room that a name takes within the plot, where its line ends early."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the picture."""

    name: str
    xs: Sequence[float]
    """Steps, ascending from 0."""
    ys: Sequence[float]
    """Shares, 0 to 1, one for each step."""


def write_curves(
    out: Path, curves: Sequence[Curve], *, title: str, across: str, upwards: str
) -> None:
    """Draw `curves` into the file `out`, which appears whole or not at all.

    `across` and `upwards` name the axes. Raises FormatError where it cannot be
    written, ValueError where there is no curve.
    """
    if not curves:
        raise ValueError("a picture of no curves")
    furthest = max((max(curve.xs, default=0) for curve in curves), default=0) or 1
    with text_output(out) as file:
        file.writelines(f"{line}\n" for line in _lines(curves, furthest, title, across, upwards))


def _lines(
    curves: Sequence[Curve], furthest: float, title: str, across: str, upwards: str
) -> Iterator[str]:
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(value: float) -> float:
        return _LEFT + wide * value / furthest

    def y(share: float) -> float:
        return _TOP + high * (1 - share)

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family={quoteattr(_FONT)} font-size="12" '
        'fill="#333" role="img">'
    )
    yield f"<title>{_safe(title)}</title>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    yield f'<text x="{_LEFT}" y="28" font-size="16" font-weight="600">{_safe(title)}</text>'
    for tenth in range(0, 11, 2):
        at = y(tenth / 10)
        yield _grid(_LEFT, at, _LEFT + wide, at)
        yield f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{tenth * 10} %</text>'
    for step in ticks(furthest):
        yield _grid(x(step), _TOP, x(step), _TOP + high)
        yield (
            f'<text x="{x(step):.1f}" y="{_TOP + high + 18}" text-anchor="middle">'
            f"{step:,.0f}</text>"
        )
    yield (
        f'<text x="{_LEFT + wide / 2:.0f}" y="{_HEIGHT - 12}" text-anchor="middle">'
        f"{_safe(across)}</text>"
    )
    yield (
        f'<text transform="translate(16 {_TOP + high / 2:.0f}) rotate(-90)" '
        f'text-anchor="middle">{_safe(upwards)}</text>'
    )
    names = _names([(x(_last(curve.xs)), y(_last(curve.ys))) for curve in curves], _LEFT + wide)
    for number, (curve, (across_at, place)) in enumerate(zip(curves, names, strict=True)):
        colour = _COLOURS[number % len(_COLOURS)]
        dash = _DASHES[number % len(_DASHES)]
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in _thinned(curve))
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        yield (
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"'
            f'{dashed} stroke-linejoin="round"/>'
        )
        yield (
            f'<text x="{across_at + 8:.1f}" y="{place + 4:.1f}" fill="{colour}" '
            f'font-weight="600">{_safe(curve.name)}</text>'
        )
    yield "</svg>"


def ticks(furthest: float) -> list[float]:
    """Give round numbers from 0 to `furthest`, four to eight of them."""
    rough = furthest / 6
    power = 10 ** floor(log10(rough))
    step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough)
    step = max(step, 1)
    return [step * count for count in range(floor(furthest / step + 1e-9) + 1)]


def _thinned(curve: Curve) -> Iterator[tuple[float, float]]:
    """Give the points of a curve, of a very long one about `_MOST_POINTS` and the last."""
    stride = max(1, len(curve.xs) // _MOST_POINTS)
    pairs = list(zip(curve.xs, curve.ys, strict=True))
    yield from pairs[::stride]
    if pairs and (len(pairs) - 1) % stride:
        yield pairs[-1]


def _last(numbers: Sequence[float]) -> float:
    return numbers[-1] if numbers else 0.0


def _names(ends: Sequence[tuple[float, float]], edge: float) -> list[tuple[float, float]]:
    """Give the place of each name: where its line ends, or at the edge, apart from others there."""
    places = [(edge if x > edge - _NAME_WIDTH else x, y) for x, y in ends]
    order = sorted(range(len(ends)), key=places.__getitem__)
    together: list[list[int]] = []
    for number in order:
        x, before = places[number][0], places[together[-1][-1]][0] if together else -edge
        if x == before or (x - before < _NAME_WIDTH and x < edge):
            together[-1].append(number)
        else:
            together.append([number])
    for group in together:
        furthest = max(places[number][0] for number in group)
        moved = _apart([places[number][1] for number in group])
        for number, y in zip(group, moved, strict=True):
            places[number] = furthest, y
    return places


def _apart(places: Sequence[float]) -> list[float]:
    """Move names so that none stands on another, each as near to its place as may be."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + _NAME_HEIGHT)
    lowest = _HEIGHT - _BOTTOM
    for below, above in pairwise(order[::-1]):
        moved[below] = min(moved[below], lowest)
        moved[above] = min(moved[above], moved[below] - _NAME_HEIGHT)
    return moved


def _grid(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        'stroke="#ddd" stroke-width="1"/>'
    )


def _safe(text: str) -> str:
    """Make text harmless in XML, which also has no room for control characters."""
    return escape("".join(c if c.isprintable() else " " for c in text))
