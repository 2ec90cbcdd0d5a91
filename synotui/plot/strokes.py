"""Straight lines in Braille dots, two across and four down in each cell of a terminal."""

import numpy as np
from numpy.typing import NDArray

Lines = NDArray[np.float64]
"""(n, 4): from x, y to x, y, in dots from the upper left."""
Bits = NDArray[np.uint8]
"""(rows, cells): which dots of each cell are set."""

ACROSS, DOWN = 2, 4
"""Dots in a cell."""
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], np.uint8)
_BLANK = 0x2800
_ROUNDED = 0.49
"""How far beside a dot a line may go through it."""


def strokes(lines: Lines, cells: int, rows: int, every: int = 1) -> Bits:
    """Give the dots of each cell that `lines` go through; what is out of sight is left out.

    Of the dots of a line each `every`-th is set.
    """
    seen = _in_sight(lines, cells * ACROSS, rows * DOWN)
    dots = np.zeros((rows * DOWN, cells * ACROSS), bool)
    if len(seen):
        across, down = seen[:, 2] - seen[:, 0], seen[:, 3] - seen[:, 1]
        steps = np.ceil(np.maximum(np.abs(across), np.abs(down))).astype(np.int64) + 1
        line = np.repeat(np.arange(len(seen)), steps)
        step = np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)
        line, step = line[step % every == 0], step[step % every == 0]
        way = step / np.maximum(1, steps - 1)[line]
        x = np.rint(seen[line, 0] + across[line] * way).astype(np.int64)
        y = np.rint(seen[line, 1] + down[line] * way).astype(np.int64)
        dots[y, x] = True
    by_cell = dots.reshape(rows, DOWN, cells, ACROSS)
    bits: Bits = np.einsum("rdca,da->rc", by_cell.astype(np.uint8), _BITS)
    return bits


def braille(bits: int) -> str:
    """Give the character with these dots."""
    return chr(_BLANK + bits)


def _in_sight(lines: Lines, width: int, height: int) -> Lines:
    """Cut lines to what lies within `width` x `height` dots; those outside go."""
    if not len(lines) or not width or not height:
        return lines[:0]
    x, y = lines[:, 0], lines[:, 1]
    across, down = lines[:, 2] - x, lines[:, 3] - y
    start, end = np.zeros(len(lines)), np.ones(len(lines))
    right, bottom = width - 1 + _ROUNDED - x, height - 1 + _ROUNDED - y
    sides = ((-across, x + _ROUNDED), (across, right), (-down, y + _ROUNDED), (down, bottom))
    for away, room in sides:
        with np.errstate(all="ignore"):
            met = room / away
        start = np.where(away < 0, np.maximum(start, met), start)
        end = np.where(away > 0, np.minimum(end, met), end)
        start = np.where((away == 0) & (room < 0), 2.0, start)
    seen = start <= end
    ends = (x + across * start, y + down * start, x + across * end, y + down * end)
    cut: Lines = np.stack(ends, axis=1)[seen]
    return cut
