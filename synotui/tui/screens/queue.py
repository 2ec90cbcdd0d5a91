"""Reviewing a queue: a pair at a time, one key each, the next pair at once."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from synotui.model import Relation, Verdict
from synotui.text import visible
from synotui.tui import messages
from synotui.tui.keys import IN_QUEUES, KEYS, QUEUE_KEYS
from synotui.tui.screens.queue_panes import QueuePanes

if TYPE_CHECKING:
    from synotui.model import Change, Diff, Term
    from synotui.ops.queueing.cards import Card
    from synotui.ops.queueing.state import Answer, QueuePlace
    from synotui.ops.workbench import Workbench

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SAID = {Verdict.ACCEPTED: "accepted", Verdict.REJECTED: "rejected", Verdict.SKIPPED: "skipped"}


class QueueScreen(QueuePanes):
    """What a curator does in a queue: decide, look ahead, take back, leave."""

    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in IN_QUEUES]

    def __init__(self, place: "QueuePlace", every: int, curator: str) -> None:
        super().__init__(place, every)
        self.curator = curator
        """Who decides."""
        self.contrary: tuple[Card, Verdict, Relation | None] | None = None
        """A check that came out otherwise than before, until it is settled."""

    def say(self, text: str) -> None:
        """Tell something small, in place of what was told before."""
        self.desk.clear_notifications()
        self.notify(visible(text), timeout=3, markup=False)

    def _refused(self) -> bool:
        """Say why nothing can be decided, if so."""
        if self.desk.review.read_only:
            self.say(f"{self.desk.path.name} is read-only: nothing can be decided.")
            return True
        if self.contrary is not None:
            keep, change = self._key("queue.keep"), self._key("queue.change")
            self.say(f"First this one: {keep} keeps the earlier verdict, {change} changes it.")
            return True
        return False

    def _asked(self) -> "Card | None":
        """Give the pair that is asked; say so where it is on its way."""
        if self.card is None and self.opened is not None and self._on_way:
            self.say("The next pair is on its way.")
        return self.card

    def on_key_clicked(self, message: messages.KeyClicked) -> None:
        """Do what a clicked key does."""
        self.app.call_later(self.app.run_action, message.action, self)

    # Verdicts

    def action_decide(self, verdict: str, relation: str = "") -> None:
        """Decide the pair, and ask the next one; after an undo, once its pair is back."""
        if self._stepping:
            self._held.append(partial(self.action_decide, verdict, relation))
            return
        if self._refused() or (card := self._asked()) is None:
            return
        said, chosen = Verdict(verdict), Relation(relation) if relation else None
        if card.check:
            self._check(card, said, chosen)
        elif said is Verdict.SKIPPED and card.pair is not None:
            # What is decided stays so.
            self.action_later()
        else:
            self._decide(card, said, chosen)

    def _decide(self, card: "Card", verdict: Verdict, relation: Relation | None) -> None:
        def op(bench: "Workbench") -> "Change":
            from synotui.ops.review import decide

            shown = {card.other.id: card.probability}
            return decide(bench, card.head.id, card.other.id, verdict, relation, None, shown)

        def settled(change: "Change | None") -> None:
            if change is None or not change.pairs:
                self._arrived(card)
            if change is None and self.is_attached:
                # It could not be decided: it is asked again.
                if self.card is not None:
                    self.ahead.insert(0, self.card)
                self.ask(card)

        self._on_way.append(card.key)
        self.advance()
        self.desk.perform(op, settled)

    def _arrived(self, card: "Card") -> None:
        if card.key in self._on_way:
            self._on_way.remove(card.key)

    def action_later(self) -> None:
        """Leave the pair for later."""
        opened, card = self.opened, self.card
        if opened is None or card is None or self.contrary is not None:
            return
        key = card.key
        self.advance()
        self.desk.ranking.run(lambda: opened.put_off(key))
        self.refill()

    def action_enough(self) -> None:
        """Ask nothing more of this head for now."""
        opened, card = self.opened, self.card
        if opened is None or card is None or self.contrary is not None:
            return
        head = card.head.id
        self.ahead = [each for each in self.ahead if each.head.id != head]
        self.advance()
        self.desk.ranking.run(lambda: opened.pass_head(head))
        self.refill()

    # Checks

    def _check(self, card: "Card", verdict: Verdict, relation: Relation | None) -> None:
        """Compare a verdict with the one there is; ask what counts if they are not alike."""
        pair = card.pair
        if pair is None or verdict is Verdict.SKIPPED:
            self.action_later()
            return
        before = pair.relation_from(card.head.id)
        if verdict is pair.verdict and relation in (None, before):
            self._count(card, "same")
            self.say(f"The same as on {_day(pair.decided_at)}.")
            self.advance()
            self.refill()
            return
        self.contrary = card, verdict, relation
        earlier = f"{_SAID[pair.verdict]}{_as(before)}"
        keep, change = self._key("queue.keep"), self._key("queue.change")
        who = "You" if pair.curator == self.curator else pair.curator
        question = (
            f"{who} {earlier} it on {_day(pair.decided_at)}, now it is {_SAID[verdict]}"
            f"{_as(relation)}: {keep} keeps the earlier verdict, {change} changes it."
        )
        self.card_pane.show(card, question)

    def _count(self, card: "Card", answer: "Answer") -> None:
        opened, key = self.opened, card.key

        def count(bench: "Workbench") -> None:
            from synotui.ops.queueing.state import count_check

            count_check(bench, key, answer)

        if opened is not None:
            self.desk.ranking.run(lambda: opened.checked(key))
        self.read(count, lambda _: self.refill())

    def action_keep(self) -> None:
        """Keep the earlier verdict of a check."""
        if self.contrary is None:
            return
        card, _, _ = self.contrary
        self.contrary = None
        self._count(card, "kept")
        self.advance()
        self.refill()

    def action_change(self) -> None:
        """Change the earlier verdict of a check."""
        if self.contrary is None:
            return
        card, verdict, relation = self.contrary
        self.contrary = None
        self._count(card, "changed")
        self._decide(card, verdict, relation)

    # Undo and redo

    def action_undo(self) -> None:
        """Take back the last decision, and ask its pair again."""
        self._step_back("undo")

    def action_redo(self) -> None:
        """Do again what was undone."""
        self._step_back("redo")

    def _step_back(self, way: str) -> None:
        if self._stepping:
            self._held.append(partial(self._step_back, way))
            return
        if self._refused():
            return

        def op(bench: "Workbench") -> "Change":
            from synotui.ops import history
            from synotui.ops.elsewhere import check_seen

            check_seen(bench)
            return history.undo(bench) if way == "undo" else history.redo(bench)

        def settled(change: "Change | None") -> None:
            if change is None or not change.pairs or self.opened is None:
                self.release()
                return
            pair = change.pairs[0]
            held = pair.after or pair.before
            if held is not None and way == "undo":
                self._coming_back = held.head, held.synonym
            elif self.card is not None and self.card.key == (pair.low, pair.high):
                self._on_way.append(self.card.key)
                self.advance()
            if self._coming_back is None:
                self.release()

        self._stepping = True
        self.leave_preview()
        self.desk.perform(op, settled)

    # Looking ahead, noting

    def action_preview(self) -> None:
        """Show what accepting the pair would change; once more: what the last one changed."""
        card = self.card
        if card is None or self.difference.previewing:
            self.leave_preview()
            return

        def read(bench: "Workbench") -> "Diff":
            from synotui.ops.review import preview

            return preview(bench, card.head.id, card.other.id)

        def show(diff: "Diff") -> None:
            if self.card is card:
                self.add_class("-preview")
                self.difference.show_preview(f"{card.head.text} = {card.other.text}", diff)
                self.difference_frame.top.show(self.difference.title, "esc leaves", calls=True)

        self.read(read, show)

    def action_note(self) -> None:
        """Ask for a note on the pair."""
        from synotui.tui.screens.prompt import Prompt

        card = self.card
        if self._refused() or card is None or card.check:
            return

        async def accept(text: str, _: "Term | None") -> str:
            def op(bench: "Workbench") -> "Change":
                from synotui.ops.review import annotate

                return annotate(bench, card.head.id, card.other.id, text)

            self.desk.perform(op, lambda _: None)
            return ""

        hint = "enter keeps it; a pair nobody decided becomes skipped · esc leaves"
        title = f"Note on {card.head.text} – {card.other.text}"
        self.desk.push_screen(Prompt(title, hint, accept, value=card.evidence.note))

    # Other heads, leaving

    def action_more(self, by: int) -> None:
        """Go on with the candidates of the next heads, or back to those before."""
        from dataclasses import replace

        stretch = self.choice.stretch + by
        if self.contrary is not None or self.opened is None or stretch < 0:
            return
        if by > 0 and self.figures is not None and not self.figures.more_heads:
            self.say("There are no more heads in this queue.")
            return
        self.choice = replace(self.choice, stretch=stretch)
        self.open_queue()

    def action_go(self) -> None:
        """Leave for the head in the review, with the cursor on the candidate."""
        card, review = self.card, self.desk.review
        self._leave()
        if card is not None:
            review.jump_to(card.head.id, card.other.id)

    def action_leave(self) -> None:
        """Leave the preview, keep what a check found, else go back to the review."""
        if self.difference.previewing:
            self.leave_preview()
        elif self.contrary is not None:
            self.action_keep()
        else:
            self._leave()

    def _leave(self) -> None:
        self.save_place()
        self.dismiss()

    def action_help(self) -> None:
        """Show every key."""
        from synotui.tui.screens.help import HelpScreen

        keys = (*KEYS, *QUEUE_KEYS)
        self.desk.push_screen(HelpScreen({key.id: self.desk.keys_shown(key) for key in keys}))


def _as(relation: Relation | None) -> str:
    plain = (None, Relation.SYNONYM, Relation.DIFFERENT)
    return "" if relation in plain else f" as {relation}"


def _day(decided_at: str) -> str:
    """Write the day of an ISO time as people do: 3 Nov 2025."""
    year, month, day = decided_at[:10].split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
