"""The rows of a map: what stands in which cells, nothing over anything else."""

from typing import NamedTuple

from synotui.plot.scene import MARKS, Scene
from synotui.plot.strokes import braille


class Run(NamedTuple):
    """What stands in some cells of a row."""

    x: int
    text: str
    cells: int
    ink: str
    point: int | None = None
    """Which point a click there is on."""
    chosen: bool = False
    """Whether it is of the selected point, on the cursor's ground."""


class Rows:
    """Cells that are taken once: what comes first stays."""

    def __init__(self, cells: int, rows: int) -> None:
        self.cells = cells
        self.runs: list[list[Run]] = [[] for _ in range(rows)]
        self._taken = [bytearray(cells) for _ in range(rows)]

    def free(self, x: int, y: int, cells: int) -> bool:
        """Say whether cells are in sight and free."""
        inside = 0 <= y < len(self.runs) and x >= 0 and x + cells <= self.cells
        return inside and not any(self._taken[y][x : x + cells])

    def put(self, y: int, run: Run) -> bool:
        """Put something down if all its cells are free; say whether they were."""
        if run.cells <= 0 or not self.free(run.x, y, run.cells):
            return False
        self.runs[y].append(run)
        self._taken[y][run.x : run.x + run.cells] = b"\x01" * run.cells
        return True

    def rest(self, y: int) -> list[int]:
        """Give the columns of a row that are free still."""
        return [x for x, taken in enumerate(self._taken[y]) if not taken]


def compose(scene: Scene, selected: int | None = None) -> Rows:
    """Put down what is in sight: the selected point, marks, labels, then arrows and links."""
    rows = Rows(scene.cells, scene.rows)
    points = scene.ground.points
    if selected is not None and scene.in_sight(selected):
        _put_selected(rows, scene, selected)
    for point in scene.leading:
        mark, ink = MARKS[points[point].kind]
        x, y = scene.at[point].tolist()
        rows.put(y, Run(x, mark, 1, ink, point))
    for point, (x, y) in scene.labels.items():
        if point != selected:
            text, cells = scene.ground.names.label(point)
            ink = "plain" if points[point].kind == "neighbour" else "strong"
            rows.put(y, Run(x, text, cells, ink, point))
    for sign in scene.signs:
        rows.put(sign.y, Run(sign.x, sign.text, 1, sign.ink))
    for y in range(scene.rows):
        _put_strokes(rows, scene, y)
    return rows


def _put_selected(rows: Rows, scene: Scene, selected: int) -> None:
    """Put down the selected point with all of its label, beside the head's mark."""
    mark, ink = MARKS[scene.ground.points[selected].kind]
    x, y = scene.at[selected].tolist()
    rows.put(y, Run(x, mark, 1, ink, selected, True))
    for point in scene.leading[:1]:
        # The head's mark, or what matters most, is never covered.
        head_mark, head_ink = MARKS[scene.ground.points[point].kind]
        head_x, head_y = scene.at[point].tolist()
        rows.put(head_y, Run(head_x, head_mark, 1, head_ink, point))
    if not rows.put(y, Run(x - 1, "▸", 1, "call", selected, True)):
        rows.put(y, Run(x + 1, "◂", 1, "call", selected, True))
    text, cells = scene.ground.names.label(selected, max(1, scene.cells - 2))
    middle = max(0, min(scene.cells - cells, x - cells // 2))
    ways = [
        (x + 1, y), (x + 2, y), (x - 1 - cells, y),
        (middle, y - 1), (middle, y + 1),
        (scene.cells - cells, y - 1), (scene.cells - cells, y + 1), (0, y - 1), (0, y + 1),
    ]  # fmt: skip
    if selected in scene.labels and cells == scene.ground.names.label(selected)[1]:
        ways.insert(0, scene.labels[selected])
    for label_x, label_y in ways:
        if rows.put(label_y, Run(label_x, text, cells, "strong", selected, True)):
            return


def _put_strokes(rows: Rows, scene: Scene, y: int) -> None:
    arrows, links = scene.arrows[y].tolist(), scene.links[y].tolist()
    if not any(arrows) and not any(links):
        return
    for x in rows.rest(y):
        if arrows[x]:
            rows.put(y, Run(x, braille(arrows[x]), 1, "bar"))
        elif links[x]:
            rows.put(y, Run(x, braille(links[x]), 1, "link"))
