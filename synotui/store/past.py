"""What the ledger did since an entry, and all pairs, read in pieces beside the dictionary's thread.

Every statement here is short: a commit elsewhere never waits long for one to
end. What comes to the file between two of them may be among what is read or
not; entries are read up to a given one, and from later ones follows how pairs
were then.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from synotui.model import Pair, Relation, Verdict
from synotui.store.pairs import pair_from_row

if TYPE_CHECKING:
    from synotui.store import Store

_AT_ONCE = 2_000
_ENTRIES_AT_ONCE = 500
_VERDICTS = {str(each): each for each in Verdict}
_RELATIONS = {str(each): each for each in Relation}
_UNDECIDING = "('embed', 'space')"
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Effect:
    """What an entry changed, as it was before: an undo changed what it took back."""

    seq: int
    at: str
    label: str
    pairs: list[tuple[int, int, Pair | None]]
    """(low, high, the pair as it was)."""
    settings: Mapping[str, Any] | None
    """Adjustment settings before, if it changed them."""


class Past:
    """Reads a store, which may be one that was opened beside another."""

    def __init__(self, store: "Store") -> None:
        self._connection: sqlite3.Connection = store._connection

    def effects(self, after: int, until: int) -> Iterator[Effect]:
        """Give what entries after `after` up to `until` changed, of those that changed any."""
        while after < until:
            rows = self._connection.execute(
                "SELECT entry.seq, entry.at, entry.label, entry.action = 'undo', "
                "coalesce(about.data, entry.data) FROM ledger AS entry "
                "LEFT JOIN ledger AS about ON about.seq = entry.target "
                f"WHERE entry.seq > ? AND entry.seq <= ? AND entry.action NOT IN {_UNDECIDING} "
                "ORDER BY entry.seq LIMIT ?",
                (after, until, _ENTRIES_AT_ONCE),
            ).fetchall()
            if not rows:
                return
            for seq, at, label, undone, data in rows:
                effect = _effect(seq, at, label, bool(undone), data)
                if effect.pairs or effect.settings is not None:
                    yield effect
            after = rows[-1][0]

    def last_effect(self, until: int) -> Effect | None:
        """Give what the last entry up to `until` that changed pairs or settings changed."""
        while until > 0:
            row = self._connection.execute(
                f"SELECT seq FROM ledger WHERE seq <= ? AND action NOT IN {_UNDECIDING} "
                "ORDER BY seq DESC LIMIT 1",
                (until,),
            ).fetchone()
            if row is None:
                return None
            for effect in self.effects(row[0] - 1, row[0]):
                return effect
            until = row[0] - 1
        return None

    def before(self, seq: int) -> dict[tuple[int, int], Pair | None]:
        """Give the pairs that entries after `seq` changed, as they were after `seq`."""
        found: dict[tuple[int, int], Pair | None] = {}
        (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()
        for effect in self.effects(seq, last):
            for low, high, pair in effect.pairs:
                found.setdefault((low, high), pair)
        return found

    def times(self, until: int) -> Iterator[tuple[int, str]]:
        """Give (seq, at) of the entries up to `until`, the newest first."""
        while True:
            rows = self._connection.execute(
                "SELECT seq, at FROM ledger WHERE seq <= ? ORDER BY seq DESC LIMIT ?",
                (until, _AT_ONCE),
            ).fetchall()
            if not rows:
                return
            yield from rows
            until = rows[-1][0] - 1

    def pairs(self) -> Iterator[Pair]:
        """Give all decided pairs, in the order of their terms."""
        last: tuple[int, int] = (-1, -1)
        while True:
            rows = self._connection.execute(
                "SELECT low, high, head, verdict, relation, note, curator, decided_at, seq, "
                "weight, low_sense, high_sense FROM pairs WHERE (low, high) > (?, ?) "
                "ORDER BY low, high LIMIT ?",
                (*last, _AT_ONCE),
            ).fetchall()
            if not rows:
                return
            for low, high, head, verdict, relation, *rest in rows:
                yield Pair(
                    head,
                    high if head == low else low,
                    _VERDICTS[verdict],
                    _RELATIONS.get(relation),
                    *rest,
                )
            last = rows[-1][:2]

    def proposed(self) -> Iterator[tuple[int, int]]:
        """Give (low, high) of the proposals nobody has decided, in that order, each once."""
        last: tuple[int, int] = (-1, -1)
        while True:
            rows = self._connection.execute(
                "SELECT DISTINCT low, high FROM proposals AS p WHERE (low, high) > (?, ?) "
                "AND NOT EXISTS (SELECT 1 FROM pairs WHERE pairs.low = p.low AND "
                "pairs.high = p.high) ORDER BY low, high LIMIT ?",
                (*last, _AT_ONCE),
            ).fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1]


def _effect(seq: int, at: str, label: str, undone: bool, data: str) -> Effect:
    rows, rest = _split(data)
    side = 3 if undone else 2
    pairs = [
        (row[0], row[1], pair_from_row(row[0], row[1], row[side]) if row[side] else None)
        for row in rows
    ]
    settings = rest.get("settings")
    return Effect(seq, at, label, pairs, settings[undone] if settings else None)


def _split(data: str) -> tuple[list[list[Any]], dict[str, Any]]:
    """Give the rows of pairs that an entry's data holds, and the rest of it.

    The rows, of which there may be a great many, are read one by one: reading
    all of them at once would hold up every other thread.
    """
    start = '{"pairs":['
    if not data.startswith(start):
        held = json.loads(data)
        return held.pop("pairs", []), held
    rows: list[list[Any]] = []
    at = len(start)
    while data[at] != "]":
        row, at = _DECODER.raw_decode(data, at)
        rows.append(row)
        at += data[at] == ","
    return rows, json.loads("{" + data[at + 1 :].lstrip(","))
