"""How one line of the candidates is laid out: columns that fold away as room shrinks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import Relation, Verdict
from synotui.plot.bars import blocks
from synotui.text import fit, visible, width

if TYPE_CHECKING:
    from synotui.tui.visit import Row
    from synotui.tui.widgets.lines import Piece

_SHOWN = 0.005
"""A smaller change of a cosine is not told."""
_COSINES = 18
_LIKELY = 5
_ROOMY = 90
"""Cells from which words are written out."""
_WORDS = 12
"""Cells from which words say where a candidate comes from."""
COMPOSED = "≈"
"""Stands before the cosine of a vector that was put together from others."""
SIGNS = {Verdict.ACCEPTED: "✓", Verdict.REJECTED: "✗", Verdict.SKIPPED: "–"}
INKS = {Verdict.ACCEPTED: "good", Verdict.REJECTED: "bad", Verdict.SKIPPED: "faint"}
_SHORT = {
    Relation.SYNONYM: "syn",
    Relation.BROADER: "brd",
    Relation.NARROWER: "nar",
    Relation.RELATED: "rel",
    Relation.ANTONYM: "ant",
    Relation.DIFFERENT: "",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells each column has; 0 where there is no room for it."""

    rank: int
    term: int
    bar: int
    cosines: int
    """18: base → now and the change; 11: now and the change; 5: now."""
    probability: int
    verdict: int
    evidence: int


