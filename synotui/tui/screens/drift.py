"""How far vectors went, and what that did to others: each case one key away from its head."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from synotui.errors import Cancelled, SynotuiError
from synotui.meter import Meter
from synotui.model import DriftReport, DriftScope, Progress, Term
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.drift_lines import drift_lines
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.header import bar
from synotui.tui.widgets.report_list import ReportLine, ReportList

if TYPE_CHECKING:
    from synotui.model import Change
    from synotui.ops.drift import DriftPlan
    from synotui.ops.workbench import Workbench
    from synotui.store import Store
    from synotui.tui.app import SynotuiApp

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


class DriftScreen(Screen[None]):
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
        Binding("j,down,ｊ", "step(1)", "Next case", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous case", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "to_end(-1)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
        Binding("enter", "go", "To the head", show=False),
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
        self._meter = Meter()

    @property
    def desk(self) -> "SynotuiApp":
        """The app."""
        return cast("SynotuiApp", self.app)

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
        self._meter = Meter()
        self._relay = relay = Relay(self._tell_progress)
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
            if shown is None or found is None or not self.is_attached:
                return
            if shown.state != found:
                self.action_measure_again()

        if _SCOPES[self.at] in self.shown:
            self.desk.ask(state, compare)

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
        from synotui.ops.drift import plan_drift, report_beside

        def plan(bench: "Workbench") -> "tuple[Store, DriftPlan]":
            return bench.store, plan_drift(bench, scope, top=_LISTED, on_progress=relay)

        try:
            store, planned = await self.desk.dictionary.run(plan)
            report = await asyncio.to_thread(report_beside, store, planned, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self.frame.top.show("Drift")
            self.list.show(
                [
                    ReportLine(((visible(error.message), "strong"),)),
                    ReportLine(((visible(error.remedy or ""), "faint"),)),
                ]
            )
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

    def _tell_progress(self, progress: Progress | None) -> None:
        measuring = _SCOPES[self.at] not in self.shown
        if progress is not None and measuring and self.is_attached:
            self.frame.top.show("Drift", bar(self._meter.take(progress)))

    # Keys

    def action_step(self, by: int) -> None:
        """Go to the next case or the one before."""
        self.list.step(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        self.list.page(by)

    def action_to_end(self, by: int) -> None:
        """Go to the first case or the last."""
        self.list.to_end(by)

    def on_report_list_chosen(self) -> None:
        """Go to a head that was clicked."""
        self.action_go()

    def action_go(self) -> None:
        """Leave for the review of the head that the line under the cursor is about."""
        line = self.list.line
        if line is None or line.head is None:
            return
        review = self.desk.review
        self.action_leave()
        if review.terms.place(line.head) is None:
            review.jump_to(line.head)
        else:
            review.go_to(line.head, line.candidate)

    def action_threshold(self) -> None:
        """Ask for the cosine that accepted pairs should have and others should not."""
        from synotui.ops.drift import keep_threshold
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
        self.dismiss()
