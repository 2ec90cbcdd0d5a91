"""The lines around a map: which signs are on it, and what is known of the selected point."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import RenderResult
from textual.strip import Strip
from textual.widget import Widget

from synotui.model import MapKind, MapPoint, TermMap
from synotui.plot.scene import MARKS, ORIGIN, Shown
from synotui.plot.words import KIND_NAMES, method_words, unlabelled_words
from synotui.text import fit, visible, width
from synotui.tui.widgets.lines import INKS, Pens, Piece, strip

_HOW = {
    "encoded": "not in the dictionary: encoded on the spot",
    "words": "put together from its words",
    "subwords": "put together from its parts",
}
_SHOWN: dict[Shown, str] = {"both": "base → now", "now": "now", "base": "base"}
_NAMED = 24
"""Cells of the name of what a point is compared with."""
_CHANGED = 0.005
"""What a cosine must change to be told as having risen or fallen."""


class WordLine(Widget):
    """One line of pieces; the last of them give way."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ink--key"}

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._pieces: Sequence[Piece] = ()

    def show(self, pieces: Sequence[Piece]) -> None:
        """Show other pieces."""
        if pieces != self._pieces:
            self._pieces = pieces
            self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(text for text, _ in self._pieces)

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        return strip(Pens(self), self._pieces, self.size.width)

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""


def signs(points: Iterable[MapPoint], shown: Shown, cells: int) -> list[Piece]:
    """Say what the marks mean that are on a map, as many as have room in `cells`."""
    points = [*points]
    kinds = {point.kind for point in points}
    pieces: list[Piece] = []
    if shown == "both" and any(point.moved for point in points):
        pieces = [(f"  {ORIGIN}→", "bar"), (" moved", "plain")]
    room = cells - _cells(pieces)
    for kind, (mark, ink) in MARKS.items():
        each: list[Piece] = [(f"  {mark}", ink), (f" {_name(kind)}", "plain")]
        if kind in kinds and (room := room - _cells(each)) >= 0:
            pieces += each
    return pieces


def _name(kind: MapKind) -> str:
    return KIND_NAMES[kind].removeprefix("the ").removeprefix("a ")


def figures(found: TermMap, shown: Shown, unlabelled: int, cells: int) -> str:
    """Say which places are shown and how, and how many labels have no room."""
    count = len(found.points)
    told = [_SHOWN[shown], f"{count:,} points" if count != 1 else "1 point"]
    if unlabelled:
        told.append(unlabelled_words(unlabelled))
    full = " · ".join([*told, method_words(found)])
    if width(full) <= cells:
        return full
    if found.explained is not None:
        told[2:] = [f"shows {sum(found.explained):.0%}"]
    return " · ".join(told)


def told_of(
    point: MapPoint, first: MapPoint, cosines: tuple[float, float, float], cells: int
) -> list[Piece]:
    """Say what is known of a point: its cosines with the first, base and now, and how far it went.

    `cosines` are those two and the one with where it was. Names give way where
    there are few `cells`.
    """
    base, now, kept = cosines
    mark, ink = MARKS[point.kind]
    told: list[Piece] = [(f" · {KIND_NAMES[point.kind]}", "plain")]
    other: list[Piece] = []
    if point is not first:
        told += [(" · cosine ", "plain"), (f"{base:.2f} → {now:.2f}", "strong")]
        other = [(f" with {_cut(visible(first.text), _NAMED)}", "plain")]
        if abs(now - base) >= _CHANGED:
            sign, gain = ("▲", "good") if now > base else ("▼", "bad")
            told.append((f" {sign}{abs(now - base):.2f}", gain))
    rest: list[Piece] = [
        (f" · moved: {kept:.2f} with its base" if point.moved else " · not moved", "plain")
    ]
    if point.how in _HOW:
        rest = [(f" · {_HOW[point.how]}", "plain")]
    text = visible(point.text)
    room = cells - 3 - _cells(told) - _cells(rest)
    if width(text) + _cells(other) <= room:
        told += other
    return [(f" {mark} ", ink), (_cut(text, max(8, room)), "strong"), *told, *rest]


def _cells(pieces: Iterable[Piece]) -> int:
    return sum(width(text) for text, _ in pieces)


def _cut(text: str, cells: int) -> str:
    return fit(text, cells) if width(text) > cells else text
