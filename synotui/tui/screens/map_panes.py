"""The panes of a map, and how one is made: what is asked for last is shown, older answers never."""

from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.model import METHOD_NAMES, Change, MapMethod
from synotui.text import visible, width
from synotui.tui.background import run_beside
from synotui.tui.mapping import Asked, Drawn, State, make_map, state_of
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.desk import DeskScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.map_view import MapView
from synotui.tui.widgets.map_words import WordLine, figures, signs, told_of

METHODS: tuple[MapMethod, ...] = ("pca", "tsne", "umap")
"""In the order of their keys."""
_LOOKS = 2.0
"""Seconds between two looks whether anything was decided, here or in another program."""
_KEYS = (
    ("enter", "head"),
    ("m", "here"),
    ("c", "terms"),
    ("S", "set"),
    ("v", "view"),
    ("+-", "zoom"),
    ("w", "save"),
    ("esc", "back"),
)
_WIDE_KEYS = (
    ("enter", "to the head"),
    ("m", "map here"),
    ("c", "choose terms"),
    ("S", "its set"),
    ("v", "arrows"),
    ("+-", "zoom"),
    ("w", "save picture"),
    ("esc", "back"),
    ("0", "all"),
    ("f", "fill"),
    ("n", "next"),
    (">", "more"),
    ("<", "fewer"),
)


