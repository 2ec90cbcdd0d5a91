"""The panes of a queue: the pair that is asked, what the last verdict changed, how far it is."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.ops.queueing.words import estimate_words, pace_words
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.keys import IN_QUEUES
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.desk import DeskScreen
from synotui.tui.widgets.difference import Difference
from synotui.tui.widgets.footer import KeyLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.queue_card import QueueCard

if TYPE_CHECKING:
    from synotui.model import Change
    from synotui.ops.queueing.cards import Card
    from synotui.ops.queueing.open_queue import OpenQueue, QueueFigures
    from synotui.ops.queueing.state import QueuePlace
    from synotui.tui.keys import Key

AHEAD = 12
"""Pairs that are ready behind the one that is asked."""
_SAVED = 1.0
"""Seconds of rest after which the place is kept in the dictionary."""
_SHORT = 18

Ends = tuple[int, int]
"""The ids of two terms."""


class QueuePanes(DeskScreen):
    """A pair at a time, from what is at hand; more is fetched behind it."""

    CSS_PATH = "queue.tcss"
    AUTO_FOCUS = "#queue-card"

    def __init__(self, place: "QueuePlace", every: int) -> None:
        """Take where to begin, and out of how many questions one is a check."""
        super().__init__()
        self.card_pane = QueueCard()
        self.difference = Difference()
        self.frame = Frame(self.card_pane, id="queue-frame")
        self.difference_frame = Frame(self.difference, id="queue-difference", corners="├┤")
        self.key_line = KeyLine(self.works, self.shown, IN_QUEUES)
        self.choice = place.choice
        self.every = every
        self.opened: OpenQueue | None = None
        self.card: Card | None = None
        """The pair that is asked."""
        self.ahead: list[Card] = []
        """What comes next, as far as it is at hand."""
        self.figures: QueueFigures | None = None
        self._first = place.pair
        self._coming_back: Ends | None = None
        """A pair whose verdict was taken back, on its way to be asked again."""
        self._on_way: list[Ends] = []
        """Pairs whose verdicts are on their way to the queue."""
        self._turn = 0
        self._relay: Relay | None = None
        self._save_timer: Timer | None = None
        self._stepping = False
        """Whether an undo or redo is on its way."""
        self._held: list[Callable[[], None]] = []
        """Keys that wait for it."""

    def compose(self) -> ComposeResult:
        """The pair, what changed, how far it is, the keys."""
        yield self.frame
        yield self.difference_frame
        yield Static("", id="queue-estimate", markup=False)
        yield Static("", id="queue-pace", markup=False)
        yield self.key_line

    def on_mount(self) -> None:
        """Open the queue, and follow what is decided and learnt."""
        self.difference.continue_from(self.desk.review.difference)
        self.difference_frame.top.show(self.difference.title)
        self.desk.changed.subscribe(self, self._take_change)
        self.desk.ranking.news.subscribe(self, self._take_news)
        self.open_queue()

    def works(self, key: "Key") -> bool:
        """Say whether a key can work now."""
        return not (key.writes and self.desk.review.read_only)

    def shown(self, key: "Key") -> str:
        """Give the key as it is bound."""
        return self.desk.key_shown(key)

    # Opening

    def open_queue(self) -> None:
        """Collect the candidates of the choice; what was being collected is stopped."""
        from synotui.ops.queueing.lines import title_of

        if self._relay is not None:
            self._relay.stop()
        self._relay = relay = line_relay(self._tell_progress)
        self.opened, self.card, self.ahead, self.figures = None, None, [], None
        self.frame.top.show(visible(title_of(self.choice)))
        self.card_pane.tell("", "Looking for candidates …", "", "esc leaves")
        run_beside(self.desk, partial(self._open, relay), "queue", shown_on=self)

    async def _open(self, relay: Relay) -> None:
        try:
            opened = await self.desk.ranking.open_queue(self.choice, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self.desk.tell_error(error)
            return
        if self.is_attached and relay is self._relay:
            self.opened = opened
            self.refill()

    def _tell_progress(self, told: str) -> None:
        if told and self.opened is None and self.is_attached:
            self.card_pane.tell("", "Looking for candidates …", told, "", "esc leaves")

    # What comes next

    def refill(self, *, figures: bool = False) -> None:
        """Fetch what comes next anew, and the `figures`; the pair that is asked stays."""
        opened = self.opened
        if opened is None:
            return
        if opened is not self.desk.ranking.queue:
            self._first = (self.card.head.id, self.card.other.id) if self.card else None
            self.open_queue()
            return
        self._turn += 1
        first, self._first = self._first, None
        figures = figures or self.figures is None
        job = partial(self._refill, opened, self._turn, first, figures=figures)
        run_beside(self.desk, job, "queue next", shown_on=self)

    async def _refill(
        self, opened: "OpenQueue", turn: int, first: Ends | None, *, figures: bool
    ) -> None:
        held = [self.card.key] if self.card is not None else []
        every = 0 if self.desk.review.read_only else self.every

        def fetch() -> "tuple[Card | None, list[Card] | None, QueueFigures | None]":
            back = opened.card(*first) if first is not None else None
            if back is not None and not self._stepping and back.pair is not None:
                back = None
            leaving = {*held, *self._on_way, *([back.key] if back else [])}
            if turn != self._turn:
                return back, None, None
            cards = opened.cards(AHEAD, leaving, every)
            return back, cards, opened.figures() if figures else None

        try:
            back, cards, found = await self.desk.ranking.run(fetch)
        except SynotuiError as error:
            self.desk.tell_error(error)
            return
        if not self.is_attached or opened is not self.opened:
            return
        self.figures = found or self.figures
        if cards is not None:
            here = {*self._on_way, *([self.card.key] if self.card else [])}
            self.ahead = [card for card in cards if card.key not in here]
        if back is not None:
            if self.card is not None and self.card.key != back.key:
                self.ahead.insert(0, self.card)
            self.ask(back)
        elif self.card is None and cards is not None:
            self.advance()
        if first is not None:
            self.release()
        self.show_figures()

    def release(self) -> None:
        """Do what keys asked for while an undo was on its way."""
        self._stepping = False
        held, self._held = self._held, []
        for place, do in enumerate(held):
            do()
            if self._stepping:
                self._held += held[place + 1 :]
                return

    def advance(self) -> None:
        """Ask the next pair that is at hand."""
        if self.ahead:
            self.ask(self.ahead.pop(0))
            return
        self.card = None
        if self.opened is not None and not self._on_way:
            self._tell_end()
        else:
            self.card_pane.tell("", "The next pairs are on their way …")

    def ask(self, card: "Card") -> None:
        """Ask a pair."""
        self.card = card
        self.card_pane.show(card)
        self.leave_preview()
        self.head_line()
        self._keep_place()

    def head_line(self) -> None:
        """Say which queue it is, and how many pairs wait in it."""
        from synotui.ops.queueing.lines import title_of

        more = ""
        if self.figures is not None:
            more = f"{self.figures.remaining.undecided:,} undecided"
            if self.figures.unsettled is not None:
                more = f"{self.figures.unsettled:,} unsettled"
            if self.choice.stretch:
                more += f" · heads, lot {self.choice.stretch + 1}"
        self.frame.top.show(visible(title_of(self.choice)), more)

    def _tell_end(self) -> None:
        told = ["", "Nothing is left to decide in this queue."]
        if self.figures is not None and self.figures.more_heads:
            told.append(f"{self._key('queue.more')} goes on with the next heads.")
        told.append(f"{self._key('queue.leave')} goes back; Q chooses another.")
        self.card_pane.tell(*told)

    def _key(self, name: str) -> str:
        return next(self.desk.key_shown(key) for key in IN_QUEUES if key.id == name)

    # News

    def _take_change(self, change: "Change") -> None:
        """Show what a verdict did; `_take_news` follows once the queue has it."""
        if not change.elsewhere:
            self.difference.show(change)
            self.difference_frame.top.show(self.difference.title)
        self.show_figures()

    def _take_news(self, change: "Change | None") -> None:
        """Put in order anew what is not shown yet; ask again what was taken back."""
        if change is None:
            self.refill(figures=True)
            return
        for pair in change.pairs:
            if (pair.low, pair.high) in self._on_way:
                self._on_way.remove((pair.low, pair.high))
        if change.elsewhere:
            self._decided_elsewhere(change)
        if self._coming_back is not None:
            self._first, self._coming_back = self._coming_back, None
        self.refill()

    def _decided_elsewhere(self, change: "Change") -> None:
        """Ask nothing that another process has decided."""
        decided = {(pair.low, pair.high) for pair in change.pairs if pair.after is not None}
        self.ahead = [card for card in self.ahead if card.check or card.key not in decided]
        card = self.card
        if card is not None and not card.check and card.key in decided:
            self.advance()

    # Figures and the place

    def show_figures(self) -> None:
        """Bring the figures up to date, and the keys that work."""
        cells, pace = self.size.width - 2, self.desk.review.pace
        words = pace_words(pace.decided, pace.per_minute(), self.figures, cells)
        self.query_one("#queue-pace", Static).update(Content(words))
        if self.figures is not None:
            told = estimate_words(self.figures, cells)
            self.query_one("#queue-estimate", Static).update(Content(told))
        self.key_line.look_again()
        self.head_line()

    def leave_preview(self) -> None:
        """Bring back what the last decision changed."""
        self.difference.leave_preview()
        self.remove_class("-preview")
        self.difference_frame.top.show(self.difference.title)

    def on_resize(self, event: events.Resize) -> None:
        """Fold the panes to the room there is."""
        high = event.size.height
        self.set_class(high < _SHORT, "-short")
        self.set_class(high >= 30, "-high")
        self.set_class(high >= 40, "-tall")
        self.show_figures()

    def _keep_place(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(_SAVED, self.save_place)

    def save_place(self) -> None:
        """Keep which queue it is, and the pair that is asked."""
        from synotui.ops.queueing.state import QueuePlace, save_place

        card = self.card
        asked = (card.head.id, card.other.id) if card is not None and not card.check else None
        place = QueuePlace(self.choice, asked)
        self.desk.ask(lambda bench: save_place(bench, place), lambda _: None)

    def on_unmount(self) -> None:
        """Stop what is being collected."""
        if self._relay is not None:
            self._relay.stop()
