"""How far vectors went, and what that did to others: each case one key away from its head."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from synotui.errors import Cancelled, SynotuiError
from synotui.model import DriftReport, DriftScope, Term
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.lists import ReportScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.drift_lines import drift_lines
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.report_list import ReportLine, ReportList

if TYPE_CHECKING:
    from synotui.model import Change
    from synotui.ops.drifting.drift import DriftPlan
    from synotui.ops.workbench import Workbench
    from synotui.store import Store

_SCOPES: tuple[DriftScope, ...] = ("last", "session", "all")
_CHOICES = (("1", "last decision"), ("2", "session"), ("3", "whole dictionary"))
_KEYS = (("enter", "to the head"), ("t", "threshold"), ("tab", "next"), ("esc", "back"))
_LISTED = 20
_LOOKS = 2.0
"""Seconds between two looks whether anything was decided, here or in another program."""


@dataclass(frozen=True, slots=True)
class _Shown:
    report: DriftReport
    state: tuple[int, int]
    """The last ledger entry there was, and the one all vectors were last solved at."""


class DriftScreen(ReportScreen):
    """A report for the last decision, the session, or the whole dictionary."""

    CSS_PATH = "drift.tcss"
    AUTO_FOCUS = "#drift"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,D,ｑ", "leave", "Back to the review", show=False),
        Binding("1,１", "scope(0)", "Since the last decision", show=False),
        Binding("2,２", "scope(1)", "Since the session began", show=False),
        Binding("3,３", "scope(2)", "Since the base vectors", show=False),
        Binding("tab,right", "next_scope(1)", "Next", show=False, priority=True),
        Binding("shift+tab,left", "next_scope(-1)", "Previous", show=False, priority=True),
        Binding("space", "page(1)", "Page down", show=False),
        Binding("t,ｔ", "threshold", "Set the threshold", show=False),
        Binding("r,R,ｒ", "measure_again", "Measure again", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.choices = ChoiceLine(_CHOICES, id="drift-scopes")
        self.list = ReportList(id="drift")
        self.frame = Frame(self.list, id="drift-frame")
        self.hints = ChoiceLine(_KEYS, id="drift-keys")
        self.shown: dict[DriftScope, _Shown] = {}
        self.at = 0
        """Which scope is shown."""
        self._relay: Relay | None = None

    def compose(self) -> ComposeResult:
        """The scopes, the report, the keys."""
        yield self.choices
        yield self.frame
        yield self.hints

    def on_mount(self) -> None:
        """Begin with the last decision, and follow what is decided later."""
        self.hints.choose(-1)
        self.desk.changed.subscribe(self, self._take_change)
        self.set_interval(_LOOKS, self._look)
        self.action_scope(0)

    # What is shown

    def action_scope(self, at: int) -> None:
        """Show the report of a scope; what was being measured for another is stopped."""
        self.at = at
        self.choices.choose(at)
        shown = self.shown.get(_SCOPES[at])
        if shown is not None:
            self._stop()
            self._show(shown.report)
            self._look()
            return
        self.frame.top.show("Drift", "measuring …")
        self.list.show([ReportLine((("Measuring …", "faint"),))])
        self.action_measure_again()

    def action_measure_again(self) -> None:
        """Measure the scope that is shown; what is shown stays until that is done."""
        self._stop()
        self._relay = relay = line_relay(self._tell_progress)
        run_beside(self, partial(self._measure, _SCOPES[self.at], relay), "drift", exclusive=True)

    def _stop(self) -> None:
        if self._relay is not None:
            self._relay.stop()

    def _take_change(self, change: "Change") -> None:
        self._look()

    def _look(self) -> None:
        """Measure again if anything was decided since what is shown was measured."""

        def state(bench: "Workbench") -> tuple[int, int] | None:
            store = bench.store
            try:
                with store.reading():
                    return store.ledger.next_seq() - 1, store.values.solved_at()
            except SynotuiError:
                # Another program is writing: the next look will tell.
                return None

        def compare(found: tuple[int, int] | None) -> None:
            shown = self.shown.get(_SCOPES[self.at])
            if shown is None or found is None:
                return
            if shown.state != found:
                self.action_measure_again()

        if _SCOPES[self.at] in self.shown:
            self.read(state, compare)

    def action_next_scope(self, by: int) -> None:
        """Show the next scope, or the one before."""
        self.action_scope((self.at + by) % len(_SCOPES))

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Show a scope, or do what a key does, that was clicked."""
        if message._sender is self.choices:
            self.action_scope(message.at)
            return
        doing = (self.action_go, self.action_threshold, self._next, self.action_leave)
        doing[message.at]()

    def _next(self) -> None:
        self.action_next_scope(1)

    async def _measure(self, scope: DriftScope, relay: Relay) -> None:
        from synotui.ops.drifting.drift import plan_drift, report_beside

        def plan(bench: "Workbench") -> "tuple[Store, DriftPlan]":
            return bench.store, plan_drift(bench, scope, top=_LISTED, on_progress=relay)

        try:
            store, planned = await self.desk.dictionary.run(plan)
            report = await asyncio.to_thread(report_beside, store, planned, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self.frame.top.show("Drift")
            self.list.tell(error.message, error.remedy or "")
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
        again = scope in self.shown
        self.shown[scope] = _Shown(report, (planned.last, planned.solved_at))
        if scope == _SCOPES[self.at]:
            self._show(report, again=again)

    def _show(self, report: DriftReport, *, again: bool = False) -> None:
        self.frame.top.show("Drift", f"threshold {report.threshold:g}")
        self.list.show(drift_lines(report), keep_place=again)

    def _tell_progress(self, told: str) -> None:
        measuring = _SCOPES[self.at] not in self.shown
        if told and measuring and self.is_attached:
            self.frame.top.show("Drift", told)

    # Keys

    def action_threshold(self) -> None:
        """Ask for the cosine that accepted pairs should have and others should not."""
        from synotui.ops.drifting.drift import keep_threshold
        from synotui.tui.screens.prompt import Prompt

        async def accept(text: str, _: Term | None) -> str:
            try:
                cosine = float(text.strip().replace("．", "."))
            except ValueError:
                return "Type a number, such as 0.5."
            if not -1 <= cosine <= 1:
                return "A cosine is from -1 to 1."
            try:
                await self.desk.dictionary.run(lambda bench: keep_threshold(bench, cosine))
            except SynotuiError as error:
                return str(error)
            self.shown.clear()
            self.action_scope(self.at)
            return ""

        shown = self.shown.get(_SCOPES[self.at])
        hint = "accepted pairs should have this cosine, others should not · esc leaves"
        value = f"{shown.report.threshold:g}" if shown is not None else ""
        self.desk.push_screen(Prompt("Threshold", hint, accept, value=value))

    def action_leave(self) -> None:
        """Go back to the review; what is being measured is stopped."""
        self._stop()
        super().action_leave()
