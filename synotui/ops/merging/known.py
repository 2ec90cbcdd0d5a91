"""What two dictionaries both know: which states of either ledger, and of which pairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from synotui.ops.merging.sides import Key, Side, short


class Claim(NamedTuple):
    """That one of two dictionaries has taken over the other's state, by a merge."""

    entry: int
    """The last entry of the ledger whose state was taken over."""
    merge: int
    """The entry of the other ledger that took it over."""


@dataclass(frozen=True, slots=True)
class Common:
    """The states that both know.

    Without claims that is what both ledgers begin with. An entry that came
    after a merge includes what that merge took over: of two claims one then
    holds more, and counts first. Neither does where two curators each took
    over the other's work and have not seen the other's merge.

    A merge takes over nothing of the pairs it found a disagreement on, as long
    as nobody works that off: for these the next best claim counts.
    """

    both: int
    """The last entry that both ledgers have in the same place; 0 if they began apart."""
    of_theirs: Claim | None
    """Their state, taken over here."""
    of_mine: Claim | None
    """The state of here, taken over there."""

    @property
    def theirs_first(self) -> bool:
        """Whether what was taken over there is part of what was taken over here."""
        one, other = self.of_theirs, self.of_mine
        return one is not None and other is not None and one.entry >= other.merge

    @property
    def mine_first(self) -> bool:
        """Whether what was taken over here is part of what was taken over there."""
        one, other = self.of_theirs, self.of_mine
        return one is not None and other is not None and other.entry >= one.merge

    @property
    def known_of_theirs(self) -> int:
        """The last of their entries whose outcome is known here."""
        return max(self.both, self.of_theirs.entry if self.of_theirs else 0)


def common_of(mine: Side, theirs: Side) -> Common:
    """Find what two dictionaries both know, by the hashes of their ledgers."""
    places, others = ({short(each): seq for seq, each in side.hashes} for side in (mine, theirs))
    both = max((seq for each, seq in others.items() if places.get(each) == seq), default=0)
    return Common(both, _latest(mine, others, both), _latest(theirs, places, both))


def open_with(side: Side, other: Side) -> set[Key]:
    """Give the disagreements of `side` that are open and were found with what `other` holds."""
    held = {short(each) for _, each in other.hashes}
    found = side.open()
    about = {record.seq for record, _ in found.values() if record.known & held}
    return {key for key, (record, _) in found.items() if record.seq in about}


def _latest(merging: Side, places: Mapping[str, int], beyond: int) -> Claim | None:
    """Give the claim of `merging` that reaches farthest in the other ledger."""
    found = (
        Claim(places[each], record.seq)
        for record in merging.merges
        for each in record.known & places.keys()
        if places[each] > beyond
    )
    return max(found, default=None)
