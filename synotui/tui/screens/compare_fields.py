"""The fields of the compare screen: what is typed into them, and the terms that are like it."""

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from synotui.model import Term
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.screens.lists import ReportScreen
from synotui.tui.widgets.compare_lines import offer_lines
from synotui.tui.widgets.field import Field
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.report_list import ReportList

_NAMES = "AB"
_TYPING = "enter compares · ↓ chooses a term · tab the other · esc leaves it as it was"


class CompareFields(ReportScreen):
    """Two fields over a list; while one is typed into, the list offers terms like it."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.texts = [*texts, *[""] * (2 - len(texts))]
        """What is compared, as it is written; two at least, "" where nothing is chosen."""
        self.fields = [Field(id=f"compare-{name}", compact=True) for name in _NAMES]
        self.list = ReportList(id="compare")
        self.frame = Frame(self.list, id="compare-frame")
        self._offered: list[Term] = []
        """Terms like what is typed, while it is typed."""

    def compose_fields(self) -> ComposeResult:
        """The fields, each after its letter, and a hint."""
        with Horizontal(id="compare-fields"):
            for name, field in zip(_NAMES, self.fields, strict=True):
                yield Static(f" {name} ", classes="compare-mark", markup=False)
                yield field
        yield Static("", id="compare-hint", markup=False)

    def compare(self, *, keep_place: bool = False) -> None:
        """Compare what is chosen."""

    def show(self, *, keep_place: bool = False) -> None:
        """Show what was found."""

    @property
    def stops(self) -> list[ReportList | Field]:
        """What tab goes through."""
        return [self.list, *self.fields]

    def fill(self) -> None:
        """Write into the fields what is compared."""
        for field, text in zip(self.fields, self.texts, strict=False):
            field.value = visible(text)

    def hint(self, told: str) -> None:
        """Say what can be done."""
        self.query_one("#compare-hint", Static).update(Content(told))

    @property
    def typing(self) -> Field | None:
        """The field that is typed into, if one is."""
        return next((field for field in self.fields if field.has_focus), None)

    def action_type(self, at: int) -> None:
        """Let keys go to a field."""
        self._offered = []
        self.hint(_TYPING)
        self.set_focus(self.fields[at])
        self.fields[at].action_select_all()

    def action_next(self, by: int) -> None:
        """Go on to the next field or list."""
        stops = self.stops
        here = next((at for at, stop in enumerate(stops) if stop.has_focus), 0)
        to = stops[(here + by) % len(stops)]
        was_typing = self.typing is not None
        if was_typing:
            self.fill()
        if isinstance(to, Field):
            self.action_type(self.fields.index(to))
        elif was_typing:
            self.leave_field(to)
        else:
            self.set_focus(to)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for terms like what is typed."""
        event.stop()
        if event.input is self.typing and event.value != visible(self._own(event.input)):
            run_beside(self, partial(self._look, event.value), "like", exclusive=True)

    def _own(self, field: Input) -> str:
        """Give what a field stands for as long as nothing is typed."""
        return next(t for f, t in zip(self.fields, self.texts, strict=False) if f is field)

    async def _look(self, text: str) -> None:
        terms = await self.desk.like(text)
        typing = self.typing
        if typing is None or typing.value != text:
            return
        self._offered = terms
        self.frame.top.show("Terms like this" if terms else "No term is like this")
        self.list.show(offer_lines(terms))
        self.list.cursor = -1

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Compare with the term that was chosen, else with what was typed."""
        event.stop()
        at = next(at for at, field in enumerate(self.fields) if field is event.input)
        chosen = self.chosen()
        if chosen is not None:
            self.texts[at] = chosen.text
        elif event.value != visible(self.texts[at]):
            self.texts[at] = event.value.strip()
        self.fill()
        self.leave_field()
        self.compare()
        if not all(self.texts):
            self.action_type(self.texts.index(""))

    def chosen(self) -> Term | None:
        """Give the offered term under the cursor."""
        line = self.list.line if self._offered else None
        head = line.head if line else None
        return next((term for term in self._offered if term.id == head), None)

    def leave_field(self, to: ReportList | None = None) -> None:
        """Let keys go to a list, and show again what was found."""
        self._offered = []
        self.set_focus(to or self.list)
        self.call_after_refresh(self.show)

    def take(self, term: Term) -> None:
        """Compare with a term that was offered instead of what is typed."""
        if self.typing is not None:
            self.texts[self.fields.index(self.typing)] = term.text
            self.fill()
            self.leave_field()
            self.compare()
