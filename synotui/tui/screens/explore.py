"""Questions to the space: typed at the top, answered below, each term one key from its review."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from synotui.errors import Cancelled, SynotuiError
from synotui.meter import Meter
from synotui.model import Progress, Term
from synotui.ops.explored import By, Measure
from synotui.ops.question_text import Groups, write
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay
from synotui.tui.questions import QUESTIONS, AnswerLine
from synotui.tui.questions.asking import Answer, answer
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.header import bar
from synotui.tui.widgets.question_field import QuestionField
from synotui.tui.widgets.report_list import ReportList
from synotui.tui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

_KEYS = (
    ("enter", "go"),
    ("space", "ask it"),
    ("+", "add"),
    ("/", "type"),
    ("b", "base"),
    ("m", "mul"),
    ("⌫", "back"),
    ("esc", "out"),
)
_REMEMBERED = 200
"""Questions one can go back to."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A question that was asked, and where the cursor was in its answer."""

    at: int
    line: str
    by: By
    measure: Measure
    cursor: int = -1


class ExploreScreen(Screen[None]):
    """A question at a time; its tab says of what kind."""

    CSS_PATH = "explore.tcss"
    AUTO_FOCUS = "#answers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "out", "Leave the line, else to the review", show=False),
        Binding("q,E,ｑ,Ｅ", "leave", "Back to the review", show=False),
        Binding("tab,right", "next_tab(1)", "Next kind of question", show=False),
        Binding("shift+tab,left", "next_tab(-1)", "Kind of question before", show=False),
        Binding("j,down,ｊ", "step(1)", "Next term", show=False),
        Binding("k,up,ｋ", "step(-1)", "Term before", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "to_end(-1)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
        Binding("enter", "go", "To the head", show=False),
        Binding("space,ideographic_space", "take", "Ask the same of this term", show=False),
        Binding("+,＋,a,ａ", "add(1)", "Add the term to the question", show=False),
        Binding("-,－,x,ｘ", "add(-1)", "Take the term away", show=False),
        Binding("/,、,i,ｉ", "type", "Type a question", show=False),
        Binding("b,ｂ", "exchange_sides", "By base vectors or adjusted ones", show=False),
        Binding("m,ｍ", "exchange_measures", "3CosAdd or 3CosMul", show=False),
        Binding("backspace,u,ｕ", "back", "Back to the question before", show=False),
        *(
            Binding(f"{n},{chr(0xFEE0 + ord(str(n)))}", f"tab({n - 1})", show=False)
            for n in range(1, 10)
        ),
    ]

    def __init__(self, question: str = "nearest", text: str = "") -> None:
        """Begin with the question of that id, about `text`, else about the head."""
        super().__init__()
        self.tabs = TabLine([question.name for question in QUESTIONS], id="explore-tabs")
        self.field = QuestionField(self._like, self._tell_like, id="explore-field")
        self.list = ReportList(id="answers")
        self.frame = Frame(self.list, id="explore-frame")
        at = next(at for at, each in enumerate(QUESTIONS) if each.id == question)
        self.place = _Place(at, "", "now", "3CosAdd")
        """What is asked."""
        self.went = False
        """Whether it was left for the review of a term."""
        self._text = text
        self.groups: Groups = ()
        """What is asked, as it was read."""
        self.before: list[_Place] = []
        """What was answered before, the last at the end."""
        self._answered = False
        self._meant: dict[str, str] = {}
        """Terms that are shown otherwise than they are written, by how they are shown."""
        self._relay: Relay | None = None
        self._meter = Meter()

    @property
    def desk(self) -> "SynotuiApp":
        """The app."""
        return cast("SynotuiApp", self.app)

    def compose(self) -> ComposeResult:
        """The kinds of questions, the line, what to type, the answer, the keys."""
        yield self.tabs
        with Horizontal(id="explore-line"):
            yield Static(" › ", id="explore-mark", markup=False)
            yield self.field
        yield Static("", id="explore-hint", markup=False)
        yield self.frame
        yield ChoiceLine(_KEYS, id="explore-keys")

    def on_mount(self) -> None:
        """Begin with what was given, else with the head."""
        self.query_one("#explore-keys", ChoiceLine).choose(-1)
        self._hint()
        if self._text:
            self._ask_of((((self._text, 1.0),),))
            return
        head = self.desk.review.head
        if head is None:
            self.ask(self.place)
            self.action_type()
            return

        def term(bench: "Workbench") -> Term:
            from synotui.ops.terms import get_term

            return get_term(bench, head)

        self.desk.ask(term, lambda found: self._ask_of((((found.text, 1.0),),)))

    # Asking

    def ask(self, place: _Place, *, keep_place: bool = False) -> None:
        """Ask a question; what was answered before can be gone back to."""
        if self._answered and not keep_place:
            self.before.append(replace(self.place, cursor=self.list.cursor))
            del self.before[:-_REMEMBERED]
        self._begin(place)

    def _begin(self, place: _Place) -> None:
        self._stop()
        self.place, self._answered = place, False
        self.tabs.choose(place.at)
        self.field.value = place.line
        self._hint()
        self._meter = Meter()
        self._relay = relay = Relay(self._tell_progress)
        run_beside(self, partial(self._answer, place, relay), "explore", exclusive=True)

    async def _answer(self, place: _Place, relay: Relay) -> None:
        question = QUESTIONS[place.at]

        def job(bench: "Workbench") -> Answer:
            return answer(bench, question, place.line, place.by, place.measure, self._meant, relay)

        try:
            found = await self.desk.dictionary.run(job)
        except Cancelled:
            return
        except SynotuiError as error:
            found = Answer((), visible(question.name), "", error=error)
        finally:
            # Whoever cancels this leaves a job behind, which ends with its next report.
            relay.stop()
        if place is self.place and self.is_attached:
            self._show(found, place.cursor)

    def _show(self, found: Answer, cursor: int) -> None:
        self.groups = found.groups
        self.frame.top.show(visible(found.title), visible(found.more), calls=bool(found.error))
        self.list.show(found.shown())
        if cursor >= 0:
            self.list.cursor = cursor
        self._answered = found.error is None

    def _stop(self) -> None:
        if self._relay is not None:
            self._relay.stop()

    def _tell_progress(self, progress: Progress | None) -> None:
        if progress is not None and not self._answered and self.is_attached:
            self.frame.top.show(QUESTIONS[self.place.at].name, bar(self._meter.take(progress)))

    def _ask_of(self, groups: Groups, at: int | None = None) -> None:
        """Ask of other terms."""
        shown = []
        for group in groups:
            for text, _ in group:
                if visible(text) != text:
                    self._meant[visible(text)] = text
            shown.append([(visible(text), weight) for text, weight in group])
        at = self.place.at if at is None else at
        self.ask(replace(self.place, at=at, line=write(shown), cursor=-1))

    # Typing

    async def _like(self, text: str) -> list[Term]:
        return await self.desk.like(text)

    def _tell_like(self, terms: list[Term]) -> None:
        if self.field.has_focus and terms:
            self._hint(" · ".join(term.text for term in terms) + "   (→ completes)")

    def _hint(self, told: str = "") -> None:
        hint = told or QUESTIONS[self.place.at].hint
        self.query_one("#explore-hint", Static).update(Content(visible(hint)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask what was typed; keys then go to the answer."""
        event.stop()
        self.set_focus(self.list)
        self.ask(replace(self.place, line=event.value, cursor=-1))

    def action_type(self) -> None:
        """Let keys go to the line."""
        self.set_focus(self.field)
        self.field.action_end()

    def action_out(self) -> None:
        """Leave the line, or stop what is being answered, or leave for the review."""
        if self.field.has_focus:
            self.field.value = self.place.line
            self._hint()
            self.set_focus(self.list)
        elif self._relay is not None and not self._relay.stopped:
            self._stop()
            self.frame.top.show(QUESTIONS[self.place.at].name, "stopped")
        else:
            self.action_leave()

    # Kinds of questions, sides, measures

    def action_tab(self, at: int) -> None:
        """Ask another kind of question about the same terms."""
        if at < len(QUESTIONS):
            line = self.field.value
            self.ask(replace(self.place, at=at, line=line, cursor=-1))

    def action_next_tab(self, by: int) -> None:
        """Ask the next kind of question, or the one before."""
        self.action_tab((self.place.at + by) % len(QUESTIONS))

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        """Ask the kind of question that was clicked."""
        self.action_tab(message.at)

    def action_exchange_sides(self) -> None:
        """Answer by base vectors, or by adjusted ones."""
        self.ask(replace(self.place, by="now" if self.place.by == "base" else "base", cursor=-1))

    def action_exchange_measures(self) -> None:
        """Combine terms by 3CosMul, or by 3CosAdd: what is nearest by either."""
        measure: Measure = "3CosAdd" if self.place.measure == "3CosMul" else "3CosMul"
        self.ask(replace(self.place, at=0, measure=measure, cursor=-1))

    # The answer

    @property
    def line(self) -> AnswerLine | None:
        """The line under the cursor, if it is about a term."""
        found = self.list.line
        return found if isinstance(found, AnswerLine) and found.text else None

    def action_step(self, by: int) -> None:
        """Go to the next term or the one before."""
        self.list.step(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        self.list.page(by)

    def action_to_end(self, by: int) -> None:
        """Go to the first term or the last."""
        self.list.to_end(by)

    def on_report_list_chosen(self) -> None:
        """Go to a term that was clicked."""
        self.action_go()

    def action_go(self) -> None:
        """Leave for the review of the term under the cursor; one that is offered is asked of."""
        line = self.line
        if line is None or line.head is None:
            return
        if line.instead_of:
            wrong, right = line.instead_of, line.text
            self._ask_of(
                tuple(
                    tuple((right if text == wrong else text, weight) for text, weight in group)
                    for group in self.groups
                )
            )
            return
        review = self.desk.review
        self.went = True
        self.action_leave()
        review.jump_to(line.head)

    def action_take(self) -> None:
        """Put the term under the cursor into the question."""
        line, taking = self.line, QUESTIONS[self.place.at].taking
        if line is None:
            return
        if line.instead_of:
            self.action_go()
        elif taking == "also":
            self.action_add(1)
        else:
            first, *groups = self.groups or ((),)
            others = first[1:] if taking == "first" else ()
            self._ask_of((((line.text, 1.0), *others), *groups))

    def action_add(self, weight: float) -> None:
        """Add the term under the cursor to the question, or take it away."""
        line = self.line
        if line is None or line.instead_of:
            return
        at = 0 if weight < 0 else self.place.at
        groups = [*self.groups[: QUESTIONS[at].groups]] or [()]
        if len(groups) < QUESTIONS[at].groups:
            groups.append(())
        if (line.text, weight) not in groups[-1]:
            groups[-1] = (*groups[-1], (line.text, weight))
            self._ask_of(tuple(groups), at)

    def action_back(self) -> None:
        """Go back to the question before, with the cursor where it was."""
        if self.before:
            self._begin(self.before.pop())

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (
            self.action_go,
            self.action_take,
            partial(self.action_add, 1),
            self.action_type,
            self.action_exchange_sides,
            self.action_exchange_measures,
            self.action_back,
            self.action_leave,
        )
        doing[message.at]()

    def action_leave(self) -> None:
        """Go back to the review; what is being answered is stopped."""
        self._stop()
        self.dismiss()
