"""The pieces that lines of answers are made of: terms, cosines, where a vector is from."""

from collections.abc import Iterable, Sequence

from synotui.ops.exploring.explored import By, Given, Hit
from synotui.text import visible
from synotui.tui.questions.question import AnswerLine
from synotui.tui.widgets.candidate_line import figure, shown_change
from synotui.tui.widgets.lines import Piece

_HOW = {"encoded": "encoded here", "words": "from its words", "subwords": "from its letters"}


def note(text: str, ink: str = "faint") -> AnswerLine:
    """Give a line that says something, and leads nowhere."""
    return AnswerLine(((f" {visible(text)}", ink),))


def change(base: float, now: float) -> tuple[Piece, ...]:
    """Show a cosine of the base and now: `0.47 → 0.62 ▲0.15`."""
    rise = shown_change(base, now)
    mark: Piece = (f"▲{figure(rise)} ", "good") if rise > 0 else (f"▼{figure(-rise)} ", "bad")
    told = (f"{figure(base)} → {figure(now)} ", "plain")
    return (told, mark if rise else ("      ", "plain"))


def hit_line(hit: Hit, *, score: bool = False) -> AnswerLine:
    """Give the line of a term that answers, with its cosines, and its score if that is another."""
    right = change(hit.base, hit.now)
    if score:
        right = ((f"{hit.score:.3f}  ", "strong"), *right)
    left: tuple[Piece, ...] = ((f"{hit.rank:>3} ", "faint"), (visible(hit.term.text), "plain"))
    return AnswerLine(left, right, hit.term.id, text=hit.term.text)


def given_pieces(given: Given, ink: str = "strong") -> tuple[Piece, ...]:
    """Show what was asked about, and where its vector is from if not from the dictionary."""
    return ((visible(given.text), ink), *from_where(given))


def from_where(given: Given) -> tuple[Piece, ...]:
    """Mark a vector that is not from the dictionary: `≈ encoded here`."""
    if given.how == "term":
        return ()
    parts = f": {' + '.join(map(visible, given.parts))}" if given.parts else ""
    return ((f"  ≈ {_HOW[given.how]}{parts}", "call"),)


def placed(given: Iterable[Given]) -> list[AnswerLine]:
    """Give a line for each of what was asked whose vector is not from the dictionary."""
    return [
        AnswerLine(((" ", "plain"), *given_pieces(each, "plain")))
        for each in given
        if each.how != "term"
    ]


def sides(by: By) -> str:
    """Say which vectors decide."""
    return "base vectors" if by == "base" else "adjusted"


def named(given: Sequence[Given]) -> str:
    """Write a sum of terms: `诸葛亮 + 水浒传 − 三国演义`."""
    line = ""
    for each in given:
        sign = "− " if each.weight < 0 else "+ " if line else ""
        times = "" if abs(each.weight) == 1 else f"{abs(each.weight):g} × "
        line += f"{' ' if line else ''}{sign}{times}{each.text}"
    return line
