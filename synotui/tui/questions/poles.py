"""The question which of two poles terms lean to, and whether two lists of terms lean apart."""

from typing import TYPE_CHECKING

from synotui.errors import TermError
from synotui.model import OnProgress
from synotui.ops.exploring.association import Associated, Association, associate
from synotui.ops.exploring.association_axis import (
    LEGEND,
    apart_words,
    axis,
    change,
    composed_words,
    ends_line,
    reach,
)
from synotui.text import visible
from synotui.tui.questions.laid_out import note
from synotui.tui.questions.question import AnswerLine, Asked, Question

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_CELLS = 29
"""Of the axis: it leaves a term room at 80 columns."""
_FIGURES = 25
"""Cells right of the axis."""
_NEEDS = "Name terms and the words of two poles: 护士 医生 | 男 他 父亲 | 女 她 母亲"


def _ask(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> Association:
    if len(asked.groups) > 4:
        raise TermError("There are terms, two poles, and terms to hold against the first", _NEEDS)
    terms, one, other = (asked.texts(group, needs=_NEEDS) for group in range(3))
    against = asked.texts(3) if len(asked.groups) > 3 else []
    return associate(bench, terms, (one, other), against)


def _title(found: Association) -> tuple[str, str]:
    first, second = (pole.name for pole in found.poles)
    return f"{first} ↔ {second}", "base → adjusted"


def _lines(found: Association) -> list[AnswerLine]:
    ends = reach(found)
    head = ((f"{ends_line(found, _CELLS)}{' ' * _FIGURES}", "faint"),)
    lines = [AnswerLine((), head), *(_line(found, item, ends) for item in found.items), note("")]
    lines += [note(told, "strong") for told in apart_words(found)]
    if found.test is not None:
        lines.append(note("+ one list, - the other; d above 0: + leans more to the left"))
    missing = [*found.poles[0].missing, *found.poles[1].missing, *found.missing]
    if missing:
        lines.append(note(f"Not known: {', '.join(missing)}", "call"))
    if composed := composed_words(found):
        lines.append(note(composed, "call"))
    if found.items[0].low is None:
        lines.append(note("A pole of one word has no spread: nothing tells how sure this is."))
    return [*lines, note(LEGEND), note(f"The axis goes from {ends:+.2f} to {-ends:+.2f}.")]


def _line(found: Association, item: Associated, ends: float) -> AnswerLine:
    told = change(item.base, item.now)
    ink = "good" if "▲" in told else "bad" if "▼" in told else "plain"
    mark = "" if found.test is None else "- " if item.against else "+ "
    left = ((f" {mark}", "faint"), (visible(item.text), "plain"))
    return AnswerLine(
        (*left, ("  in a pole" if item.in_pole else "", "call")),
        ((f"{axis(item, ends, _CELLS)}", "plain"), (f"{told:>{_FIGURES - 1}} ", ink)),
        item.term.id if item.term else None,
        text=item.text,
    )


POLES = Question(
    "poles", "poles", "terms | words of one pole | of the other | at will, terms to compare with",
    _ask, _title, _lines, groups=4,
)  # fmt: skip
