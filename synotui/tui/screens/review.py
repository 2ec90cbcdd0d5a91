"""The review screen: its keys, when each can work, and what the simple ones do."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType

from synotui.tui import messages
from synotui.tui.keys import KEYS, QUEUE_KEYS, Key
from synotui.tui.screens.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from synotui.model import Term
    from synotui.tui.app import SynotuiApp
    from synotui.tui.visit import Row

_NEED_ROW = {"decide", "preview", "note", "weight", "sense", "mark", "mark_range"}
_WRITE = {key.action.partition("(")[0] for key in KEYS if key.writes}
_NEED_OPEN = (
    _WRITE
    | _NEED_ROW
    | {"explore", "jump", "filter", "order", "step_head", "next_undecided"}
    | {"adjustment", "sets", "map", "queue", "compare", "evaluate"}
)
_TYPED_OVER = {key.action.partition("(")[0] for key in KEYS} - {"other_pane"}
"""Actions whose keys are text while a filter is typed."""


class ReviewScreen(Verdicts):
    """Terms at the left, the head's candidates at the right, what changed below."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    # When a key can work

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let an action run, or dim its key when it cannot work now; what is typed is no key."""
        if self.focused is self.filter_field and action in _TYPED_OVER:
            return False
        return None if self.why_not(action) else True

    def why_not(self, action: str) -> str:
        """Say why an action cannot work now; "" if it can."""
        if action in _WRITE and self.damaged:
            return f"{self.desk.path.name} is damaged. {self.damaged}"
        if action in _WRITE and self.read_only:
            return f"{self.desk.path.name} is read-only: nothing can be decided."
        if action in _NEED_OPEN and not self.opened:
            return "The dictionary is still being opened."
        if action in _NEED_ROW and not self.settling and self.candidates.row is None:
            return "No candidate is under the cursor."
        if (action == "map" and self.head is None) or (action == "add" and self.visit is None):
            return "No head is under review."
        busy = self.desk.dictionary.waiting or self._held
        return "" if busy else self._nothing_to(action)

    def _nothing_to(self, action: str) -> str:
        nothing = {"undo": self.ledger.undo is None, "redo": self.ledger.redo is None}
        return f"Nothing to {action}." if nothing.get(action) else ""

    def works(self, key: Key) -> bool:
        """Say whether a key can work, as far as is known: what is under way may change it."""
        action = key.action.partition("(")[0]
        return not (self.why_not(action) or self._nothing_to(action))

    def on_key(self, event: events.Key) -> None:
        """Say why a key that cannot work now does nothing."""
        binding = self.active_bindings.get(event.key)
        if binding is not None and not binding.enabled:
            event.stop()
            if why := self.why_not(binding.binding.action.partition("(")[0]):
                self.say(why)

    async def on_typed_ahead(self, message: messages.TypedAhead) -> None:
        """Do what a key does that was typed while the filter's field was being left."""
        event = message.event
        if self.app.screen is not self:
            self.app.screen.post_message(events.Key(event.key, event.character))
            return
        binding = self.active_bindings.get(event.key)
        if binding is None:
            return
        action = binding.binding.action
        if why := self.why_not(action.partition("(")[0]):
            self.say(why)
        else:
            await self.run_action(action)

    def on_key_clicked(self, message: messages.KeyClicked) -> None:
        """Do what a clicked key does, or say why not."""
        self.press(message.action)

    def press(self, action: str) -> None:
        """Do what a key does, or say why not."""
        name = action.partition("(")[0]
        if why := self.why_not(name):
            self.say(why)
        else:
            self.app.call_later(self.app.run_action, action, self)

    # Moving

    def action_cursor(self, by: int) -> None:
        """Move the cursor of the pane in use."""
        if self.on_terms:
            self.terms.cursor += by
        else:
            self.when_settled(lambda: self._move(by))

    def _move(self, by: int) -> None:
        self.candidates.cursor += by

    def action_cursor_page(self, by: int) -> None:
        """Move the cursor by a page."""
        pane = self.terms if self.on_terms else self.candidates
        pane.cursor += by * max(1, pane.size.height - 1)

    def action_cursor_end(self, by: int) -> None:
        """Move the cursor to the first or last row."""
        if self.on_terms:
            self.terms.cursor = 0 if by < 0 else len(self.terms.ids) - 1
        else:
            self.candidates.cursor = 0 if by < 0 else self.candidates.row_count - 1

    def action_other_pane(self) -> None:
        """Let keys go to the other pane."""
        self.focus_pane(self.candidates if self.on_terms else self.terms)

    def action_enter(self) -> None:
        """Go from the terms to the candidates; from a head that is done to the next."""
        if self.on_terms:
            self.focus_pane(self.candidates)
        elif self.visit is not None and not self.visit.undecided:
            self.action_step_head(1)

    # Marks and what is shown

    def action_mark(self) -> None:
        """Mark the candidate and go on to the next row."""
        self.when_settled(self._mark)

    def _mark(self) -> None:
        self.candidates.toggle_mark()
        self.candidates.cursor += 1

    def action_mark_range(self) -> None:
        """Begin or end a range."""
        self.when_settled(self.candidates.toggle_range)

    def action_show_rejected(self) -> None:
        """Show or hide rejected pairs."""
        self.show_rejected = not self.show_rejected
        if self.visit is not None:
            self.visit.show_rejected = self.show_rejected
        self.action_resort()
        self.say(
            "Rejected pairs are shown." if self.show_rejected else "Rejected pairs are hidden."
        )

    def action_resort(self) -> None:
        """Sort the candidates anew; the cursor stays with its candidate."""
        if self.visit is None:
            return
        row = self.candidates.row
        self.visit.sort()
        at = self.visit.place(row.id) if row else None
        self.candidates.show(self.visit, at or 0)
        self.title_candidates()
        self.keep_place()

    def action_scroll_difference(self, lines: int) -> None:
        """Scroll what the last decision changed."""
        self.difference.turn(lines)

    def action_back(self) -> None:
        """Leave the preview, else the marks, else the filter, else the terms."""
        if self._previewing is not None:
            self.leave_preview()
        elif self.candidates.marked():
            self.candidates.clear_marks()
        elif self.on_terms:
            self.focus_pane(self.candidates)
        elif self.sought.text:
            self.filter_field.value = ""
            self.seek(replace(self.sought, text="", candidates=False))

    async def action_quit(self) -> None:
        """Leave; everything is kept."""
        await self.desk.action_quit()

    def action_adjustment(self) -> None:
        """Show the settings of adjustment."""
        from synotui.tui.screens.adjustment import open_adjustment

        open_adjustment(self.desk)

    def action_drift(self) -> None:
        """Show how far vectors went, and what that did to others."""
        from synotui.tui.screens.drift import DriftScreen

        self.desk.push_screen(DriftScreen())

    def action_explore(self) -> None:
        """Ask the space questions, beginning with the head."""
        from synotui.tui.screens.explore import ExploreScreen

        self.desk.push_screen(ExploreScreen())

    def action_compare(self) -> None:
        """Compare the head with the candidate under the cursor, or with any text."""
        from synotui.tui.screens.compare import CompareScreen

        row = self.candidates.row if self.visit is not None else None
        named = (self.visit.head, row.term if row else None) if self.visit is not None else ()
        self.desk.push_screen(CompareScreen(*(term.text for term in named if term is not None)))

    def action_sets(self) -> None:
        """Show the synonym sets that accepted pairs form."""
        from synotui.tui.screens.sets import SetsScreen

        self.desk.push_screen(SetsScreen())

    def action_map(self) -> None:
        """Show the head and what is around it in the plane."""
        from synotui.tui.screens.map import open_map

        if self.head is not None:
            open_map(self.desk, self.head)

    def action_evaluate(self) -> None:
        """Show what the space is worth, in figures and histograms."""
        from synotui.tui.screens.evaluate import EvaluateScreen

        self.desk.push_screen(EvaluateScreen())

    def action_queue(self) -> None:
        """Choose what to decide next, a pair at a time."""
        from synotui.tui.screens.queue_choice import QueueChoiceScreen

        self.desk.push_screen(QueueChoiceScreen())

    def action_dashboard(self) -> None:
        """Show how the work stands."""
        from synotui.tui.screens.dashboard import DashboardScreen

        self.desk.push_screen(DashboardScreen())

    def action_weight(self) -> None:
        """Ask what the pair weighs in adjustment."""
        from synotui.tui.asking import ask_weight

        self._ask_about(ask_weight)

    def action_sense(self) -> None:
        """Ask for the sense in which the head is meant in the pair."""
        from synotui.tui.asking import ask_sense

        self._ask_about(ask_sense)

    def _ask_about(self, ask: "Callable[[SynotuiApp, Term, Row], None]") -> None:
        """Ask about the decided pair under the cursor."""
        visit, row = self.visit, self.candidates.row
        if visit is None or row is None:
            return
        if row.verdict is None:
            self.say("Nobody has decided this pair: decide it first.")
        else:
            ask(self.desk, visit.head, row)

    def action_help(self) -> None:
        """Show every key."""
        from synotui.tui.screens.help import HelpScreen

        keys = (*KEYS, *QUEUE_KEYS)
        self.desk.push_screen(HelpScreen({key.id: self.desk.keys_shown(key) for key in keys}))
