"""A map printed as text, as wide and high as the terminal."""

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from synotui.cli.printing import Painted, Piece, line

if TYPE_CHECKING:
    from synotui.model import TermMap
    from synotui.tui.widgets.map_scene import Scene

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
    "line": "dim",
}


class _Run(NamedTuple):
    x: int
    text: str
    cells: int
    ink: str


def print_map(found: "TermMap") -> None:
    """Print a map between its title and what its marks mean."""
    from synotui.plot.view import fit
    from synotui.plot.words import KIND_NAMES, method_words, star_words, starred, unlabelled_words
    from synotui.tui.widgets.map_scene import MARKS, ORIGIN, ground, look

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
    for row in _rows(scene, found):
        line(*row)
    line(*legend)
    line(method_words(found))
    unlabelled = len(found.points) - len(scene.labels)
    notes = ". ".join(filter(None, (found.note, unlabelled_words(unlabelled))))
    if notes:
        line(notes)


def _rows(scene: "Scene", found: "TermMap") -> list[list[Piece]]:
    """Put marks, labels, the ends of arrows, then their lines and those of links into rows."""
    from synotui.tui.widgets.map_scene import MARKS
    from synotui.tui.widgets.strokes import braille

    rows: list[list[_Run]] = [[] for _ in range(scene.rows)]
    taken = [bytearray(scene.cells) for _ in range(scene.rows)]

    def put(y: int, run: _Run) -> None:
        if not any(taken[y][run.x : run.x + run.cells]):
            rows[y].append(run)
            taken[y][run.x : run.x + run.cells] = b"\x01" * run.cells

    for point in scene.leading:
        mark, ink, *_ = MARKS[found.points[point].kind]
        x, y = scene.at[point].tolist()
        put(y, _Run(x, mark, 1, ink))
    for point, (x, y) in scene.labels.items():
        text, cells = scene.ground.names.label(point)
        kind = found.points[point].kind
        ink = "strong" if kind in ("head", "chosen") else "plain"
        put(y, _Run(x, text, cells, ink))
    for sign in scene.signs:
        put(sign.y, _Run(sign.x, sign.text, 1, "plain"))
    for bits, ink in ((scene.arrows, "plain"), (scene.links, "line")):
        for y, x in zip(*(each.tolist() for each in bits.nonzero()), strict=True):
            put(y, _Run(x, braille(int(bits[y, x])), 1, ink))
    return [_pieces(row) for row in rows]


def _pieces(runs: list[_Run]) -> list[Piece]:
    """Give a row as pieces, with blanks between what stands in it."""
    found: list[Piece] = []
    at = 0
    for run in sorted(runs):
        found.append(" " * (run.x - at))
        colour = _COLOURS.get(run.ink)
        found.append(Painted(run.text, colour) if colour else run.text)
        at = run.x + run.cells
    return found
