"""A term in two senses: its links on two sides, each to be named, and what that splits."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from synotui.errors import SynotuiError
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.screens.lists import ListsScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.set_lines import SetLine, SetLines, pair_line

if TYPE_CHECKING:
    from synotui.model import Change, SetLink, SynonymSet, Term
    from synotui.ops.grouping.splitting import SetShape, Sides
    from synotui.ops.workbench import Workbench

    Item = tuple[int, SetLink | None]
    """A side, 0 or 1, and one of its links; None is the side's heading."""

_KEYS = (("enter", "name both"), ("space", "to the other side"), ("esc", "back"))
_SIDES = "AB"
_NAMED = 3
"""Terms of a side that a prompt names."""


class SensesScreen(ListsScreen):
    """The links of one term, put in two groups by what the term may mean in them."""

    CSS_PATH = "senses.tcss"
    AUTO_FOCUS = "#senses"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,b,ｑ,ｂ", "leave", "Back to the sets", show=False),
        Binding("space,x,ideographic_space,ｘ", "exchange", "To the other side", show=False),
        Binding("enter,m,ｍ", "name", "Name both senses", show=False),
    ]

    def __init__(self, found: "SynonymSet", sides: "Sides") -> None:
        super().__init__()
        self.sides = sides
        self._set = found
        self._shape: SetShape | None = None
        self._items: list[Item] = []
        self._named: list[str] = []
        self.list = SetLines(id="senses")
        self.frame = Frame(self.list, id="senses-frame")

    def compose(self) -> ComposeResult:
        """The two sides, what naming them splits, the keys."""
        yield self.frame
        yield Static("", id="senses-split", markup=False)
        yield ChoiceLine(_KEYS, id="senses-keys")

    def on_mount(self) -> None:
        """Show the sides."""
        self.query_one(ChoiceLine).choose(-1)
        self.frame.top.show(f"{visible(self.sides.term.shown)} in two senses", "cosine: base → now")
        self._show(0)

    def _show(self, cursor: int) -> None:
        groups = (self.sides.ones, self.sides.others)
        self._items = [(side, link) for side, links in enumerate(groups) for link in (None, *links)]
        self.list.show(self._items, self._line, cursor)
        run_beside(self, self._look_ahead, "split", exclusive=True)

    def _line(self, item: "Item") -> SetLine:
        side, link = item
        if link is None:
            count = len((self.sides.ones, self.sides.others)[side])
            told = f"{count:,} link{'' if count == 1 else 's'}"
            return SetLine(((f"{_SIDES[side]} ", "call"), (told, "faint")))
        line = pair_line(link)
        return SetLine((("   ", "plain"), *line.left), line.right)

    async def _look_ahead(self) -> None:
        """Say what naming the two sides would leave of the set."""
        from synotui.ops.grouping.splitting import SetShape, sides_words

        sides = self.sides
        if self._shape is None:
            self._shape = await asyncio.to_thread(SetShape, self._set)
        split = await asyncio.to_thread(self._shape.in_senses, sides)
        told = sides_words(sides, split)
        self.query_one("#senses-split", Static).update(Content(visible(told)))

    # Keys

    def on_cursor_list_chosen(self) -> None:
        """Put a link that was clicked twice on the other side."""
        self.action_exchange()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        (self.action_name, self.action_exchange, self.action_leave)[message.at]()

    def action_exchange(self) -> None:
        """Put the link under the cursor on the other side; the cursor stays where it is."""
        at = self.list.cursor
        _, link = self._items[at]
        if link is not None:
            self.sides = self.sides.exchanged(link)
            self._show(at)

    # Naming

    def action_name(self) -> None:
        """Ask for the name of either side, and take both as one step."""
        self._named = []
        self._ask(0)

    def _ask(self, side: int) -> None:
        from synotui.tui.screens.prompt import Prompt

        links = (self.sides.ones, self.sides.others)[side]
        term = self.sides.term
        ends = [self.sides.other_end(link).shown for link in links]
        named = ", ".join(ends[:_NAMED]) + (" …" if len(ends) > _NAMED else "")
        title = f"Sense {_SIDES[side]} of {term.term.text}, with {named}"
        hint = f"{side + 1} of 2 · empty: no name of its own · esc leaves"
        value = term.sense if side == 0 else ""
        prompt = Prompt(title, hint, partial(self._take, side), value=value)
        self.desk.push_screen(prompt, lambda _: self._go_on(side))

    async def _take(self, side: int, text: str, _: "Term | None") -> str:
        from synotui.ops.adjusting.senses import clean_sense

        try:
            name = clean_sense(text)
        except SynotuiError as error:
            return str(error)
        if side and name == self._named[0]:
            return "Both sides would be named alike: nothing would split."
        self._named.append(name)
        return ""

    def _go_on(self, side: int) -> None:
        """Ask for the other side's name, or take both; one that was left is asked no further."""
        if len(self._named) <= side:
            return
        if side == 0:
            self._ask(1)
            return
        term, named = self.sides.term.term.id, self.sides.named(*self._named)

        def op(bench: "Workbench") -> "Change":
            from synotui.ops.adjusting.senses import name_senses

            return name_senses(bench, term, named)

        self.desk.perform(op, lambda _: None)
        self.dismiss()
