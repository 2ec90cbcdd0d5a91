"""What "before" is in a report of drift: the last decision, the session, or a ledger entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from synotui.errors import SynotuiError
from synotui.model import DriftScope, Pair, Settings
from synotui.store import Store
from synotui.store.past import Effect, Past

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


def find_since(store: Store, scope: DriftScope | int, last: int) -> Since:
    """Find what was decided since, up to entry `last`; with "all", since the first entry.

    Raises SynotuiError for an entry there is not.
    """
    past = Past(store)
    if isinstance(scope, int):
        if not 0 <= scope <= last:
            told = f"It has 1 to {last}" if last else "It is empty"
            raise SynotuiError(
                f"No entry {scope} in the ledger", f"{told}; to see it: synotui log {store.path}"
            )
        return _since("entry", scope, past.effects(scope, last))
    if scope == "last":
        effect = past.last_effect(last)
        return _since("last", effect.seq - 1 if effect else 0, [effect] if effect else [])
    seq = session_start(store, last) if scope == "session" else 0
    return _since(scope, seq, past.effects(seq, last))


def session_start(store: Store, last: int) -> int:
    """Give the entry before the session's first: the last one that a pause followed; 0 if none.

    Entries after `last` are passed over.
    """
    later: datetime | None = None
    for seq, at in Past(store).times(last):
        time = datetime.fromisoformat(at)
        if later is not None and later - time > PAUSE:
            return seq
        later = time
    return 0


def _since(scope: DriftScope, seq: int, effects: Iterable[Effect]) -> Since:
    pairs: dict[tuple[int, int], Pair | None] = {}
    settings: Settings | None = None
    entries, label, began = 0, "", ""
    for effect in effects:
        for low, high, before in effect.pairs:
            pairs.setdefault((low, high), before)
        if effect.settings is not None and settings is None:
            settings = Settings.kept(effect.settings)
        entries, label, began = entries + 1, effect.label, began or effect.at
    return Since(scope, seq, entries, label, began, pairs, settings)
