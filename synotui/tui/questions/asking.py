"""A question put to the dictionary, on its thread: read, answered and laid out, or refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from synotui.errors import Cancelled, SynotuiError, UnknownTerm
from synotui.model import Term
from synotui.ops.exploring.explored import By, Measure
from synotui.ops.exploring.question_text import Groups, parse, term_known
from synotui.ops.spaces.points import encoder_needed
from synotui.text import visible
from synotui.tui.questions.laid_out import note
from synotui.tui.questions.question import AnswerLine, Asked, Question

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench
    from synotui.tui.progress import Relay

Waits = Callable[[], object]
"""Waits, in any thread, until an encoder is loaded. Raises EncoderError."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown of an answer, or why there is none."""

    groups: Groups
    title: str
    more: str
    lines: tuple[AnswerLine, ...] = ()
    error: SynotuiError | None = None
    closest: tuple[Term, ...] = ()
    """Terms that may be meant by one that is unknown."""

    def shown(self) -> list[AnswerLine]:
        """Give the lines, or what is wrong and what may be meant."""
        if self.error is None:
            return [*self.lines]
        told = [note(self.error.message, "strong")]
        if isinstance(self.error, UnknownTerm):
            if not self.closest:
                return told
            wrong = self.error.text
            told += [note("Closest; enter takes one into the question:")]
            return told + [
                AnswerLine(
                    (("   ", "plain"), (visible(term.text), "plain")),
                    head=term.id,
                    text=term.text,
                    instead_of=wrong,
                )
                for term in self.closest
            ]
        return [*told, note(self.error.remedy)] if self.error.remedy else told


def answer(
    bench: "Workbench",
    question: Question[Any],
    line: str,
    by: By,
    measure: Measure,
    meant: Mapping[str, str],
    relay: "Relay",
    *,
    waited: bool = False,
) -> "Answer | Waits":
    """Answer what `line` asks; terms in it that `meant` has are meant as it says.

    Errors are part of the answer. Where an encoder is to be loaded first, what
    waits for that is given instead, unless one has `waited`. Raises Cancelled
    if an answer is wanted no more.
    """
    if relay.stopped:
        raise Cancelled("Stopped")
    known = term_known(bench)
    groups: Groups = ()
    try:
        read = parse(line, lambda text: known(meant.get(text, text)))
        groups = tuple(
            tuple((meant.get(text, text), weight) for text, weight in group) for group in read
        )
        texts = [text for group in groups for text, _ in group]
        waits = None if waited else encoder_needed(bench, texts)
        if waits is not None:
            return waits
        found = question.ask(bench, Asked(groups, by, measure), relay)
    except Cancelled:
        raise
    except UnknownTerm as error:
        return Answer(groups, question.name, "", error=error, closest=_terms(bench, error.closest))
    except SynotuiError as error:
        return Answer(groups, question.name, "", error=error)
    return Answer(groups, *question.title(found), tuple(question.lines(found)))


def _terms(bench: "Workbench", texts: tuple[str, ...]) -> tuple[Term, ...]:
    with bench.store.reading():
        found = [bench.store.terms.by_text(text) for text in texts]
    return tuple(term for term in found if term is not None)
