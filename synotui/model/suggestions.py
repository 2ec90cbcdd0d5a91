"""Candidates of a head, and what speaks for each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from synotui.model.pairs import Pair, Relation, Verdict
    from synotui.model.spaces import Composed, IndexKind
    from synotui.model.terms import Term

Source = Literal[
    "proposal", "neighbour", "reverse", "friend", "twin", "spelling", "space", "decided"
]

Side = Literal["term", "synonym"]
"""The head of a pair, or its candidate."""
_FROM = {"words": "words", "subwords": "parts of words"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a candidate comes from and what speaks for it."""

    sources: tuple[Source, ...] = ()
    proposed_by: tuple[str, ...] = ()
    """Imported dictionaries that hold the pair."""
    friends: tuple[str, ...] = ()
    """Terms through which accepted pairs connect it to the head."""
    same_key: bool = False
    """The two differ only in width, case or spacing (ＳＵＶ, SUV)."""
    proposed_relation: "Relation | None" = None
    note: str = ""
    rank: int | None = None
    """Its place, from 1, among the nearest of the head by base vectors; None beyond the list."""
    rank_back: int | None = None
    """The place of the head among the nearest of it."""
    spaces: tuple[tuple[str, float], ...] = ()
    """Cosines in the other spaces that have both terms, by their names."""
    together: float | None = None
    """What a cross-encoder said that read the two together, from 0 to 1; None if it has not."""
    warnings: tuple[str, ...] = ()
    """What should give pause before accepting it."""
    composed: "tuple[tuple[Side, Composed], ...]" = ()
    """Whose vector of the two was put together from others, and how: so is their cosine."""
    reasons: tuple[str, ...] = ()
    """What speaks most for it, and against it ("but ..."), where that was asked for."""

    @property
    def told_composed(self) -> tuple[str, ...]:
        """Say whose vector was composed, a sentence each."""
        hows = [how for _, how in self.composed]
        if len(hows) == 2 and hows[0] == hows[1]:
            return (f"both vectors are put together from {_FROM[hows[0]]}",)
        return tuple(
            f"{'the head’s' if side == 'term' else 'its'} vector is put together from {_FROM[how]}"
            for side, how in self.composed
        )

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON-ready values, leaving out what is empty."""
        given: dict[str, Any] = {"sources": list(self.sources)}
        if self.proposed_by:
            given["proposed_by"] = list(self.proposed_by)
        if self.friends:
            given["friends"] = list(self.friends)
        if self.same_key:
            given["same_key"] = True
        if self.proposed_relation:
            given["proposed_relation"] = str(self.proposed_relation)
        if self.note:
            given["note"] = self.note
        if self.rank:
            given["rank"] = self.rank
        if self.rank_back:
            given["rank_back"] = self.rank_back
        if self.spaces:
            given["spaces"] = dict(self.spaces)
        if self.together is not None:
            given["together"] = self.together
        if self.composed:
            given["composed"] = dict(self.composed)
        if self.warnings:
            given["warnings"] = list(self.warnings)
        if self.reasons:
            given["reasons"] = list(self.reasons)
        return given


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One candidate of a head, or a pair already decided that still belongs in its list."""

    rank: int
    synonym: "Term"
    base: float | None
    """Cosine of the base vectors; None where one of the two has no vector."""
    now: float | None
    """Cosine of the vectors as adjusted."""
    probability: float | None
    """Calibrated probability of acceptance; None while ranking is by cosine."""
    pair: "Pair | None"
    """The verdict in force, if any."""
    evidence: Evidence

    @property
    def verdict(self) -> "Verdict | None":
        return self.pair.verdict if self.pair else None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The candidates of one head, first to last."""

    head: "Term"
    space: str
    """Name of the current space, or "" when the dictionary has none."""
    index: "IndexKind"
    items: tuple[Suggestion, ...]
    hidden: int
    """Rejected pairs left out."""
