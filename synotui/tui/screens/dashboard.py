"""How the work stands: decisions, coverage, days, acceptance by score, sets, what is left."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from synotui.errors import Cancelled, SynotuiError
from synotui.tui.background import carried_out, run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.lists import ReportScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.dashboard_lines import dashboard_lines
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.report_list import ReportList

if TYPE_CHECKING:
    from synotui.model import Change
    from synotui.ops.dashboard import Dashboard
    from synotui.ops.queueing.open_queue import QueueFigures
    from synotui.ops.work import Work
    from synotui.store import Store

_KEYS = (("e", "estimate what is left"), ("enter", "to the head"), ("esc", "back"))
_TITLE = "How the work stands"


class DashboardScreen(ReportScreen):
    """One page of figures, which follow what is decided."""

    CSS_PATH = "dashboard.tcss"
    AUTO_FOCUS = "#dashboard"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,I,ｑ", "leave", "Back to the review", show=False),
        Binding("e,ｅ", "estimate", "Estimate how many synonyms are left", show=False),
        Binding("space", "page(1)", "Page down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.list = ReportList(id="dashboard")
        self.frame = Frame(self.list, id="dashboard-frame")
        self.hints = ChoiceLine(_KEYS, id="dashboard-keys")
        self.board: Dashboard | None = None
        self._left: QueueFigures | None = None
        self._relay: Relay | None = None
        self._estimating: Relay | None = None

    def compose(self) -> ComposeResult:
        """The figures, the keys."""
        yield self.frame
        yield self.hints

    def on_mount(self) -> None:
        """Count, and count again after each decision."""
        self.hints.choose(-1)
        self.frame.top.show(_TITLE, "counting …")
        self.desk.changed.subscribe(self, self._take_change)
        self._count()

    def _take_change(self, change: "Change") -> None:
        self._count()

    def _count(self) -> None:
        if self._relay is not None:
            self._relay.stop()
        self._relay = relay = line_relay(self._tell_progress)
        run_beside(self, partial(self._read, relay), "dashboard", exclusive=True)

    async def _read(self, relay: Relay) -> None:
        from synotui.ops.dashboard import dashboard

        try:
            store = await self.desk.dictionary.run(lambda bench: bench.store)
            work = await asyncio.to_thread(_work, store, relay)
            self.board = await self.desk.dictionary.run(partial(dashboard, work=work))
        except Cancelled:
            return
        except SynotuiError as error:
            self.frame.top.show(_TITLE)
            self.list.tell(error.message, error.remedy or "")
            return
        finally:
            relay.stop()
        self._show()

    def _show(self) -> None:
        from synotui.ops.dashboard_words import sections

        if self.board is not None and self.is_attached:
            self.frame.top.show(_TITLE)
            lines = dashboard_lines(sections(self.board, self._left))
            self.list.show(lines, keep_place=True)

    def _tell_progress(self, told: str) -> None:
        if self.is_attached and self.board is None and told:
            self.frame.top.show(_TITLE, told)

    # What is left

    def action_estimate(self) -> None:
        """Estimate how many synonyms the candidates of the most frequent heads still hold."""
        if self._estimating is None:
            self._estimating = relay = line_relay(self._tell_estimating)
            run_beside(self, partial(self._estimate, relay), "estimate")

    async def _estimate(self, relay: Relay) -> None:
        from synotui.ops.queueing.state import QueueChoice

        ranking = self.desk.ranking
        work = ranking.open_queue(QueueChoice("likeliest"), relay)
        opened = await carried_out(self.desk, relay, work)
        self._estimating = None
        if opened is not None:
            self._left = await ranking.run(opened.figures)
            self._show()
            self.list.to_end(1)

    def _tell_estimating(self, told: str) -> None:
        if self.is_attached:
            self.frame.top.show(_TITLE, told)

    # Keys

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a key does whose hint was clicked."""
        (self.action_estimate, self.action_go, self.action_leave)[message.at]()

    def action_leave(self) -> None:
        """Go back to the review; what is being counted is stopped."""
        for relay in (self._relay, self._estimating):
            if relay is not None:
                relay.stop()
        super().action_leave()


def _work(store: "Store", relay: Relay) -> "Work":
    from synotui.ops.work import read_work

    with store.beside() as own:
        return read_work(own, relay)
