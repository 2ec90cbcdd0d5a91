"""Histograms one below the other as SVG: a panel for each, one axis, a mark through all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_WIDTH = 760
_LEFT, _TOP, _RIGHT, _BOTTOM = 64, 76, 24, 78
_PANEL, _BETWEEN = 104, 34
"""Height of a panel, and room over each for its name, in pixels."""
_FONT = "'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', system-ui, sans-serif"
_COLOURS = ("#0b6e99", "#b5541c", "#6b6b6b")
_MARKED = "#a02c4a"
_APART = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""What two bounds that are written under the axis may be apart."""
_LABELLED = 12
"""How many are written at most, and one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One histogram."""

    name: str
    counts: Sequence[int]
    """Drawn as filled columns."""
    outline: Sequence[int] = ()
    """Counts of the same bins that are drawn as a dashed line beside them, if any."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the axis, drawn through all panels."""

    at: float
    name: str


def histograms_svg(
    panels: Sequence[Panel],
    bounds: Sequence[float],
    title: str,
    across: str,
    mark: Mark | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Draw `panels` over bins of `bounds` (b + 1); `across` is the axis, `notes` are under it."""
    lines = _lines(panels, [float(each) for each in bounds], title, across, mark, notes)
    return "".join(f"{line}\n" for line in lines)


def _lines(
    panels: Sequence[Panel],
    bounds: Sequence[float],
    title: str,
    across: str,
    mark: Mark | None,
    notes: Sequence[str],
) -> Iterator[str]:
    wide = _WIDTH - _LEFT - _RIGHT
    foot = _TOP + len(panels) * (_PANEL + _BETWEEN)
    height = foot + _BOTTOM + 18 * max(0, len(notes) - 1)

    def x(value: float) -> float:
        return _LEFT + wide * (value - bounds[0]) / (bounds[-1] - bounds[0])

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family={quoteattr(_FONT)} font-size="12" '
        'fill="#333" role="img">'
    )
    yield f"<title>{_safe(title)}</title>"
    yield f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
    yield f'<text x="{_LEFT}" y="28" font-size="16" font-weight="600">{_safe(title)}</text>'
    for number, panel in enumerate(panels):
        base = _TOP + number * (_PANEL + _BETWEEN) + _PANEL
        yield from _panel(panel, [x(bound) for bound in bounds], base, _COLOURS[number % 3])
    span = bounds[-1] - bounds[0]
    apart = next((each for each in _APART if span / each <= _LABELLED), _APART[-1])
    for bound in bounds:
        if abs(bound / apart - round(bound / apart)) > 1e-6:
            continue
        yield (
            f'<text x="{x(bound):.1f}" y="{foot - _BETWEEN + 18}" text-anchor="middle">'
            f"{bound:.4g}</text>"
        )
    yield (
        f'<text x="{_LEFT + wide / 2:.0f}" y="{foot - _BETWEEN + 38}" text-anchor="middle">'
        f"{_safe(across)}</text>"
    )
    if mark is not None:
        yield from _marked(mark, x(mark.at), foot - _BETWEEN)
    for number, note in enumerate(notes):
        yield f'<text x="{_LEFT}" y="{foot + 38 + 18 * number}" fill="#555">{_safe(note)}</text>'
    yield "</svg>"


def _panel(panel: Panel, edges: Sequence[float], base: float, colour: str) -> Iterator[str]:
    most = max([*panel.counts, *panel.outline], default=0) or 1

    def high(count: int) -> float:
        return _PANEL * count / most

    yield (
        f'<text x="{_LEFT}" y="{base - _PANEL - 8}" font-weight="600" fill="{colour}">'
        f"{_safe(panel.name)}</text>"
    )
    for share in (0.5, 1.0) if any(panel.counts) else ():
        at = base - _PANEL * share
        yield (
            f'<line x1="{edges[0]:.1f}" y1="{at:.1f}" x2="{edges[-1]:.1f}" y2="{at:.1f}" '
            'stroke="#e4e4e4"/>'
        )
        yield (
            f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#777">'
            f"{most * share:,.4g}</text>"
        )
    for at, count in enumerate(panel.counts):
        if count:
            tall = high(count)
            yield (
                f'<rect x="{edges[at] + 0.5:.1f}" y="{base - tall:.1f}" '
                f'width="{max(0.5, edges[at + 1] - edges[at] - 1):.1f}" height="{tall:.1f}" '
                f'fill="{colour}" fill-opacity="0.75"/>'
            )
    if panel.outline:
        steps = " ".join(
            f"{edge:.1f},{base - high(count):.1f}"
            for at, count in enumerate(panel.outline)
            for edge in edges[at : at + 2]
        )
        yield (
            f'<polyline points="{steps}" fill="none" stroke="#222" stroke-width="1.2" '
            'stroke-dasharray="4 3"/>'
        )
    yield (
        f'<line x1="{edges[0]:.1f}" y1="{base:.1f}" x2="{edges[-1]:.1f}" y2="{base:.1f}" '
        'stroke="#999"/>'
    )


def _marked(mark: Mark, at: float, foot: float) -> Iterator[str]:
    yield (
        f'<line x1="{at:.1f}" y1="{_TOP - 22}" x2="{at:.1f}" y2="{foot:.1f}" '
        f'stroke="{_MARKED}" stroke-width="1.5" stroke-dasharray="6 3"/>'
    )
    side = ("start", 6) if at < _WIDTH * 0.7 else ("end", -6)
    yield (
        f'<text x="{at + side[1]:.1f}" y="{_TOP - 26}" text-anchor="{side[0]}" '
        f'fill="{_MARKED}" font-weight="600">{_safe(mark.name)}</text>'
    )


def _safe(text: str) -> str:
    """Make text harmless in XML, which also has no room for control characters."""
    return escape("".join(c if c.isprintable() else " " for c in text))
