"""A map printed as text, as wide and high as the terminal."""

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from synotui.cli.printing import Painted, Piece, line

if TYPE_CHECKING:
    from synotui.model import TermMap
    from synotui.plot.rows import Run

_ASPECT = 2.0
"""How much higher than wide a cell is."""
_MARGIN = (10.0, 1.0)
"""Cells left and right, and above and below, for the labels of points at the border."""
_FEWEST = (20, 5)
"""Cells of the smallest map."""
_COLOURS = {
    "strong": "bold",
    "call": "yellow",
    "good": "green",
    "bad": "red",
    "faint": "dim",
    "link": "dim",
}


def print_map(found: "TermMap") -> None:
    """Print a map between its title and what its marks mean."""
    from synotui.plot.rows import compose
    from synotui.plot.scene import MARKS, ORIGIN, ground, look
    from synotui.plot.view import fit
    from synotui.plot.words import KIND_NAMES, method_words, star_words, starred, unlabelled_words

    size = shutil.get_terminal_size()
    kinds = [kind for kind in KIND_NAMES if any(point.kind == kind for point in found.points)]
    legend: list[Piece] = []
    for kind in kinds:
        mark, ink, *_ = MARKS[kind]
        colour = _COLOURS.get(ink)
        legend += ["   "] if legend else []
        legend += [Painted(mark, colour) if colour else mark, f" {KIND_NAMES[kind]}"]
    if any(point.moved for point in found.points):
        legend.append(f"   {ORIGIN}→ base → now")
    if stars := star_words(found):
        legend.append(f"   {stars}")
    # Title, legend, method, note, and the line in which the shell asks for the next command.
    cells, rows = max(_FEWEST[0], size.columns), max(_FEWEST[1], size.lines - 5)
    places = [place for point in found.points for place in (point.now, point.base)]
    view = fit(places, cells, rows, aspect=_ASPECT, margin=_MARGIN)
    labelled = replace(found, points=tuple(map(starred, found.points)))
    scene = look(ground(labelled), view, "both")
    line(Painted(found.about, "bold"))
    for runs in compose(scene).runs:
        line(*_pieces(runs, found))
    line(*legend)
    line(method_words(found))
    unlabelled = len(found.points) - len(scene.labels)
    notes = ". ".join(filter(None, (found.note, unlabelled_words(unlabelled))))
    if notes:
        line(notes)


def _pieces(runs: "list[Run]", found: "TermMap") -> list[Piece]:
    """Give a row as pieces, with blanks between what stands in it."""
    pieces: list[Piece] = []
    at = 0
    for run in sorted(runs):
        pieces.append(" " * (run.x - at))
        colour = _colour(run, found)
        pieces.append(Painted(run.text, colour) if colour else run.text)
        at = run.x + run.cells
    return pieces


def _colour(run: "Run", found: "TermMap") -> str | None:
    """Give the colour of a mark or a link; of labels only those asked about stand out."""
    if run.point is None:
        return _COLOURS.get(run.ink) if run.ink == "link" else None
    if run.ink == "strong" and found.points[run.point].kind not in ("head", "chosen"):
        return None
    return _COLOURS.get(run.ink)
