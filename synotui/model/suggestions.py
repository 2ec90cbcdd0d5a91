"""Candidates of a head, and what speaks for each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from synotui.model.pairs import Pair, Relation, Verdict
    from synotui.model.spaces import IndexKind
    from synotui.model.terms import Term

Source = Literal["proposal", "neighbour", "friend", "twin", "decided"]


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
