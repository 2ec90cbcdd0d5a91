"""What a view shows of a map: which marks, labels, arrows and links, and in which cells."""

from dataclasses import dataclass
from math import atan2, hypot, pi
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.model import MapKind, MapPoint, TermMap
from synotui.plot.labels import Box, place_labels
from synotui.plot.strokes import ACROSS, DOWN, Bits, Lines, strokes
from synotui.plot.view import View
from synotui.text import fit, visible, width

Places = NDArray[np.float64]
"""(n, 2): on the map, right and up; or in dots, right and down."""
Shown = Literal["both", "now", "base"]
"""Which places are shown: adjusted ones with arrows from the base, only those, or the base."""
SHOWN: tuple[Shown, ...] = ("both", "now", "base")
MARKS: dict[MapKind, tuple[str, str]] = {
    "head": ("◉", "call"),
    "chosen": ("◆", "call"),
    "accepted": ("✓", "good"),
    "rejected": ("✗", "bad"),
    "skipped": ("–", "plain"),
    "member": ("=", "good"),
    "neighbour": ("•", "faint"),
}
"""The mark of each kind of point, and its ink."""
ORIGIN = "∘"
"""Where a point that moved was."""
_ARROWS = "→↗↑↖←↙↓↘"
_SHORTEST = 6.0
"""Dots of the shortest way that is drawn as an arrow."""
_SHAFT = 8.0
"""Dots of an arrow, from its head on, that no label covers."""
_LONGEST = 28
"""Cells of the longest label of a point that is not selected."""
_APART = 1
"""Cells between a label and the next."""
_CROWDED = 1
"""Labels are looked for until they would fill the terminal as often as this."""
_DOTTED = 3
"""Of the dots of a link each so many is set."""


class Names:
    """The texts of a map fit to be shown, and the cells they take."""

    def __init__(self, found: TermMap) -> None:
        self.texts = [visible(point.text) for point in found.points]
        self._cut: dict[tuple[int, int], tuple[str, int]] = {}

    def label(self, point: int, room: int = _LONGEST) -> tuple[str, int]:
        """Give the label of a point in at most `room` cells, and the cells it takes."""
        cut = self._cut.get((point, room))
        if cut is None:
            text = self.texts[point]
            cells = width(text)
            if cells > room:
                text, cells = fit(text, room), max(0, room)
            cut = self._cut[point, room] = text, cells
        return cut


@dataclass(frozen=True, slots=True)
class Ground:
    """A map's places as arrays, which are the same in every view."""

    points: tuple[MapPoint, ...]
    names: Names
    base: Places
    now: Places
    moved: NDArray[np.bool_]
    links: NDArray[np.int64]
    """(m, 2): the points that links join."""
    true: bool
    """Whether distances mean something, so that both axes must have the same scale."""

    def places(self, shown: Shown) -> Places:
        """Give where the marks are."""
        return self.base if shown == "base" else self.now


def ground(found: TermMap) -> Ground:
    """Give what is the same for all pictures of a map."""
    points = found.points
    return Ground(
        points,
        Names(found),
        np.array([point.base for point in points], np.float64).reshape(-1, 2),
        np.array([point.now for point in points], np.float64).reshape(-1, 2),
        np.array([point.moved for point in points], bool),
        np.array(found.links, np.int64).reshape(-1, 2),
        found.method == "pca",
    )


class Sign(NamedTuple):
    """A character that is part of an arrow: its head, or where it is from."""

    x: int
    y: int
    text: str
    ink: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What is in sight, whichever point is selected."""

    ground: Ground
    cells: int
    rows: int
    at: NDArray[np.int64]
    """(n, 2): column and row of each point's mark, in sight or not."""
    leading: list[int]
    """Points whose marks are seen, what matters most first; others are under one of them."""
    labels: dict[int, tuple[int, int]]
    """Column and row of the labels that have room."""
    signs: list[Sign]
    arrows: Bits
    links: Bits

    def in_sight(self, point: int) -> bool:
        """Say whether the place of a point is on the terminal."""
        x, y = self.at[point]
        return bool(0 <= x < self.cells and 0 <= y < self.rows)


