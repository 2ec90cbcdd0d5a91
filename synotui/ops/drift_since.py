"""What "before" is in a report of drift: the last decision, the session, or a ledger entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from synotui.errors import SynotuiError
from synotui.model import DriftScope, Pair, Settings
from synotui.ops.solving import acting_as
from synotui.store import Acting, Store

PAUSE = timedelta(minutes=30)
"""A pause in the ledger longer than this ends a session; the last one may be long ago."""


@dataclass(frozen=True, slots=True)
class Since:
    """A point of the ledger, and what was decided from there on."""

    scope: DriftScope
    seq: int
    """The entry after which it is; 0 is before the first."""
    entries: int
    """Entries since that changed pairs or settings."""
    label: str
    began: str
    pairs: Mapping[tuple[int, int], Pair | None]
    """The pairs decided since, by (low, high), as they were; None is undecided."""
    settings: Settings | None
    """The settings there were, where they were changed since."""

    @property
    def seeds(self) -> set[int]:
        """The terms decided on since."""
        return {term for pair in self.pairs for term in pair}


def find_since(store: Store, scope: DriftScope | int) -> Since:
    """Find what was decided since; with "all", since the first entry. Raises SynotuiError."""
    if isinstance(scope, int):
        last = store.ledger.next_seq() - 1
        if not 0 <= scope <= last:
            told = f"It has 1 to {last}" if last else "It is empty"
            raise SynotuiError(
                f"No entry {scope} in the ledger", f"{told}; to see it: synotui log {store.path}"
            )
        return _since(store, "entry", scope)
    if scope == "last":
        return _last(store)
    return _since(store, scope, session_start(store) if scope == "session" else 0)


def session_start(store: Store) -> int:
    """Give the entry before the session's first: the last one that a pause followed; 0 if none."""
    later: datetime | None = None
    for seq, at in store.ledger.times():
        time = datetime.fromisoformat(at)
        if later is not None and later - time > PAUSE:
            return seq
        later = time
    return 0


def _last(store: Store) -> Since:
    for seq, _ in store.ledger.times():
        since = _since(store, "last", seq - 1, until=seq)
        if since.entries:
            return since
    return Since("last", 0, 0, "", "", {}, None)


def _since(store: Store, scope: DriftScope, seq: int, until: int | None = None) -> Since:
    pairs: dict[tuple[int, int], Pair | None] = {}
    settings: Settings | None = None
    entries, label, began = 0, "", ""
    for entry, at in store.ledger.since(seq):
        if until is not None and entry > until:
            break
        deed = store.ledger.done(entry)
        if not (deed.pairs or deed.settings):
            continue
        for change in deed.pairs:
            pairs.setdefault((change.low, change.high), change.before)
        if deed.settings and settings is None:
            settings = Settings(**deed.settings[0])
        entries, label, began = entries + 1, store.ledger.label(entry), began or at
    return Since(scope, seq, entries, label, began, pairs, settings)


def acting_then(
    store: Store, since: Since, settings: Settings, *, everything: bool
) -> list[Acting]:
    """Give the pairs that acted before `since`, with the weights of `settings`.

    Those of all components, or of what are now the components of the terms
    decided on since: no component was larger then than these together.
    """
    if everything:
        found = store.pairs.acting(settings)
    else:
        found = store.pairs.components(since.seeds, settings)
    kept = [pair for pair in found if (pair.low, pair.high) not in since.pairs]
    then = (pair for pair in since.pairs.values() if pair is not None)
    return kept + [act for pair in then if (act := acting_as(pair, settings))]
