"""A matrix of cosines laid out for so many cells: below the diagonal now, above it the base."""

from typing import NamedTuple

from synotui.model import Matrix, Verdict
from synotui.text import fit, visible, width

LEGEND = "below the diagonal: now (✓ accepted, ✗ rejected); above: base vectors"
_LEAST, _MOST = 6, 14
"""Cells of a column."""


class MatrixCell(NamedTuple):
    """One cosine: its text in exact cells, whether it is of base vectors, what is decided."""

    text: str
    base: bool
    verdict: Verdict | None


class MatrixBlock(NamedTuple):
    """As many columns as fit: their titles, and the rows with their names; all of exact cells."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell, ...]], ...]


def lay_out(matrix: Matrix, cells: int) -> list[MatrixBlock]:
    """Lay a matrix out in blocks of columns that fit `cells`, one below the other.

    The first title stands over the names of the rows.
    """
    names = [f"{at} {visible(item.text)}" for at, item in enumerate(matrix.items, 1)]
    longest = max(map(width, names))
    label = min(longest, max(_MOST, cells // 4))
    room = max(_LEAST + 1, cells - label)
    column = max(_LEAST, min(longest, _MOST, room // len(names) - 1))
    at_once = max(1, room // (column + 1))
    verdicts = {(pair.low, pair.high): pair.verdict for pair in matrix.pairs}
    blocks = []
    for start in range(0, len(names), at_once):
        here = range(start, min(start + at_once, len(names)))
        titles = (" " * label, *(" " + _right(names[at], column) for at in here))
        rows = tuple(
            (
                fit(name, label),
                tuple(_cell(matrix, row, at, column, verdicts) for at in here),
            )
            for row, name in enumerate(names)
        )
        blocks.append(MatrixBlock(titles, rows))
    return blocks


def _cell(
    matrix: Matrix, row: int, at: int, cells: int, verdicts: dict[tuple[int, int], Verdict]
) -> MatrixCell:
    if row == at:
        return MatrixCell("· ".rjust(cells), False, None)
    base = at > row
    ids = sorted(each.id or 0 for each in (matrix.items[row], matrix.items[at]))
    verdict = None if base else verdicts.get((ids[0], ids[1]))
    cosine = (matrix.base if base else matrix.now)[row][at]
    sign = {Verdict.ACCEPTED: "✓", Verdict.REJECTED: "✗"}.get(verdict, " ") if verdict else " "
    return MatrixCell(
        f"{cosine:.2f}".replace("-0.00", "0.00").rjust(cells - 1) + sign, base, verdict
    )


def _right(text: str, cells: int) -> str:
    """Put a text at the right of a column, cut if need be."""
    cut = fit(text, cells).rstrip() if width(text) > cells else text
    return " " * (cells - width(cut)) + cut