class MapPanes(DeskScreen):
    """The map, the line that tells of the selected point, and what went wrong."""

    CSS_PATH = "map.tcss"
    AUTO_FOCUS = "#map"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (12, "-high")]  # noqa: RUF012

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.methods = ChoiceLine(
            [(str(at + 1), METHOD_NAMES[method]) for at, method in enumerate(METHODS)],
            id="map-methods",
        )
        self.signs = WordLine(id="map-signs")
        self.map = MapView()
        self.frame = Frame(self.map, id="map-frame")
        self.told = WordLine(id="map-point")
        self.note = Static("", id="map-note", markup=False)
        self.key_lines = (
            ChoiceLine(_KEYS, id="map-keys"),
            ChoiceLine(_WIDE_KEYS, id="map-keys-wide"),
        )
        self.asked = asked
        """What is shown, or is to be shown first."""
        self.drawn: Drawn | None = None
        self.before: list[tuple[Asked, str]] = []
        """The maps one came from, with the text of the point selected on each."""
        self._wanted = asked
        self._relay: Relay | None = None
        self._noted = ""

    def compose(self) -> ComposeResult:
        """Methods, the map, the selected point, what signs mean or a note, the keys."""
        yield self.methods
        yield self.frame
        yield self.told
        yield self.signs
        yield self.note
        yield from self.key_lines

    def on_mount(self) -> None:
        """Make the first map, and follow what is decided."""
        for line in self.key_lines:
            line.choose(-1)
        self.desk.changed.subscribe(self, self._take_change)
        self.set_interval(_LOOKS, self._look)
        self.draw(self.asked)

    def on_resize(self) -> None:
        """Tell what fits."""
        self.tell_point()

    # Making maps

    @property
    def drawing(self) -> bool:
        """Whether a map is being made."""
        return self._relay is not None

    @property
    def wanted(self) -> Asked:
        """What is being made, else what is shown: keys typed ahead go on from there."""
        return self._wanted if self.drawing else self.asked

    def draw(self, asked: Asked, selected: str = "", *, keep_view: bool = False) -> None:
        """Make a map and show it, with the point of that text selected if it is there."""
        self.stop()
        self._wanted = asked
        self._relay = relay = line_relay(self._tell_progress)
        self.methods.choose(METHODS.index(asked.method))
        work = partial(self._make, asked, relay, selected, keep_view)
        run_beside(self, work, "map", exclusive=True)

    async def _make(self, asked: Asked, relay: Relay, selected: str, keep_view: bool) -> None:
        try:
            drawn = await make_map(self.desk, asked, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            if self._relay is relay:
                self._done()
                self._refuse(error)
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
        if self._relay is relay:
            self._done()
            self.take(drawn, selected, keep_view=keep_view)

    def _done(self) -> None:
        self._relay = None

    def stop(self) -> None:
        """Stop making a map; the one that is shown stays."""
        if self._relay is not None:
            self._relay.stop()
            self._relay = None
            self.methods.choose(METHODS.index(self.asked.method))
            self._title()

    def _tell_progress(self, told: str) -> None:
        if told and self.drawing and self.is_attached:
            self.frame.top.show(self._about(), f"{told} · esc stops")

    def take(self, drawn: Drawn, selected: str = "", *, keep_view: bool = False) -> None:
        """Show a map that was made."""
        if not self.is_attached:
            return
        known = self.drawn is not None and self.drawn.found.note == drawn.found.note
        self.asked, self.drawn = drawn.asked, drawn
        if keep_view and self.map.point is not None:
            # Another may have been selected while it was made.
            selected = self.map.point.text
        texts = [point.text for point in drawn.found.points]
        at = texts.index(selected) if selected in texts else 0
        self.map.show(drawn.found, at, drawn.order(), keep_view=keep_view)
        self.methods.choose(METHODS.index(drawn.found.method))
        if not (keep_view and known):
            # What was said meanwhile is still to be read.
            self.say(drawn.found.note)
        self.tell_point()

    def _refuse(self, error: SynotuiError) -> None:
        self.methods.choose(METHODS.index(self.asked.method))
        if self.drawn is None:
            self.frame.top.show("Map")
            self.map.tell(error.message, error.remedy or "")
        else:
            self._title()
            self.say(str(error))

    def _take_change(self, change: Change) -> None:
        """Draw the map again: what was decided moves terms, and changes what they are."""
        self.draw_again()

    def _look(self) -> None:
        """Draw the map again if anything was decided, also by another program."""

        def compare(state: State) -> None:
            drawn = self.drawn
            known = drawn is not None and state is not None and not self.drawing
            if known and drawn is not None and drawn.state != state:
                self.draw_again()

        if self.drawn is not None and not self.drawing:
            self.read(state_of, compare)

    def draw_again(self) -> None:
        """Make the map that is shown anew; one stays where one looks."""
        point = self.map.point
        keep_view = self.wanted == self.asked
        self.draw(self.wanted, point.text if point else "", keep_view=keep_view)

    # What is told

    def _about(self) -> str:
        return visible(self.drawn.found.about) if self.drawn is not None else "Map"

    def _title(self) -> None:
        if self.drawn is None:
            self.frame.top.show("Map")
            return
        found = self.drawn.found
        if not self.drawing:
            room = self.size.width - width(self._about()) - 12
            told = figures(found, self.map.shown, self.map.unlabelled, room)
            self.frame.top.show(self._about(), told)
        self._tell_signs()

    def tell_point(self) -> None:
        """Tell of the selected point."""
        drawn, at = self.drawn, self.map.selected
        if drawn is None or at is None:
            self.told.show([])
            return
        points = drawn.found.points
        cosines = drawn.base[at], drawn.now[at], drawn.kept[at]
        self.told.show(told_of(points[at], points[0], cosines, self.size.width))

    def say(self, told: str) -> None:
        """Say something in place of what signs mean, until another point is selected."""
        self._noted = told
        self._tell_signs()

    def _tell_signs(self) -> None:
        """Show the note, on lines of its own if it needs several, else what signs mean."""
        noted, cells = visible(self._noted), self.size.width
        long = width(noted) >= cells
        self.note.update(Content(noted if long else ""))
        self.note.set_class(long, "-told")
        self.signs.set_class(long, "-away")
        if noted:
            self.signs.show([(f" {noted}", "call")])
        else:
            self.signs.show(signs(self.map.points, self.map.shown, cells))

    def on_map_view_looked(self) -> None:
        """Say what is in sight."""
        self._title()

    def on_map_view_selected(self) -> None:
        """Tell of another point."""
        self.say("")
        self.tell_point()
