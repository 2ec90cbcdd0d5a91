"""Another space beside the current one: the nearest of a head in both, or fused into one list."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from synotui.errors import SynotuiError
from synotui.text import fit, visible, width
from synotui.tui.background import run_beside
from synotui.tui.screens.lists import ListsScreen
from synotui.tui.widgets.candidate_line import INKS, SIGNS
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.set_lines import SetLine, SetLines

if TYPE_CHECKING:
    from collections.abc import Callable

    from synotui.model import Change, SpaceInfo, Term
    from synotui.ops.comparing.side_by_side import Compared, SideBySide
    from synotui.ops.workbench import Workbench
    from synotui.store import Store
    from synotui.tui.app import SynotuiApp
    from synotui.tui.widgets.lines import Piece

_LISTED = 50
_KEYS = [("enter", "to the candidate"), ("esc", "back")]
_CELLS = 13
"""Of a place in a space: `#12345  0.83`."""


class BesideScreen(ListsScreen):
    """The candidates of one head with their rank and cosine in two spaces."""

    CSS_PATH = "beside.tcss"
    AUTO_FOCUS = "#beside"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "leave", "Back to the review", show=False),
        Binding("space", "page(1)", "Page down", show=False),
        Binding("o,tab,ｏ", "order", "Another order", show=False, priority=True),
        Binding("enter", "go", "To the candidate in the review", show=False),
    ]

    def __init__(self, head: "Term", spaces: "tuple[SpaceInfo, SpaceInfo]") -> None:
        super().__init__()
        self.head = head
        self.spaces = spaces
        self.found: SideBySide | None = None
        self.order = 0
        """0 for all spaces fused, else the list of that space."""
        self.list = SetLines(id="beside")
        self.frame = Frame(self.list, id="beside-frame")

    @property
    def items(self) -> "tuple[Compared, ...]":
        """The candidates in the order that is shown."""
        if self.found is None:
            return ()
        return self.found.nearest[self.order - 1] if self.order else self.found.fused

    def compose(self) -> ComposeResult:
        """The list, what is to be known of it, its orders and keys."""
        names = [fit(visible(info.name), min(16, width(info.name))) for info in self.spaces]
        yield self.frame
        yield Static("", id="beside-note", markup=False)
        orders = [("1", "both, fused"), ("2", names[0]), ("3", names[1])]
        yield ChoiceLine([*orders, *_KEYS], id="beside-keys")

    def on_mount(self) -> None:
        """Read both spaces, and again whenever a verdict changes."""
        self._title()
        self.desk.changed.subscribe(self, self._follow)
        self._say("Reading vectors…")
        run_beside(self, self._read, "beside", exclusive=True)

    def _follow(self, change: "Change") -> None:
        if change.pairs:
            run_beside(self, self._read, "beside", exclusive=True)

    async def _read(self) -> None:
        try:
            beside = await self.desk.dictionary.run(lambda bench: bench.store.beside)
            found = await asyncio.to_thread(_nearest, beside, self.spaces, self.head)
        except SynotuiError as error:
            self._say(f"{visible(error.message)}. {visible(error.remedy)}")
            return
        self.found = found
        lacking = ", ".join(visible(name) for name in found.without)
        head = visible(self.head.text)
        self._say(f"{head} has no vector in {lacking}: it says nothing here." if lacking else "")
        self._show(self.list.cursor)

    def _say(self, told: str) -> None:
        self.query_one("#beside-note", Static).update(Content(told))

    def _title(self) -> None:
        names = "  ".join(_in_cells(visible(info.name)) for info in self.spaces)
        self.frame.top.show(visible(self.head.text), names)

    def _show(self, cursor: int = 0) -> None:
        self.query_one(ChoiceLine).choose(self.order)
        self.list.show(list(enumerate(self.items, 1)), self._line, cursor)

    def _line(self, item: "tuple[int, Compared]") -> SetLine:
        at, each = item
        verdict = each.pair.verdict if each.pair else None
        mark = SIGNS[verdict] if verdict else " "
        left: list[Piece] = [
            (f"{at:>3} ", "faint"),
            (mark + " ", INKS[verdict] if verdict else "plain"),
            (visible(each.term.text), "strong"),
        ]
        right: list[Piece] = []
        for nth, place in enumerate(each.places):
            told = f"#{place.rank}  {place.cosine:.2f}" if place else "no vector"
            ink = "faint" if place is None or (self.order and nth != self.order - 1) else "plain"
            right.append((_in_cells(told) + " " * (2 if nth == 0 else 1), ink))
        return SetLine(tuple(left), tuple(right))

    # Keys

    def action_order(self, to: int | None = None) -> None:
        """Order by both spaces fused, by the one, by the other."""
        self.order = (self.order + 1) % (len(self.spaces) + 1) if to is None else to
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Take the number of an order."""
        if event.character in ("1", "2", "3"):
            event.stop()
            self.action_order(int(event.character) - 1)

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what was clicked."""
        orders = len(self.spaces) + 1
        if message.at < orders:
            self.action_order(message.at)
        else:
            (self.action_go, self.action_leave)[message.at - orders]()

    def on_cursor_list_chosen(self) -> None:
        """Go to what was clicked twice."""
        self.action_go()

    def action_go(self) -> None:
        """Leave for the candidate under the cursor, in the review of the head."""
        at = self.list.cursor
        if at < len(self.items):
            self.leave_for(self.head.id, self.items[at].term.id)


def open_beside(app: "SynotuiApp", name: str) -> None:
    """Show what the space called `name` says of the head under review, beside the current one."""
    visit = app.review.visit
    if visit is None:
        app.review.say("The dictionary is still being opened.")
        return
    head = visit.head

    def show(spaces: "tuple[SpaceInfo, SpaceInfo] | None") -> None:
        if spaces is not None:
            app.push_screen(BesideScreen(head, spaces))

    app.ask(partial(_both, name=name), show)


def _both(bench: "Workbench", name: str) -> "tuple[SpaceInfo, SpaceInfo] | None":
    from synotui.ops.comparing.side_by_side import chosen_spaces

    with bench.store.reading():
        current = bench.store.vectors.current()
    if current is None:
        return None
    one, other = chosen_spaces(bench.store, [current.name, name])
    return one, other


def _nearest(
    beside: "Callable[[], Store]", spaces: "tuple[SpaceInfo, ...]", head: "Term"
) -> "SideBySide":
    from synotui.ops.comparing.side_by_side import SpacesBeside

    with beside() as store:
        return SpacesBeside(store, spaces).nearest(head, _LISTED, show_rejected=True)


def _in_cells(text: str) -> str:
    """Put a text at the right of a column."""
    cut = fit(text, _CELLS).rstrip() if width(text) > _CELLS else text
    return " " * (_CELLS - width(cut)) + cut
