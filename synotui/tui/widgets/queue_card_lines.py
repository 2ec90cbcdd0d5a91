"""How a pair of a queue is laid out: what matters least goes first as room shrinks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from synotui.model import Relation, Source
from synotui.text import fit, visible, width
from synotui.tui.widgets.candidate_line import COMPOSED, bar, figure, shown_change

if TYPE_CHECKING:
    from synotui.model import Evidence
    from synotui.ops.queueing.cards import Card
    from synotui.tui.widgets.lines import Piece

_BAR = 12
_INDENT = 2
_LABEL = 9
HERE: dict[Source, str] = {
    "neighbour": "among the nearest of the head",
    "reverse": "has the head among its nearest",
    "friend": "shares an accepted synonym",
    "twin": "the same but for width, case or spacing",
    "spelling": "spelt or sounds like the head",
    "space": "near in another space",
}
"""Why a candidate is here, by the source that brought it."""


class _Line(NamedTuple):
    pieces: tuple["Piece", ...]
    weight: int
    """Lines of the highest weight are left out first."""


def card_lines(card: "Card", cells: int, height: int, question: str = "") -> list[list["Piece"]]:
    """Give the lines of a card for `cells` x `height`; a `question` stands below the pair."""
    lines = [
        _Line((), 9),
        _Line(tuple(_terms(card, cells)), 0),
        _Line((), 7),
        _Line(tuple(_figures(card)), 0),
    ]
    if question:
        lines.append(_Line((), 8))
        lines += [_line("!", part, 0, "call") for part in wrapped(question, cells - _room())]
    lines.append(_Line((), 6))
    if card.conflict:
        lines.append(_line("conflict", card.conflict, 0, "bad"))
    lines += [_line("!", told, 0, "call") for told in card.evidence.warnings]
    lines += _told(card)
    over = len(lines) - height
    for weight in range(9, 0, -1):
        for line in [line for line in reversed(lines) if line.weight == weight]:
            if over > 0:
                lines.remove(line)
                over -= 1
    return [list(line.pieces) for line in lines[:height]]


def _room() -> int:
    return _INDENT + _LABEL + 1


def _told(card: "Card") -> list[_Line]:
    found = card.evidence
    lines = [_line("here", " · ".join(here(found)), 1)] if here(found) else []
    distinct = [
        told
        for told in found.reasons
        if not any(other != told and other.startswith(told) for other in found.reasons)
    ]
    speaks = [told for told in distinct if not told.startswith("but ")]
    against = [told.removeprefix("but ") for told in distinct if told.startswith("but ")]
    for label, reasons in (("for", speaks), ("against", against)):
        for nth, told in enumerate(reasons):
            lines.append(_line(label if not nth else "", told, 1 if not nth else 4))
    if card.base is not None:
        lines.append(_line("ranks", ranks(found, card.head.text, card.other.text), 2))
    if found.friends:
        lines.append(_line("friends", "accepted with both: " + ", ".join(found.friends), 1))
    if found.spaces:
        told = " · ".join(f"{name} {figure(cosine)}" for name, cosine in found.spaces)
        lines.append(_line("spaces", told, 3))
    if found.together is not None:
        told = f"a cross-encoder that reads both together says {found.together:.2f}"
        lines.append(_line("model", told, 2))
    lines += [_line(COMPOSED, told, 1) for told in found.told_composed]
    if found.note:
        lines.append(_line("note", found.note, 1))
    return lines


def _line(label: str, told: str, weight: int, ink: str = "plain") -> _Line:
    sign = "call" if label == "!" else "faint"
    return _Line(
        ((" " * _INDENT, "plain"), (f"{label:<{_LABEL}}", sign), (visible(told), ink)), weight
    )


def _terms(card: "Card", cells: int) -> list["Piece"]:
    head, other = visible(card.head.text), visible(card.other.text)
    room = max(4, cells - _INDENT - 6 - 1)
    if width(head) + width(other) > room:
        half = room // 2
        first = max(half, room - width(other))
        head = fit(head, min(width(head), first))
        other = fit(other, min(width(other), room - width(head)))
    return [(" " * _INDENT, "plain"), (head, "strong"), ("  =?  ", "call"), (other, "strong")]


def _figures(card: "Card") -> list["Piece"]:
    pieces: list[Piece] = [(" " * _INDENT + "p ", "faint"), (f"{card.probability:.2f} ", "strong")]
    pieces += bar(card.probability, card.probability, _BAR)
    if card.base is None or card.now is None:
        return [*pieces, ("    no vectors to compare", "faint")]
    pieces.append((f"    cosine {COMPOSED if card.evidence.composed else ''}", "faint"))
    change = 0.0 if card.check else shown_change(card.base, card.now)
    if not change:
        return [*pieces, (figure(card.base if card.check else card.now), "plain")]
    pieces += [(f"{figure(card.base)} → ", "faint"), (figure(card.now), "plain")]
    arrow = "▲" if change > 0 else "▼"
    return [*pieces, (f" {arrow}{abs(change):.2f}", "good" if change > 0 else "bad")]


def here(found: "Evidence") -> list[str]:
    """Say why a candidate is here, the rarest reason first."""
    told = []
    if found.proposed_by:
        relation = found.proposed_relation
        named = f" as {relation}" if relation and relation is not Relation.SYNONYM else ""
        told.append(f"proposed by {', '.join(found.proposed_by)}{named}")
    if found.same_key:
        told.append(HERE["twin"])
    for source in ("friend", "space", "spelling", "neighbour", "reverse"):
        if source in found.sources and not (source == "reverse" and "neighbour" in found.sources):
            told.append(HERE[source])
    return told


def ranks(found: "Evidence", head: str, other: str) -> str:
    """Say which place each term has among the nearest of the other."""
    if found.rank is None and found.rank_back is None:
        return "neither is among the nearest of the other"
    return f"{_place(found.rank)} of {head} · {head} {_place(found.rank_back)} of {other}"


def _place(rank: int | None) -> str:
    return f"#{rank}" if rank else "not among the nearest"


def evidence_pieces(found: "Evidence") -> list["Piece"]:
    """Tell on one line of the evidence for a candidate: warnings first, then what speaks most."""
    pieces: list[Piece] = []

    def add(text: str, ink: str) -> None:
        if pieces:
            pieces.append((" · ", "faint"))
        pieces.append((visible(text), ink))

    for told in found.warnings:
        add(f"! {told}", "call")
    for told in found.told_composed:
        add(f"{COMPOSED} {told}", "faint")
    if found.rank or found.rank_back:
        add(f"#{found.rank or '–'} here, #{found.rank_back or '–'} there", "faint")
    for told in found.reasons[:2]:
        add(told, "plain")
    if found.friends:
        add("~ " + ", ".join(found.friends), "plain")
    if found.spaces:
        add(", ".join(f"{name} {figure(cosine)}" for name, cosine in found.spaces), "faint")
    for told in here(found)[:2]:
        add(told, "faint")
    return pieces


def wrapped(text: str, cells: int) -> list[str]:
    """Break a text into lines of at most `cells`, at spaces where there are some."""
    lines: list[str] = []
    line = ""
    for word in visible(text).split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > cells:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def notice_lines(told: Sequence[str], height: int) -> list[list["Piece"]]:
    """Give lines of text in place of a card, a third down."""
    blank: list[list[Piece]] = [[] for _ in range(max(0, (height - len(told)) // 3))]
    return [*blank, *([(" " * _INDENT + visible(line), "plain")] for line in told)]
