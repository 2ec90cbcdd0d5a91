"""Cosines on one scale, a line each: how those of many pairs lie, and where one pair is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from synotui.tui.widgets.lines import Piece

_STEPS = (0.1, 0.2, 0.5, 1.0)
_APART = 6
"""Cells between two figures under the scale, at least."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Cosines from `low` to 1 in so many cells."""

    low: float
    cells: int

    def place(self, cosine: float) -> int:
        """Give the cell of a cosine."""
        share = (cosine - self.low) / (1 - self.low)
        return max(0, min(self.cells - 1, round(share * (self.cells - 1))))


def scale_of(cosines: Iterable[float], cells: int) -> Scale:
    """Give a scale on which all of `cosines` lie, and 0."""
    return Scale(max(-1.0, floor(min(0.0, *cosines) * 5) / 5), cells)


def box(spread: tuple[float, ...], scale: Scale) -> list[Piece]:
    """Draw how many pairs lie: from 5 to 95 of 100 thin, the middle half thick, the median."""
    least, first, median, third, most = map(scale.place, spread)
    drawn = [" "] * scale.cells
    drawn[least : most + 1] = "─" * (most + 1 - least)
    drawn[first : third + 1] = "━" * (third + 1 - first)
    drawn[median] = "╋"
    return [("".join(drawn), "bar")]


def change(base: float, now: float, scale: Scale) -> list[Piece]:
    """Draw where a pair is, ●, and where it was by base vectors, ○."""
    before, after = scale.place(base), scale.place(now)
    first, last = sorted((before, after))
    between = "╌" * (last - first - 1)
    marks: list[Piece] = [("○", "faint"), (between, "faint"), ("●", "call")]
    if after < before:
        marks.reverse()
    if before == after:
        marks = [("●", "call")]
    return [(" " * first, "plain"), *marks]


def axis(scale: Scale) -> list[Piece]:
    """Write the figures of a scale."""
    span = (1 - scale.low) / max(1, scale.cells - 1)
    step = next((each for each in _STEPS if each / span >= _APART), _STEPS[-1])
    drawn = [" "] * (scale.cells + 3)
    tick = round(scale.low / step) * step
    while tick <= 1 + step / 2:
        if tick >= scale.low - 1e-9:
            text = f"{tick:.1f}".replace("-0.0", "0.0")
            at = scale.place(tick)
            drawn[at : at + len(text)] = text
        tick += step
    return [("".join(drawn)[: scale.cells + 3], "faint")]