def look(ground: Ground, view: View, shown: Shown) -> Scene:
    """Give what `view`, of cells, shows."""
    cells, rows = int(view.width), int(view.height)
    dots = dots_of(view, ground.places(shown))
    at = np.floor(dots / (ACROSS, DOWN)).astype(np.int64)
    leading = _leading(at, cells, rows)
    moved = np.flatnonzero(ground.moved) if shown == "both" else np.zeros(0, np.int64)
    arrows = np.hstack((dots_of(view, ground.base), dots))[moved]
    inks = ["bar" if ground.points[at].kind == "neighbour" else "call" for at in moved]
    heads, shafts, origins = _signs(arrows, inks, cells, rows)
    links = np.hstack((dots[ground.links[:, 0]], dots[ground.links[:, 1]]))
    return Scene(
        ground,
        cells,
        rows,
        at,
        leading,
        _labels(ground.names, at[leading], leading, shafts, cells, rows),
        heads + origins,
        strokes(arrows, cells, rows),
        strokes(links, cells, rows, _DOTTED),
    )


def dots_of(view: View, places: Places) -> Places:
    """Give where places of a map are on a view of cells, in dots."""
    scale = np.array((view.scale, -view.scale / view.aspect))
    cells = (places - view.centre) * scale + (view.width / 2, view.height / 2)
    dots: Places = cells * (ACROSS, DOWN)
    return dots


def _leading(at: NDArray[np.int64], cells: int, rows: int) -> list[int]:
    """Give one point of each cell in sight: the first, which matters most."""
    seen = np.flatnonzero((at >= 0).all(axis=1) & (at[:, 0] < cells) & (at[:, 1] < rows))
    _, first = np.unique(at[seen, 1] * cells + at[seen, 0], return_index=True)
    leading: list[int] = seen[np.sort(first)].tolist()
    return leading


def _labels(
    names: Names,
    marks: NDArray[np.int64],
    leading: list[int],
    shafts: list[Box],
    cells: int,
    rows: int,
) -> dict[int, tuple[int, int]]:
    """Give column and row of the labels with room beside marks (m, 2), shafts and each other."""
    asked = 0
    widths = []
    for point in leading:
        _, wide = names.label(point)
        asked += wide
        # What matters least has no label where there is no room for those before.
        widths.append(wide + _APART if asked < _CROWDED * cells * rows else 0)
    boxes = place_labels(
        [Box(x, y, 1, 1) for x, y in marks.tolist()],
        widths,
        Box(0, 0, cells, rows),
        taken=shafts,
    )
    places = {}
    for point, box, (x, _) in zip(leading, boxes, marks.tolist(), strict=True):
        if box is not None:
            # What is left of its mark stands beside it, with its free cell before it.
            places[point] = (int(box.left) + _APART * (box.right < x), int(box.top))
    return places


def _signs(
    arrows: Lines, inks: list[str], cells: int, rows: int
) -> tuple[list[Sign], list[Box], list[Sign]]:
    """Give the heads of arrows (n, 4), the cells behind them, and where they come from.

    Heads are drawn in `inks`. Very short arrows have neither.
    """
    heads: list[Sign] = []
    shafts: list[Box] = []
    origins: list[Sign] = []
    for (x, y, to_x, to_y), ink in zip(arrows.tolist(), inks, strict=True):
        length = hypot(to_x - x, to_y - y)
        if length < _SHORTEST:
            continue
        if 0 <= x < cells * ACROSS and 0 <= y < rows * DOWN:
            origins.append(Sign(int(x // ACROSS), int(y // DOWN), ORIGIN, "bar"))
        if not (0 <= to_x < cells * ACROSS and 0 <= to_y < rows * DOWN):
            continue
        right, down = (to_x - x) / length, (to_y - y) / length
        way = [(int(to_x // ACROSS), int(to_y // DOWN))]
        for back in range(2, int(min(length, _SHAFT)) + 1):
            cell = (int((to_x - back * right) // ACROSS), int((to_y - back * down) // DOWN))
            if cell != way[-1]:
                way.append(cell)
        if len(way) > 1:
            sign = _ARROWS[round(atan2(-down, right) / (pi / 4)) % len(_ARROWS)]
            heads.append(Sign(*way[1], sign, ink))
            shafts += [Box(*cell, 1, 1) for cell in way[1:]]
    return heads, shafts, origins
