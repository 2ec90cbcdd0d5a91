"""What the explore screen is made of: the line, the answer, and how one becomes the other."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.model import Term
from synotui.ops.exploring.explored import By, Measure
from synotui.ops.exploring.question_text import Groups, write
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.placing import encoder_loaded
from synotui.tui.progress import Relay, line_relay
from synotui.tui.questions import QUESTIONS, AnswerLine
from synotui.tui.questions.asking import Answer, Waits, answer
from synotui.tui.screens.lists import ReportScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.question_field import QuestionField
from synotui.tui.widgets.report_list import ReportList
from synotui.tui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

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
_SEEN = 0.15
"""Seconds after which the wait for an answer is shown."""
_REMEMBERED = 200
"""Questions one can go back to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question that was asked, and where the cursor was in its answer."""

    at: int
    line: str
    by: By
    measure: Measure
    cursor: int = -1


class ExplorePanes(ReportScreen):
    """A question at a time: what is asked, its answer, and what was asked before."""

    CSS_PATH = "explore.tcss"
    AUTO_FOCUS = "#answers"

    def __init__(self, question: str = "nearest", text: str = "") -> None:
        """Begin with the question of that id, about `text`, else about the head."""
        super().__init__()
        self.tabs = TabLine([question.name for question in QUESTIONS], id="explore-tabs")
        self.field = QuestionField(self._like, self._tell_like, id="explore-field")
        self.list = ReportList(id="answers")
        self.frame = Frame(self.list, id="explore-frame")
        at = next(at for at, each in enumerate(QUESTIONS) if each.id == question)
        self.place = Place(at, "", "now", "3CosAdd")
        """What is asked."""
        self.went = False
        """Whether it was left for the review of a term."""
        self._text = text
        self.groups: Groups = ()
        """What is asked, as it was read."""
        self.before: list[Place] = []
        """What was answered before, the last at the end."""
        self._answered = False
        self.waiting = False
        """Whether an answer is on its way."""
        self._meant: dict[str, str] = {}
        """Terms that are shown otherwise than they are written, by how they are shown."""
        self._relay: Relay | None = None

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
        self.hint()
        if self.field.typing:
            self.action_type()
        if self._text:
            self.ask_of((((self._text, 1.0),),))
            return
        head = self.desk.review.head
        if head is None:
            self.ask(self.place)
            self.action_type()
            return

        def term(bench: "Workbench") -> Term:
            from synotui.ops.terms import get_term

            return get_term(bench, head)

        self.read(term, lambda found: self.ask_of((((found.text, 1.0),),)))

    # Asking

    def ask(self, place: Place) -> None:
        """Ask a question; what was answered before can be gone back to."""
        if self._answered:
            self.before.append(replace(self.place, cursor=self.list.cursor))
            del self.before[:-_REMEMBERED]
        self.begin(place)

    def begin(self, place: Place) -> None:
        """Ask a question without keeping what was answered before."""
        self.stop()
        self.place, self._answered, self.waiting = place, False, True
        self.tabs.choose(place.at)
        if not self.field.typing:
            self.field.value = place.line
        self.hint()
        self._relay = relay = line_relay(self._tell_progress)
        self.set_timer(_SEEN, partial(self._show_wait, place))
        run_beside(self, partial(self._answer, place, relay), "explore", exclusive=True)

    def _show_wait(self, place: Place) -> None:
        if self.waiting and place is self.place:
            self.frame.top.show(QUESTIONS[place.at].name, "answering …")

    async def _answer(self, place: Place, relay: Relay) -> None:
        question = QUESTIONS[place.at]

        def ask(bench: "Workbench", *, waited: bool = False) -> Answer | Waits:
            shown = (place.line, place.by, place.measure, self._meant)
            return answer(bench, question, *shown, relay, waited=waited)

        try:
            found = await self.desk.dictionary.run(ask)
            if not isinstance(found, Answer):
                await encoder_loaded(found, partial(self.frame.top.show, question.name))
                found = await self.desk.dictionary.run(partial(ask, waited=True))
        except Cancelled:
            return
        except SynotuiError as error:
            found = Answer((), visible(question.name), "", error=error)
        finally:
            # Whoever cancels this leaves a job behind, which ends with its next report.
            relay.stop()
        if place is self.place and self.is_attached and isinstance(found, Answer):
            self._show(found, place.cursor)

    def _show(self, found: Answer, cursor: int) -> None:
        self.groups, self.waiting = found.groups, False
        self.frame.top.show(visible(found.title), visible(found.more), calls=bool(found.error))
        self.list.show(found.shown())
        if cursor >= 0:
            self.list.cursor = cursor
        self._answered = found.error is None

    def stop(self) -> None:
        """Stop what is being answered, at its next report."""
        self.waiting = False
        if self._relay is not None:
            self._relay.stop()

    def _tell_progress(self, told: str) -> None:
        if told and self.waiting and self.is_attached:
            self.frame.top.show(QUESTIONS[self.place.at].name, told)

    def ask_of(self, groups: Groups, at: int | None = None) -> None:
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
        if self.field.typing and terms:
            self.hint(" · ".join(term.text for term in terms) + "   (→ completes)")

    def hint(self, told: str = "") -> None:
        """Say below the line what was `told`, else what may be typed."""
        hint = told or QUESTIONS[self.place.at].hint
        self.query_one("#explore-hint", Static).update(Content(visible(hint)))

    def action_type(self) -> None:
        """Let keys go to the line."""
        self.field.typing = True
        if self.field.is_mounted:
            self.set_focus(self.field)
            self.field.action_end()

    # The answer

    @property
    def line(self) -> AnswerLine | None:
        """The line under the cursor, if it is about a term."""
        found = self.list.line
        return found if isinstance(found, AnswerLine) and found.text else None
