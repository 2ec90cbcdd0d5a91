"""The ledger played from the first entry to the last: what pairs, terms and stacks must then be."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from synotui.model import Action
from synotui.store.ledger import Deed, deed_from
from synotui.store.pairs import pair_as_row

Row = tuple[Any, ...]
"""A pair's columns after `low` and `high`."""


@dataclass(slots=True)
class Played:
    """What an empty dictionary has become."""

    pairs: dict[tuple[int, int], Row] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    """Terms that were added by hand."""
    retired: set[int] = field(default_factory=set)
    """Those of them that are out of use."""
    settings: Mapping[str, Any] | None = None
    """Adjustment settings, if any entry set them."""
    entries: int = 0
    undo_top: int | None = None
    redo_top: int | None = None
    astray: list[int] = field(default_factory=list)
    """Entries that undo or redo what was not next, or say other tops than follow."""
    kept: dict[int, dict[tuple[int, int], Row]] = field(default_factory=dict)
    """The pairs as they were after some entries, by these."""
    unreadable: list[int] = field(default_factory=list)
    """Entries that say nothing that can be understood."""

    def play(self, deed: Deed, *, backwards: bool = False) -> None:
        """Do what a deed did, or the reverse of it."""
        for change in deed.pairs:
            after = change.before if backwards else change.after
            if after is None:
                self.pairs.pop((change.low, change.high), None)
            else:
                self.pairs[change.low, change.high] = tuple(pair_as_row(after))
        self.made |= set(deed.terms_added)
        if backwards:
            self.retired |= set(deed.terms_added)
        else:
            self.retired -= set(deed.terms_added)
        if deed.settings:
            self.settings = deed.settings[0 if backwards else 1]


def play(
    connection: sqlite3.Connection, until: int | None = None, keep: Collection[int] = ()
) -> Played:
    """Play the whole ledger, or what there is of it up to entry `until`.

    The pairs as they are after the entries `keep` are kept as well.
    """
    played = Played()
    deeds: dict[int, Deed] = {}
    undone: list[tuple[int, int]] = []
    """Undos not taken back, and what they undid: the redo stack."""
    done: list[int] = []
    """Entries that can be undone: the undo stack."""
    rows = connection.execute(
        "SELECT seq, action, label, data, target, undo_top, redo_top FROM ledger "
        "WHERE ?1 IS NULL OR seq <= ?1 ORDER BY seq",
        (until,),
    )
    kept = 0
    for seq, action, label, data, target, undo_top, redo_top in rows:
        if kept in keep:
            played.kept[kept] = dict(played.pairs)
        kept = seq
        played.entries += 1
        if action == "undo":
            if not done or done.pop() != target:
                played.astray.append(seq)
            if target in deeds:
                played.play(deeds[target], backwards=True)
            undone.append((seq, target))
        elif action == "redo":
            if not undone or undone.pop()[1] != target:
                played.astray.append(seq)
            if target in deeds:
                played.play(deeds[target])
            done.append(target)
        else:
            deed = read_deed(action, label, data)
            if deed is None:
                played.unreadable.append(seq)
                continue
            played.play(deed)
            if action == "rescue":
                # What was before it may have gaps: it says itself what is in force.
                played.retired = set(deed.facts.get("retired", ()))
                played.astray.clear()
                done.clear()
                undone.clear()
            elif deed.can_be_undone:
                deeds[seq] = deed
                undone.clear()
                done.append(seq)
        played.undo_top = done[-1] if done else None
        played.redo_top = undone[-1][0] if undone else None
        tops = (played.undo_top, played.redo_top)
        if tops != (undo_top, redo_top) and seq not in played.astray:
            played.astray.append(seq)
    if kept in keep:
        played.kept[kept] = dict(played.pairs)
    return played


def read_deed(action: str, label: str, data: str) -> Deed | None:
    """Give what an entry did, from its columns; None if they cannot be understood."""
    try:
        held = json.loads(data)
        return deed_from(cast("Action", action), label, held) if isinstance(held, dict) else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None
