"""From the fields of one row to a pair, or to the reason why it is none."""

import math
from collections.abc import Mapping
from typing import Final

from synotui.formats.rows import PairLine
from synotui.model import Relation, Verdict

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACCEPTED: "accepted accept yes y true 1 ✓ ✔ √ 接受 采纳 通过 同意 是 对",
    Verdict.REJECTED: "rejected reject no n false 0 ✗ ✘ × x 拒绝 驳回 不通过 否 错",
    Verdict.SKIPPED: "skipped skip ? 跳过 待定 存疑",
}
_RELATIONS: Mapping[Relation, str] = {
    Relation.SYNONYM: "synonym synonyms syn 同义 同义词 近义 近义词 =",
    Relation.BROADER: "broader hypernym 上位 上位词",
    Relation.NARROWER: "narrower hyponym 下位 下位词",
    Relation.RELATED: "related 相关 相关词",
    Relation.ANTONYM: "antonym antonyms 反义 反义词",
    Relation.DIFFERENT: "different 不同 无关",
}
_VERDICT_OF = {word: verdict for verdict, words in _VERDICTS.items() for word in words.split()}
_RELATION_OF = {word: rel for rel, words in _RELATIONS.items() for word in words.split()}

UNDECIDED: Final = frozenset(("", "undecided", "candidate", "proposed", "未定", "未判定"))
"""What a verdict column may say of a pair that nobody has decided."""


def pair_line(line: int, fields: Mapping[str, str]) -> PairLine | str:
    """Make a pair of a row's fields, by role; a string says why there is none.

    The texts of terms stay as they are. A skipped pair carries no relation:
    one that is given is left out.
    """
    term, synonym = fields.get("term", ""), fields.get("synonym", "")
    if not term.strip() or not synonym.strip():
        return "an empty cell where a term should be"
    if term.strip() == synonym.strip():
        return "a pair of a term with itself"
    verdict_word = fields.get("verdict", "").strip().casefold()
    verdict = _VERDICT_OF.get(verdict_word)
    if verdict is None and verdict_word not in UNDECIDED:
        return f"an unknown verdict “{_short(fields['verdict'])}”"
    relation_word = fields.get("relation", "").strip().casefold()
    relation = _RELATION_OF.get(relation_word)
    if relation is None and relation_word:
        return f"an unknown relation “{_short(fields['relation'])}”"
    if verdict is Verdict.SKIPPED:
        relation = None
    if verdict is not None and relation is not None and not relation.suits(verdict):
        return f"the relation “{relation}” does not suit the verdict “{verdict}”"
    for role in ("note", "curator", "decided_at", "term_sense", "synonym_sense"):
        if not _is_text(fields.get(role, "")):
            return f"a {role.replace('_sense', ' sense')} that is not valid text"
    weight = _weight(fields.get("weight", "").strip())
    if weight is not None and not 0 <= weight < math.inf:
        return f"a weight that is no number from 0: “{_short(fields['weight'])}”"
    return PairLine(
        line=line,
        term=term,
        synonym=synonym,
        relation=relation,
        verdict=verdict,
        note=fields.get("note", ""),
        curator=fields.get("curator", ""),
        decided_at=fields.get("decided_at", ""),
        weight=weight,
        term_sense=_sense(fields.get("term_sense")),
        synonym_sense=_sense(fields.get("synonym_sense")),
    )


def _weight(cell: str) -> float | None:
    """Read a weight; None where none is given, not a number where it is none."""
    try:
        return float(cell) if cell else None
    except ValueError:
        return math.nan


def _sense(cell: str | None) -> str | None:
    return None if cell is None else " ".join(cell.split())


def _is_text(value: str) -> bool:
    """Say whether a database and a terminal can hold `value`: no NUL, no lone surrogate."""
    return "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


def _short(value: str) -> str:
    value = value.strip()
    return value if len(value) <= 40 else value[:40] + "…"
