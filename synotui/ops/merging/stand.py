"""How a pair stands, told of two terms in a given order: ids of two dictionaries differ."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from synotui import text as words
from synotui.errors import BadTerm, SynotuiError
from synotui.model import Pair, Relation, Saying, Verdict
from synotui.ops.adjusting.senses import clean_sense

Row = Sequence[Any]
"""A pair's columns after `low` and `high`, as `store.pairs.pair_as_row` gives them."""
_OTHER_SIDE = {str(each): str(each.seen_from_other_side()) for each in Relation}
_LONGEST_NAME = 200
_LONGEST_TIME = 100
"""Files that were imported may have written times as they liked."""


class Stand(NamedTuple):
    """What is decided of a first and a second term."""

    verdict: str
    relation: str | None
    """What the second is to the first."""
    note: str
    weight: float
    first_sense: str
    second_sense: str
    first_is_head: bool
    curator: str
    decided_at: str

    @property
    def said(self) -> tuple[Any, ...]:
        """All that counts when two stands are compared: not who decided it, nor from which side."""
        return self[:6]

    @property
    def decision(self) -> tuple[str, str | None]:
        """Verdict and relation."""
        return self[0], self[1]


def stand_of(row: Row, low: int, *, low_is_first: bool) -> Stand:
    """Give how the pair of a row stands."""
    head, verdict, relation, note, curator, decided_at, _, weight, low_sense, high_sense = row
    first_is_head = (head == low) == low_is_first
    if relation is not None and not first_is_head:
        relation = _OTHER_SIDE.get(relation, relation)
    senses = (low_sense, high_sense) if low_is_first else (high_sense, low_sense)
    return Stand(verdict, relation, note, weight, *senses, first_is_head, curator, decided_at)


def pair_of(stand: Stand, first: int, second: int, seq: int) -> Pair:
    """Give the pair that says so of two terms, set by ledger entry `seq`."""
    relation = stand.relation
    if relation is not None and not stand.first_is_head:
        relation = _OTHER_SIDE[relation]
    ends = (first, second) if stand.first_is_head else (second, first)
    pair = Pair(
        *ends,
        Verdict(stand.verdict),
        Relation(relation) if relation is not None else None,
        stand.note,
        stand.curator,
        stand.decided_at,
        seq,
        stand.weight,
    )
    return pair.with_sense(first, stand.first_sense).with_sense(second, stand.second_sense)


def saying_of(stand: Stand, *, of_first: bool) -> Saying:
    """Tell how a pair stands with its first term, or its second, as the one it is told of."""
    relation = stand.relation
    if relation is not None and not of_first:
        relation = _OTHER_SIDE.get(relation, relation)
    senses = (stand.first_sense, stand.second_sense)
    return Saying(
        stand.verdict,
        relation or "",
        stand.note,
        stand.weight,
        *(senses if of_first else senses[::-1]),
        stand.curator,
        stand.decided_at,
    )


def fault_of(row: Row, low: int, high: int) -> str:
    """Say why a pair of somebody else's file cannot be taken; "" if it can."""
    head, verdict, relation, note, curator, decided_at, _, weight, *senses = row
    if head not in (low, high) or low >= high:
        return "a pair that is not of its two terms"
    if verdict not in list(Verdict) or not (relation is None or relation in list(Relation)):
        return "an unknown verdict or relation"
    if (relation is None) != (verdict == Verdict.SKIPPED) or (
        relation is not None and not Relation(relation).suits(Verdict(verdict))
    ):
        return "a relation that does not suit the verdict"
    if not isinstance(weight, float) or not (math.isfinite(weight) and weight >= 0):
        return "a weight that is no number from 0"
    if not _is_text(note, words.MAX_NOTE_LENGTH):
        return f"a note that is no text, or longer than {words.MAX_NOTE_LENGTH:,} characters"
    if not _is_text(curator, _LONGEST_NAME):
        return f"a curator's name that is no text, or longer than {_LONGEST_NAME} characters"
    if not _is_text(decided_at, _LONGEST_TIME):
        return "a time that is none"
    return "" if all(map(_names_a_sense, senses)) else "a sense that cannot be one"


def fault_of_term(text: object) -> str:
    """Say why a text of somebody else's file cannot be a term; "" if it can."""
    if not isinstance(text, str):
        return "a term that is not there, or no text"
    try:
        return "" if words.clean(text) == text else "a term with white space around it"
    except BadTerm:
        return "a term that cannot be one: empty, too long, or no valid text"


def _is_text(value: object, longest: int) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= longest
        and "\x00" not in value
        and words.encodable(value)
    )


def _names_a_sense(value: object) -> bool:
    if value == "":
        return True
    try:
        return isinstance(value, str) and clean_sense(value) == value
    except SynotuiError:
        return False
