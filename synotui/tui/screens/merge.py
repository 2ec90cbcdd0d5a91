"""Merging another curator's dictionary: what that would do, then doing it."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.merging import review_disagreements
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.lists import ReportScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.merge_lines import merge_lines
from synotui.tui.widgets.report_list import ReportList

if TYPE_CHECKING:
    from synotui.model import Change, MergeReport, Stance
    from synotui.ops.merging import Plan
    from synotui.ops.workbench import Workbench
    from synotui.store import Store

_STANCES: "dict[Stance, str]" = {
    "ask": "Where both decided differently, what is here stays and is listed",
    "mine": "Where both decided differently, what is here counts and is settled",
    "theirs": "Where both decided differently, theirs is taken",
}


class MergeScreen(ReportScreen):
    """What merging a file would change, with the pairs; a key does it."""

    CSS_PATH = "merge.tcss"
    AUTO_FOCUS = "#merge-lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "back", "Back", show=False),
        Binding("m,ｍ", "merge", "Merge", show=False),
        Binding("d,ｄ", "stance", "What counts where both differ", show=False),
        Binding("x,ｘ", "terms", "All terms, or those needed", show=False),
        Binding("Q,Ｑ", "disagreements", "Review disagreements", show=False),
        Binding("space", "page(1)", "Page down", show=False),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.lines = ReportList(id="merge-lines")
        self.frame = Frame(self.lines, id="merge-frame")
        self.plan: Plan | None = None
        """What would be done, once that is known."""
        self.report: MergeReport | None = None
        """What is shown: a preview, or what was done."""
        self._stance: Stance = "ask"
        self._terms = False
        self._relay: Relay | None = None
        self._merging = False

    def compose(self) -> ComposeResult:
        """What it does, what is to be said, the keys."""
        yield self.frame
        yield Static("", id="merge-note", markup=False)
        yield ChoiceLine(self._keys(), id="merge-keys")

    def _keys(self) -> list[tuple[str, str]]:
        keys = [] if self.desk.review.read_only or self.report is None else [("m", "merge")]
        if self.report is not None and self.report.seq is not None:
            keys = []
        if self.report is not None and self.report.disagreements:
            keys.append(("d", "where both differ") if keys else ("Q", "review these"))
        if keys and keys[0][0] == "m":
            keys.append(("x", "only needed terms" if self._terms else "all terms"))
        return [*keys, ("enter", "to the head"), ("esc", "stop" if self._relay else "back")]

    def on_mount(self) -> None:
        """Work out what it would do."""
        self.query_one(ChoiceLine).choose(-1)
        self._preview()

    def on_unmount(self) -> None:
        """Stop what goes on, unless it is being written."""
        if self._relay is not None:
            self._relay.stop()
        super().on_unmount()

    # Preview

    def _preview(self) -> None:
        if self._relay is not None:
            self._relay.stop()
        self.plan = None
        self._title("comparing …")
        self._say(_STANCES[self._stance] if self._stance != "ask" else "")
        relay = self._begin()
        run_beside(self, partial(self._plan, relay), "merge preview", exclusive=True)

    def _begin(self) -> Relay:
        self._relay = relay = line_relay(self._tell_progress)
        self._show_keys()
        return relay

    async def _plan(self, relay: Relay) -> None:
        from synotui.ops.merging import MergeOptions, plan_beside, report_of

        options = MergeOptions(self._stance, self._terms)
        try:
            store: Store = await self.desk.dictionary.run(lambda bench: bench.store)
            plan = await asyncio.to_thread(plan_beside, store, self.path, options, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            if not self.left:
                self._title("it cannot be merged")
                told = (error.message, error.remedy or "")
                self.lines.tell(*(each.replace(str(self.path), self.path.name) for each in told))
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
            if self._relay is relay:
                self._relay = None
                self._show_keys()
        if not self.left:
            self.plan = plan
            self._show(report_of(plan), does_anything=plan.does_anything)

    def _show(self, report: "MergeReport", *, does_anything: bool) -> None:
        self.report = report
        self._title("merged" if report.seq is not None else "nothing is changed yet")
        self.lines.show(merge_lines(report, does_anything=does_anything), keep_place=True)
        self._show_keys()

    def _title(self, more: str) -> None:
        self.frame.top.show(f"Merge {visible(self.path.name)}", more)

    def _show_keys(self) -> None:
        if self.is_attached:
            self.query_one(ChoiceLine).offer(self._keys())

    def _tell_progress(self, told: str) -> None:
        if told and self._relay is not None and not self.left:
            self._say(f"{told} · esc stops") if self._merging else self._title(told)

    def _say(self, told: str) -> None:
        self.query_one("#merge-note", Static).update(Content(visible(told)))

    # Keys

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = {
            "m": self.action_merge,
            "d": self.action_stance,
            "x": self.action_terms,
            "Q": self.action_disagreements,
            "enter": self.action_go,
            "esc": self.action_back,
        }
        doing[self._keys()[message.at][0]]()

    @property
    def _waits(self) -> bool:
        """Whether a preview was shown that can be changed."""
        return self.report is not None and self.report.seq is None and not self._merging

    def action_stance(self) -> None:
        """Let theirs count where both decided differently, or what is here, or nobody."""
        if self._waits and self.report is not None and self.report.disagreements:
            order: list[Stance] = ["ask", "theirs", "mine"]
            self._stance = order[(order.index(self._stance) + 1) % len(order)]
            self._preview()

    def action_terms(self) -> None:
        """Add all terms the other has in use, or only those of pairs that are taken."""
        if self._waits:
            self._terms = not self._terms
            self._preview()

    def action_disagreements(self) -> None:
        """Review the disagreements one by one, in place of this screen."""
        if self._merging or self.report is None or not self.report.disagreements:
            return
        if self.report.seq is None and self.report.known_disagreements == 0:
            self._say("First m merges: disagreements are kept with it, then Q reviews them.")
            return
        desk = self.desk
        self.action_leave()
        review_disagreements(desk)

    def action_back(self) -> None:
        """Stop what goes on; else go back to the review."""
        if self._merging:
            if self._relay is not None:
                self._relay.stop()
        else:
            self.action_leave()

    def action_go(self) -> None:
        """Go to the head of a pair, unless something is being written."""
        if not self._merging:
            super().action_go()

    # Merging

    def action_merge(self) -> None:
        """Carry out what is shown."""
        plan = self.plan
        if self._merging or plan is None:
            return
        if self.desk.review.read_only:
            self._say(f"{self.desk.path.name} is read-only: nothing can be merged into it.")
        elif not plan.does_anything:
            self._say("There is nothing to take.")
        else:
            self._merging = True
            run_beside(self, partial(self._merge, plan, self._begin()), "merge")

    async def _merge(self, plan: "Plan", relay: Relay) -> None:
        """Write in the dictionary's thread: no decision comes in between."""
        from synotui.ops.merging import carry_plan

        def job(bench: "Workbench") -> "tuple[MergeReport, Change | None]":
            return carry_plan(bench, plan, relay)

        try:
            report, change = await self.desk.dictionary.run(job)
        except Cancelled:
            self._say("Stopped: nothing was changed.")
            return
        except SynotuiError as error:
            self._say(str(error))
            return
        finally:
            self._merging = False
            relay.stop()
            self._relay = None
            self._show_keys()
        self.plan = None
        if change is not None:
            self.desk.take_in(change)
            self._say("Merged. u in the review takes it back, all of it at once.")
        self._show(report, does_anything=change is not None)
