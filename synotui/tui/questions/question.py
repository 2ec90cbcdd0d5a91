"""What a question of the explore screen is: its name, what it takes, how it runs and is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from synotui.errors import TermError
from synotui.model import OnProgress
from synotui.ops.exploring.explored import By, Measure
from synotui.ops.exploring.question_text import Groups, Item
from synotui.tui.widgets.report_list import ReportLine

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

T = TypeVar("T")

Taking = Literal["alone", "first", "also"]
"""What becomes of a term of an answer that is put into the question: all of it, its first term
while the others stay, or one more of its terms."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, read: groups of terms, each with its weight."""

    groups: Groups
    by: By = "now"
    """The vectors that decide."""
    measure: Measure = "3CosAdd"

    @property
    def items(self) -> tuple[Item, ...]:
        """The terms of the first group; none if nothing was typed."""
        return self.groups[0] if self.groups else ()

    def texts(self, group: int = 0, least: int = 1, *, needs: str = "Name a term") -> list[str]:
        """Give the terms of a group, none of which may be taken away or weighed.

        Raises TermError, which says what the question `needs`, where there are
        fewer than `least`.
        """
        items = self.groups[group] if group < len(self.groups) else ()
        if any(weight != 1 for _, weight in items):
            raise TermError("Only “nearest” adds, takes away and weighs terms", needs)
        if len(items) < least:
            raise TermError(needs)
        return [text for text, _ in items]


@dataclass(frozen=True, slots=True)
class AnswerLine(ReportLine):
    """A line of an answer; if it is about a term, that can be put into the question."""

    text: str = ""
    """The term's text, as written."""
    instead_of: str = ""
    """The text of the question that the term is offered for, being unknown."""


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """One kind of question, a tab of the explore screen."""

    id: str
    name: str
    """What its tab says."""
    hint: str
    """What is to be typed, with an example."""
    ask: "Callable[[Workbench, Asked, OnProgress], T]"
    """Answers, on the dictionary's thread. Raises TermError and others, shown in place.

    Anything over a second reports its progress, which may raise Cancelled.
    """
    title: Callable[[T], tuple[str, str]]
    """What stands over the answer at the left and the right, as it is: the screen makes it safe."""
    lines: Callable[[T], list[AnswerLine]]
    """Lays the answer out."""
    groups: int = 1
    """Groups of terms it takes, parted by `|`."""
    taking: Taking = "alone"
