"""Choosing what to review next: which queue, and how many decisions wait in it."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.ops.queueing.words import checks_words, estimate_words
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.desk import DeskScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.set_lines import SetLine, SetLines

if TYPE_CHECKING:
    from synotui.model import Term
    from synotui.ops.queueing.lines import QueueLine, Survey
    from synotui.ops.queueing.open_queue import OpenQueue, QueueFigures
    from synotui.ops.queueing.state import Consistency, QueueChoice, QueuePlace
    from synotui.ops.workbench import Workbench
    from synotui.store import Store

_OWN_PAIRS = ("by-head", "proposals", "conflicts", "disagreements")
"""Kinds of queues that collect candidates of their own: those being collected are not needed."""
_KEYS = (("enter", "review"), ("1-9", "choose"), ("c", "checks"), ("esc", "back"))


class Kept(NamedTuple):
    """What the dictionary keeps of queues."""

    place: "QueuePlace | None"
    every: int
    consistency: "Consistency"
    store: "Store"
    curator: str


class QueueChoiceScreen(DeskScreen):
    """A line for each queue; what is left in them is counted beside."""

    CSS_PATH = "queue.tcss"
    AUTO_FOCUS = "#queues"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "leave", "Back to the review", show=False),
        Binding("enter,Q,space", "begin", "Review", show=False),
        Binding("j,down,ｊ", "step(1)", "Next line", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous line", show=False),
        Binding("home", "to_end(-1)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
        Binding("c,ｃ", "checks", "How often earlier decisions are checked", show=False),
        *(
            Binding(f"{nth},{chr(ord(str(nth)) + 0xFEE0)}", f"nth({nth})", "Choose", show=False)
            for nth in range(1, 10)
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.queues = SetLines(id="queues")
        self.frame = Frame(self.queues, id="queues-frame")
        self.lines: list[QueueLine] = []
        self.kept: Kept | None = None
        self._survey: Survey | None = None
        self._counts: dict[str, int] | None = None
        self._figures: QueueFigures | None = None
        self._relay: Relay | None = None
        self._begun = False
        self._begins = False
        """Whether to begin as soon as it is known where the curator was."""
        self._last: QueueChoice | None = None
        """The queue of last time, until the cursor is moved."""

    def compose(self) -> ComposeResult:
        """The queues, what is left, the keys."""
        yield self.frame
        yield Static("", id="queues-estimate", markup=False)
        yield Static("", id="queues-checks", markup=False)
        yield ChoiceLine(_KEYS, id="queues-keys")

    def on_mount(self) -> None:
        """Show what is known at once, count the rest."""
        self.query_one(ChoiceLine).choose(-1)
        self.frame.top.show("Review a queue")
        self.read(_kept, self._take_kept)

    def _take_kept(self, kept: Kept) -> None:
        if not self.is_attached:
            return
        self.kept = kept
        self._last = kept.place.choice if kept.place else None
        if self._begins:
            self.action_begin()
            return
        self._show()
        self._tell_checks()
        self._relay = relay = line_relay(self._tell_progress)
        run_beside(self.desk, partial(self._count, kept, relay), "queue counts", shown_on=self)

    async def _count(self, kept: Kept, relay: Relay) -> None:
        """Count what waits; then collect the candidates of the most frequent heads."""
        from synotui.ops.queueing.state import QueueChoice

        stretch = kept.place.choice.stretch if kept.place else 0
        ranking = self.desk.ranking
        try:
            self._survey = await ranking.run(partial(_survey, kept.store))
            self._show()
            choice = QueueChoice("likeliest", "", stretch)
            opened = await ranking.open_queue(choice, relay)
            self._counts, self._figures = await ranking.run(partial(_figures, opened))
        except Cancelled:
            return
        except SynotuiError as error:
            self.desk.tell_error(error)
            return
        finally:
            relay.stop()
        relay.done()
        self._show()
        self._tell_estimate()

    # What is shown

    def _show(self) -> None:
        from synotui.ops.queueing.lines import queue_lines

        if not self.is_attached or self.kept is None:
            return
        place = self.kept.place
        at = self._last or (self.lines[self.queues.cursor].choice if self.lines else None)
        stretch = place.choice.stretch if place else 0
        self.lines = queue_lines(self._survey, self._counts, stretch, self._head())
        same = [
            nth
            for nth, line in enumerate(self.lines)
            if at and (line.choice.kind, line.choice.name) == (at.kind, at.name)
        ]
        self.queues.show(
            [*enumerate(self.lines)], self._line, same[0] if same else self.queues.cursor
        )

    def _head(self) -> "Term | None":
        visit = self.desk.review.visit
        return visit.head if visit else None

    def _line(self, item: "tuple[int, QueueLine]") -> SetLine:
        nth, line = item
        number = f"{nth + 1}" if nth < 9 else " "
        waiting = f"{line.waiting:,} wait" if line.waiting is not None else ""
        if line.waiting is None and line.choice.kind != "by-head" and self._relay is not None:
            waiting = "…"
        roomy = self.size.width >= 100
        told = f"  {line.told}" if roomy else ""
        ink = "faint" if line.waiting == 0 else "strong"
        return SetLine(
            ((f"{number} ", "call"), (visible(line.name), ink), (told, "faint")),
            ((waiting + " ", "plain"),),
        )

    def _tell_progress(self, told: str) -> None:
        if self.is_attached:
            self.frame.top.show("Review a queue", told)

    def _tell_estimate(self) -> None:
        if self.is_attached and self._figures is not None:
            told = estimate_words(self._figures, self.size.width - 2)
            self.query_one("#queues-estimate", Static).update(Content(told))

    def _tell_checks(self) -> None:
        if self.kept is None:
            return
        every = f"one question in {self.kept.every}" if self.kept.every else "off"
        told = f"Checks of earlier decisions: {every} (c)"
        if words := checks_words(self.kept.consistency):
            told += f" · {words}"
        self.query_one("#queues-checks", Static).update(Content(told))

    def on_resize(self) -> None:
        """Lay it out anew."""
        self._show()
        self._tell_estimate()

    # Choosing

    def action_step(self, by: int) -> None:
        """Go to the next line or the one before."""
        self._last = None
        self.queues.cursor += by

    def action_to_end(self, by: int) -> None:
        """Go to the first line or the last."""
        self._last = None
        self.queues.cursor = 0 if by < 0 else 1 << 31

    def action_nth(self, nth: int) -> None:
        """Begin the queue with a number."""
        if nth <= len(self.lines):
            self._last = None
            self.queues.cursor = nth - 1
            self.action_begin()

    def on_set_lines_moved(self) -> None:
        """Choose by the cursor from now on."""
        self._last = None

    def on_cursor_list_chosen(self) -> None:
        """Begin what was clicked twice."""
        self._last = None
        self.action_begin()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (self.action_begin, self.action_begin, self.action_checks, self.action_leave)
        doing[message.at]()

    def action_checks(self) -> None:
        """Check earlier decisions more often, less often, or never."""
        from synotui.ops.queueing.state import next_rate, set_check_every

        if self.kept is None:
            return
        every = next_rate(self.kept.every)
        self.kept = self.kept._replace(every=every)
        self.desk.ask(lambda bench: set_check_every(bench, every), lambda _: None)
        self._tell_checks()

    def action_begin(self) -> None:
        """Review the queue under the cursor; where it was left, if it is that one."""
        from synotui.ops.queueing.state import QueueChoice, QueuePlace
        from synotui.tui.screens.queue import QueueScreen

        if self.kept is None:
            self._begins = True
            return
        if self._begun or not (self._last or self.lines or self._begins):
            return
        self._begun = True
        place = self.kept.place
        choice = self._last or QueueChoice()
        if self._last is None and self.lines:
            choice = self.lines[self.queues.cursor].choice
        held = place.choice if place else None
        if held is not None and (held.kind, held.name) == (choice.kind, choice.name):
            on_head = choice.kind != "by-head" or held.head == choice.head
            if place is not None and on_head:
                choice = held
        else:
            place = None
        if choice.kind in _OWN_PAIRS and self._relay is not None:
            self._relay.stop()
        pair = place.pair if place and place.choice == choice else None
        desk = self.desk
        self.dismiss()
        desk.push_screen(QueueScreen(QueuePlace(choice, pair), self.kept.every, self.kept.curator))

    def action_leave(self) -> None:
        """Go back to the review."""
        if self._relay is not None:
            self._relay.stop()
        self.dismiss()


def _kept(bench: "Workbench") -> Kept:
    from synotui.ops.queueing.state import check_every, consistency, load_place

    store = bench.store
    return Kept(load_place(store), check_every(store), consistency(store), store, bench.curator)


def _survey(store: "Store") -> "Survey":
    from synotui.ops.queueing.lines import survey

    with store.beside() as own:
        return survey(own)


def _figures(opened: "OpenQueue") -> "tuple[dict[str, int], QueueFigures]":
    return opened.counts(), opened.figures()
