"""Synonym sets: the suspicious ones first, their links, and what splits them."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from synotui.errors import SynotuiError
from synotui.model import Change, Term, Verdict
from synotui.text import visible
from synotui.tui.screens.set_panes import SetPanes
from synotui.tui.widgets.choice_line import ChoiceLine

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench


class SetsScreen(SetPanes):
    """What a curator does to synonym sets: look, go to a head, split a set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S,ｑ", "leave", "Back to the review", show=False),
        Binding("tab,shift+tab", "other", "Sets or links", show=False, priority=True),
        Binding("space", "page(1)", "Page down", show=False),
        Binding("enter", "go", "To the head", show=False),
        Binding("r,x,ｒ,ｘ", "reject", "Reject the link", show=False),
        Binding("m,ｍ", "sense(0)", "Name the sense", show=False),
        Binding("M,Ｍ", "sense(1)", "Name the sense of the other term", show=False),
        Binding("b,ｂ", "both", "Name both senses of a term", show=False),
        Binding("E,Ｅ", "explore", "What the term may mean", show=False),
        Binding("u,ｕ", "undo", "Undo", show=False),
    ]

    # Moving

    def action_other(self) -> None:
        """Let keys go to the other pane."""
        self.set_focus(self.sets if self.in_use is self.links else self.links)

    def on_cursor_list_chosen(self) -> None:
        """Go to what was clicked twice."""
        self.action_go()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (
            self.action_go,
            self.action_reject,
            self.action_sense,
            self.action_both,
            self.action_explore,
            self.action_undo,
            self.action_other,
            self.action_leave,
        )
        doing[message.at]()

    def action_go(self) -> None:
        """Leave for the review of the set's head, or of the link's with its synonym."""
        found, pair = self.set, self.pair
        if found is None or pair is None:
            return
        if self.in_use is self.links:
            self.leave_for(pair.head.term.id, pair.synonym.term.id)
        else:
            self.leave_for(found.members[0].term.id)

    def action_explore(self) -> None:
        """Show what the term that joins two sets may mean, or the head of another link."""
        from synotui.tui.screens.explore import ExploreScreen

        found, pair = self.set, self.pair
        if found is None or pair is None:
            return
        bridge = found.bridge
        suspected = bridge is not None and self.link is not None and self.link.bridge
        meant = bridge.term if bridge is not None and suspected else None
        screen = ExploreScreen("senses", (meant or pair.head).term.text)

        def leave(_: None) -> None:
            if screen.went:
                self.action_leave()

        self.desk.push_screen(screen, leave)

    # Splitting

    def _refused(self) -> bool:
        """Say why nothing can be changed, if so."""
        if self.desk.review.read_only:
            self._say(f"{visible(self.desk.path.name)} is read-only: nothing can be decided.")
        elif self.conflict is not None:
            self._say("That pair is rejected already: choose one that joins the set (j).")
        return self.desk.review.read_only or self.link is None

    def action_reject(self) -> None:
        """Reject the link under the cursor."""
        link = self.link
        if self._refused() or link is None:
            return
        head, synonym = link.head.term.id, link.synonym.term.id

        def op(bench: "Workbench") -> Change:
            from synotui.ops.review import decide

            return decide(bench, head, synonym, Verdict.REJECTED)

        self.desk.perform(op, lambda _: None)

    def action_sense(self, other: int = 0) -> None:
        """Name the sense of the term that joins two sets, else of the link's head, in the link."""
        from synotui.tui.screens.prompt import Prompt

        found, link = self.set, self.link
        if self._refused() or found is None or link is None:
            return
        ends = [link.head, link.synonym]
        if link.bridge and found.bridge and found.bridge.term == link.synonym:
            ends.reverse()
        if other:
            ends.reverse()
        (term, sense), (synonym, _) = ends

        async def accept(text: str, _: Term | None) -> str:
            from synotui.ops.adjusting.senses import clean_sense, set_sense

            try:
                named = clean_sense(text)
            except SynotuiError as error:
                return str(error)
            self.desk.perform(
                lambda bench: set_sense(bench, term.id, synonym.id, named), lambda _: None
            )
            return ""

        title = f"Sense of {term.text} in {term.text} = {synonym.text}"
        hint = f"sets are not joined through a term in different senses · M: of {synonym.text}"
        self.desk.push_screen(Prompt(title, hint, accept, value=sense))

    def action_both(self) -> None:
        """Name both senses of the bridge's term, or of the link's head, at once."""
        from synotui.ops.grouping.splitting import sides_of
        from synotui.tui.screens.senses import SensesScreen

        found, link = self.set, self.link
        if self._refused() or found is None or link is None:
            return
        sides = sides_of(found, link if self.in_use is self.links else None)
        sides = sides or sides_of(found, link)
        if sides is None:
            self._say(f"{visible(link.head.shown)} has one link only: nothing to part.")
            return
        self.desk.push_screen(SensesScreen(found, sides))

    def action_undo(self) -> None:
        """Take back the last decision."""
        if self.desk.review.read_only:
            self._refused()
            return

        def op(bench: "Workbench") -> Change:
            from synotui.ops.history import undo

            return undo(bench)

        self.desk.perform(op, lambda _: None)
