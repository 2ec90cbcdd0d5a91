"""A map drawn in the terminal: it is panned and zoomed, and one of its points is selected."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np
from textual import events
from textual.app import RenderResult
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from synotui.model import MapPoint, TermMap
from synotui.plot.rows import Rows, compose
from synotui.plot.scene import SHOWN, Ground, Scene, Shown, dots_of, ground, look
from synotui.plot.strokes import ACROSS, DOWN
from synotui.plot.view import View, fit
from synotui.text import visible
from synotui.tui.widgets.lines import INKS, Pens, Piece, strip
from synotui.tui.widgets.map_rows import strip_of

ZOOM = 1.25
"""How much larger one step makes a map."""
_ZOOMS = (1 / 4, 1 << 16)
"""How far a map may be zoomed out and in, against all of it in sight."""
_ASPECT = 2.0
"""How much higher than wide a cell is."""
_STRETCH = 2.0
"""How much wider than high a map that fills the terminal may be drawn."""
_MARGIN = (2.0, 1.0)
"""Cells that stay free at the sides, and above and below, where all is in sight."""
_EDGE = (4.0, 2.0)
"""Cells between the edge and a point that was brought in sight."""

_NEAR = 4
"""How far beside a mark a click may be, in cells; a row counts as two."""
_ASIDE = 2.0
"""How much more a place counts as far that is aside of the way one goes."""


class MapView(Widget, can_focus=True):
    """The points of a map with their labels; keys and the wheel go through its screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *INKS,
        "ink--link",
        "ground--cursor",
        "ground--cursor-away",
    }

    class Selected(Message):
        """Another point was selected."""

    class Chosen(Message):
        """The selected point was clicked."""

    class Looked(Message):
        """Another part of the map is in sight, or the same part otherwise."""

        def can_replace(self, message: Message) -> bool:
            """Only the last of a flood counts."""
            return isinstance(message, MapView.Looked)

    def __init__(self) -> None:
        super().__init__(id="map")
        self._pens = Pens(self)
        self._ground: Ground | None = None
        self._view: View | None = None
        """None for all in sight."""
        self._scene: Scene | None = None
        self._rows: Rows | None = None
        self._told: list[Piece] = []
        self._order: Sequence[int] = ()
        self._fills: bool | None = None
        """Whether the map is stretched to fill the terminal; None for where nothing is lost."""
        self.shown: Shown = "both"
        self.selected: int | None = None

    # What is shown

    def show(
        self, found: TermMap, selected: int, order: Sequence[int], *, keep_view: bool = False
    ) -> None:
        """Show a map with one of its points selected; with `keep_view` from where one looks.

        `order` is the one in which points are stepped through.
        """
        self._ground = ground(found)
        self._order = order
        self.selected = selected if found.points else None
        self._told = []
        if not keep_view:
            self._view = None
        self._look_anew()

    def tell(self, strong: str, faint: str = "") -> None:
        """Say why there is no map."""
        self._ground = self._scene = self._rows = self.selected = None
        self._told = [(visible(strong), "strong"), (visible(faint), "faint")]
        self._look_anew()

    @property
    def points(self) -> Sequence[MapPoint]:
        """What is on the map."""
        return self._ground.points if self._ground is not None else ()

    @property
    def point(self) -> MapPoint | None:
        """The selected point."""
        return self.points[self.selected] if self.selected is not None else None

    @property
    def view(self) -> View:
        """Where one looks."""
        if self._view is None:
            return self._whole()
        return replace(self._view, width=self.size.width, height=self.size.height)

    def _whole(self) -> View:
        """Give the view of all points, stretched across if it is to fill the terminal."""
        found = self._ground
        places = [] if found is None else [*found.now.tolist(), *found.base.tolist()]
        aspect = _ASPECT
        if found is not None and self.fills:
            low, high = np.min(places, axis=0), np.max(places, axis=0)
            across, up = np.maximum(high - low, 1e-9) / np.maximum(1, self.size)
            aspect = float(np.clip(up / across, _ASPECT, _ASPECT * _STRETCH))
        cells, rows = (max(1, each) for each in self.size)
        return fit(places, cells, rows, aspect=aspect, margin=_MARGIN)

    @property
    def scene(self) -> Scene | None:
        """What is in sight."""
        if self._scene is None and self._ground is not None:
            self._scene = look(self._ground, self.view, self.shown)
        return self._scene

    @property
    def unlabelled(self) -> int:
        """How many points in sight have no label, for there is no room."""
        scene = self.scene
        if scene is None:
            return 0
        seen = sum(scene.in_sight(at) for at in range(len(self.points)))
        return seen - len(scene.labels)

    @property
    def rows(self) -> Rows | None:
        """What stands in each row."""
        if self._rows is None and (scene := self.scene) is not None:
            self._rows = compose(scene, self.selected)
        return self._rows

    def _look_anew(self) -> None:
        self._scene = self._rows = None
        self.refresh()
        self.post_message(self.Looked())

    def notify_style_update(self) -> None:
        """Draw in other colours."""
        self._pens.clear()
        super().notify_style_update()

    def on_resize(self, event: events.Resize) -> None:
        """Keep what is in the middle there; all of the map, if all was in sight."""
        self._look_anew()

    def on_focus(self) -> None:
        """Draw the cursor's ground as one's own."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the cursor's ground as another's."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines as they are: the widget has neither border nor padding."""
        lines = [self.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]
        filters, back = self.get_line_filters(), self.background_colors[1]
        for each in filters:
            lines = [line.apply_filter(each, back) for line in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        cells, rows = self.size.width, self.rows
        if rows is None:
            told = self._told[y - 1 : y] if y else []
            return strip(self._pens, [("  ", "plain"), *told], cells)
        if y >= len(rows.runs):
            return strip(self._pens, [], cells)
        cursor = "ground--cursor" if self.has_focus else "ground--cursor-away"
        return strip_of(rows.runs[y], self._pens, cells, cursor)

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""

    # Looking

    @property
    def fills(self) -> bool:
        """Whether the map is stretched; one whose distances mean nothing is, unless told."""
        if self._fills is None:
            return self._ground is not None and not self._ground.true
        return self._fills

    def fill(self) -> None:
        """Stretch the map to fill the terminal, or give both axes the same scale again."""
        self._fills = not self.fills
        self.fit()

    def show_next(self) -> Shown:
        """Show arrows, then where points are now, then where they were; say which."""
        self.shown = SHOWN[(SHOWN.index(self.shown) + 1) % len(SHOWN)]
        self._look_anew()
        return self.shown

    def zoom(self, by: float, at: tuple[int, int] | None = None) -> None:
        """Zoom; what is in the cell `at`, else the selected point, else the middle, stays."""
        scene, view = self.scene, self.view
        if scene is None:
            return
        least, most = (self._whole().scale * zoom for zoom in _ZOOMS)
        by = min(max(view.scale * by, least), most) / view.scale
        about = None
        if at is not None:
            about = view.place(at[0] + 0.5, at[1] + 0.5)
        elif self.selected is not None and scene.in_sight(self.selected):
            x, y = scene.ground.places(self.shown)[self.selected].tolist()
            about = (x, y)
        self._view = view.zoomed(by, about)
        self._look_anew()

    def pan(self, right: int, down: int) -> None:
        """Look a quarter of the terminal further."""
        if self._ground is not None:
            self._view = self.view.moved(right * self.size.width / 4, down * self.size.height / 4)
            self._look_anew()

    def fit(self) -> None:
        """Bring all of the map in sight."""
        self._view = None
        self._look_anew()

    # Selecting

    def select(self, at: int) -> None:
        """Select a point, and bring it in sight."""
        if not 0 <= at < len(self.points):
            return
        self.selected = at
        self._rows = None
        self._bring_in_sight(at)
        self.refresh()
        self.post_message(self.Selected())

    def _bring_in_sight(self, at: int) -> None:
        scene = self.scene
        if scene is None or scene.in_sight(at) or not self.size:
            return
        place = scene.ground.places(self.shown)[at : at + 1]
        [cell] = dots_of(self.view, place) / (ACROSS, DOWN)
        room = np.array(self.size, np.float64)
        edge = np.minimum(_EDGE, room / 2)
        right, down = (cell - np.clip(cell, edge, room - edge)).tolist()
        self._view = self.view.moved(right, down)
        self._look_anew()

    def step(self, by: int) -> None:
        """Select the next point in the order given, or the one before."""
        if self._order and self.points:
            at = self._order.index(self.selected) + by if self.selected is not None else 0
            self.select(self._order[at % len(self._order)])

    def towards(self, right: int, down: int) -> None:
        """Select the point that is nearest in a direction, if there is one."""
        scene, at = self.scene, self.selected
        if scene is None or at is None:
            self.step(1)
            return
        dots = dots_of(self.view, scene.ground.places(self.shown))
        across, along = (dots - dots[at]).T
        on, aside = (across * right, along) if right else (along * down, across)
        ahead = np.flatnonzero((on > 0.5) & (np.abs(aside) <= 2 * on))
        if len(ahead):
            far = on[ahead] + _ASIDE * np.abs(aside[ahead])
            self.select(int(ahead[np.argmin(far)]))

    def point_at(self, x: int, y: int) -> int | None:
        """Give the point whose mark or label is in a cell, else the nearest close by."""
        scene, rows = self.scene, self.rows
        if scene is None or rows is None or not 0 <= y < len(rows.runs):
            return None
        for run in rows.runs[y]:
            if run.point is not None and run.x <= x < run.x + run.cells:
                return run.point
        away = {
            at: abs(int(scene.at[at, 0]) - x) + 2 * abs(int(scene.at[at, 1]) - y)
            for at in scene.leading
        }
        near = min(away, key=away.__getitem__, default=None)
        return near if near is not None and away[near] <= _NEAR else None

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Select the point that was clicked; selected already, choose it."""
        event.stop()
        at = self.point_at(event.x, event.y)
        if at is None:
            return
        if at == self.selected:
            self.post_message(self.Chosen())
        else:
            self.select(at)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in where the mouse is."""
        event.stop()
        self.zoom(ZOOM, (event.x, event.y))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out where the mouse is."""
        event.stop()
        self.zoom(1 / ZOOM, (event.x, event.y))
