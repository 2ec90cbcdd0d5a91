"""The settings of adjustment, with what they would change shown as they are changed."""

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from synotui.errors import SettingError, SynotuiError
from synotui.model import METHODS, Change, Diff, Settings, Term
from synotui.tui.background import run_beside
from synotui.tui.leavable import Leavable
from synotui.tui.rebuilding import begin_rebuild, in_force
from synotui.tui.screens.prompt import Prompt
from synotui.tui.widgets.difference import Difference
from synotui.tui.widgets.settings_list import Line, SettingsList

if TYPE_CHECKING:
    from synotui.engine.adjust import Range
    from synotui.tui.app import SynotuiApp

_KEYS = "←→ change · e type · d defaults · enter apply · esc back"
_PAUSE = 0.15
"""Seconds without a change before what the settings would do is worked out."""
_WIDE = 2.0
"""A range that reaches farther is gone through in steps of a tenth."""


class AdjustmentScreen(ModalScreen[None], Leavable[None]):
    """Choose a method and its settings; nothing is written until enter."""

    CSS_PATH = "adjustment.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "leave", "Leave everything as it is", show=False),
        Binding("down,j,ｊ", "line(1)", "Next setting", show=False),
        Binding("up,k,ｋ", "line(-1)", "Previous setting", show=False),
        Binding("right,l,plus,ｌ", "step(1)", "More", show=False),
        Binding("left,h,minus,ｈ", "step(-1)", "Less", show=False),
        Binding("e,ｅ", "type", "Type a value", show=False),
        Binding("d,ｄ", "defaults", "The method's defaults", show=False),
        Binding("enter", "apply", "Put in force", show=False),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._in_force = settings
        self._wanted = settings
        self._offered: list[tuple[str, float, Range]] = []

    @property
    def _app(self) -> "SynotuiApp":
        return cast("SynotuiApp", self.app)

    @property
    def _list(self) -> SettingsList:
        return self.query_one(SettingsList)

    def compose(self) -> ComposeResult:
        """The settings over what they would change."""
        with Vertical(id="adjustment") as body:
            body.border_title = Content("Adjustment")
            body.border_subtitle = Content(_KEYS)
            yield SettingsList()
            yield Static("", id="adjustment-note", markup=False)
            yield Difference()

    def on_mount(self) -> None:
        """Show what is in force."""
        self._show()
        self._list.focus()

    # What is shown

    def _show(self) -> None:
        from synotui.ops.adjusting.adjust import offered

        self._offered = offered(self._wanted)
        method = METHODS[self._wanted.method]
        other = self._wanted.method != self._in_force.method
        rows: list[Line] = [("method", method.name, method.meaning, other)]
        for name, value, allowed in self._offered:
            changed = value != self._in_force.value(name)
            rows.append((name.replace("_", " "), f"{value:g}", allowed.meaning, changed))
        self._list.show(rows)
        self._note("Working out what it would change…")
        run_beside(self, self._work_out, "work out", exclusive=True)

    async def _work_out(self) -> None:
        from synotui.ops.adjusting import rebuilding

        await asyncio.sleep(_PAUSE)
        dictionary, wanted = self._app.dictionary, self._wanted
        try:
            plan = await dictionary.run(lambda bench: rebuilding.plan_rebuild(bench, wanted))
            if plan is None:
                self._note("No vectors yet: there is nothing to adjust.")
                return
            solved = await asyncio.to_thread(rebuilding.run_rebuild, plan)
            diff = await asyncio.to_thread(rebuilding.measure, plan, solved)
        except SynotuiError as error:
            self._note(str(error), wrong=True)
            return
        self._tell(diff)

    def _tell(self, diff: Diff) -> None:
        pairs = len(diff.pairs)
        told = "No pair acts yet: accept some first."
        if pairs:
            before = sum(pair.before for pair in diff.pairs) / pairs
            after = sum(pair.after for pair in diff.pairs) / pairs
            of = "1 pair" if pairs == 1 else f"{pairs} pairs"
            told = f"{of}: mean cosine {before:.2f} → {after:.2f}"
        if not METHODS[self._wanted.method].incremental:
            told += " · later decisions wait for a rebuild"
        self._note(told)
        ordered = sorted(diff.pairs, key=lambda pair: -abs(pair.after - pair.before))
        label = "This would change" if self._wanted != self._in_force else "As it is"
        diff = Diff(diff.moved, tuple(ordered), (), diff.neighbours, diff.kept_at_10, diff.sampled)
        self.query_one(Difference).show(Change(0, "settings", label, diff=diff))

    def _note(self, told: str, *, wrong: bool = False) -> None:
        note = self.query_one("#adjustment-note", Static)
        note.update(Content(told))
        note.set_class(wrong, "-wrong")

    # Changing

    def action_line(self, by: int) -> None:
        """Go to another setting."""
        self._list.cursor += by

    def action_step(self, by: int) -> None:
        """Change the setting under the cursor by a step."""
        at = self._list.cursor
        if at == 0:
            names = [*METHODS]
            place = (names.index(self._wanted.method) + by) % len(names)
            self._take({}, method=names[place])
            return
        name, value, allowed = self._offered[at - 1]
        self._take({name: _stepped(value, allowed, by)})

    def action_type(self) -> None:
        """Type a value for the setting under the cursor."""
        at = self._list.cursor
        if at == 0:
            return
        name, value, allowed = self._offered[at - 1]

        async def accept(typed: str, _: Term | None) -> str:
            return self._take({name: typed.strip()})

        hint = f"{allowed.meaning}: {allowed.lowest:g} to {allowed.highest:g}"
        self.app.push_screen(Prompt(name.replace("_", " "), hint, accept, value=f"{value:g}"))

    def _take(self, changes: dict[str, str], method: str | None = None) -> str:
        from synotui.ops.adjusting.adjust import parse_settings

        try:
            wanted = parse_settings(self._wanted, method, changes)
        except SettingError as error:
            return str(error)
        if wanted != self._wanted:
            self._wanted = wanted
            self._show()
        return ""

    def action_defaults(self) -> None:
        """Give every setting of the method its default."""
        usual = Settings(method=self._wanted.method)
        self._take({name: f"{usual.value(name):g}" for name, _, _ in self._offered})

    def action_apply(self) -> None:
        """Put the settings in force, and go back."""
        if self._wanted != self._in_force:
            begin_rebuild(self._app, self._wanted)
        self.dismiss()

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss()


def _stepped(value: float, allowed: "Range", by: int) -> str:
    """Give the next value on the grid of a setting's steps, as one would type it."""
    if allowed.kind is not float:
        return f"{max(allowed.lowest, min(allowed.highest, int(value) + by)):.0f}"
    reach = allowed.highest - max(0.0, allowed.lowest)
    step = 0.1 if reach > _WIDE else 0.05
    grid = round(value / step) + by
    return f"{max(allowed.lowest, min(allowed.highest, grid * step)):g}"


def open_adjustment(app: "SynotuiApp") -> None:
    """Show the settings in force."""

    def push(settings: Settings) -> None:
        app.push_screen(AdjustmentScreen(settings))

    app.ask(in_force, push)
