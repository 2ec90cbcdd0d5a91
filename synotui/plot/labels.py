"""Where the labels of points go so that none stands on another, nor on a point.

In any units: cells of a terminal, where everything is whole, or pixels.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SQUARE = 6
"""How much wider than a label is high the squares are by which boxes are found."""
_RINGS = 12
"""Around a mark whose label has to be somewhere."""


Line = tuple[float, float, float, float]
"""From x, y to x, y."""


class Box(NamedTuple):
    """A rectangle; `top` grows downwards. What only touches does not overlap."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    def overlaps(self, other: "Box") -> bool:
        """Say whether the two share more than a border."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Say whether no part of it is outside of another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def place_labels(
    marks: Sequence[Box],
    widths: Sequence[float],
    frame: Box,
    *,
    height: float = 1,
    gap: float = 1,
    taken: Sequence[Box] = (),
    lines: Sequence[Line] = (),
    leading: int = 0,
) -> list[Box | None]:
    """Give the place of each label, or None where there is no room for it.

    Labels are placed in the order given: those that matter come first. Each is
    `widths[i]` wide and `height` high and lies beside its mark, with `gap`
    between them if it is on the same line: at the right if that is free, else at
    the left, above or below. No label overlaps another or what is `taken`, comes
    closer than `gap` to another mark on its line, or leaves the frame. Of cells,
    a mark is `Box(column, row, 1, 1)`, and all places are whole. A mark outside
    the frame has no label. A width of 0 asks for no label. Labels keep off
    `lines` where they can. Those of the first `leading` marks are looked for
    farther away as well, where there is no room beside the mark: whoever draws
    them joins them with it (see `apart`).
    """
    others, near = _Grid(height), _Grid(height)
    crossed = _Crossed(lines, height / 2)
    for box in taken:
        others.add(box)
    for box in marks:
        near.add(box)

    def free(box: Box) -> bool:
        # As far from the marks of others as from its own at least: one sees whose it is.
        around = Box(box.left - gap, box.top, box.width + 2 * gap, box.height)
        return box.within(frame) and others.free(box) and near.free(around)

    placed: list[Box | None] = []
    for number, (mark, width) in enumerate(zip(marks, widths, strict=True)):
        found = None
        if width > 0 and mark.within(frame):
            for box in filter(free, _beside(mark, width, height, gap)):
                found = found or box
                if not crossed.by(box):
                    found = box
                    break
            if found is None and number < leading:
                found = next((box for box in _farther(mark, width, height) if free(box)), None)
        if found is not None:
            others.add(found)
        placed.append(found)
    return placed


def _beside(mark: Box, width: float, height: float, gap: float) -> Iterator[Box]:
    """Give the places a label may have, the best first."""
    level = mark.top + (mark.height - height) // 2
    centred = mark.left + (mark.width - width) // 2
    above, below = mark.top - height, mark.bottom
    yield Box(mark.right + gap, level, width, height)
    yield Box(mark.left - gap - width, level, width, height)
    for top in (above, below):
        yield Box(mark.left, top, width, height)
        yield Box(centred, top, width, height)
        yield Box(mark.right - width, top, width, height)
    for top in (above, below):
        yield Box(mark.right, top, width, height)
        yield Box(mark.left - width, top, width, height)


def _farther(mark: Box, width: float, height: float) -> Iterator[Box]:
    """Give places in ever wider rings around a mark."""
    level = mark.top + (mark.height - height) // 2
    centred = mark.left + (mark.width - width) // 2
    for ring in range(1, _RINGS + 1):
        away = ring * 2 * height
        for x in (mark.right + away, mark.left - away - width):
            for row in (0, -1, 1, -2, 2, -3, 3):
                yield Box(x, level + row * height, width, height)
        for y in (level - (ring + 1) * height, level + (ring + 1) * height):
            for left in (centred, mark.right, mark.left - width):
                yield Box(left, y, width, height)


def apart(mark: Box, label: Box, gap: float) -> bool:
    """Say whether a label is farther from its mark than `gap`, so that both want to be joined."""
    across = max(label.left - mark.right, mark.left - label.right)
    down = max(label.top - mark.bottom, mark.top - label.bottom)
    return max(across, down) > gap


class _Crossed:
    """The small squares that lines go through."""

    def __init__(self, lines: Sequence[Line], size: float) -> None:
        self._size = size
        self._squares = set[tuple[int, int]]()
        for x, y, to_x, to_y in lines:
            steps = 1 + int(max(abs(to_x - x), abs(to_y - y)) / size)
            for step in range(steps + 1):
                way = step / steps
                at_x, at_y = x + (to_x - x) * way, y + (to_y - y) * way
                self._squares.add((int(at_x // size), int(at_y // size)))

    def by(self, box: Box) -> bool:
        """Say whether a line goes through a box, or close by."""
        if not self._squares:
            return False
        size = self._size
        return any(
            (x, y) in self._squares
            for y in range(int(box.top // size), int(box.bottom // size) + 1)
            for x in range(int(box.left // size), int(box.right // size) + 1)
        )


class _Grid:
    """Boxes by the squares they touch, so that few have to be looked at."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._width = _SQUARE * height
        self._squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for square in self._of(box):
            self._squares[square].append(box)

    def free(self, box: Box) -> bool:
        return not any(
            box.overlaps(other)
            for square in self._of(box)
            for other in self._squares.get(square, ())
        )

    def _of(self, box: Box) -> Iterator[tuple[int, int]]:
        for row in range(int(box.top // self._height), -int(-box.bottom // self._height)):
            for column in range(int(box.left // self._width), -int(-box.right // self._width)):
                yield row, column
