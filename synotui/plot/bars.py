"""Bars of block characters: lying, standing over an axis with one place marked, and as a line.

Everything here takes one terminal cell a character. The mark, a threshold, is
a column of its own between the cells it falls between, so that it hides
nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LYING = " ▏▎▍▌▋▊▉█"
MARK = "│"
_NARROW = 2
"""Cells of a bin up to which columns stand without a gap between them."""
_APART = tuple(size * nice for size in (0.001, 0.01, 0.1, 1, 10, 100) for nice in (1, 2, 5))
"""What two bounds that are written may be apart."""
_ROOM = 4
"""Cells of a bin from which its count can be written under it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Where bins lie in a line of so many cells."""

    bounds: tuple[float, ...]
    """Of the bins, ascending, at equal distances."""
    each: int
    """Cells of a bin."""
    mark: int | None
    """The cell of the mark, from 0; None without one."""

    @property
    def cells(self) -> int:
        """Cells of a line."""
        return (len(self.bounds) - 1) * self.each + (self.mark is not None)

    def span(self, number: int) -> tuple[int, int]:
        """Give the first cell of a bin and the one after its last; the mark may be within."""
        return self._at(number * self.each, before=False), self._at((number + 1) * self.each)

    def _at(self, cell: int, *, before: bool = True) -> int:
        """Give where a cell lies once the mark has its own."""
        shifted = self.mark is not None and (cell > self.mark if before else cell >= self.mark)
        return cell + shifted

    def bars(self, counts: Sequence[int], height: int) -> list[str]:
        """Draw the columns of `counts`, one for each bin, the largest `height` lines high.

        Uppermost first. What is not nothing can be seen.
        """
        most = max(counts, default=0)
        eighths = [-(-count * height * 8 // most) if most else 0 for count in counts]
        gap = self.each > _NARROW
        lines = []
        for level in reversed(range(height)):
            drawn = ""
            for each in eighths:
                block = _EIGHTHS[max(0, min(8, each - 8 * level))]
                drawn += block * (self.each - gap) + " " * gap
            lines.append(self._marked(drawn))
        return lines

    def numbers(self, counts: Sequence[int]) -> str | None:
        """Give the counts, each within its bin; None where there is no room for them."""
        if self.each < _ROOM:
            return None
        drawn = ""
        for number, count in enumerate(counts):
            start, end = self.span(number)
            drawn += MARK if start > len(drawn) else ""
            told = short(count, self.each - 1) if count else ""
            drawn += f"{told:>{end - start - 1}} "
        return drawn + MARK * (self.cells - len(drawn))

    def labels(self) -> str:
        """Give bounds that are round numbers, each from its place on, as many as fit."""
        step = self.bounds[1] - self.bounds[0]
        apart = next(
            each
            for each in _APART
            if _whole(each / step) and each / step * self.each > max(4, len(f"-{each:g}")) + 0.5
        )
        places = next(n for n in (1, 2, 3) if n == 3 or apart > 0.95 * 10**-n)
        line = [" "] * (self.cells + 6)
        for number, bound in enumerate(self.bounds):
            if _whole(bound / apart):
                start, text = self._at(number * self.each), f"{bound:.{places}f}"
                line[start : start + len(text)] = text
        return "".join(line).rstrip()

    def _marked(self, line: str) -> str:
        return line if self.mark is None else line[: self.mark] + MARK + line[self.mark :]


def axis(bounds: Sequence[float], cells: int, mark: float | None = None) -> Axis:
    """Lay bins out in `cells` at most, one for each bin and one for the mark at least."""
    bins = len(bounds) - 1
    each = max(1, (cells - 1) // bins)
    place = None
    if mark is not None:
        share = (mark - bounds[0]) / (bounds[-1] - bounds[0])
        place = max(0, min(bins * each, round(share * bins * each)))
    return Axis(tuple(bounds), each, place)


def _whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def short(count: int, room: int = 4) -> str:
    """Write a count in 4 characters at most: 999, 1.2k, 22k, 999k; in 3: 1k, 22k, .9M."""
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        value = count / size
        if room < 4 and 0.0995 <= value < 0.95 and size > 1_000:
            return f"{value:.1f}{unit}"[1:]
        if value >= (0.9995 if room > 3 else 0.95 if size > 1_000 else 1):
            return f"{value:.1f}{unit}" if value < 9.95 and room > 3 else f"{value:.0f}{unit}"
    return str(count)


def bar(share: float, cells: int) -> str:
    """Draw a lying bar of up to `cells` cells, in eighths; what is not nothing is seen."""
    return blocks(ceil(share * cells * 8))


def blocks(eighths: int) -> str:
    """Draw a lying bar so many eighths of a cell long."""
    full, rest = divmod(eighths, 8)
    return "█" * full + (_LYING[rest] if rest else "")


def sparkline(values: Sequence[float]) -> str:
    """Draw values one after the other, from the least to the greatest of them; level ones alike."""
    return "".join(_spark(values))


def _spark(values: Sequence[float]) -> Iterator[str]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    for value in values:
        share = (value - low) / (high - low) if high > low else 0.5
        yield _EIGHTHS[1 + min(7, int(share * 8))]
