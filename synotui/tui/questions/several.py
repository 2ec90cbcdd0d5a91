"""The questions that figures answer: the odd one out, two sets, relative cosines, components."""

from typing import TYPE_CHECKING

from synotui.model import OnProgress
from synotui.ops.exploring.explored import (
    Between,
    Central,
    Components,
    OddOneOut,
    Related,
    Relative,
)
from synotui.tui.questions.laid_out import change, given_pieces, note, placed, sides
from synotui.tui.questions.question import AnswerLine, Asked, Question
from synotui.tui.widgets.candidate_line import figure

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_COMPONENTS = 20
_NEAREST = 10
"""Neighbours that relative cosines are relative to."""


def _odd(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> OddOneOut:
    from synotui.ops.exploring.explore import odd_one_out

    texts = asked.texts(least=3, needs="Name three terms or more: which is the odd one?")
    return odd_one_out(bench, texts, by=asked.by)


def _odd_title(found: OddOneOut) -> tuple[str, str]:
    return "Odd one out", f"cosine with them all · {sides(found.by)}"


def _odd_lines(found: OddOneOut) -> list[AnswerLine]:
    def line(at: int, each: Central) -> AnswerLine:
        odd = found.odd is not None and at == len(found.items) - 1
        term = each.given.term
        return AnswerLine(
            (
                ("≠ " if odd else "  ", "bad"),
                *given_pieces(each.given, "strong" if odd else "plain"),
                ("  the odd one" if odd else "", "bad"),
            ),
            change(each.base, each.now),
            term.id if term else None,
            text=each.given.text,
        )

    lines = [line(at, each) for at, each in enumerate(found.items)]
    if found.odd is None:
        lines.append(note("None is odd: the last two are equally far from the others."))
    return lines


def _between(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> Between:
    from synotui.ops.exploring.explore import between

    needs = "Name two sets with a bar between: 土豆 马铃薯 | 西红柿 番茄"
    return between(bench, asked.texts(needs=needs), asked.texts(1, needs=needs))


def _between_title(found: Between) -> tuple[str, str]:
    return "Between two sets", "cosine of their means"


def _between_lines(found: Between) -> list[AnswerLine]:
    lines = [
        AnswerLine(((" cosine of the means", "strong"),), change(found.base, found.now)),
    ]
    for name, group in (("One set", found.ones), ("The other", found.others)):
        lines += [note(""), note(name, "strong")]
        for each in group:
            left = (("  ", "plain"), *given_pieces(each, "plain"))
            term = each.term.id if each.term else None
            lines.append(AnswerLine(left, (), term, text=each.text))
    return lines


def _relative(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> Relative:
    from synotui.ops.exploring.explore import relative

    first, *others = asked.texts(least=2, needs="Name a term, then others to compare with it")
    return relative(bench, first, others, _NEAREST, by=asked.by)


def _relative_title(found: Relative) -> tuple[str, str]:
    return f"Cosine with {found.term.text}, relative to its {found.k} nearest", sides(found.by)


def _relative_lines(found: Relative) -> list[AnswerLine]:
    def line(each: Related) -> AnswerLine:
        told = "above" if each.above else "below"
        term = each.given.term
        return AnswerLine(
            ((" ✓ " if each.above else "   ", "good"), *given_pieces(each.given, "plain")),
            (
                (f"{told} {1 / found.k:.2f}  ", "good" if each.above else "faint"),
                (f"{each.base:.3f} → {each.now:.3f} ", "strong"),
                (f" cosine {figure(each.cosine_base)} → {figure(each.cosine_now)} ", "faint"),
            ),
            term.id if term else None,
            text=each.given.text,
        )

    told = f"Above {1 / found.k:.2f}: more similar than one of its {found.k} nearest at random."
    return [*placed([found.term]), *map(line, found.items), note(""), note(told)]


def _vector(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> list[Components]:
    from synotui.ops.exploring.explore import components

    return components(bench, asked.texts(), _COMPONENTS)


def _vector_title(found: list[Components]) -> tuple[str, str]:
    first = min(_COMPONENTS, found[0].dim)
    return f"First {first} of {found[0].dim:,} components", "base → adjusted"


def _vector_lines(found: list[Components]) -> list[AnswerLine]:
    lines = []
    for each in found:
        term = each.given.term
        lines.append(
            AnswerLine(
                ((" ", "plain"), *given_pieces(each.given)),
                ((f"length {each.length_base:.3f} → {each.length_now:.3f} ", "faint"),),
                term.id if term else None,
                text=each.given.text,
            )
        )
        for at, (base, now) in enumerate(zip(each.base, each.now, strict=True), 1):
            moved = f"→ {now:+.4f}" if now != base else ""
            lines.append(note(f"{at:>5}  {base:+.4f} {moved}", "plain"))
        lines.append(note(""))
    return lines[:-1]


ODD = Question(
    "odd", "odd one out", "three terms or more: which does not belong",
    _odd, _odd_title, _odd_lines, taking="also",
)  # fmt: skip
BETWEEN = Question(
    "between", "two sets", "two sets of terms with a bar between: 土豆 马铃薯 | 西红柿 番茄",
    _between, _between_title, _between_lines, groups=2, taking="also",
)  # fmt: skip
RELATIVE = Question(
    "relative", "relative", "a term, then those to compare with it",
    _relative, _relative_title, _relative_lines, taking="first",
)  # fmt: skip
VECTOR = Question(
    "vector", "vector", "terms whose components are shown",
    _vector, _vector_title, _vector_lines,
)  # fmt: skip
