"""Read another dictionary and work out what merging it takes; nothing is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from synotui.model import OnProgress, Progress, no_progress
from synotui.ops.backups import opened_to_read
from synotui.ops.merging.known import Common, common_of, open_with
from synotui.ops.merging.lacking import look_for_terms
from synotui.ops.merging.plan import MergeOptions, Plan, Planned
from synotui.ops.merging.reading import pairs_at, read_mine, read_theirs
from synotui.ops.merging.settling import Known, settle
from synotui.ops.merging.sides import Key, Side, short
from synotui.ops.merging.stand import Row, Stand, fault_of, fault_of_term, stand_of
from synotui.store import Store
from synotui.store.other import distrusted, look_at
from synotui.text import visible

_TOLD_EVERY = 5_000
_SEQ = 6
"""The column of a pair's row that says which entry set it."""
_SHOWN = 60
"""Characters of a term in an example of what is refused."""


def plan_merge(
    store: Store,
    path: Path,
    options: MergeOptions | None = None,
    on_progress: OnProgress = no_progress,
) -> Plan:
    """Read the dictionary at `path` and tell what merging it into that of `store` takes.

    Raises DictionaryError, saying why, if it cannot be read or is of no use; Cancelled.
    """
    on_progress(Progress(f"looking at {visible(path.name)}", 0, None, "pages"))
    look_at(path, store.path)
    with distrusted(path, store.path), opened_to_read(path, None, on_progress) as other:
        mine = read_mine(store)
        theirs = read_theirs(other, path, mine, on_progress)
        work = _Planning(store, other, mine, theirs, on_progress)
        return work.plan(path, options or MergeOptions())


def plan_beside(
    store: Store,
    path: Path,
    options: MergeOptions | None = None,
    on_progress: OnProgress = no_progress,
) -> Plan:
    """Do the same in any thread: this dictionary is read by a connection of its own."""
    with store.beside() as own:
        return plan_merge(own, path, options, on_progress)


