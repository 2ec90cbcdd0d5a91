"""Two terms or texts measured against each other, or several in a matrix; each leads to a head."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from synotui.model import Comparison, Matrix, Term
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.comparing import Compared, compared
from synotui.tui.screens.compare_fields import CompareFields
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.compare_lines import (
    matrix_lines,
    pair_lines,
    problem_lines,
    shared_lines,
)
from synotui.tui.widgets.field import Field
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.report_list import ReportList

if TYPE_CHECKING:
    from synotui.model import Change

_KEYS = (
    ("enter", "to the head"),
    ("a", "first"),
    ("b", "second"),
    ("+", "more"),
    ("-", "fewer"),
    ("x", "swap"),
    ("esc", "back"),
)
_HINT = "a b type another term, or any text · + one more: a matrix of cosines"
_WIDE = 130
"""Cells from which shared neighbours have a pane of their own."""


class CompareScreen(CompareFields):
    """Two fields at the top, what is known of the two below; a matrix from three on."""

    CSS_PATH = "compare.tcss"
    AUTO_FOCUS = "#compare"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "out", "Leave the field, else back to the review", show=False),
        Binding("q,c,ｑ,ｃ", "leave", "Back to the review", show=False),
        Binding("tab", "next(1)", "Next field", show=False, priority=True),
        Binding("shift+tab", "next(-1)", "Field before", show=False, priority=True),
        Binding("a,1,ａ,１", "type(0)", "Type the first", show=False),
        Binding("b,2,/,ｂ,２,、", "type(1)", "Type the second", show=False),
        Binding("x,ｘ", "exchange", "Exchange the two", show=False),
        Binding("+,＋,i,ｉ", "add", "Add one more", show=False),
        Binding("-,－,backspace", "remove", "Take the term under the cursor out", show=False),
        Binding("space", "page(1)", "Page down", show=False),
    ]

    def __init__(self, *texts: str) -> None:
        """Begin with what is to be compared, as far as that is known."""
        super().__init__(*texts)
        self.shared = ReportList(id="compare-shared")
        self.shared_frame = Frame(self.shared, id="compare-shared-frame")
        self.shown: Compared | None = None
        self._asked = 0

    def compose(self) -> ComposeResult:
        """The fields, what was found, the keys."""
        yield from self.compose_fields()
        with Horizontal(id="compare-panes"):
            yield self.frame
            yield self.shared_frame
        yield ChoiceLine(_KEYS, id="compare-keys")

    def on_mount(self) -> None:
        """Begin with what was given; ask for what was not."""
        self.query_one(ChoiceLine).choose(-1)
        self.desk.changed.subscribe(self, self._take_change)
        self.fill()
        self.compare()
        if not all(self.texts):
            self.action_type(self.texts.index(""))

    def on_resize(self) -> None:
        """Lay what is shown out anew."""
        self._part()
        self.call_after_refresh(self.show, keep_place=True)

    # What is shown

    def _part(self) -> None:
        """Give shared neighbours a pane of their own where there is room."""
        found = self.shown.found if self.shown else None
        wide = self.size.width >= _WIDE and isinstance(found, Comparison)
        if self.has_class("-wide") and not wide and self.shared.has_focus:
            self.set_focus(self.list)
        self.set_class(wide, "-wide")

    def compare(self, *, keep_place: bool = False) -> None:
        """Compare what is chosen; what was asked before is dropped."""
        self._asked += 1
        if not all(self.texts):
            self.shown = None
            self._part()
            self.frame.top.show("Compare")
            self.list.show([])
            return
        work = partial(self._measure, self._asked, [*self.texts], keep_place)
        run_beside(self, work, "compare", exclusive=True)

    async def _measure(self, asked: int, texts: list[str], keep_place: bool) -> None:
        def tell(waiting: str) -> None:
            if asked == self._asked:
                self.frame.top.show("Compare", waiting)

        found = await compared(self.desk, texts, tell)
        if asked == self._asked and self.is_attached:
            self.shown = found
            self._part()
            self.call_after_refresh(self.show, keep_place=keep_place)

    def _take_change(self, change: "Change") -> None:
        self.compare(keep_place=True)

    def show(self, *, keep_place: bool = False) -> None:
        """Show what was found, unless a field is typed into."""
        shown = self.shown
        if self.typing or not self.is_attached:
            return
        self.hint(_HINT)
        if shown is None:
            return
        title = " – ".join(map(visible, shown.texts))
        cells = self.list.size.width
        if isinstance(shown.found, Comparison):
            space, apart = self.desk.space, self.has_class("-wide")
            self.frame.top.show(
                title, "base → now" + (f" · {visible(space.name)}" if space else "")
            )
            lines = pair_lines(shown.found, cells, shared=not apart)
            if apart:
                title, told, near = shared_lines(shown.found)
                self.shared_frame.top.show(title, told)
                self.shared.show(near, keep_place=keep_place)
        elif isinstance(shown.found, Matrix):
            self.frame.top.show(title, "now below, base above")
            lines = matrix_lines(shown.found, cells)
        else:
            assert shown.error is not None
            self.frame.top.show(title)
            lines = problem_lines(shown.error, shown.closest)
        self.list.show(lines, keep_place=keep_place)

    # What is compared

    def action_exchange(self) -> None:
        """Exchange the first two."""
        self.texts[:2] = self.texts[1::-1]
        self.fill()
        self.compare()

    def action_add(self) -> None:
        """Ask for one more, for a matrix."""
        from synotui.tui.screens.prompt import Prompt

        async def accept(text: str, term: Term | None) -> str:
            wanted = term.text if term else text.strip()
            if wanted:
                self.texts.append(wanted)
                self.compare()
            return ""

        hint = "enter adds it; any text will do · ↓ chooses a term · esc leaves"
        self.desk.push_screen(Prompt("Compare with one more", hint, accept, like=self.desk.like))

    def action_remove(self) -> None:
        """Take the term under the cursor out of a matrix; the last where none is."""
        if len(self.texts) <= 2:
            return
        found, line = self.shown.found if self.shown else None, self.list.line
        at = len(self.texts) - 1
        if isinstance(found, Matrix) and line is not None:
            at = next((n for n, item in enumerate(found.items) if item.id == line.head), at)
        del self.texts[at]
        self.fill()
        self.compare()

    # Keys

    @property
    def stops(self) -> list[ReportList | Field]:
        """What tab goes through."""
        return [self.list, *[self.shared] * self.has_class("-wide"), *self.fields]

    @property
    def in_use(self) -> ReportList:
        """The list that keys go to."""
        return self.shared if self.shared.has_focus else self.list

    def on_cursor_list_chosen(self) -> None:
        """Go to a term that was clicked, or take one that is offered."""
        chosen = self.chosen()
        if self.typing is not None and chosen is not None:
            self.take(chosen)
        else:
            self.action_go()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (
            self.action_go,
            partial(self.action_type, 0),
            partial(self.action_type, 1),
            self.action_add,
            self.action_remove,
            self.action_exchange,
            self.action_leave,
        )
        doing[message.at]()

    def action_go(self) -> None:
        """Leave for the review of the term under the cursor; one that is offered is taken."""
        line, shown = self.line, self.shown
        if line is None or line.head is None or shown is None:
            return
        if shown.error is not None:
            self._take_instead(shown, line.head)
            return
        self.leave_for(line.head, line.candidate)

    def _take_instead(self, shown: Compared, term: int) -> None:
        """Take a term instead of the text that is unknown."""
        wrong = getattr(shown.error, "text", None)
        right = next((each.text for each in shown.closest if each.id == term), None)
        if right is not None:
            self.texts = [right if text == wrong else text for text in self.texts]
            self.fill()
            self.compare()

    def action_out(self) -> None:
        """Leave the field as it was, or the screen."""
        if self.typing is not None and self.shown is not None:
            self.fill()
            self.leave_field()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Go back to the review; what is being measured is dropped."""
        self._asked += 1
        super().action_leave()
