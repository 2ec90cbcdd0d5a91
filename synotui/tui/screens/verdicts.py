"""Deciding: verdicts that show at once, marks, preview, undo and redo, adding, notes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from synotui.model import Relation, Verdict
from synotui.tui import reading
from synotui.tui.reading import touched
from synotui.tui.screens.heads import Heads

if TYPE_CHECKING:
    from synotui.model import Change, Diff, Evidence, Suggestions, Term, TermRow
    from synotui.ops.workbench import Workbench
    from synotui.tui import messages
    from synotui.tui.reading import Ledger
    from synotui.tui.visit import Visit

_REST = 1.0
"""Seconds without a key after which candidates may be sorted before a curator's eyes."""
_LINES_READ = 1_000
"""Pairs of one change whose terms are all read again at once."""
_COUNTED = ("decide", "batch", "add", "note")


class Verdicts(Heads):
    """What a curator does to the pairs of the head under review."""

    def __init__(self) -> None:
        super().__init__()
        self._reread = 0
        self._previewing: tuple[int, int] | None = None
        self._explainer = reading.Explainer()

    def on_mount(self) -> None:
        """Hear of every change of the dictionary."""
        self.desk.changed.subscribe(self, self.take_change)
        self.desk.ranking.news.subscribe(self, self.take_ranking)

    # Verdicts

    def action_decide(self, verdict: str, relation: str = "") -> None:
        """Decide the marked candidates, or the one under the cursor, and move on."""
        if self.waited_too_long():
            self.say("The candidates are still on their way.")
            return
        chosen = Relation(relation) if relation else None
        self.when_settled(partial(self._decide, Verdict(verdict), chosen))

    def _decide(self, verdict: Verdict, relation: Relation | None) -> None:
        visit, row = self.visit, self.candidates.row
        if visit is None or row is None:
            return
        head = visit.head.id
        ids = self.candidates.marked()
        after = self.candidates.last_marked() if ids else self.candidates.cursor
        many = bool(ids)
        ids = ids or [row.id]
        shown = visit.probabilities(ids)
        visit.decide(ids, verdict, relation)
        self.candidates.clear_marks()
        self.leave_preview()
        self._move_on(after)

        def op(bench: "Workbench") -> "Change":
            from synotui.ops import review

            if many:
                return review.decide_many(bench, head, ids, verdict, relation, shown)
            return review.decide(bench, head, ids[0], verdict, relation, None, shown)

        def settled(change: "Change | None") -> None:
            visit.settled(ids)
            if change is None:
                self._failed(visit, ids[0])

        self.desk.perform(op, settled)

    def _failed(self, visit: "Visit", synonym: int) -> None:
        """Go back to the candidate that could not be decided."""
        at = visit.place(synonym)
        if visit is self.visit and at is not None:
            self.candidates.cursor = at
        self.reread([])

    def _perform(self, op: "Callable[[Workbench], Change]") -> None:
        self.desk.perform(op, lambda _: None)

    def _move_on(self, after: int) -> None:
        if self.visit is None:
            return
        to = self.visit.next_undecided(after)
        if to is None:
            self.say("All decided here. n: next head, . next undecided")
        else:
            self.candidates.cursor = to
        self.candidates.redraw()
        self.title_candidates()

    # What speaks for a candidate

    def take_ranking(self, change: "Change | None") -> None:
        """Show what was learnt; sort by it at once where the curator rests on a head unranked."""
        if change is not None or self.visit is None:
            return
        rested = self.desk.clock() - self.desk.last_key >= _REST
        fresh = all(row.suggestion.probability is None for row in self.visit.rows)
        begun = any(row.waiting or row.new for row in self.visit.rows)
        if fresh and rested and not begun and not self.settling:
            row, first = self.candidates.row, self.visit.next_undecided(-1) or 0
            moved = row is not None and self.candidates.cursor != first
            self.go_to(self.visit.head.id, row.id if row is not None and moved else None)
        else:
            self.reread([])

    def explain(self) -> None:
        """Tell why the candidate under the cursor is here, and why it ranks so."""
        visit, row = self.visit, self.candidates.row
        if visit is None or row is None or row.suggestion.probability is None:
            self.evidence.show(None)
            return
        head, suggestion = visit.head, row.suggestion

        def still() -> bool:
            under = self.candidates.row
            return under is not None and under.suggestion is suggestion

        def read(bench: "Workbench") -> "Evidence | None":
            return self._explainer.evidence(bench, head, suggestion) if still() else None

        def show(found: "Evidence | None") -> None:
            if found is not None and still():
                self.evidence.show(found)

        self.evidence.show(suggestion.evidence)
        self.desk.ask(read, show)

    # What a change brings

    def take_change(self, change: "Change") -> None:
        """Show what a change did, and read again what it touched."""
        if change.elsewhere:
            self._take_elsewhere(change)
            return
        self.difference.show(change)
        self.title_difference()
        if change.action in _COUNTED:
            sign = -1 if change.way == "undo" else 1
            self.pace.add(sign * len(change.pairs))
        if change.action in ("space", "embed", "settings"):
            self.desk.look_at_space()
        if change.terms_added or change.terms_retired:
            self.seek(self.sought, lambda: None)
            added = len(change.terms_added) - len(change.terms_retired)
            self.all_terms += added
            self.header_line.dictionary(self.all_terms, read_only=self.read_only)
        self._reread_touched(change)
        self.show_figures()

    def _reread_touched(self, change: "Change") -> None:
        """Read again the lines of what a change is about; of very many, those that are shown."""
        if len(change.pairs) <= _LINES_READ:
            self.reread(touched((pair.low, pair.high) for pair in change.pairs))
            return
        self.desk.ask(reading.finished, lambda found: self.take_terms(self.all_terms, found))
        self.reread([])

    def _take_elsewhere(self, change: "Change") -> None:
        """Show what another process decided; what was done here last stays told of."""
        if change.action in ("space", "embed", "settings"):
            self.desk.look_at_space()
        if change.terms_added or change.terms_retired:
            self.seek(self.sought, lambda: None)
        self._reread_touched(change)

    def leave_head(self) -> None:
        """Forget the head and all rows: they are about what is not so any more."""
        self.visit, self.head, self.finished = None, None, None
        self._held.clear()
        self.terms.forget_rows()
        self.candidates.tell("", "Reading anew …")
        self.explain()

    def take_terms(self, terms: int, finished: set[int]) -> None:
        """List and count the terms as they are now, their rows read anew."""
        self.all_terms, self.finished = terms, finished
        self.terms.forget_rows()
        self.header_line.dictionary(terms, read_only=self.read_only)
        self.seek(self.sought, lambda: None)

    def reread(self, terms: list[int]) -> None:
        """Read the candidates anew, with the lines of `terms` and what undo would do."""
        self._reread += 1
        turn, head = self._reread, self.head
        lines = self.candidates.size.height

        def read(
            bench: "Workbench",
        ) -> tuple["Suggestions | None", list["TermRow"], "Ledger"]:
            wanted = turn == self._reread and head is not None and head == self.head
            found = None
            if wanted and head is not None:
                found = reading.candidates(bench, head, lines)
            return found, reading.term_rows(bench, terms), reading.ledger(bench)

        def show(read: tuple["Suggestions | None", list["TermRow"], "Ledger"]) -> None:
            found, rows, self.ledger = read
            self.take_rows(rows)
            if found and self.visit and found.head.id == self.visit.head.id:
                self.visit.take_in(found)
                if self.visit.rows and not self.candidates.row_count:
                    self.candidates.show(self.visit, 0)
                self.candidates.redraw()
                self.title_candidates()
                self.show_index()
                self.explain()
            self.show_figures()

        self.desk.ask(read, show)

    def take_rows(self, rows: list["TermRow"]) -> None:
        """Take in lines of the list, and whether their terms have work left."""
        super().take_rows(rows)
        if self.finished is None:
            return
        for row in rows:
            if not row.proposals and (row.accepted or row.rejected or row.skipped):
                self.finished.add(row.term.id)
            else:
                self.finished.discard(row.term.id)

    # Undo and redo

    def action_undo(self) -> None:
        """Take back the last decision and go where it was made."""
        self.when_settled(partial(self._step_back, "undo"))

    def action_redo(self) -> None:
        """Do again what was undone and go where it was made."""
        self.when_settled(partial(self._step_back, "redo"))

    def _step_back(self, way: str) -> None:
        def op(bench: "Workbench") -> "Change":
            from synotui.ops import history
            from synotui.ops.elsewhere import check_seen

            check_seen(bench)
            return history.undo(bench) if way == "undo" else history.redo(bench)

        def settled(change: "Change | None") -> None:
            if change is not None:
                self._go_where(change)
            self.arrive()

        self._under_way += 1
        self.leave_preview()
        self.desk.perform(op, settled)

    def _go_where(self, change: "Change") -> None:
        pair = next((p.after or p.before for p in change.pairs), None)
        if pair is None or change.terms_retired:
            return
        if self.head not in (pair.head, pair.synonym):
            self.jump_to(pair.head, pair.synonym)
            return
        other = pair.synonym if pair.head == self.head else pair.head
        at = self.visit.place(other) if self.visit else None
        if at is None:
            self.go_to(self.head, other)
        else:
            self.candidates.cursor = at

    # Preview

    def action_preview(self) -> None:
        """Show what accepting the candidate would change."""
        self.when_settled(self._preview)

    def _preview(self) -> None:
        visit, row = self.visit, self.candidates.row
        if visit is None or row is None:
            return
        head, synonym = visit.head, row.term
        self._previewing = (head.id, synonym.id)

        def read(bench: "Workbench") -> "Diff":
            from synotui.ops.review import preview

            return preview(bench, head.id, synonym.id)

        def show(diff: "Diff") -> None:
            if self._previewing != (head.id, synonym.id):
                return
            self.add_class("-preview")
            self.difference.show_preview(f"{head.text} = {synonym.text}", diff)
            self.title_difference()

        self.desk.ask(read, show)

    def leave_preview(self) -> None:
        """Bring back what the last decision changed."""
        self._previewing = None
        super().leave_preview()

    def on_candidate_highlighted(self, message: "messages.CandidateHighlighted") -> None:
        """Leave a preview of another candidate, and keep the place."""
        row = self.candidates.row
        if self._previewing is not None and row is not None and self._previewing[1] != row.id:
            self.leave_preview()
        self.explain()
        self.keep_place()

    # Adding and noting

    def action_add(self) -> None:
        """Ask for a synonym and accept it."""
        from synotui.tui.screens.prompt import Prompt

        visit = self.visit
        if visit is None:
            return
        head = visit.head

        async def accept(text: str, term: "Term | None") -> str:
            from synotui.errors import BadTerm
            from synotui.text import clean

            try:
                written = term.text if term else clean(text)
            except BadTerm as error:
                return str(error)
            if written == head.text:
                return "A term is no synonym of itself."

            def op(bench: "Workbench") -> "Change":
                from synotui.ops.adding import add_synonym

                return add_synonym(bench, head.id, written)

            self._perform(op)
            return ""

        def begin(bench: "Workbench") -> None:
            from synotui.ops.adding import prepare

            prepare(bench)

        # While the term is typed the encoder is loaded.
        self.desk.ask(begin, lambda _: None)
        title = f"Add a synonym of {head.text}"
        hint = "enter accepts it; a new term is embedded · ↓ chooses a known one · esc leaves"
        self.desk.push_screen(Prompt(title, hint, accept, like=self.desk.like))

    def action_note(self) -> None:
        """Ask for a note on the pair."""
        from synotui.tui.screens.prompt import Prompt

        visit, row = self.visit, self.candidates.row
        if visit is None or row is None:
            return
        head, synonym = visit.head, row.term

        async def accept(text: str, _: "Term | None") -> str:
            def op(bench: "Workbench") -> "Change":
                from synotui.ops.review import annotate

                return annotate(bench, head.id, synonym.id, text)

            self._perform(op)
            return ""

        hint = "enter keeps it; a pair nobody decided becomes skipped · esc leaves"
        title = f"Note on {head.text} – {synonym.text}"
        self.desk.push_screen(Prompt(title, hint, accept, value=row.note))
