"""The page of a screen that shows what a space is worth: measured on the dictionary or a file."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.errors import Cancelled, SynotuiError
from synotui.text import visible
from synotui.tui import evaluating
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.similarity import SimilarityPage
from synotui.tui.widgets.evaluation_history import kept_lines
from synotui.tui.widgets.evaluation_lines import Shown, evaluation_lines
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.report_list import ReportLine, ReportList

if TYPE_CHECKING:
    from synotui.model import EvaluationSeries, Term
    from synotui.ops.evaluating.evaluate import EvaluateOptions, EvaluationPlan

_TITLE = "What the space is worth"


class FiguresPage(SimilarityPage):
    """What the page does; a screen mounts `figures_frame`."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = ReportList(id="figures")
        self.figures_frame = Frame(self.figures, id="figures-frame")
        self.options: EvaluateOptions | None = None
        """What is measured, or was last; None until it is known."""
        self.shown: Shown | None = None
        self._shows_kept = False
        """Whether there is something to look at that was measured before."""
        self._of_figures: Relay | None = None
        self._cells = 0

    # Measuring

    def begin(self) -> None:
        """Measure what was measured last in this dictionary, its own pairs the first time."""

        def show(found: "tuple[EvaluateOptions, EvaluationSeries | None]") -> None:
            options, series = found
            if self.options is None:
                if series is not None:
                    self.figures.show(kept_lines(series))
                self._shows_kept = series is not None
                self.measure(options)
                self._shows_kept = False

        self.read(evaluating.last_measured, show)

    def measure(self, options: "EvaluateOptions", plan: "EvaluationPlan | None" = None) -> None:
        """Measure; what is shown stays until that is done. A `plan` of it spares planning."""
        self.stop_figures()
        self.options = options
        self._of_figures = relay = line_relay(self._tell_figures)
        on = visible(options.on.name) if options.on is not None else "the dictionary"
        self.figures_frame.top.show(_TITLE, f"measuring on {on} …")
        if self.shown is None and not self._shows_kept:
            self.figures.show([ReportLine(((f"Measuring on {on} …", "faint"),))])
        run_beside(self, partial(self._measure, options, plan, relay), "figures", exclusive=True)

    def stop_figures(self) -> None:
        """Stop measuring."""
        if self._of_figures is not None:
            self._of_figures.stop()

    async def _measure(
        self, options: "EvaluateOptions", plan: "EvaluationPlan | None", relay: Relay
    ) -> None:
        from synotui.ops.evaluating.evaluate import plan_evaluation, run_evaluation
        from synotui.ops.evaluating.worst import worst_pairs

        try:
            if plan is None:
                plan = await self.desk.dictionary.run(
                    lambda bench: plan_evaluation(bench, options, relay)
                )
            found = await asyncio.to_thread(run_evaluation, plan, relay)
            worst = await asyncio.to_thread(worst_pairs, plan)
            shown = await self.desk.dictionary.run(
                partial(evaluating.keep_measured, plan=plan, found=found, worst=worst)
            )
        except Cancelled:
            return
        except SynotuiError as error:
            self._tell_wrong(error)
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
        self.shown = shown
        self._show_figures(again=False)

    def _tell_figures(self, told: str) -> None:
        if told and self.is_attached:
            self.figures_frame.top.show(_TITLE, told)

    def _tell_wrong(self, error: SynotuiError) -> None:
        self.shown = None
        self.figures_frame.top.show(_TITLE)
        told = [error.message, error.remedy or ""]
        if self.options is not None and self.options.on is not None:
            told.append("f names another file, d measures on the dictionary itself")
        self.figures.tell(*told)

    # What is shown

    def _show_figures(self, *, again: bool) -> None:
        if self.shown is None:
            return
        found = self.shown.found
        spent = f"{found.seconds:.1f} s" if found.seconds >= 0.05 else ""
        told = [f"space {found.space}", f"{found.at[:10]} {found.at[11:16]} UTC", spent]
        self.figures_frame.top.show(_TITLE, visible(" · ".join(filter(None, told))))
        # The cursor and a scrollbar have their cells.
        self._cells = self.figures.size.width - 3
        self.figures.show(evaluation_lines(self.shown, self._cells), keep_place=again)

    def on_resize(self) -> None:
        """Lay the figures out for the room there is."""
        self.call_after_refresh(self._fit_figures)

    def _fit_figures(self) -> None:
        if self.shown is not None and self.figures.size.width - 3 != self._cells:
            self._show_figures(again=True)

    # Keys

    def action_on_dictionary(self) -> None:
        """Measure on the dictionary's own pairs, and the space's health."""
        self._choose(lambda options: replace(options, on=None))

    def action_on_file(self) -> None:
        """Ask for a file to measure on."""
        from synotui.tui.screens.file_prompt import FilePrompt

        async def accept(text: str, _: "Term | None") -> str:
            from synotui.ops.evaluating.evaluate import plan_evaluation

            if not text.strip() or self.options is None:
                return ""
            options = replace(self.options, on=Path(text.strip()).expanduser())
            try:
                plan = await self.desk.dictionary.run(lambda bench: plan_evaluation(bench, options))
            except SynotuiError as error:
                return str(error)
            if self.is_attached:
                self._keep_choice(options)
                self.measure(options, plan)
            return ""

        if self.options is None:
            return
        on = self.options.on
        hint = (
            "word, word, score · analogies (questions-words) · pairs of synonyms\n"
            "tab completes · enter measures · esc leaves"
        )
        value = "" if on is None else str(on)
        self.desk.push_screen(FilePrompt("Measure on a file", hint, accept, value=value))

    def action_beside(self) -> None:
        """Choose spaces to measure beside the current one."""
        from synotui.tui.screens.spaces_beside import SpacesBesideScreen

        def chosen(names: "tuple[str, ...] | None") -> None:
            if names is not None and self.is_attached:
                self._choose(
                    lambda options: replace(
                        options, spaces=names, common=options.common and bool(names)
                    )
                )

        if self.options is not None:
            self.desk.push_screen(SpacesBesideScreen(self.options.spaces), chosen)

    def action_common(self) -> None:
        """Measure all spaces on what all of them have, or each on what it has."""
        if self.options is not None and self.options.spaces:
            self._choose(lambda options: replace(options, common=not options.common))

    def _choose(self, other: "Callable[[EvaluateOptions], EvaluateOptions]") -> None:
        if self.options is None:
            return
        options = other(self.options)
        self._keep_choice(options)
        self.measure(options)

    def _keep_choice(self, options: "EvaluateOptions") -> None:
        from synotui.ops.evaluating.choice import keep_choice

        self.desk.ask(lambda bench: keep_choice(bench, options), lambda _: None)
