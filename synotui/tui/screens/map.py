"""A map of terms in the plane: looked at from anywhere, each point one key away from its head."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from synotui.model import MapPoint, SetOf
from synotui.text import visible
from synotui.tui.mapping import Asked
from synotui.tui.screens.map_panes import METHODS, MapPanes
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.map_view import ZOOM, MapView

if TYPE_CHECKING:
    from synotui.tui.app import SynotuiApp


class MapScreen(MapPanes):
    """What one does on a map: look around, select, go there, ask for another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop_or_leave", "Stop, or back to the review", show=False),
        Binding("q,V,ｑ,Ｖ", "leave", "Back to the review", show=False),
        Binding("h,left,ｈ", "towards(-1,0)", "Select to the left", show=False),
        Binding("l,right,ｌ", "towards(1,0)", "Select to the right", show=False),
        Binding("k,up,ｋ", "towards(0,-1)", "Select above", show=False),
        Binding("j,down,ｊ", "towards(0,1)", "Select below", show=False),
        Binding("H,shift+left,Ｈ", "pan(-1,0)", "Look to the left", show=False),
        Binding("L,shift+right,Ｌ", "pan(1,0)", "Look to the right", show=False),
        Binding("K,shift+up,pageup,Ｋ", "pan(0,-1)", "Look up", show=False),
        Binding("J,shift+down,pagedown,Ｊ", "pan(0,1)", "Look down", show=False),
        Binding("tab,n,ｎ", "step(1)", "Next by cosine", show=False, priority=True),
        Binding("shift+tab,N,Ｎ", "step(-1)", "Previous by cosine", show=False, priority=True),
        Binding("home", "first", "The head", show=False),
        Binding("plus,equals_sign,＋,＝", "zoom(1)", "Zoom in", show=False),
        Binding("minus,－", "zoom(-1)", "Zoom out", show=False),
        Binding("0,０", "fit", "All in sight", show=False),
        Binding("f,ｆ", "fill", "Fill the terminal, or true distances", show=False),
        Binding("v,ｖ", "next_shown", "Arrows, now, base", show=False),
        Binding("1,１", "method(0)", "PCA", show=False),
        Binding("2,２", "method(1)", "t-SNE", show=False),
        Binding("3,３", "method(2)", "UMAP", show=False),
        Binding("greater_than_sign,full_stop,＞,。", "more(1)", "More neighbours", show=False),
        Binding("less_than_sign,comma,＜,，", "more(-1)", "Fewer neighbours", show=False),
        Binding("enter", "go", "To the head", show=False),
        Binding("m,space,ｍ,ideographic_space", "here", "Map of the selected", show=False),
        Binding("backspace", "back", "The map before", show=False),
        Binding("c,ｃ", "choose", "Choose terms", show=False),
        Binding("S,Ｓ", "set", "Map of its set", show=False),
        Binding("w,ｗ", "picture", "Write a picture", show=False),
    ]

    # Looking

    def action_towards(self, right: int, down: int) -> None:
        """Select the nearest point in a direction."""
        self.map.towards(right, down)

    def action_pan(self, right: int, down: int) -> None:
        """Look elsewhere."""
        self.map.pan(right, down)

    def action_step(self, by: int) -> None:
        """Select the next point by its cosine with the head, or the one before."""
        self.map.step(by)

    def action_first(self) -> None:
        """Select the head."""
        self.map.select(0)

    def action_zoom(self, by: int) -> None:
        """Zoom in or out; the selected point stays where it is."""
        self.map.zoom(ZOOM**by)

    def action_fit(self) -> None:
        """Bring all points in sight."""
        self.map.fit()

    def action_fill(self) -> None:
        """Stretch the map to fill the terminal, or give both axes the same scale."""
        self.map.fill()
        told = "The map fills the terminal" if self.map.fills else "Both axes have the same scale"
        self.say(f"{told}.")

    def action_next_shown(self) -> None:
        """Show both places of each point with arrows, or those of now, or of the base."""
        self.map.show_next()

    # Other maps

    def action_method(self, at: int) -> None:
        """Place the points by another method."""
        point = self.map.point
        self.draw(replace(self.wanted, method=METHODS[at]), point.text if point else "")

    def action_more(self, by: int) -> None:
        """Show more neighbours, or fewer."""
        count = self.wanted.more(by)
        if count == self.wanted.neighbours:
            self.say(f"A map has {count} neighbours at {'most' if by > 0 else 'least'}.")
            return
        point = self.map.point
        self.draw(replace(self.wanted, neighbours=count), point.text if point else "")

    def action_here(self) -> None:
        """Make the map of the selected term."""
        point = self._term_point()
        if point is not None and point.term is not None:
            self._go_on(replace(self.asked, about=point.term, neighbours=None), point.text)

    def action_set(self) -> None:
        """Make the map of the selected term's synonym set."""
        point = self._term_point()
        if point is not None and point.term is not None:
            self._go_on(replace(self.asked, about=SetOf(point.term), neighbours=None), point.text)

    def _go_on(self, asked: Asked, selected: str = "") -> None:
        """Make another map, from which one can come back to this one."""
        self._keep()
        self.draw(asked, selected)

    def _keep(self) -> None:
        point = self.map.point
        if self.drawn is not None:
            self.before.append((self.asked, point.text if point else ""))

    def action_back(self) -> None:
        """Show the map one came from."""
        if self.before:
            self.draw(*self.before.pop())

    def _term_point(self) -> MapPoint | None:
        """Give the selected point if it is a term; else say why nothing can be done with it."""
        point = self.map.point
        if point is not None and point.term is None:
            self.say(f"“{visible(point.text)}” is not in the dictionary: + in the review adds it.")
            return None
        return point

    def action_choose(self) -> None:
        """Ask for the terms and texts of a map."""
        from synotui.tui.map_asking import ask_terms

        def draw(texts: tuple[str, ...]) -> None:
            if self.is_attached:
                self._go_on(replace(self.asked, about=texts, neighbours=None))

        ask_terms(self.desk, self.asked.chosen, draw)

    def action_picture(self) -> None:
        """Ask where to write the map as a picture."""
        from synotui.tui.map_asking import ask_picture

        if self.drawn is not None:
            ask_picture(self.desk, self.drawn.found, self.say)

    # Leaving

    def action_go(self) -> None:
        """Leave for the review of the selected term."""
        point = self._term_point()
        if point is not None and point.term is not None:
            self.leave_for(point.term)

    def on_map_view_chosen(self, message: MapView.Chosen) -> None:
        """Go to a point that was clicked twice."""
        self.action_go()

    def action_stop_or_leave(self) -> None:
        """Stop making a map if there is another to look at, else leave."""
        if self.drawing and self.drawn is not None:
            self.stop()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Go back to the review; a map that is being made is stopped."""
        self.stop()
        self.dismiss()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does, or choose a method."""
        if message._sender is self.methods:
            self.action_method(message.at)
            return
        doing = (
            self.action_go,
            self.action_here,
            self.action_choose,
            self.action_set,
            self.action_next_shown,
            partial(self.action_zoom, 1),
            self.action_picture,
            self.action_leave,
            self.action_fit,
            self.action_fill,
            partial(self.action_step, 1),
            partial(self.action_more, 1),
            partial(self.action_more, -1),
        )
        doing[message.at]()


def open_map(app: "SynotuiApp", head: int) -> None:
    """Show the map of what is around a head."""
    app.push_screen(MapScreen(Asked(head)))
