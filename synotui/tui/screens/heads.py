"""Going from head to head: visits, the list of terms, its filter, jumping."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from synotui.errors import UnknownTerm
from synotui.model import (
    TERM_ORDERS,
    Listed,
)
from synotui.tui import messages, reading
from synotui.tui.background import run_beside
from synotui.tui.screens.typed_ahead import TypedAhead
from synotui.tui.visit import Visit

if TYPE_CHECKING:
    from synotui.model import (
        IndexKind,
        Suggestions,
        Term,
        TermFilter,
        TermOrder,
        TermRow,
    )
    from synotui.ops.workbench import Workbench
    from synotui.tui.reading import Opened

ORDERED: dict["TermOrder", str] = {
    "frequency": "the most frequent first",
    "alphabet": "by code point",
    "pinyin": "Chinese as it is pronounced",
    "progress": "those begun and not finished first",
    "conflict": "first those of verdicts and proposals that contradict verdicts",
}
"""What each order is."""
_SEEN = 0.15
"""Seconds after which the wait for candidates is shown."""
_SAVED = 1.0
"""Seconds of rest after which the place is kept in the dictionary."""
_ANSWERS: dict["IndexKind", str] = {
    "hnsw": "HNSW ready",
    "exact": "exact search",
    "faiss-hnsw": "faiss-hnsw ready",
    "faiss-ivf": "faiss-ivf ready",
    "faiss-lsh": "faiss-lsh ready",
    "kdtree": "kdtree ready",
}
"""What the header says of each kind of search."""


class Heads(TypedAhead):
    """Which head is under review, and how to get to another."""

    def __init__(self) -> None:
        super().__init__()
        self._search = 0
        self._order: TermOrder = "frequency"
        """The order asked for, in which the list soon is."""
        self._save_timer: Timer | None = None

    def begin(self, opened: "Opened") -> None:
        """Show the terms and go where the curator left off."""
        self.sought = opened.view.filter
        self._order = self.sought.order
        self.show_rejected = opened.view.show_rejected
        self.all_terms = opened.terms
        self.read_only = opened.read_only
        self.opened = True
        self.filter_field.value = self.sought.text
        self.header_line.dictionary(opened.terms, read_only=opened.read_only)
        self.terms.take_rows(opened.rows)
        head = opened.view.head
        if head is None:
            head = opened.ids[0] if opened.ids else None
        self.listed_whole = opened.whole
        self._list(Listed(opened.ids), head)
        self.head = head
        if head is None:
            self.candidates.tell("", "No terms yet.", f"Run: synotui import {self.desk.path} FILE")

    def list_all(self) -> None:
        """List all terms, once they are known."""
        if not self.listed_whole:
            self.seek(self.sought)

    def resume(self, candidate: int | None) -> None:
        """Show the head's candidates, once there are vectors to compare."""
        if self.head is not None:
            self.go_to(self.head, candidate)

    def go_to(self, head: int, candidate: int | None = None) -> None:
        """Visit a head, with the cursor on `candidate`, else on the first undecided one."""
        self.head = head
        self._loading_since = monotonic()
        self.set_timer(_SEEN, self._show_wait)
        self._place_in_list(head)

        lines = self.candidates.size.height

        def read(bench: "Workbench") -> "Suggestions | None":
            if head != self.head:
                return None
            return reading.candidates(bench, head, lines, candidate)

        def show(found: "Suggestions | None") -> None:
            if found is None or found.head.id != self.head:
                return
            self.visit = Visit(found, show_rejected=self.show_rejected)
            at = self.visit.place(candidate) if candidate is not None else None
            if at is None:
                at = self.visit.next_undecided(-1)
            if self.visit.rows:
                self.candidates.show(self.visit, at or 0)
            else:
                self.candidates.tell("", "No candidates.", *self._why_none())
            self.leave_preview()
            self.title_candidates()
            self.show_index()
            self.explain()
            self.keep_place()

        def done() -> None:
            if head == self.head:
                self._loading_since = None
            self.release()
            self.key_line.look_again()

        self.desk.ask(read, show, done)

    def _why_none(self) -> list[str]:
        if self.visit is not None and self.visit.hidden:
            return [f"{self.visit.hidden} rejected: R shows them."]
        if self.visit is not None and not self.visit.space:
            return [f"There are no vectors yet. Run: synotui embed {self.desk.path}"]
        return ["Add a synonym by hand with +"]

    def _show_wait(self) -> None:
        if self._loading_since and monotonic() - self._loading_since >= _SEEN * 0.9:
            row = self.terms.row_of(self.head) if self.head is not None else None
            if row is not None and self.visit is not None:
                self.visit = None
                self.candidates.tell("", f"Looking for candidates of {row.term.text} …")

    def leave_preview(self) -> None:
        """Bring back what the last decision changed."""
        self.difference.leave_preview()
        self.remove_class("-preview")
        self.title_difference()

    def explain(self) -> None:
        """Tell why the candidate under the cursor is here."""

    def show_index(self) -> None:
        """Say what answers."""
        if self.visit is not None:
            answers = _ANSWERS[self.visit.index] if self.visit.space else "no vectors"
            self.header_line.space(self.desk.space, answers)

    # The list of terms

    def _list(self, listed: Listed, head: int | None) -> None:
        at = listed.place(head) if head is not None else None
        notice = "no terms" if not self.sought.text else f"no term holds “{self.sought.text}”"
        self.terms.show(listed, at or 0, notice)
        self.title_terms()

    def _place_in_list(self, head: int) -> None:
        at = self.terms.place(head)
        if at is not None and at != self.terms.cursor:
            with self.terms.prevent(messages.HeadHighlighted):
                self.terms.cursor = at

    def on_terms_wanted(self, message: messages.TermsWanted) -> None:
        """Read lines of the list."""
        self.desk.ask(lambda bench: reading.term_rows(bench, message.ids), self.take_rows)

    def take_rows(self, rows: list["TermRow"]) -> None:
        """Take in lines of the list, and whether their terms have work left."""
        self.terms.take_rows(rows)

    def on_head_highlighted(self, message: messages.HeadHighlighted) -> None:
        """Visit the term under the cursor."""
        if message.term != self.head and message.term == self.terms.term:
            self.go_to(message.term)

    def step(self, by: int) -> None:
        """Go to the next or previous head of the list."""
        if not self.terms.ids:
            return
        at = self.terms.place(self.head) if self.head is not None else None
        to = self.terms.cursor if at is None else at + by
        if not 0 <= to < len(self.terms.ids):
            self.say("This is the last term." if by > 0 else "This is the first term.")
            return
        self.go_to(self.terms.ids[to])

    def action_step_head(self, by: int) -> None:
        """Go to the next or previous head."""
        if self._held:
            self._held.append(lambda: self.step(by))
        else:
            self.step(by)

    def action_next_undecided(self) -> None:
        """Go to the next head of the list with something left to decide."""
        self.when_decided(self._to_undecided)

    def _to_undecided(self) -> None:
        ids, at = self.terms.ids, self.terms.cursor
        finished = self.finished or set()
        for place in chain(range(at + 1, len(ids)), range(at + 1)):
            if ids[place] not in finished and ids[place] != self.head:
                self.go_to(ids[place])
                return
        self.say("Nothing is left to decide in this list.")

    # The filter

    def action_filter(self, candidates: bool) -> None:
        """Begin to type a filter."""
        self.sought = replace(self.sought, candidates=candidates)
        self.filter_field.add_class("-typing")
        self.filter_field.value = self.sought.text
        self.filter_field.placeholder = "in candidates too" if candidates else "^ from the start"
        self.focus_pane(self.filter_field)
        self.title_terms()

    def on_filter_typed(self, message: messages.FilterTyped) -> None:
        """List the terms that match what is typed so far."""
        if self.filter_field.has_class("-typing") and message.text == self.filter_field.value:
            self.seek(replace(self.sought, text=message.text))

    def on_filter_left(self, message: messages.FilterLeft) -> None:
        """Go back to the candidates, with the filter or without."""
        through = self.sought.candidates and bool(message.text)
        self.seek(replace(self.sought, text=message.text, candidates=through))
        self.focus_pane(self.candidates)

    def action_list_cursor(self, by: int) -> None:
        """Move in the list while a filter is typed."""
        self.terms.cursor += by

    def seek(self, sought: "TermFilter", then: Callable[[], None] | None = None) -> None:
        """Filter the list; the head stays if it is still listed, else the first is visited."""
        self.sought = sought
        self._search += 1
        self._under_way += 1
        search = self._search

        def read(bench: "Workbench") -> Listed | None:
            return reading.listed(bench, sought) if search == self._search else None

        def show(listed: Listed | None) -> None:
            if search != self._search:
                return
            if listed is None:
                self._seek_beside(sought, show)
                return
            self.listed_whole = True
            self._list(listed, self.head)
            if listed.ids and then is None and self.terms.term != self.head:
                self.go_to(listed.ids[0])
            self.keep_place()
            if then is not None:
                then()

        self.desk.ask(read, show, self.arrive)

    def _seek_beside(self, sought: "TermFilter", show: Callable[[Listed], None]) -> None:
        """Filter the list once all terms are read and sorted."""
        from synotui.tui.listing import list_when_ready

        self._under_way += 1
        work = partial(list_when_ready, self.desk, sought, show, self.arrive)
        run_beside(self.desk, work, "listing")

    def action_order(self, order: "TermOrder | None" = None) -> None:
        """List the terms in an order, or else in the next one."""
        from synotui.tui.listing import sort_terms

        if order is None:
            order = TERM_ORDERS[(TERM_ORDERS.index(self._order) + 1) % len(TERM_ORDERS)]
        self._order = wanted = order
        self.say(f"Terms by {order}: {ORDERED[order]}.")

        def show() -> None:
            if wanted == self._order:
                self.seek(replace(self.sought, order=wanted))

        run_beside(self.desk, partial(sort_terms, self.desk, order, show), "sorting")

    # Jumping

    def action_jump(self) -> None:
        """Ask for a term and go there."""
        from synotui.tui.screens.prompt import Prompt

        async def accept(text: str, term: "Term | None") -> str:
            if term is None:
                if not text.strip():
                    return ""
                try:
                    term = await self.desk.dictionary.run(lambda bench: _find(bench, text))
                except UnknownTerm as error:
                    return str(error)
            self.jump_to(term.id)
            return ""

        hint = "enter goes there · ↓ chooses · esc leaves"
        self.desk.push_screen(Prompt("Go to term", hint, accept, like=self.desk.like))

    def jump_to(self, term: int, candidate: int | None = None) -> None:
        """Visit a term, with the cursor on `candidate`; a filter that hides it is cleared."""
        if self.terms.place(term) is None:
            everything = replace(self.sought, text="", candidates=False)
            self.seek(everything, lambda: self.go_to(term, candidate))
        else:
            self.go_to(term, candidate)

    # Keeping the place

    def keep_place(self) -> None:
        """Keep the place in the dictionary, once the curator rests."""
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(_SAVED, self.save_place)

    def save_place(self) -> None:
        """Keep the place in the dictionary."""
        if self.opened and not self.read_only and self.head is not None:
            place = self.here()
            self.desk.ask(lambda bench: reading.save(bench, place), lambda _: None)


def _find(bench: "Workbench", text: str) -> "Term":
    """Find a term as typed, else the one most like it."""
    from synotui.ops.terms import find_term

    try:
        return find_term(bench, text)
    except UnknownTerm:
        like = reading.like(bench, text, 1)
        if like:
            return like[0]
        raise
