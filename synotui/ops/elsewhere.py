"""What other processes did to an open dictionary, as news for whoever shows it.

`Follower.news` runs in the dictionary's thread and costs a glance at the file
where nothing came from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from synotui.errors import DictionaryChanged
from synotui.model import Action, Change, LedgerEntry, Settings
from synotui.ops.workbench import Workbench
from synotui.store import Deed, Store
from synotui.store.busy import holder_told
from synotui.store.holders import Holder, others
from synotui.store.watch import Look, Watch

__all__ = ["Follower", "Holder", "Look", "News", "Watch", "check_seen", "holder_told", "others"]

_READ = 200
"""Ledger entries that are read one by one; of more, everything is read anew."""
_MATERIAL: tuple[Action, ...] = ("import", "embed", "space", "repair", "rescue")
"""Actions that may change more than their entry says."""
_ADD: tuple[Action, ...] = (*_MATERIAL, "merge")
"""Actions that may add many terms or decide many pairs at once."""


@dataclass(frozen=True, slots=True)
class News:
    """What came from elsewhere since the last news."""

    anew: bool = False
    """Whether the file holds another state, such as a backup put back: nothing known holds."""
    reload: bool = False
    """Whether other vectors are current: they are to be read, and indexed."""
    many: bool = False
    """Whether more changed than `change` tells."""
    change: Change | None = None
    """What was decided, all of it as one change."""
    entries: int = 0
    terms: int = 0
    """All terms there are now."""


class Follower:
    """Knows how far a dictionary was followed."""

    def __init__(self, bench: Workbench) -> None:
        self._version = bench.store.state()[0]
        self._states = bench.states

    def news(self, bench: Workbench) -> News | None:
        """Give what other processes did, taken in; None if nothing. Raises DictionaryError."""
        store = bench.store
        version = store.state()[0]
        if bench.arriving or (version == self._version and bench.states == self._states):
            return None
        with store.reading_at_once():
            anew = bench.states != self._states or not store.footing.continues()
            entries = [] if anew else _foreign(store, _READ + 1)
            many = len(entries) > _READ or any(each.action in _ADD for each in entries)
            change = _change(store, entries[:_READ]) if entries else None
            terms, top = store.terms.count(), store.footing.top()
        if anew:
            if bench.states == self._states:
                bench.forget_all()
            self._version, self._states = version, bench.states
            return News(anew=True, terms=terms)
        held, loading = bench.at_hand(), bench.loading()
        reload = loading is not None or bench.at_hand() is not held
        self._version = version
        store.footing.know(top)
        return News(reload=reload, many=many, change=change, entries=len(entries), terms=terms)


def check_seen(bench: Workbench) -> None:
    """Raise DictionaryChanged if another process decided what nobody here can have seen yet.

    For what is about the last decision, whoever made it: undo and redo.
    """
    with bench.store.reading():
        new = [each for each in _foreign(bench.store, _READ) if each.action not in _MATERIAL]
    if new:
        raise DictionaryChanged(
            f"{new[-1].curator} has just made another decision elsewhere: {new[-1].label}",
            "Nothing was taken back or done again; it is shown in a moment",
        )


def _foreign(store: Store, limit: int) -> list[LedgerEntry]:
    """Give the entries that were not made here, and are not known yet."""
    footing = store.footing
    found = store.ledger.after(footing.last.seq, limit + len(footing.own))
    return [entry for entry in found if entry.seq not in footing.own][:limit]


def _change(store: Store, entries: Sequence[LedgerEntry]) -> Change:
    """Give what entries did as one change."""
    told = [(entry, _deed(store, entry)) for entry in entries]
    added: dict[int, bool] = {}
    settings = None
    for entry, deed in told:
        added |= dict.fromkeys(deed.terms_added, entry.action != "undo")
        settings = Settings.kept(deed.settings[1]) if deed.settings else settings
    last, deed = told[-1]
    curators = dict.fromkeys(entry.curator for entry in entries)
    return Change(
        seq=last.seq,
        action=deed.action if len(told) == 1 else _kind([deed for _, deed in told]),
        label=last.label,
        way="undo" if last.action == "undo" else "redo" if last.action == "redo" else "do",
        pairs=tuple(pair for _, each in told for pair in each.pairs),
        terms_added=tuple(term for term, there in added.items() if there),
        terms_retired=tuple(term for term, there in added.items() if not there),
        settings=settings,
        elsewhere=", ".join(curators) or "somebody",
    )


def _deed(store: Store, entry: LedgerEntry) -> Deed:
    """Give what an entry did in effect; of new material only that it came."""
    action = next((each for each in _MATERIAL if each == entry.action), None)
    if action is not None:
        return Deed(action, entry.label)
    return store.ledger.done(entry.seq)


def _kind(deeds: Sequence[Deed]) -> Action:
    """Name several deeds by the one that changes most: other vectors, settings, else pairs."""
    actions = {deed.action for deed in deeds}
    wide: tuple[Action, ...] = ("space", "embed", "import", "settings")
    return next((action for action in wide if action in actions), "batch")