class _Planning:
    """One plan in the making."""

    def __init__(
        self, store: Store, other: Store, mine: Side, theirs: Side, on_progress: OnProgress
    ) -> None:
        self._store, self._other = store, other
        self._mine, self._theirs = mine, theirs
        self._common = common_of(mine, theirs)
        self._on_progress = on_progress
        self._ids: dict[int, int] = {}
        """The ids of here of the other's terms; negative ones of those that are not here."""
        self._faults: dict[int, str] = {}
        """Why terms of the other cannot be terms."""

    def plan(self, path: Path, options: MergeOptions) -> Plan:
        """Work it out."""
        mine, theirs, common = self._mine, self._theirs, self._common
        places = {short(each) for _, each in mine.hashes}.union(*(r.known for r in mine.merges))
        last = short(theirs.last_hash)
        told = [short(each) for _, each in theirs.hashes]
        told += (each for record in theirs.merges for each in sorted(record.known))
        plan = Plan(
            path,
            options,
            mine.last_hash,
            theirs.last_hash,
            # The last one always: by it a disagreement is known to be with this dictionary.
            tuple(dict.fromkeys(each for each in told if each not in places or each == last)),
            (common.known_of_theirs, len(theirs.hashes) - common.known_of_theirs),
        )
        began = pairs_at(self._other, theirs, common.both) if common.both else {}
        claimed = common.of_theirs
        taken_over = pairs_at(self._other, theirs, claimed.entry) if claimed else {}
        self._match(plan, [theirs.rows, began, taken_over])
        if theirs.last_hash not in {each for _, each in mine.hashes}:
            self._settle_all(plan, self._states(began, taken_over))
        look_for_terms(plan, self._store, self._other, self._on_progress)
        ids = {term for each in (*plan.changes, *plan.disagreements) for term in each.key}
        with self._store.reading():
            here = self._store.terms.by_id(term for term in ids if term > 0)
        texts = {i: term.text for i, term in here.items()}
        plan.texts = texts | {term: plan.text_of_new(term) for term in ids if term < 0}
        return plan

    def _states(self, began: Mapping[Key, Row], taken_over: Mapping[Key, Row]) -> "_States":
        """Give the states that both know, by the ids of here.

        What both ledgers begin with is about the same ids in both: where the
        terms are others, the dictionaries only look as if they began alike.
        """
        mine, common = self._mine, self._common
        claimed = common.of_mine
        ours = pairs_at(self._store, mine, claimed.entry) if claimed else {}
        return _States(
            common,
            {key: told for key, told in self._told(began).items() if key == told.ends},
            self._told(taken_over),
            {key: _Told(row, key, True) for key, row in ours.items()},
            open_with(mine, self._theirs),
            self._keys(open_with(self._theirs, mine)),
            mine.ever_disputed,
            self._keys(self._theirs.ever_disputed),
        )

    def _keys(self, pairs: Iterable[Key]) -> set[Key]:
        """Give pairs of the other by the ids of here."""
        return {key[0] for ends in pairs if (key := self._key(*ends)) is not None}

    def _match(self, plan: Plan, tables: Iterable[Mapping[Key, Row]]) -> None:
        """Find the terms of all pairs of the other among those of here, by their texts."""
        wanted = {term for rows in tables for key in rows for term in key}
        texts = {i: term.text for i, term in self._other.terms.by_id(wanted).items()}
        self._faults = {i: why for i in wanted if (why := fault_of_term(texts.get(i)))}
        sound = {i: text for i, text in texts.items() if i not in self._faults}
        with self._store.reading():
            here = self._store.terms.ids_of_texts(sound.values())
        plan.new_terms = [text for text in dict.fromkeys(sound.values()) if text not in here]
        here |= {text: -1 - nth for nth, text in enumerate(plan.new_terms)}
        self._ids = {i: here[text] for i, text in sound.items()}

    def _key(self, low: int, high: int) -> tuple[Key, bool] | None:
        """Give a pair of the other by the ids of here, and whether its terms keep their order.

        None where one of the two cannot be a term.
        """
        one, two = self._ids.get(low), self._ids.get(high)
        if one is None or two is None:
            return None
        return ((one, two), True) if one < two else ((two, one), False)

    def _told(self, rows: Mapping[Key, Row], plan: Plan | None = None) -> "dict[Key, _Told]":
        """Give pairs of the other by the ids of here; refuse those of what cannot be terms."""
        found = {}
        for ends, row in rows.items():
            key = self._key(*ends)
            if key is not None:
                found[key[0]] = _Told(row, ends, key[1])
            elif plan is not None:
                self._refuse(plan, self._faults.get(ends[0]) or self._faults[ends[1]], ends)
        return found

    def _refuse(self, plan: Plan, why: str, ends: Key) -> None:
        told = plan.refused.setdefault(why, [0, ""])
        told[0] += 1
        if not told[1]:
            terms = self._other.terms.by_id(ends)
            texts = (str(terms[i].text) if i in terms else f"#{i}" for i in ends)
            told[1] = " – ".join(visible(text[:_SHOWN]) for text in texts)

    def _settle_all(self, plan: Plan, states: "_States") -> None:
        theirs = self._told(self._theirs.rows, plan)
        opened = self._mine.open()
        keys = dict.fromkeys([*theirs, *states.keys])
        for nth, key in enumerate(keys):
            if nth % _TOLD_EVERY == 0:
                self._on_progress(Progress("comparing", nth, len(keys), "pairs"))
            row, told = self._mine.rows.get(key), theirs.get(key)
            if told is not None and told.ends == key and told.row == row and (
                row[_SEQ] <= self._common.both
            ):  # fmt: skip
                # Set by an entry that both have, and left alone since.
                continue
            mine = stand_of(row, key[0], low_is_first=True) if row is not None else None
            there = told.stand if told is not None else None
            known = states.of(key, row[_SEQ] if row is not None else 0,
                              told.row[_SEQ] if told is not None else 0)  # fmt: skip
            settled = settle(mine, there, known, plan.options.stance)
            takes = told is not None and settled.kind in ("taken", "disagreement")
            if told is not None and takes and (why := fault_of(told.row, *told.ends)):
                self._refuse(plan, why, told.ends)
                continue
            if settled.kind in ("agreed", "kept") and states.unchanged(key, there):
                settled = replace(settled, news=False)
            found = opened.get(key)
            listed = found is not None and _said(found[1].theirs, key[0]) == _of(there)
            _count(plan, Planned(key, row, mine, there, settled, listed))


