"""Synonym sets: the suspicious ones first, their links, and what splits them."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from synotui.errors import SynotuiError
from synotui.model import Change, Term, Verdict
from synotui.text import visible
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.set_lines import SetLine, SetLines, link_line, set_line

if TYPE_CHECKING:
    from synotui.ops.sets import SetLink, SynonymSet
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

_KEYS = (
    ("enter", "to the head"),
    ("r", "reject"),
    ("m", "name sense"),
    ("u", "undo"),
    ("tab", "links"),
    ("esc", "back"),
)


class SetsScreen(Screen[None]):
    """All synonym sets, and the links of the one under the cursor."""

    CSS_PATH = "sets.tcss"
    AUTO_FOCUS = "#sets"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S,ｑ", "leave", "Back to the review", show=False),
        Binding("tab,shift+tab", "other", "Sets or links", show=False, priority=True),
        Binding("j,down,ｊ", "step(1)", "Next line", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous line", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "to_end(-1)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
        Binding("enter", "go", "To the head", show=False),
        Binding("r,x,ｒ,ｘ", "reject", "Reject the link", show=False),
        Binding("m,ｍ", "sense(0)", "Name the sense", show=False),
        Binding("M,Ｍ", "sense(1)", "Name the sense of the other term", show=False),
        Binding("u,ｕ", "undo", "Undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sets = SetLines(id="sets")
        self.links = SetLines(id="links")
        self.sets_frame = Frame(self.sets, id="sets-frame")
        self.links_frame = Frame(self.links, id="links-frame")
        self.found: list[SynonymSet] = []

    @property
    def desk(self) -> "SynotuiApp":
        """The app."""
        return cast("SynotuiApp", self.app)

    def compose(self) -> ComposeResult:
        """Sets, the links of one of them, what is suspected, the keys."""
        with Container(id="sets-panes"):
            yield self.sets_frame
            yield self.links_frame
        yield Static("", id="sets-note", markup=False)
        yield ChoiceLine(_KEYS, id="sets-keys")

    def on_mount(self) -> None:
        """Read the sets, and again with every change."""
        self.query_one(ChoiceLine).choose(-1)
        self.sets_frame.top.show("Synonym sets", "measuring …")
        self.desk.changed.subscribe(self, self._take_change)
        self._read()

    # What is shown

    def _take_change(self, change: Change) -> None:
        if change.pairs or change.action in ("settings", "space"):
            self._read()

    def _read(self) -> None:
        def read(bench: "Workbench") -> "list[SynonymSet]":
            from synotui.ops.sets import list_sets

            return list_sets(bench)

        self.desk.ask(read, self._show)

    def _show(self, found: "list[SynonymSet]") -> None:
        if not self.is_attached:
            return
        held, at = self.set, self.links.cursor
        self.found = found
        place = _place_of(held, found) if held else 0
        bridges = sum(each.bridge is not None for each in found)
        told = f"{len(found):,} · {bridges:,} with a suspected bridge" if found else ""
        self.sets_frame.top.show("Synonym sets", told)
        nothing = SetLine((("No pair is accepted as synonym yet.", "faint"),))
        self.sets.show([set_line(each) for each in found] or [nothing], place)
        self._show_links(at if held and self.set and held.name == self.set.name else 0)

    def _show_links(self, at: int = 0) -> None:
        found = self.set
        self.links.show([link_line(link) for link in found.links] if found else [], at)
        title = f"{visible(found.name)} · {found.size:,} terms" if found else "Links"
        self.links_frame.top.show(title, "cosine: base → now")
        self._say(self._suspicion())

    def _suspicion(self) -> str:
        from synotui.ops.sets import advice

        found = self.set
        if found is None or found.bridge is None:
            return ""
        return f"! {visible(advice(found.bridge))}"

    def _say(self, told: str) -> None:
        self.query_one("#sets-note", Static).update(Content(told))

    @property
    def set(self) -> "SynonymSet | None":
        """The set under the cursor."""
        return self.found[self.sets.cursor] if self.sets.cursor < len(self.found) else None

    @property
    def link(self) -> "SetLink | None":
        """The link under the cursor."""
        links = self.set.links if self.set else ()
        return links[self.links.cursor] if self.links.cursor < len(links) else None

    def on_set_lines_moved(self, message: SetLines.Moved) -> None:
        """Show the links of another set."""
        if message._sender is self.sets:
            self._show_links()

    # Moving

    @property
    def _pane(self) -> SetLines:
        return self.links if self.focused is self.links else self.sets

    def action_other(self) -> None:
        """Let keys go to the other pane."""
        self.set_focus(self.sets if self._pane is self.links else self.links)

    def action_step(self, by: int) -> None:
        """Go to the next line or the one before."""
        self._pane.cursor += by

    def action_page(self, by: int) -> None:
        """Go on by a page."""
        self._pane.cursor += by * max(1, self._pane.size.height - 1)

    def action_to_end(self, by: int) -> None:
        """Go to the first line or the last."""
        self._pane.cursor = 0 if by < 0 else 1 << 31

    def on_set_lines_chosen(self) -> None:
        """Go to what was clicked twice."""
        self.action_go()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (
            self.action_go,
            self.action_reject,
            self.action_sense,
            self.action_undo,
            self.action_other,
            self.action_leave,
        )
        doing[message.at]()

    def action_go(self) -> None:
        """Leave for the review of the set's head, or of the link's with its synonym."""
        found, link = self.set, self.link
        if found is None or link is None:
            return
        review, on_links = self.desk.review, self._pane is self.links
        self.action_leave()
        if on_links:
            review.jump_to_pair(link.head.term.id, link.synonym.term.id)
        else:
            review.jump_to(found.members[0].term.id)

    def action_leave(self) -> None:
        """Go back to the review."""
        self.dismiss()

    # Splitting

    def _refused(self) -> bool:
        """Say why nothing can be changed, if so."""
        if self.desk.review.read_only:
            self._say(f"{visible(self.desk.path.name)} is read-only: nothing can be decided.")
        return self.desk.review.read_only or self.link is None

    def action_reject(self) -> None:
        """Reject the link under the cursor."""
        link = self.link
        if link is None or self._refused():
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
        if found is None or link is None or self._refused():
            return
        ends = [link.head, link.synonym]
        if link.bridge and found.bridge and found.bridge.term == link.synonym:
            ends.reverse()
        if other:
            ends.reverse()
        (term, sense), (synonym, _) = ends

        async def accept(text: str, _: Term | None) -> str:
            from synotui.ops.senses import clean_sense, set_sense

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

    def action_undo(self) -> None:
        """Take back the last decision."""
        if self.desk.review.read_only:
            self._refused()
            return

        def op(bench: "Workbench") -> Change:
            from synotui.ops.history import undo

            return undo(bench)

        self.desk.perform(op, lambda _: None)


def _place_of(held: "SynonymSet", found: "list[SynonymSet]") -> int:
    """Give where the set is that has most members of one that was shown before."""
    ids = {member.term.id for member in held.members}
    shared = [sum(member.term.id in ids for member in each.members) for each in found]
    return max(range(len(found)), key=lambda at: shared[at], default=0)
