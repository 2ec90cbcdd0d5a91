"""What each of two dictionaries knows: its ledger by hashes, its merges, its pairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, get_args

from synotui.errors import NotADictionary
from synotui.model import OnProgress, Progress, Stance
from synotui.ops.merging.stand import Row
from synotui.store import Store
from synotui.store.pairs import pair_from_row

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


@dataclass(frozen=True, slots=True)
class Record:
    """A merge in force."""

    seq: int
    file: str
    known: tuple[str, ...]
    """Hashes of entries of other ledgers whose outcome is known since."""
    disagreements: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A dictionary as it is now."""

    hashes: list[tuple[int, str]]
    """(seq, hash) of its entries."""
    merges: list[Record]
    rows: dict[Key, tuple[Any, ...]]
    """Its pairs."""

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


def read_mine(store: Store) -> Side:
    """Read the dictionary that is merged into."""
    with store.reading():
        return Side(store.ledger.hashes(), _records(store), store.pairs.as_rows())


def read_theirs(store: Store, path: Path, on_progress: OnProgress) -> Side:
    """Read the other dictionary, and hold its ledger against itself and its pairs.

    `path` is what errors name it by. All in one state of it. Raises NotADictionary.
    """
    see = f"See: synotui check {path}"
    with store.reading_at_once():
        entries = store.ledger.count()
        on_progress(Progress("reading the other ledger", 0, entries, "entries"))
        broken = next(iter(store.ledger.broken_links()), None)
        if broken is not None:
            raise NotADictionary(
                f"{path} was tampered with: ledger entry #{broken} does not follow from the one "
                "before it",
                see,
            )
        played = store.played()
        rows = store.pairs.as_rows()
        if played.unreadable or played.astray or played.pairs != rows:
            raise NotADictionary(f"The pairs of {path} are not what its ledger says", see)
        on_progress(Progress("reading the other ledger", entries, entries, "entries"))
        return Side(store.ledger.hashes(), _records(store), rows)


def pairs_at(store: Store, side: Side, seq: int) -> Mapping[Key, Row]:
    """Give the pairs as they were after entry `seq`."""
    if side.hashes and seq == side.hashes[-1][0]:
        return side.rows
    with store.reading():
        return store.played(seq).pairs


def _records(store: Store) -> list[Record]:
    return [_record(seq, facts) for seq, facts in store.ledger.merges()]


def _record(seq: int, facts: Mapping[str, Any]) -> Record:
    """Read what a merge kept; what cannot be understood of it is left out."""
    known, told = facts.get("known"), facts.get("disagreements")
    recorded = (_recorded(each) for each in (told if isinstance(told, list) else ()))
    return Record(
        seq,
        str(facts.get("file", "")),
        tuple(each for each in (known if isinstance(known, list) else ()) if _is_hash(each)),
        tuple(each for each in recorded if each is not None),
    )


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64


def _recorded(held: object) -> Recorded | None:
    try:
        found = Recorded(*held)  # type: ignore[misc]
        for row in (found.mine, found.theirs):
            if row is not None:
                pair_from_row(found.low, found.high, row)
        sound = isinstance(found.low, int) and isinstance(found.high, int)
    except (TypeError, ValueError):
        return None
    return found if sound and found.low < found.high and found.stance in get_args(Stance) else None
