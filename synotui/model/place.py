"""Where a curator is: which terms are listed in which order, the head, the candidate."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

TermOrder = Literal["frequency", "alphabet", "pinyin", "progress", "conflict"]
TERM_ORDERS: tuple[TermOrder, ...] = get_args(TermOrder)


@dataclass(frozen=True, slots=True)
class TermFilter:
    """Which terms a list shows: those that hold `text`, on folded keys; with ^ begin with it.

    With `candidates`, also those that have a pair or a proposal with such a term.
    """

    text: str = ""
    candidates: bool = False
    order: TermOrder = "frequency"
    """Most frequent first; by code point; by pinyin; what was begun first; contradictions first."""


@dataclass(frozen=True, slots=True)
class View:
    """Where the curator is: the head, the candidate under the cursor, and what is shown."""

    head: int | None = None
    candidate: int | None = None
    filter: TermFilter = TermFilter()
    show_rejected: bool = False


class Listed:
    """The ids of terms as they are listed."""

    def __init__(self, ids: "array[int]", place: Callable[[int], int | None] | None = None) -> None:
        """Take the ids, and what finds the place of one; without, a short list is searched."""
        self.ids = ids
        self._place = place

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, term: int) -> int | None:
        """Give the place of a term, None if it is not listed."""
        if self._place is not None:
            return self._place(term)
        return self.ids.index(term) if term in self.ids else None
