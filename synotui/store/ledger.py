"""The ledger: everything that was done, in order, never changed; and undo and redo over it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from synotui.model import Action, LedgerEntry, PairChange
from synotui.store import chain
from synotui.store.pairs import pair_as_row, pair_from_row
from synotui.store.translating import translated

_Way = Literal["do", "undo", "redo"]
_WAYS: Mapping[str, _Way] = {"undo": "undo", "redo": "redo"}


@dataclass(frozen=True, slots=True)
class Deed:
    """What a ledger entry did, in a form that can be undone and done again."""

    action: Action
    label: str
    pairs: tuple[PairChange, ...] = ()
    terms_added: tuple[int, ...] = ()
    """Terms made by hand with this entry; undoing retires them."""
    settings: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None
    """Adjustment settings before and after."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """For the record only, such as how many rows an import read."""

    @property
    def can_be_undone(self) -> bool:
        """Say whether it is a curator's decision rather than new material.

        A merge is one even if it took nothing: it says what both curators know.
        """
        return bool(self.pairs or self.terms_added or self.settings) or self.action == "merge"

    def reversed(self) -> "Deed":
        """Give what undoing it does: every before and after exchanged."""
        return Deed(
            self.action,
            self.label,
            tuple(PairChange(c.low, c.high, c.after, c.before) for c in self.pairs),
            self.terms_added,
            (self.settings[1], self.settings[0]) if self.settings else None,
        )


class Decided(NamedTuple):
    """What an entry decided of pairs, as far as a count of decisions needs it."""

    seq: int
    at: str
    curator: str
    way: _Way
    verdicts: tuple[tuple[str, str], ...]
    """Of each pair the verdict before and after, "" where there was or is none."""


class Ledger:
    """Appends entries and finds what undo and redo are about."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def count(self) -> int:
        """Count the entries."""
        return int(self._connection.execute("SELECT count(*) FROM ledger").fetchone()[0])

    def imports(self) -> set[int]:
        """Give the entries that brought verdicts from elsewhere: imports and merges."""
        rows = self._connection.execute(
            "SELECT seq FROM ledger WHERE action IN ('import', 'merge')"
        )
        return {seq for (seq,) in rows}

    def next_seq(self) -> int:
        """Give the number the next entry will have."""
        row = self._connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM ledger").fetchone()
        return int(row[0])

    def tops(self) -> tuple[int | None, int | None]:
        """Give the entry the next undo would undo, and the undo the next redo would take back."""
        row = self._connection.execute(
            "SELECT undo_top, redo_top FROM ledger ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        return (row[0], row[1]) if row else (None, None)

    def append(self, seq: int, at: str, curator: str, deed: Deed) -> None:
        """Record `deed`. A decision goes on the undo stack and empties the redo stack."""
        undo_top, redo_top = self.tops()
        stacks = (undo_top, seq, None) if deed.can_be_undone else (None, undo_top, redo_top)
        self._insert(seq, at, curator, deed.action, deed.label, _data(deed), None, *stacks)

    def append_rescue(self, seq: int, at: str, curator: str, deed: Deed) -> None:
        """Record what was rescued: nothing before it can be undone any more."""
        data = _data(deed)
        self._insert(seq, at, curator, deed.action, deed.label, data, None, None, None, None)

    def missing(self) -> list[int]:
        """Give the numbers of entries that are not there, though later ones are."""
        rows = self._connection.execute("SELECT seq FROM ledger ORDER BY seq").fetchall()
        there = {seq for (seq,) in rows}
        return [seq for seq in range(1, rows[-1][0]) if seq not in there] if rows else []

    def append_undo(self, seq: int, at: str, curator: str) -> None:
        """Record that the top of the undo stack was undone."""
        undo_top, redo_top = self.tops()
        label, below = self._label_and_below(undo_top)
        self._insert(seq, at, curator, "undo", label, "{}", undo_top, redo_top, below, seq)

    def append_redo(self, seq: int, at: str, curator: str) -> None:
        """Record that the top of the redo stack was done again."""
        _, redo_top = self.tops()
        label, below = self._label_and_below(redo_top)
        target = self.target_of(redo_top)
        self._insert(seq, at, curator, "redo", label, "{}", target, None, target, below)

    def _label_and_below(self, seq: int | None) -> tuple[str, int | None]:
        row = self._connection.execute(
            "SELECT label, below FROM ledger WHERE seq = ?", (seq,)
        ).fetchone()
        return row[0], row[1]

    def _insert(self, *values: object) -> None:
        with translated(self._path):
            self._connection.execute(
                "INSERT INTO ledger (seq, at, curator, action, label, data, target, below, "
                "undo_top, redo_top, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, chain.link(chain.last(self._connection), values)),
            )

    def target_of(self, seq: int | None) -> int | None:
        """Give the entry that the undo or redo `seq` is about."""
        row = self._connection.execute("SELECT target FROM ledger WHERE seq = ?", (seq,)).fetchone()
        return row[0] if row else None

    def deed(self, seq: int) -> Deed:
        """Give what entry `seq` did."""
        action, label, data = self._connection.execute(
            "SELECT action, label, data FROM ledger WHERE seq = ?", (seq,)
        ).fetchone()
        return deed_from(action, label, json.loads(data))

    def done(self, seq: int) -> Deed:
        """Give what entry `seq` did in effect: an undo did the reverse of what it undid."""
        action, target = self._connection.execute(
            "SELECT action, target FROM ledger WHERE seq = ?", (seq,)
        ).fetchone()
        deed = self.deed(target or seq)
        return deed.reversed() if action == "undo" else deed

    def since(self, seq: int) -> list[tuple[int, str]]:
        """Give (seq, at) of the entries after `seq` that may have decided anything, in order."""
        rows = self._connection.execute(
            "SELECT seq, at FROM ledger WHERE seq > ? AND action NOT IN ('embed', 'space') "
            "ORDER BY seq",
            (seq,),
        )
        return rows.fetchall()

    def after(self, seq: int, limit: int) -> list[LedgerEntry]:
        """Give the entries after `seq`, in order; the first `limit` of them."""
        rows = self._connection.execute(
            "SELECT seq, at, curator, action, label, target FROM ledger WHERE seq > ? "
            "ORDER BY seq LIMIT ?",
            (seq, limit),
        )
        return [LedgerEntry(*row) for row in rows]

    def times(self) -> Iterator[tuple[int, str]]:
        """Give (seq, at) of all entries, the newest first, read as they are asked for."""
        yield from self._connection.execute("SELECT seq, at FROM ledger ORDER BY seq DESC")

    def decided(self) -> Iterator[Decided]:
        """Give the entries that decided pairs one by one or in batches, in order; no imports.

        Notes, weights and senses are none. They are read as they are asked for.
        """
        rows = self._connection.execute(
            "SELECT ledger.seq, ledger.at, ledger.curator, ledger.action, deed.data "
            "FROM ledger JOIN ledger AS deed ON deed.seq = coalesce(ledger.target, ledger.seq) "
            "WHERE deed.action IN ('decide', 'batch', 'add') ORDER BY ledger.seq"
        )
        for seq, at, curator, action, data in rows:
            pairs = json.loads(data).get("pairs", ())
            sides = [(_verdict(before), _verdict(after)) for _, _, before, after in pairs]
            if action == "undo":
                sides = [(after, before) for before, after in sides]
            yield Decided(seq, at, curator, _WAYS.get(action, "do"), tuple(sides))

    def newest(self, limit: int) -> list[LedgerEntry]:
        """Give the last `limit` entries, the newest first."""
        rows = self._connection.execute(
            "SELECT seq, at, curator, action, label, target FROM ledger ORDER BY seq DESC LIMIT ?",
            (limit,),
        )
        return [LedgerEntry(*row) for row in rows]

    def entries(
        self, curator: str | None = None, since: str | None = None, until: str | None = None
    ) -> Iterator[tuple[LedgerEntry, Deed, str]]:
        """Give entries with what they are about and their hash, the newest first.

        An undo or redo is about the deed of its target, as that did it. Those
        of a curator, from a time on, and before a time, if given; merges in
        which the curator's name stands are among them, whoever merged.
        """
        rows = self._connection.execute(
            "SELECT ledger.seq, ledger.at, ledger.curator, ledger.action, ledger.label, "
            "ledger.target, deed.action, deed.data, lower(hex(ledger.hash)) "
            "FROM ledger JOIN ledger AS deed ON deed.seq = coalesce(ledger.target, ledger.seq) "
            "WHERE (?1 IS NULL OR ledger.curator = ?1 "
            "OR deed.action = 'merge' AND instr(deed.data, ?4)) "
            "AND (?2 IS NULL OR ledger.at >= ?2) AND (?3 IS NULL OR ledger.at < ?3) "
            "ORDER BY ledger.seq DESC",
            (curator, since, until, json.dumps(curator, ensure_ascii=False)),
        )
        for *entry, action, data, held in rows:
            deed = deed_from(action, entry[4], json.loads(data))
            yield LedgerEntry(*entry), deed, held

    def undone(self) -> dict[int, int]:
        """Give the entries that are undone now, each with the undo that did it."""
        found: dict[int, int] = {}
        rows = self._connection.execute(
            "SELECT seq, action, target FROM ledger WHERE action IN ('undo', 'redo') ORDER BY seq"
        )
        for seq, action, target in rows:
            if action == "undo":
                found[target] = seq
            else:
                found.pop(target, None)
        return found

    def pairs_changed_since(self, seq: int) -> int:
        """Count the entries after `seq` that changed pairs, or took such a change back."""
        row = self._connection.execute(
            "SELECT count(*) FROM ledger WHERE seq > ? AND action NOT IN "
            "('settings', 'embed', 'space', 'note') "
            "AND (target IS NOT NULL OR substr(data, 1, 9) = '{\"pairs\":')",
            (seq,),
        ).fetchone()
        return int(row[0])

    def broken_links(self) -> Iterator[int]:
        """Give the entries that do not follow from those before them: see `store.chain`."""
        return chain.broken_links(self._connection)

    def hashes(self) -> list[tuple[int, str]]:
        """Give (seq, hash in hexadecimal) of all entries, in order."""
        return self._connection.execute(
            "SELECT seq, lower(hex(hash)) FROM ledger ORDER BY seq"
        ).fetchall()

    def merges(self) -> list[tuple[int, Mapping[str, Any]]]:
        """Give (seq, facts) of the merges in force, in order; those undone are left out."""
        rows = self._connection.execute(
            "SELECT seq, json_extract(data, '$.facts') FROM ledger WHERE action = 'merge' "
            "ORDER BY seq"
        ).fetchall()
        undone = self.undone() if rows else {}
        return [(seq, json.loads(facts or "{}")) for seq, facts in rows if seq not in undone]

    def last_hash(self) -> str:
        """Give the hash of the last entry in hexadecimal; "" of an empty ledger."""
        return chain.last(self._connection).hex()

    def holds_hash(self, told: str) -> bool:
        """Say whether any entry has a hash that begins like `told`, in hexadecimal."""
        rows = self._connection.execute(
            "SELECT 1 FROM ledger WHERE substr(lower(hex(hash)), 1, ?) = lower(?) LIMIT 1",
            (len(told), told),
        )
        return bool(told) and rows.fetchone() is not None

    def label(self, seq: int) -> str:
        """Give the label of entry `seq`."""
        return self._label_and_below(seq)[0]


def deed_from(action: Action, label: str, held: Mapping[str, Any]) -> Deed:
    """Give what an entry did, from its columns; `held` is what its JSON holds."""
    settings = held.get("settings")
    return Deed(
        action=action,
        label=label,
        pairs=tuple(_change_from(row) for row in held.get("pairs", ())),
        terms_added=tuple(held.get("terms_added", ())),
        settings=(settings[0], settings[1]) if settings else None,
        facts=held.get("facts", {}),
    )


def _data(deed: Deed) -> str:
    held: dict[str, Any] = {}
    if deed.pairs:
        held["pairs"] = [_change_as_row(change) for change in deed.pairs]
    if deed.terms_added:
        held["terms_added"] = list(deed.terms_added)
    if deed.settings:
        held["settings"] = [dict(side) for side in deed.settings]
    if deed.facts:
        held["facts"] = dict(deed.facts)
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def _change_as_row(change: PairChange) -> list[Any]:
    sides: Iterable[Sequence[Any] | None] = (
        pair_as_row(side) if side else None for side in (change.before, change.after)
    )
    return [change.low, change.high, *sides]


def _verdict(side: Sequence[Any] | None) -> str:
    return str(side[1]) if side else ""


def _change_from(row: Sequence[Any]) -> PairChange:
    low, high, before, after = row
    return PairChange(
        low,
        high,
        pair_from_row(low, high, before) if before else None,
        pair_from_row(low, high, after) if after else None,
    )
