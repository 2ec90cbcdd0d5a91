"""What the space is worth: figures on the dictionary or a file, their history, and histograms."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from synotui.tui.screens.figures import FiguresPage
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.report_list import ReportList

if TYPE_CHECKING:
    from synotui.ops.evaluating.evaluate import EvaluateOptions, EvaluationPlan

_PAGES = (("1", "figures"), ("2", "similarity of pairs"))
_FIGURE_KEYS = (
    ("d", "dictionary", "on_dictionary"),
    ("f", "file", "on_file"),
    ("s", "spaces", "beside"),
    ("c", "common", "common"),
    ("r", "again", "measure_again"),
    ("enter", "head", "go"),
    ("tab", "page", "other_page"),
    ("esc", "back", "back"),
)
_PAIR_KEYS = (
    ("←→↑↓", "go", "bin(1)"),
    ("enter", "pairs", "go"),
    ("b", "base", "turn"),
    ("w", "wrong", "wrong"),
    ("+-", "bins", "refine(1)"),
    ("tab", "page", "other_page"),
    ("esc", "back", "back"),
)
_BIN_KEYS = (("enter", "to the head", "go"), ("esc", "histogram", "back"))
"""Keys as the screen says them, what they are for, and the action a click does."""


class EvaluateScreen(FiguresPage):
    """Figures on one page, histograms of similarity on the other."""

    CSS_PATH = "evaluate.tcss"
    AUTO_FOCUS = "#figures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("q,T,ｑ,Ｔ", "leave", "Back to the review", show=False),
        Binding("1,１", "show_page(0)", "Figures", show=False),
        Binding("2,２", "show_page(1)", "Similarity of pairs", show=False),
        Binding("tab,shift+tab", "other_page", "The other page", show=False, priority=True),
        Binding("j,down,ｊ", "step(1)", "Next line, or group", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous line, or group", show=False),
        Binding("l,right,ｌ", "bin(1)", "Next bin", show=False),
        Binding("h,left,ｈ", "bin(-1)", "Previous bin", show=False),
        Binding("plus,＋,=", "refine(1)", "More bins", show=False),
        Binding("minus,－", "refine(-1)", "Fewer bins", show=False),
        Binding("b,ｂ", "turn", "Base or adjusted vectors", show=False),
        Binding("w,ｗ", "wrong", "Pairs on the wrong side", show=False),
        Binding("space", "page(1)", "Page down", show=False),
        Binding("enter", "go", "To the head, or the pairs of a bin", show=False),
        Binding("d,D,ｄ", "on_dictionary", "Measure on the dictionary", show=False),
        Binding("f,F,ｆ", "on_file", "Measure on a file", show=False),
        Binding("s,S,ｓ", "beside", "Spaces to measure beside", show=False),
        Binding("c,C,ｃ", "common", "All spaces on what all have, or not", show=False),
        Binding("r,R,ｒ", "measure_again", "Measure again", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.pages = ChoiceLine(_PAGES, id="evaluate-pages")
        self.hints = ChoiceLine((), id="evaluate-keys")
        self.at = 0
        """Which page is shown."""

    def compose(self) -> ComposeResult:
        """The pages' names, the pages, the keys."""
        yield self.pages
        yield self.figures_frame
        yield self.histogram_frame
        yield self.bin_frame
        yield self.hints

    def on_mount(self) -> None:
        """Begin with the figures."""
        self.hints.choose(-1)
        self.action_show_page(0)
        self.begin()

    @property
    def list(self) -> ReportList | None:
        """The list that is shown; None where histograms are."""
        if not self.at:
            return self.figures
        return self.bin if self.lists_bin else None

    @property
    def in_use(self) -> ReportList:
        """The list that is shown, else that of figures."""
        return self.figures if self.list is None else self.list

    def action_show_page(self, at: int) -> None:
        """Show a page."""
        self.at = at
        self.pages.choose(at)
        self.set_class(bool(at), "-pairs")
        if at:
            self.show_bin(listed=False)
            if self.histogram.found is None:
                self.measure_pairs()
        else:
            self.set_focus(self.figures)
        self._hint()

    def action_other_page(self) -> None:
        """Show the other page."""
        self.action_show_page(1 - self.at)

    def measure(self, options: "EvaluateOptions", plan: "EvaluationPlan | None" = None) -> None:
        """Measure, and offer the keys for what is measured."""
        super().measure(options, plan)
        self._hint()

    def show_bin(self, *, listed: bool) -> None:
        """Show the pairs of a bin, or the histograms again."""
        super().show_bin(listed=listed)
        self._hint()

    def _hint(self) -> None:
        self.hints.offer([(key, name) for key, name, _ in self._keys])

    @property
    def _keys(self) -> tuple[tuple[str, str, str], ...]:
        if not self.at:
            beside = self.options is not None and self.options.spaces
            return tuple(key for key in _FIGURE_KEYS if beside or key[1] != "common")
        return _BIN_KEYS if self.lists_bin else _PAIR_KEYS

    def action_step(self, by: int) -> None:
        """Go to the next line, or one before; among histograms to the next group."""
        if self.list is not None:
            super().action_step(by)
        else:
            self.histogram.move_group(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        if self.list is not None:
            super().action_page(by)

    def action_to_end(self, by: int) -> None:
        """Go to the first line or bin, or the last."""
        if self.list is not None:
            super().action_to_end(by)
        else:
            self.histogram.to_end(by)

    def action_go(self) -> None:
        """Leave for the head under the cursor; list the pairs of a bin."""
        if self.list is None:
            self.list_bin()
        else:
            super().action_go()

    def action_measure_again(self) -> None:
        """Measure again what the page shows."""
        if self.at:
            self.show_bin(listed=False)
            self.measure_pairs()
        elif self.options is not None:
            self.measure(self.options)

    def action_back(self) -> None:
        """Go back from the pairs of a bin to the histograms, else to the review."""
        if self.at and self.lists_bin:
            self.show_bin(listed=False)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Go back to the review; what is being measured is stopped."""
        self.stop_figures()
        self.stop_pairs()
        super().action_leave()

    # Clicks

    async def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Show a page, or do what a key does, that was clicked."""
        if message._sender is self.pages:
            self.action_show_page(message.at)
        else:
            await self.run_action(self._keys[message.at][2])

    def on_histogram_pane_chosen(self) -> None:
        """List the pairs of a bin that was clicked."""
        self.list_bin()
