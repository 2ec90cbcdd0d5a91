"""The page of a screen that shows how similar pairs are: histograms, and the pairs of a bin."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from synotui.errors import Cancelled, SynotuiError
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.lists import ReportScreen
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.histogram_pane import HistogramPane
from synotui.tui.widgets.pair_lines import pair_lines
from synotui.tui.widgets.report_list import ReportLine, ReportList

if TYPE_CHECKING:
    from synotui.ops.comparing.histogram import HistogramPlan, SimilarityHistogram
    from synotui.ops.comparing.histogram_pairs import PairAt
    from synotui.ops.workbench import Workbench
    from synotui.store import Store

_LISTED = 1_000
"""Pairs of a bin that are listed."""


class SimilarityPage(ReportScreen):
    """What the page does; a screen mounts `pairs_frame` and says when it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.histogram = HistogramPane(id="histogram")
        self.bin = ReportList(id="bin")
        self.histogram_frame = Frame(self.histogram, id="histogram-frame")
        self.bin_frame = Frame(self.bin, id="bin-frame")
        self._of_pairs: Relay | None = None

    # Measuring

    def measure_pairs(self) -> None:
        """Measure the pairs; what is shown stays until that is done."""
        self.stop_pairs()
        self._of_pairs = relay = line_relay(self._tell_pairs)
        if self.histogram.found is None:
            self.histogram_frame.top.show("Similarity of pairs", "measuring …")
            self.histogram.tell(" Measuring …")
        run_beside(self, partial(self._measure_pairs, relay), "pairs", exclusive=True)

    def stop_pairs(self) -> None:
        """Stop measuring pairs."""
        if self._of_pairs is not None:
            self._of_pairs.stop()

    async def _measure_pairs(self, relay: Relay) -> None:
        from synotui.ops.comparing.histogram import histogram_beside, plan_histogram

        def plan(bench: "Workbench") -> "tuple[Store, HistogramPlan]":
            return bench.store, plan_histogram(bench, on_progress=relay)

        try:
            store, planned = await self.desk.dictionary.run(plan)
            found = await asyncio.to_thread(histogram_beside, store, planned, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self.histogram_frame.top.show("Similarity of pairs")
            self.histogram.tell(f" {error.message}", f" {error.remedy or ''}")
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
        self.histogram.show(found)
        self._title_histogram(found)

    def _tell_pairs(self, told: str) -> None:
        if told and self.histogram.found is None and self.is_attached:
            self.histogram_frame.top.show("Similarity of pairs", told)

    def _title_histogram(self, found: "SimilarityHistogram") -> None:
        from synotui.ops.comparing.histogram_words import COLUMNS
        from synotui.text import visible

        shown = f"{COLUMNS[self.histogram.column]} vectors"
        self.histogram_frame.top.show(
            f"Similarity of pairs · {shown}", visible(f"space {found.space}")
        )

    # Keys

    def action_turn(self) -> None:
        """Draw base vectors instead of adjusted ones, or the other way round."""
        self.histogram.turn()
        if self.histogram.found is not None:
            self._title_histogram(self.histogram.found)

    def action_refine(self, by: int) -> None:
        """Draw more bins, or fewer."""
        self.histogram.refine(by)

    def action_bin(self, by: int) -> None:
        """Go to the next bin, or the one before."""
        self.histogram.move(by)

    def list_bin(self) -> None:
        """List the pairs of the bin under the cursor."""
        from synotui.ops.comparing.histogram_pairs import pairs_in_bin

        pane = self.histogram
        found, group, bounds = pane.found, pane.chosen, pane.edges
        if found is None or group is None or bounds is None or not pane.count:
            return
        column, at, count = pane.column, pane.at, pane.count
        low, high = bounds[at : at + 2]

        def read(bench: "Workbench") -> "list[PairAt]":
            return pairs_in_bin(bench.store, found, group.name, column, bounds, at, _LISTED)

        def show(pairs: "list[PairAt]") -> None:
            if pane.found is not found:
                return
            listed = f"{len(pairs):,} of {count:,}" if len(pairs) < count else f"{count:,}"
            title = f"{group.name.capitalize()} pairs from {low:.2f} to {high:.2f}: {listed}"
            self.bin_frame.top.show(title, "base → adjusted")
            self.bin.show(pair_lines(pairs, group.name))
            self.show_bin(listed=True)

        self.read(read, show)

    def action_wrong(self) -> None:
        """List the pairs on the wrong sides of the threshold."""
        from synotui.ops.comparing.histogram_pairs import worst_accepted, worst_others

        pane = self.histogram
        found = pane.found
        threshold = found.threshold(pane.column) if found is not None else None
        if found is None or threshold is None:
            return
        column = pane.column

        def read(bench: "Workbench") -> "tuple[list[PairAt], list[PairAt]]":
            store = bench.store
            return (
                worst_accepted(store, found, column, _LISTED),
                worst_others(store, found, column, _LISTED),
            )

        def show(wrong: "tuple[list[PairAt], list[PairAt]]") -> None:
            if pane.found is not found:
                return
            below, above = wrong
            titles = (
                f"Accepted pairs below it, the farthest first: {threshold.below:,}",
                f"{threshold.against.capitalize()} pairs that reach it, the nearest first: "
                f"{threshold.above:,}",
            )
            lines = [
                ReportLine(((titles[0], "strong"),)),
                *pair_lines(below, "accepted"),
                ReportLine(()),
                ReportLine(((titles[1], "strong"),)),
                *pair_lines(above, threshold.against),
            ]
            title = f"On the wrong sides of {threshold.cosine:.2f}"
            self.bin_frame.top.show(title, "base → adjusted")
            self.bin.show(lines)
            self.show_bin(listed=True)

        self.read(read, show)

    def show_bin(self, *, listed: bool) -> None:
        """Show the pairs of the bin, or the histograms again."""
        self.set_class(listed, "-bin")
        self.set_focus(self.bin if listed else self.histogram)

    @property
    def lists_bin(self) -> bool:
        """Whether the pairs of a bin are shown."""
        return self.has_class("-bin")
