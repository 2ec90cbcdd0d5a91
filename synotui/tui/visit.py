"""One visit to a head: its rows in an order that stays still while they are being decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synotui.model import (
    DEFAULT_RELATION,
    Verdict,
)

if TYPE_CHECKING:
    from synotui.model import (
        Relation,
        Suggestion,
        Suggestions,
        Term,
    )


@dataclass(slots=True)
class Row:
    """A line of the candidates."""

    suggestion: "Suggestion"
    new: bool = False
    """Entered the list during this visit."""
    waiting: int = 0
    """Decisions on it that are on their way to the dictionary."""
    verdict: Verdict | None = None
    relation: "Relation | None" = None

    @property
    def id(self) -> int:
        """The candidate's term id."""
        return self.suggestion.synonym.id

    @property
    def term(self) -> "Term":
        """The candidate."""
        return self.suggestion.synonym

    @property
    def note(self) -> str:
        """The note on the pair, or the one an imported dictionary has."""
        pair = self.suggestion.pair
        return (pair.note if pair else "") or self.suggestion.evidence.note

    @property
    def weight(self) -> float:
        """What the pair weighs in adjustment; 1 is usual."""
        pair = self.suggestion.pair
        return pair.weight if pair else 1.0

    @property
    def senses(self) -> tuple[str, str]:
        """The senses in which head and candidate are meant in the pair; empty where unnamed."""
        pair = self.suggestion.pair
        if pair is None:
            return "", ""
        head = pair.head if pair.head != self.id else pair.synonym
        return pair.sense_of(head), pair.sense_of(self.id)


class Visit:
    """The candidates of one head while a curator is on it.

    Values are updated where they stand and newcomers are appended, so that
    nothing moves under the cursor; `sort` puts them in order anew.
    """

    def __init__(self, suggestions: "Suggestions", *, show_rejected: bool) -> None:
        self.head = suggestions.head
        self.space = suggestions.space
        self.index = suggestions.index
        self.show_rejected = show_rejected
        self._all = {item.synonym.id: item for item in suggestions.items}
        self.rows: list[Row] = []
        self.sort()

    @property
    def hidden(self) -> int:
        """Rejected pairs that are not among the rows."""
        shown = {row.id for row in self.rows}
        return sum(
            item.verdict is Verdict.REJECTED and item.synonym.id not in shown
            for item in self._all.values()
        )

    def sort(self) -> None:
        """Order the rows as suggested now; rejected ones leave unless they are to be shown."""
        old = {row.id: row for row in self.rows}
        self.rows = []
        for item in self._all.values():
            row = _row(item, self.head)
            if (before := old.get(row.id)) and before.waiting:
                row.waiting, row.verdict, row.relation = (
                    before.waiting,
                    before.verdict,
                    before.relation,
                )
            if self.show_rejected or row.verdict is not Verdict.REJECTED:
                self.rows.append(row)

    def take_in(self, suggestions: "Suggestions") -> None:
        """Update the rows with what is suggested now."""
        self.space, self.index = suggestions.space, suggestions.index
        self._all = {item.synonym.id: item for item in suggestions.items}
        here = {row.id for row in self.rows}
        for row in self.rows:
            item = self._all.get(row.id)
            row.suggestion = item or replace(row.suggestion, pair=None)
            if not row.waiting:
                row.verdict, row.relation = _verdict(row.suggestion, self.head)
        for item in self._all.values():
            if item.synonym.id in here:
                continue
            if self.show_rejected or item.verdict is not Verdict.REJECTED:
                row = _row(item, self.head)
                row.new = True
                self.rows.append(row)

    def probabilities(self, ids: "Sequence[int]") -> dict[int, float]:
        """Give the probabilities that are shown of some candidates."""
        shown = ((row.id, row.suggestion.probability) for row in self.rows if row.id in ids)
        return {term: likely for term, likely in shown if likely is not None}

    def decide(self, ids: Iterable[int], verdict: Verdict, relation: "Relation | None") -> None:
        """Show a verdict before the dictionary has it."""
        wanted = set(ids)
        for row in self.rows:
            if row.id not in wanted:
                continue
            proposed = row.suggestion.evidence.proposed_relation
            suited = proposed if proposed and proposed.suits(verdict) else DEFAULT_RELATION[verdict]
            row.verdict, row.relation = verdict, relation or suited
            row.waiting += 1

    def settled(self, ids: Iterable[int]) -> None:
        """Take note that a decision reached the dictionary, or failed."""
        wanted = set(ids)
        for row in self.rows:
            if row.id in wanted and row.waiting:
                row.waiting -= 1

    def place(self, term: int) -> int | None:
        """Give the row of a candidate."""
        return next((i for i, row in enumerate(self.rows) if row.id == term), None)

    def next_undecided(self, after: int) -> int | None:
        """Give the next row without a verdict: below `after`, else from the top; None if none."""
        order = [*range(after + 1, len(self.rows)), *range(min(after + 1, len(self.rows)))]
        return next((i for i in order if self.rows[i].verdict is None), None)

    @property
    def undecided(self) -> int:
        """How many rows have no verdict."""
        return sum(row.verdict is None for row in self.rows)


def _row(item: "Suggestion", head: "Term") -> Row:
    verdict, relation = _verdict(item, head)
    return Row(item, verdict=verdict, relation=relation)


def _verdict(item: "Suggestion", head: "Term") -> tuple[Verdict | None, "Relation | None"]:
    if item.pair is None:
        return None, None
    return item.verdict, item.pair.relation_from(head.id)
