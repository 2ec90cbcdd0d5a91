"""What a merge would do, worked out without changing anything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synotui.model import Stance
from synotui.ops.merging.settling import Settled
from synotui.ops.merging.sides import Key
from synotui.ops.merging.stand import Stand

if TYPE_CHECKING:
    from synotui.ops.merging.vectors import Carried


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """How to merge."""

    stance: Stance = "ask"
    terms: bool = False
    """Whether to add all terms the other has in use, not only those of pairs that are taken."""


class Planned(NamedTuple):
    """A pair that changes, or that both disagree on."""

    key: Key
    """Ids of here; a term that is not here yet has a negative one."""
    before: tuple[Any, ...] | None
    """Its row here."""
    mine: Stand | None
    theirs: Stand | None
    settled: Settled
    known: bool
    """Of a disagreement: whether an earlier merge found it, and it is open still."""


@dataclass(slots=True)
class Plan:
    """All that it takes to carry out a merge, the other dictionary being closed."""

    path: Path
    options: MergeOptions
    mine_last: str
    """The last hash here when it was made: once that is another, it is not true any more."""
    theirs_last: str
    known: tuple[str, ...]
    """The entries, by short hashes, whose outcome is known here afterwards and was not before."""
    entries: tuple[int, int]
    """Entries of the other ledger that both know, and those after them."""
    changes: list[Planned] = field(default_factory=list)
    disagreements: list[Planned] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """Under the names of what `MergeReport` counts; "news" are all pairs the other changed."""
    refused: dict[str, list[Any]] = field(default_factory=dict)
    """Why rows are refused, with how many, and one of them."""
    new_terms: list[str] = field(default_factory=list)
    """Terms that are not here: the first has the id −1, and so on."""
    wanted: dict[str, float | None] = field(default_factory=dict)
    """Terms to add or to put back into use, with their frequencies."""
    carried: "Carried | None" = None
    texts: Mapping[int, str] = field(default_factory=dict)
    """Of the terms of `changes` and `disagreements`, by the ids these have."""

    @property
    def name(self) -> str:
        """The other file's name, as it can be kept."""
        return self.path.name.encode("utf-8", "replace").decode().replace("\x00", "")

    @property
    def does_anything(self) -> bool:
        """Whether there is anything to write: changes, terms, or news of what the other said."""
        settles = self.options.stance != "ask" and self.disagreements
        return bool(self.changes or self.wanted or self.counts["news"] or settles)

    def text_of_new(self, term: int) -> str:
        """Give the text of a term that is not here yet."""
        return self.new_terms[-1 - term]
