"""Read both dictionaries of a merge: this one as it is, the other one only if it is sound."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from synotui.errors import NotADictionary
from synotui.model import OnProgress, Progress, Stance
from synotui.ops.merging.known import common_of
from synotui.ops.merging.sides import Key, Record, Recorded, Side, parted
from synotui.ops.merging.stand import Row
from synotui.store import Store
from synotui.store.pairs import pair_from_row


def read_mine(store: Store) -> Side:
    """Read the dictionary that is merged into."""
    with store.reading():
        return Side(store.ledger.hashes(), records_of(store), store.pairs.as_rows())


def read_theirs(store: Store, path: Path, mine: Side, on_progress: OnProgress) -> Side:
    """Read the other dictionary, and hold its ledger against itself and its pairs.

    All in one state of it, and what pairs were when `mine` knew them. `path` is
    what errors name it by. Raises NotADictionary.
    """
    see = f"See: synotui check {path}"
    with store.reading_at_once():
        entries = store.ledger.count()
        on_progress(Progress("reading the other ledger", 0, entries, "entries"))
        broken = next(iter(store.ledger.broken_links()), None)
        if broken is not None:
            raise NotADictionary(
                f"{path} is damaged or was meddled with: ledger entry #{broken} does not follow "
                "from the one before it",
                see,
            )
        rows = store.pairs.as_rows()
        found = Side(store.ledger.hashes(), records_of(store), rows)
        common = common_of(mine, found)
        played = store.played(keep=(common.both, common.of_theirs.entry if common.of_theirs else 0))
        if played.unreadable or played.astray or played.pairs != rows:
            raise NotADictionary(f"The pairs of {path} are not what its ledger says", see)
        on_progress(Progress("reading the other ledger", entries, entries, "entries"))
        return replace(found, before=played.kept)


def pairs_at(store: Store, side: Side, seq: int) -> Mapping[Key, Row]:
    """Give the pairs as they were after entry `seq`."""
    if seq in side.before:
        return side.before[seq]
    with store.reading():
        return store.played(seq).pairs


def records_of(store: Store) -> list[Record]:
    """Give the merges in force, in order."""
    return [_record(seq, facts) for seq, facts in store.ledger.merges()]


def _record(seq: int, facts: Mapping[str, Any]) -> Record:
    """Read what a merge kept; what cannot be understood of it is left out."""
    told = facts.get("disagreements")
    recorded = (_recorded(each) for each in (told if isinstance(told, list) else ()))
    return Record(
        seq,
        str(facts.get("file", "")),
        parted(facts.get("known")),
        tuple(each for each in recorded if each is not None),
    )


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
