"""Whether adjusting helps: every method judged by accepted pairs held out, and one recommended."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.meter import Meter
from synotui.model import HeldOut, HiddenFound, Progress
from synotui.tui.background import run_beside
from synotui.tui.leavable import Leavable
from synotui.tui.progress import Relay
from synotui.tui.rebuilding import begin_rebuild, in_force

if TYPE_CHECKING:
    from synotui.model import Settings, Trial
    from synotui.tui.app import SynotuiApp

SHARE = 0.3
"""Share of the accepted pairs that are hidden."""
_UNKNOWN = "–"
_TITLES = ("recall@10", "connected", "not", "MRR", "cosine", "random", "kept")
_ROOMY = 84
"""Cells from which all figures are shown."""


class HeldOutScreen(ModalScreen[None], Leavable[None]):
    """A table of the methods over what to make of it; nothing is changed but by enter."""

    CSS_PATH = "held_out.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "leave", "Back", show=False),
        Binding("enter", "take", "Use the method that is recommended", show=False),
        Binding("j,ｊ", "scroll(1)", "Down", show=False),
        Binding("k,ｋ", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: HeldOut | None = None
        self._relay: Relay | None = None
        self._meter = Meter()

    @property
    def _desk(self) -> "SynotuiApp":
        return cast("SynotuiApp", self.app)

    def compose(self) -> ComposeResult:
        """A line that says what was done, the table, and what to make of it."""
        with VerticalScroll(id="held-out") as body:
            body.border_title = Content("Does adjusting help?")
            body.border_subtitle = Content("esc back")
            yield Static("", id="held-out-pairs", markup=False)
            yield Static("", id="held-out-table", markup=False)
            yield Static("", id="held-out-reason", markup=False)

    def on_mount(self) -> None:
        """Begin to measure."""
        self.query_one("#held-out").focus()
        self._relay = Relay(self._tell_progress)
        run_beside(self, partial(self._measure, self._relay), "held out")

    def on_unmount(self) -> None:
        """Stop what is still being measured."""
        if self._relay is not None:
            self._relay.stop()

    def on_resize(self) -> None:
        """Lay the table out for the room there is."""
        if self._found is not None:
            self._show(self._found)

    async def _measure(self, relay: Relay) -> None:
        from synotui.ops.evaluating.held_out import plan_held_out, run_held_out

        self._write("pairs", "Hiding pairs, adjusting by the others, looking for those hidden …")
        try:
            plan = await self._desk.dictionary.run(
                lambda bench: plan_held_out(bench, SHARE, compare=True)
            )
            found = await asyncio.to_thread(run_held_out, plan, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self._write("pairs", error.message)
            self._write("reason", error.remedy or "")
            return
        self._found = found
        self._show(found)

    def _tell_progress(self, progress: Progress | None) -> None:
        if progress is not None and self._found is None:
            reading = self._meter.take(progress)
            told = (progress.stage, reading.percent(), reading.remaining())
            self._write("reason", " · ".join(filter(None, told)))

    def _write(self, part: str, told: str) -> None:
        if self.is_mounted:
            self.query_one(f"#held-out-{part}", Static).update(Content(told))

    def _show(self, found: HeldOut) -> None:
        self._write(
            "pairs",
            f"{found.hidden:,} of {found.pairs:,} accepted pairs hidden; the others connect "
            f"{found.before.connected.pairs:,} of them, {found.before.unconnected.pairs:,} not.",
        )
        self.query_one("#held-out-table", Static).update(self._table(found))
        reason = found.reason
        if not found.enough:
            reason = (
                f"Too few to rely on: it takes {found.needed:,} accepted pairs at this share; "
                f"there are {found.pairs:,}."
            )
        self._write("reason", reason)
        if found.recommended is not None:
            body = self.query_one("#held-out")
            body.border_subtitle = Content(f"enter use {found.recommended} · esc back")

    def _table(self, found: HeldOut) -> Table:
        titles = _TITLES if self.size.width >= _ROOMY else _TITLES[:3]
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        for _ in titles:
            table.add_column(justify="right", no_wrap=True)
        table.add_row("", *(Text(title, "dim") for title in titles))
        table.add_row("base vectors", *_figures(found.before, None)[: len(titles)])
        for trial in found.trials:
            here = trial.settings.method == found.recommended
            name = Text(f"{trial.settings.method}{' ◂' if here else ''}", "bold" if here else "")
            table.add_row(name, *_figures(trial.found, trial)[: len(titles)])
        return table

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#held-out").scroll_relative(y=lines, animate=False)

    def action_take(self) -> None:
        """Put the method that is recommended in force."""
        if self._found is None or self._found.recommended is None:
            return
        app, method = self._desk, self._found.recommended

        def take(settings: "Settings") -> None:
            begin_rebuild(app, replace(settings, method=method))

        self.dismiss()
        app.ask(in_force, take)

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss()


def _figures(found: HiddenFound, trial: "Trial | None") -> list[str]:
    """Give the figures of a row, in the order of the titles."""
    kept = trial.kept_untouched if trial is not None else None
    return [
        _figure(found.every.recall_at_10),
        _figure(found.connected.recall_at_10),
        _figure(found.unconnected.recall_at_10),
        _figure(found.every.mrr),
        _figure(found.every.cosine),
        _figure(found.random_cosine),
        _UNKNOWN if kept is None else f"{kept:.0%}",
    ]


def _figure(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:.3f}"


def open_held_out(app: "SynotuiApp") -> None:
    """Show it over the review."""
    app.push_screen(HeldOutScreen())
