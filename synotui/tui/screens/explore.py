"""Questions to the space: typed at the top, answered below, each term one key from its review."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from synotui.ops.exploring.explored import Measure
from synotui.tui import messages
from synotui.tui.questions import QUESTIONS
from synotui.tui.screens.explore_panes import ExplorePanes
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.tab_line import TabLine


class ExploreScreen(ExplorePanes):
    """What keys do with questions and with the terms that answer them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "out", "Leave the line, else to the review", show=False),
        Binding("q,E,ｑ,Ｅ", "leave", "Back to the review", show=False),
        Binding("tab,right", "next_tab(1)", "Next kind of question", show=False),
        Binding("shift+tab,left", "next_tab(-1)", "Kind of question before", show=False),
        Binding("space,ideographic_space", "take", "Ask the same of this term", show=False),
        Binding("+,＋,a,ａ", "add(1)", "Add the term to the question", show=False),
        Binding("-,－,x,ｘ", "add(-1)", "Take the term away", show=False),
        Binding("/,、,i,ｉ", "type", "Type a question", show=False, priority=True),
        Binding("b,ｂ", "exchange_sides", "By base vectors or adjusted ones", show=False),
        Binding("m,ｍ", "exchange_measures", "3CosAdd or 3CosMul", show=False),
        Binding("backspace,u,ｕ", "back", "Back to the question before", show=False),
        *(
            Binding(f"{n},{chr(0xFEE0 + ord(str(n)))}", f"tab({n - 1})", show=False)
            for n in range(1, 10)
        ),
    ]

    # Typing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the key that begins a line be a letter of one."""
        return not (action == "type" and self.field.typing)

    def on_key(self, event: events.Key) -> None:
        """Type what was pressed before the line had the focus."""
        if self.field.typing:
            self.field.take_early(event)

    async def on_typed_ahead(self, message: messages.TypedAhead) -> None:
        """Do what a key does that was pressed while the line was being left."""
        event = message.event
        if self.app.screen is not self:
            self.app.screen.post_message(events.Key(event.key, event.character))
        elif binding := self.active_bindings.get(event.key):
            await self.run_action(binding.binding.action)

    def on_question_field_asked(self) -> None:
        """Ask what was typed; keys then go to the answer."""
        self.set_focus(self.list)
        self.ask(replace(self.place, line=self.field.value, cursor=-1))

    def on_question_field_left(self) -> None:
        """Forget what was typed."""
        self.field.value = self.place.line
        self.hint()
        self.set_focus(self.list)

    def action_out(self) -> None:
        """Stop what is being answered, else leave for the review."""
        if self.waiting:
            self.stop()
            self.frame.top.show(QUESTIONS[self.place.at].name, "stopped")
        else:
            self.action_leave()

    # Kinds of questions, sides, measures

    def action_tab(self, at: int) -> None:
        """Ask another kind of question about the same terms."""
        if at < len(QUESTIONS):
            line = self.field.value
            self.ask(replace(self.place, at=at, line=line, cursor=-1))

    def action_next_tab(self, by: int) -> None:
        """Ask the next kind of question, or the one before."""
        self.action_tab((self.place.at + by) % len(QUESTIONS))

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        """Ask the kind of question that was clicked."""
        self.action_tab(message.at)

    def action_exchange_sides(self) -> None:
        """Answer by base vectors, or by adjusted ones."""
        self.ask(replace(self.place, by="now" if self.place.by == "base" else "base", cursor=-1))

    def action_exchange_measures(self) -> None:
        """Combine terms by 3CosMul, or by 3CosAdd: what is nearest by either."""
        measure: Measure = "3CosAdd" if self.place.measure == "3CosMul" else "3CosMul"
        self.ask(replace(self.place, at=0, measure=measure, cursor=-1))

    # The answer

    def action_go(self) -> None:
        """Leave for the review of the term under the cursor; one that is offered is asked of."""
        line = self.line
        if line is None or line.head is None:
            return
        if line.instead_of:
            wrong, right = line.instead_of, line.text
            self.ask_of(
                tuple(
                    tuple((right if text == wrong else text, weight) for text, weight in group)
                    for group in self.groups
                )
            )
            return
        self.went = True
        self.leave_for(line.head)

    def action_take(self) -> None:
        """Put the term under the cursor into the question."""
        line, taking = self.line, QUESTIONS[self.place.at].taking
        if line is None:
            return
        if line.instead_of:
            self.action_go()
        elif taking == "also":
            self.action_add(1)
        else:
            first, *groups = self.groups or ((),)
            others = first[1:] if taking == "first" else ()
            self.ask_of((((line.text, 1.0), *others), *groups))

    def action_add(self, weight: float) -> None:
        """Add the term under the cursor to the question, or take it away."""
        line = self.line
        if line is None or line.instead_of:
            return
        at = 0 if weight < 0 else self.place.at
        groups = [*self.groups[: QUESTIONS[at].groups]] or [()]
        if len(groups) < QUESTIONS[at].groups:
            groups.append(())
        if (line.text, weight) not in groups[-1]:
            groups[-1] = (*groups[-1], (line.text, weight))
            self.ask_of(tuple(groups), at)

    def action_back(self) -> None:
        """Go back to the question before, with the cursor where it was."""
        if self.before:
            self.begin(self.before.pop())

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (
            self.action_go,
            self.action_take,
            partial(self.action_add, 1),
            self.action_type,
            self.action_exchange_sides,
            self.action_exchange_measures,
            self.action_back,
            self.action_leave,
        )
        doing[message.at]()

    def action_leave(self) -> None:
        """Go back to the review; what is being answered is stopped."""
        self.stop()
        super().action_leave()
