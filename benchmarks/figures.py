"""Figures of many runs and the tables that show them."""

from collections.abc import Sequence
from statistics import median, quantiles


def p50(values: Sequence[float]) -> float:
    """Give the median."""
    return median(values)


def p99(values: Sequence[float]) -> float:
    """Give what 99 of 100 values stay at or under."""
    return quantiles(values, n=100, method="inclusive")[98] if len(values) > 1 else values[0]


def show(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, ["-" * width for width in widths], *rows):
        first, *others = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]), flush=True)