class _Told(NamedTuple):
    """What a row says of a pair."""

    row: Row
    ends: Key
    """Its terms, by the ids of its dictionary."""
    in_order: bool
    """Whether these are in the order of the ids of here."""

    @property
    def stand(self) -> Stand:
        """The same by the ids of here."""
        return stand_of(self.row, self.ends[0], low_is_first=self.in_order)


@dataclass(frozen=True, slots=True)
class _States:
    """How pairs stood in the states that both know."""

    common: Common
    began: dict[Key, _Told]
    """What both ledgers begin with."""
    theirs: dict[Key, _Told]
    """Their state that was taken over here."""
    mine: dict[Key, _Told]
    """The state of here that was taken over there."""
    open_here: set[Key]
    """Disagreements with the other that merges here found and nobody has worked off."""
    open_there: set[Key]
    disputed_here: set[Key]
    """Disagreements that merges here ever found."""
    disputed_there: set[Key]

    @property
    def keys(self) -> Iterable[Key]:
        """The pairs of all states."""
        return (*self.began, *self.theirs, *self.mine)

    def unchanged(self, key: Key, there: Stand | None) -> bool:
        """Say whether a pair of theirs is as it was when it was taken over last."""
        return self.common.of_theirs is not None and _of(_stood(self.theirs, key)) == _of(there)

    def of(self, key: Key, seq: int, their_seq: int) -> list[Known]:
        """Give what both know of a pair, which is set by entry `seq` here and `their_seq` there."""
        if key[0] < 0:
            # Nothing was ever known of a term that never was here.
            return [Known(None)]
        common = self.common
        found = []
        if common.of_theirs is not None and key not in self.open_here:
            anew = key in self.disputed_there and their_seq > common.of_theirs.entry
            found.append((Known(_stood(self.theirs, key), theirs_anew=anew), not common.mine_first))
        if common.of_mine is not None and key not in self.open_there:
            anew = key in self.disputed_here and seq > common.of_mine.entry
            found.append((Known(_stood(self.mine, key), mine_anew=anew), not common.theirs_first))
        best = [known for known, first in found if first]
        return best or [known for known, _ in found] or [Known(_stood(self.began, key))]


def _stood(state: Mapping[Key, _Told], key: Key) -> Stand | None:
    told = state.get(key)
    return told.stand if told is not None else None


def _count(plan: Plan, each: Planned) -> None:
    """Put a pair where it belongs."""
    settled, counts = each.settled, plan.counts
    counts["news"] += settled.news and not (settled.kind == "disagreement" and each.known)
    counts["agreed"] += settled.kind == "agreed"
    counts["over_skips"] += settled.over_skip
    counts["notes_joined"] += settled.notes_joined
    if settled.kind == "disagreement":
        plan.disagreements.append(each)
        counts["known_disagreements"] += each.known
    takes = settled.kind in ("taken", "undone") or plan.options.stance == "theirs"
    if takes and settled.kind in ("taken", "undone", "disagreement"):
        plan.changes.append(each)
        counts["undone" if settled.after is None else "taken"] += 1
        counts["replaced"] += _replaces(each)


def _replaces(each: Planned) -> bool:
    """Say whether a verdict of here gives way to another."""
    mine, after = each.mine, each.settled.after
    if mine is None or mine.verdict == "skipped" or after is None:
        return False
    return mine.decision != after.decision


def _of(stand: Stand | None) -> tuple[Any, ...] | None:
    return stand.said if stand is not None else None


def _said(row: Row | None, low: int) -> tuple[Any, ...] | None:
    return None if row is None else stand_of(row, low, low_is_first=True).said
