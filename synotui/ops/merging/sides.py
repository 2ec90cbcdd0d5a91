"""What each of two dictionaries is: its ledger by hashes, its merges, its pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from synotui.model import Stance
from synotui.ops.merging.stand import Row

_DIGITS = 16
"""Of a hash, in hexadecimal, by which an entry is known again."""
Key = tuple[int, int]
"""The ids of two terms, the lower first."""


class Recorded(NamedTuple):
    """A disagreement as a merge keeps it, by the ids of the dictionary that merged."""

    low: int
    high: int
    mine: list[Any] | None
    """The row of the pair there, as it was then."""
    theirs: list[Any] | None
    """The row of the other dictionary's pair, by the same ids."""
    stance: Stance


def short(held: str) -> str:
    """Give so much of a hash as a merge keeps of each entry it takes over."""
    return held[:_DIGITS]


def joined(known: Iterable[str]) -> str:
    """Give short hashes as a merge keeps them."""
    return "".join(known)


def parted(kept: object) -> frozenset[str]:
    """Undo `joined`; nothing of what is no such text."""
    if not isinstance(kept, str) or len(kept) % _DIGITS:
        return frozenset()
    return frozenset(kept[at : at + _DIGITS] for at in range(0, len(kept), _DIGITS))


@dataclass(frozen=True, slots=True)
class Record:
    """A merge in force."""

    seq: int
    file: str
    known: frozenset[str]
    """The entries of other ledgers whose outcome is known since, by `short`."""
    disagreements: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A dictionary as it is now."""

    hashes: list[tuple[int, str]]
    """(seq, hash) of its entries."""
    merges: list[Record]
    rows: dict[Key, tuple[Any, ...]]
    """Its pairs."""
    before: Mapping[int, Mapping[Key, Row]] = field(default_factory=dict)
    """Its pairs after earlier entries, as far as they were asked for."""

    @property
    def ever_disputed(self) -> set[Key]:
        """The pairs that any merge found a disagreement on."""
        return {(each.low, each.high) for record in self.merges for each in record.disagreements}

    @property
    def last_hash(self) -> str:
        """Of its last entry; "" if it has none."""
        return self.hashes[-1][1] if self.hashes else ""

    def open(self) -> dict[Key, tuple[Record, Recorded]]:
        """Give the disagreements nobody has worked off, each with the merge that found it.

        One is worked off once its pair was decided anew, or was settled by a later merge.
        """
        found: dict[Key, tuple[Record, Recorded]] = {}
        for record in self.merges:
            for each in record.disagreements:
                key = each.low, each.high
                found.pop(key, None)
                row = self.rows.get(key)
                now = None if row is None else [*row]
                if each.stance == "ask" and each.mine == now:
                    found[key] = record, each
        return found