def columns(
    cells: int, longest: int, rows: int, marks: int = 0, *, ranked: bool = False
) -> Columns:
    """Share out `cells` for a list of `rows` whose longest term takes `longest` cells.

    `marks` are those the longest weight and sense take; they have room before the bar, as
    have the probabilities of rows that are `ranked`.
    """
    rank = max(2, len(str(rows)))
    roomy = cells >= _ROOMY
    verdict = 10 if roomy else 5
    least = min(max(longest, 8), 14)
    left = cells - 2 - rank - 1 - 1 - verdict
    wanted = least + marks + (_LIKELY if ranked else 0)
    cosines = next((c for c in (_COSINES, 11) if left >= wanted + c), 0)
    cosines = cosines or next((c for c in (_COSINES, 11) if left >= least + c), 5)
    left -= cosines
    likely = _LIKELY if ranked and left >= least + marks + _LIKELY else 0
    left -= likely
    evidence = min(max(3, marks), left - least)
    evidence = evidence if evidence >= 3 else 0
    left -= evidence
    bar = max(0, min(24 if roomy else 12, left - 1 - least))
    if bar < 4:
        return Columns(rank, max(1, left), 0, cosines, likely, verdict, evidence)
    if roomy:
        bar = min(bar, max(12, left // 5))
    term = min(left - bar - 1, max(longest, least), 48)
    evidence += left - bar - 1 - term
    return Columns(rank, term, bar, cosines, likely, verdict, evidence)


def line(
    row: "Row", number: int, layout: Columns, *, head: str = "", here: bool, marked: bool
) -> list["Piece"]:
    """Give the pieces of one line of the candidates of `head`, without the padding at its end."""
    sign, label = verdict_text(row.verdict, row.relation)
    faded = row.verdict in (Verdict.REJECTED, Verdict.SKIPPED)
    name = "faint" if faded else "strong" if here else "plain"
    pieces: list[Piece] = [
        ("▸" if here else " ", "call"),
        ("●" if marked else " ", "call"),
        (f"{number:>{layout.rank}} ", "faint"),
        (fit(visible(row.term.text), layout.term), name),
    ]
    if layout.bar:
        pieces += [(" ", "plain"), *bar(row.suggestion.base, row.suggestion.now, layout.bar)]
    composed = bool(row.suggestion.evidence.composed)
    pieces += cosines(row.suggestion.base, row.suggestion.now, layout.cosines, composed=composed)
    if layout.probability:
        likely = row.suggestion.probability
        told = f"{likely:>{layout.probability}.2f}" if likely is not None else ""
        pieces.append((f"{told:{layout.probability}}", "faint" if faded else "plain"))
    pieces += [
        (" ", "plain"),
        (f"{sign} ", INKS.get(row.verdict, "plain") if row.verdict else "plain"),
    ]
    if layout.verdict > 5 and row.relation and label:
        label = str(row.relation)
    pieces.append((f"{label:<{layout.verdict - 2}}", "faint" if faded else "plain"))
    told = pair_mark(row, head, layout.evidence)
    if told:
        pieces.append((told, "faint" if faded else "plain"))
    pieces += evidence(row, layout.evidence - width(told))
    return pieces


def pair_mark(row: "Row", head: str, cells: int) -> str:
    """Tell the senses and the weight of a decided pair, where it has any, in at most `cells`.

    ` 苹果·fruit ×0.5`; where room is short the head goes unnamed, then signs are left.
    """
    if row.verdict is None:
        return ""
    weight = "" if row.weight == 1 else f" ×{row.weight:.3g}"
    meant, other = (visible(sense) for sense in row.senses)
    if not (weight or meant or other):
        return ""
    own = f" {visible(row.term.text)}·{other}" if other else ""
    short_own = f" …·{other}" if other else ""
    forms = (
        (f" {visible(head)}·{meant}" if meant else "") + own + weight,
        (f" ·{meant}" if meant else "") + short_own + weight,
        " " + "·" * bool(meant or other) + weight.strip(),
        " " + "·" * bool(meant or other) + "×" * bool(weight),
    )
    return next((form for form in forms if width(form) <= cells), "")


def verdict_text(verdict: Verdict | None, relation: Relation | None) -> tuple[str, str]:
    """Give the sign of a verdict and the short name of its relation."""
    if verdict is None:
        return " ", ""
    return SIGNS[verdict], _SHORT[relation] if relation else ""


def bar(base: float | None, now: float | None, cells: int) -> list["Piece"]:
    """Draw `now` as a bar: what it had before in one ink, what it gained in another."""
    if now is None:
        return [(" " * cells, "plain")]
    drawn = blocks(round(max(0.0, min(1.0, now)) * cells * 8))
    blank: Piece = (" " * (cells - len(drawn)), "plain")
    if base is not None and now - base >= _SHOWN:
        before = round(max(0.0, min(1.0, base)) * cells)
        if drawn[before:].startswith("█"):
            return [(drawn[:before], "bar"), (drawn[before:], "gain"), blank]
    return [(drawn, "bar"), blank]


def cosines(
    base: float | None, now: float | None, cells: int, *, composed: bool = False
) -> list["Piece"]:
    """Write base → now and the change, as much of it as fits `cells`.

    The change is that of the figures shown, so that the line adds up. ≈ stands before
    those of a vector that was `composed`.
    """
    if now is None:
        return [(fit(" no vector" if cells >= 11 else "    –", cells), "faint")]
    change = 0.0 if base is None else shown_change(base, now)
    told = change != 0
    pieces: list[Piece] = []
    if cells >= _COSINES:
        first = f" {figure(base or 0.0)} → " if told else " " * 8
        if composed:
            first = COMPOSED + first[1:] if told else first[:-1] + COMPOSED
        pieces.append((first, "faint"))
        pieces.append((figure(now), "plain"))
    else:
        pieces.append((f"{COMPOSED if composed else ' '}{figure(now)}", "plain"))
    if cells >= 11:
        arrow = f" {'▲' if change > 0 else '▼'}{abs(change):.2f}" if told else " " * 6
        pieces.append((arrow, "good" if change > 0 else "bad"))
    return pieces


def shown_change(before: float, after: float) -> float:
    """Give the difference of two cosines as they are shown, to two decimals."""
    return round(round(after, 2) - round(before, 2), 2)


def figure(cosine: float) -> str:
    """Write a cosine in four cells: 0.84, 1.00, -.07."""
    return f"{cosine:.2f}".replace("-0.00", "0.00").replace("-0.", "-.")


def evidence(row: "Row", cells: int) -> list["Piece"]:
    """Say where a candidate comes from: signs where room is short, words where there is some."""
    if cells <= 1:
        return []
    found = row.suggestion.evidence
    told: list[tuple[str, str, str]] = []
    if found.proposed_by:
        relation = found.proposed_relation
        named = f"{relation}, " if relation and relation is not Relation.SYNONYM else ""
        told.append(("?", named + ", ".join(found.proposed_by), "call"))
    if row.note:
        told.append(("!", row.note, "call"))
    if "synonym" in dict(found.composed) and cells >= _WORDS:
        # The sign alone is before the cosine; of the head it would be said on every line.
        told.append((COMPOSED, "; ".join(found.told_composed), "faint"))
    if found.same_key:
        told.append(("≡", "same but for width, case or spacing", "faint"))
    if found.friends:
        told.append(("~", "through " + ", ".join(found.friends), "faint"))
    if row.new:
        told.append(("+", "new here", "faint"))
    if cells < _WORDS:
        signs = "".join(sign for sign, _, _ in told)
        return [(fit(f" {signs}", cells), "call")]
    pieces: list[Piece] = []
    for sign, words, name in told:
        if cells < 6:
            break
        text = f"  {sign} {visible(words)}"
        text = fit(text, min(width(text), cells))
        pieces.append((text, name))
        cells -= width(text)
    return pieces
