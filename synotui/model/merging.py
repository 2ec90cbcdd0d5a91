"""What merging another curator's dictionary would do, or did."""

from dataclasses import dataclass
from typing import Literal

Stance = Literal["ask", "mine", "theirs"]
"""What counts where both decided differently: mine stays and it is listed, mine, or theirs."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a dictionary says of a pair."""

    verdict: str
    relation: str
    """What the synonym is to the term; "" of a skipped pair."""
    note: str
    weight: float
    term_sense: str
    synonym_sense: str
    curator: str
    decided_at: str
    """UTC, ISO 8601."""

    @property
    def told(self) -> str:
        """The verdict, with the relation where it is not the usual one, and what is unusual."""
        usual = ("", "synonym", "different")
        words = self.verdict if self.relation in usual else f"{self.verdict} as {self.relation}"
        senses = " and ".join(f"“{sense}”" for sense in (self.term_sense, self.synonym_sense)
                              if sense)  # fmt: skip
        if senses:
            words += f" in the sense {senses}"
        return words if self.weight == 1 else f"{words}, weight {self.weight:g}"

    @property
    def signed(self) -> str:
        """The same, with who decided it and on which day."""
        return f"{self.told} by {self.curator}, {self.decided_at[:10]}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair that both have changed since what both knew, and not alike."""

    term: str
    synonym: str
    mine: Saying | None
    """None is undecided: the verdict both knew was taken back."""
    theirs: Saying | None
    file: str
    """The name of the other dictionary."""
    ids: tuple[int, int]
    """Of the term and the synonym."""
    seq: int | None = None
    """The merge that found it; None in one that was not carried out."""
    known: bool = False
    """Whether an earlier merge found it and nobody has worked it off."""

    @property
    def told(self) -> str:
        """What both say, in one line."""
        here = self.mine.signed if self.mine else "undecided"
        there = self.theirs.signed if self.theirs else "undecided"
        return f"here {here}; in {self.file} {there}"


@dataclass(frozen=True, slots=True)
class MergedPair:
    """A pair that a merge changes."""

    term: str
    synonym: str
    before: Saying | None
    after: Saying | None
    ids: tuple[int, int] | None
    """Of the term and the synonym; None while one of them is not here yet."""


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """Rows of the other dictionary that cannot be taken, for one reason."""

    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge does, from the other dictionary's side and from this one's."""

    path: str
    known_entries: int
    """Entries of the other ledger whose outcome both know."""
    new_entries: int
    """Those after them."""
    other_hash: str
    """Of the other's last entry; "" if it has none."""
    taken: int = 0
    """Pairs that change here, those that become undecided left out."""
    replaced: int = 0
    """Those of them that were accepted or rejected here, and are told otherwise now."""
    undone: int = 0
    """Pairs that become undecided, because the other took back what both knew."""
    agreed: int = 0
    """News of the other that says what is so here already."""
    over_skips: int = 0
    """Pairs that one of the two had skipped: the verdict of the other counts."""
    notes_joined: int = 0
    """Pairs that carry the notes of both."""
    disagreements: int = 0
    known_disagreements: int = 0
    """Those of them that an earlier merge found."""
    stance: Stance = "ask"
    terms_added: int = 0
    terms_lacking: int = 0
    """Terms the other has in use and this one lacks, beyond those added."""
    terms_retired: int = 0
    """Terms the other took out of use; they stay here."""
    vectors_added: int = 0
    without_vector: int = 0
    """Terms added that have no vector in the current space."""
    refused: tuple[RefusedRows, ...] = ()
    curators: tuple[tuple[str, int], ...] = ()
    """Who decided what is taken, with how many pairs, the busiest first."""
    examples: tuple[MergedPair, ...] = ()
    """The first hundred pairs that change: replaced ones first."""
    listed: tuple[Disagreement, ...] = ()
    """The first thousand disagreements."""
    seq: int | None = None
    """The ledger entry; None where nothing was written."""

    @property
    def refused_count(self) -> int:
        """How many rows were refused."""
        return sum(each.count for each in self.refused)
