"""Synonym sets: what accepted pairs connect, and what speaks against it.

`as_dict` of each gives what `synotui sets --json` prints: texts and figures,
ready for JSON or a data frame.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from synotui.model.pairs import Relation
    from synotui.model.terms import Term


class Member(NamedTuple):
    """A term of a set, in the sense its pairs there mean it in."""

    term: "Term"
    sense: str

    @property
    def shown(self) -> str:
        """The term as people read it, with its sense in brackets if that has a name."""
        return f"{self.term.text}〔{self.sense}〕" if self.sense else self.term.text

    def as_dict(self) -> dict[str, str]:
        """Give `{"term", "sense"}`; the sense is empty where none is named."""
        return {"term": self.term.text, "sense": self.sense}


class SetLink(NamedTuple):
    """An accepted pair that holds a set together."""

    head: Member
    synonym: Member
    base: float | None
    """Their cosine by base vectors; None where either has none."""
    now: float | None
    bridge: bool = False
    """Whether the set comes apart here; see `Bridge`."""
    weakest: bool = False
    """Whether no other link of the set has a lower base cosine."""

    def as_dict(self) -> dict[str, Any]:
        """Give `{"term", "synonym", "base", "now", "bridge", "weakest"}`."""
        return {
            "term": self.head.term.text,
            "synonym": self.synonym.term.text,
            "base": self.base,
            "now": self.now,
            "bridge": self.bridge,
            "weakest": self.weakest,
        }


class SetConflict(NamedTuple):
    """A rejected pair whose terms accepted pairs connect all the same."""

    head: Member
    synonym: Member
    relation: "Relation | None"
    base: float | None
    now: float | None
    chain: tuple[Member, ...]
    """A shortest way of links from one to the other: reject one of them, or name senses."""

    def as_dict(self) -> dict[str, Any]:
        """Give `{"term", "synonym", "relation", "base", "now", "chain"}`."""
        return {
            "term": self.head.term.text,
            "synonym": self.synonym.term.text,
            "relation": str(self.relation) if self.relation else None,
            "base": self.base,
            "now": self.now,
            "chain": [member.as_dict() for member in self.chain],
        }


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where a set is suspected to be two: cut there, and two parts far from each other remain."""

    term: Member | None
    """The term meant in two senses; None where one link joins two sets."""
    part: tuple[Member, ...]
    """One of the two parts, without `term`: that with fewer of its links, else the smaller."""
    links: tuple[SetLink, ...]
    """What to reject, or to mark with a sense of `term`, so that the set comes apart."""
    others: tuple[SetLink, ...]
    """The links of `term` to the other part; none where one link joins two sets."""
    within: float
    """Mean base cosine of two members of the same part."""
    between: float
    """Mean base cosine of two members of different parts."""

    @property
    def gap(self) -> float:
        """How suspicious it is: how much closer a part is to itself than to the other."""
        return self.within - self.between

    @property
    def at(self) -> str:
        """Name the term, or the pair, that joins the two."""
        if self.term is not None:
            return self.term.shown
        (link,) = self.links
        return f"{link.head.shown} = {link.synonym.shown}"

    def as_dict(self) -> dict[str, Any]:
        """Give `{"term", "part", "links", "others", "within", "between", "gap"}`."""
        return {
            "term": self.term.term.text if self.term else None,
            "part": [member.as_dict() for member in self.part],
            "links": [link.as_dict() for link in self.links],
            "others": [link.as_dict() for link in self.others],
            "within": self.within,
            "between": self.between,
            "gap": self.gap,
        }


@dataclass(frozen=True, slots=True)
class SynonymSet:
    """Terms that accepted pairs connect."""

    members: tuple[Member, ...]
    """Those with the most links first."""
    links: tuple[SetLink, ...]
    """The most doubtful first: those of the bridge, then by base cosine."""
    base: float | None
    """Mean base cosine of all pairs of members; None with fewer than two vectors."""
    now: float | None
    bridge: Bridge | None
    conflicts: tuple[SetConflict, ...] = ()

    @property
    def size(self) -> int:
        """How many members it has."""
        return len(self.members)

    @property
    def weakest(self) -> SetLink | None:
        """The link with the lowest base cosine; None where no cosine is known."""
        return next((link for link in self.links if link.weakest), None)

    @property
    def name(self) -> str:
        """The member with the most links."""
        return self.members[0].term.text

    @property
    def terms(self) -> list[str]:
        """The texts of its members."""
        return [member.term.text for member in self.members]

    def as_dict(self) -> dict[str, Any]:
        """Give its members, size, figures, weakest link, bridge, conflicts and links."""
        return {
            "members": [member.as_dict() for member in self.members],
            "size": self.size,
            "base": self.base,
            "now": self.now,
            "weakest": self.weakest.as_dict() if self.weakest else None,
            "bridge": self.bridge.as_dict() if self.bridge else None,
            "conflicts": [conflict.as_dict() for conflict in self.conflicts],
            "links": [link.as_dict() for link in self.links],
        }
