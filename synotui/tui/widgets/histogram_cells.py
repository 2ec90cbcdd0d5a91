"""Lines of bars, one cell a character, as pieces: the mark in its ink, labels, cuts at cells."""

from synotui.plot.bars import MARK
from synotui.tui.widgets.lines import Piece


def in_ink(drawn: str, ink: str) -> list[Piece]:
    """Draw the mark so that it is seen, all else in one ink."""
    before, mark, after = drawn.partition(MARK)
    return [(before, ink), (mark, "call"), (after, ink)]


def with_mark(labels: str, at: int, told: str) -> str:
    """Write where the mark is over the labels, which give way."""
    start = max(0, at)
    line = labels.ljust(start + len(told) + 1)
    left = line[:start]
    # A label of which a part would be left is left out whole.
    if left and not left.endswith(" ") and not line[start : start + 1].isspace():
        left = left[: left.rstrip().rfind(" ") + 1].ljust(start)
    rest = line[start + len(told) :]
    if rest and not rest[0].isspace():
        end = rest.find(" ")
        rest = " " * len(rest) if end < 0 else " " * end + rest[end:]
    return left + told + rest


def cut(pieces: list[Piece], start: int, end: int) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Part pieces, one cell a character, at two cells."""
    parts: tuple[list[Piece], list[Piece], list[Piece]] = ([], [], [])
    at = 0
    for text, ink in pieces:
        for part, (low, high) in zip(
            parts, ((0, start), (start, end), (end, 1 << 30)), strict=True
        ):
            inside = text[max(0, low - at) : max(0, high - at)]
            if inside:
                part.append((inside, ink))
        at += len(text)
    return parts
