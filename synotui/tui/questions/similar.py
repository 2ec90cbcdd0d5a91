"""The questions that terms answer: what is nearest to a sum, what is closer than another."""

from typing import TYPE_CHECKING

from synotui.errors import TermError
from synotui.model import OnProgress
from synotui.ops.exploring.explored import Closer, Nearest
from synotui.text import visible
from synotui.tui.questions.laid_out import (
    change,
    hit_line,
    named,
    note,
    placed,
    sides,
)
from synotui.tui.questions.question import AnswerLine, Asked, Question

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_LISTED = 50
"""Terms of an answer."""
_MORE_LISTED = 200
"""Terms that are closer than another."""


def _nearest(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> Nearest:
    from synotui.ops.exploring.explore import nearest

    return nearest(bench, asked.items, _LISTED, by=asked.by, measure=asked.measure)


def _nearest_title(found: Nearest) -> tuple[str, str]:
    measure = "" if found.measure == "3CosAdd" else f"{found.measure} · "
    return named(found.given), f"{measure}{found.index} search · {sides(found.by)}"


def _nearest_lines(found: Nearest) -> list[AnswerLine]:
    if not found.items:
        return [note("There is nothing else in this space.")]
    product = found.measure == "3CosMul"
    return [*placed(found.given), *(hit_line(hit, score=product) for hit in found.items)]


def _closer(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> Closer:
    from synotui.ops.exploring.explore import closer

    needs = "Name two terms: what is closer to the first than the second is?"
    first, second, *others = asked.texts(least=2, needs=needs)
    if others:
        raise TermError(needs)
    return closer(bench, first, second, _MORE_LISTED, by=asked.by)


def _closer_title(found: Closer) -> tuple[str, str]:
    return f"Closer to {found.a.text} than {found.b.text}", f"exact search · {sides(found.by)}"


def _closer_lines(found: Closer) -> list[AnswerLine]:
    ranks = f"{found.rank_base:,}"
    if found.rank_now != found.rank_base:
        ranks += f" → {found.rank_now:,}"
    told = f" is neighbour {ranks} of {visible(found.a.text)}"
    second = found.b.term
    lines = placed((found.a, found.b))
    lines.append(
        AnswerLine(
            ((" ", "plain"), (visible(found.b.text), "strong"), (told, "plain")),
            change(found.base, found.now),
            second.id if second else None,
            text=found.b.text,
        )
    )
    if not found.count:
        return [*lines, note("Nothing is closer.")]
    listed = len(found.items)
    some = f"{listed:,} of {found.count:,}" if listed < found.count else f"{found.count:,}"
    return [*lines, note(f"{some} closer:", "strong"), *map(hit_line, found.items)]


NEAREST = Question(
    "nearest", "nearest", "土豆 · 诸葛亮 + 水浒传 - 三国演义 · 0.5*cat + dog",
    _nearest, _nearest_title, _nearest_lines,
)  # fmt: skip
CLOSER = Question(
    "closer", "closer", "two terms: what is closer to the first than the second is",
    _closer, _closer_title, _closer_lines, taking="first",
)  # fmt: skip
