"""What a curator decides about: pairs of terms, verdicts, relations, proposals."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Verdict(StrEnum):
    """What a curator decided about a pair."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Relation(StrEnum):
    """What the synonym is to the head: the first four for accepted pairs, the rest for rejected.

    `BROADER` reads "the synonym is broader than the head" (SUV is broader than 普拉多).
    """

    SYNONYM = "synonym"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    ANTONYM = "antonym"
    DIFFERENT = "different"

    def seen_from_other_side(self) -> "Relation":
        """Give the relation with head and synonym exchanged."""
        return _OTHER_SIDE.get(self, self)

    def suits(self, verdict: Verdict) -> bool:
        """Say whether a pair with `verdict` may carry this relation."""
        if verdict is Verdict.SKIPPED:
            return False
        return (self in _REJECTED) == (verdict is Verdict.REJECTED)


_OTHER_SIDE = {
    Relation.BROADER: Relation.NARROWER,
    Relation.NARROWER: Relation.BROADER,
}
_REJECTED = (Relation.ANTONYM, Relation.DIFFERENT)

DEFAULT_RELATION: Mapping[Verdict, Relation | None] = {
    Verdict.ACCEPTED: Relation.SYNONYM,
    Verdict.REJECTED: Relation.DIFFERENT,
    Verdict.SKIPPED: None,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two terms with the verdict in force. `head` and `synonym` as the curator saw them."""

    head: int
    synonym: int
    verdict: Verdict
    relation: Relation | None
    note: str
    curator: str
    decided_at: str
    """UTC, ISO 8601, to the second."""
    seq: int
    """The ledger entry that set it; orders the pairs."""
    weight: float = 1.0
    """What it weighs in adjustment beside others of its relation; 0 or more."""
    low_sense: str = ""
    """The sense in which the term `low` is meant; empty if nobody named one."""
    high_sense: str = ""
    """The sense in which the term `high` is meant."""

    @property
    def low(self) -> int:
        """The smaller of the two term ids: with `high`, what identifies the pair."""
        return min(self.head, self.synonym)

    @property
    def high(self) -> int:
        """The larger of the two term ids."""
        return max(self.head, self.synonym)

    def sense_of(self, term: int) -> str:
        """Give the sense in which `term`, one of the two, is meant; empty if none is named."""
        return self.low_sense if term == self.low else self.high_sense

    def with_sense(self, term: int, sense: str) -> "Pair":
        """Give the pair with another sense of `term`, one of the two."""
        if term == self.low:
            return replace(self, low_sense=sense)
        return replace(self, high_sense=sense)

    def relation_from(self, head: int) -> Relation | None:
        """Give the relation as seen with `head` as the head."""
        if self.relation is None or head == self.head:
            return self.relation
        return self.relation.seen_from_other_side()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that an imported dictionary holds and nobody has decided yet."""

    head: int
    synonym: int
    relation: Relation | None
    note: str
    source: str
