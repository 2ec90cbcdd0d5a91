"""The verdicts that teach a ranker, in the order they were given, followed entry by entry.

    lessons = Lessons(lexicon)      # the terms of a dictionary by number
    lessons.follow(store)           # reads what the ledger brought since the last time
    lessons.verdicts                # all in force
    lessons.same                    # so many at their beginning are as they were
    lessons.taken()                 # whoever learns has them all: what follows is new

What is read costs as much as was decided since, however much there is. Whenever that cannot
tell (an import, a repair, another state of the file) all verdicts are read anew.
"""

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from synotui.engine.rank.teaching import Taught
from synotui.model import Action, Pair, Verdict
from synotui.ops.suggesting.candidates import says
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.lexicon import Lexicon
    from synotui.store.footing import Entry

LAST = 5_000
"""Decisions that teach at least; there may be twice as many."""
_ENTRIES = 500
"""Ledger entries that are followed; after more, all verdicts are read."""
_PAIRS = 5_000
"""The same of the pairs they were about."""
_TOLD: frozenset[Action] = frozenset(
    ("decide", "batch", "note", "add", "weight", "sense", "settings", "embed", "space")
)
"""Actions that change no other pairs than their entry says."""

_Ends = tuple[int, int]
"""The numbers of two terms, the lower first."""


class Lessons:
    """The verdicts in force on synonyms, as they stand in a dictionary."""

    def __init__(self, lexicon: "Lexicon") -> None:
        """Take the terms; nothing is read before `follow`."""
        self.verdicts: list[Taught] = []
        """All in force, in the order they were given. Not to be changed."""
        self.same = 0
        """How many of the first verdicts are as they were when `taken` was called."""
        self._lexicon = lexicon
        self._entry: Entry | None = None
        """The ledger entry up to which they are known."""
        self._imports: set[int] = set()
        self._given: list[Taught] = []
        """The verdicts, with all teaching that were decided here."""
        self._of: dict[_Ends, Taught] = {}
        self._teaching = 0
        """How many of those given teach."""
        self._old = 0
        """How many of these, the first, teach nothing any more."""
        self._old_until = 0
        """How many verdicts there are until the last of them."""

    def taken(self) -> None:
        """Take note that whoever learns has learnt them all."""
        self.same = len(self.verdicts)

    def follow(self, store: Store) -> None:
        """Take in what the dictionary holds now, read through a `store` of this thread.

        Raises DictionaryError.
        """
        with store.reading():
            top = store.footing.top()
            if self._entry == top:
                return
            changed = self._changed(store, self._entry, top.seq) if self._entry else None
            if changed is None:
                self._read_all(store)
                first = 0
            else:
                pairs = {ends: store.pairs.get(*ends) for ends in changed}
                first = min((self._put(*each) for each in pairs.items()), default=len(self._given))
        self._entry = top
        self._leave_old(first)

    def _changed(self, store: Store, known: "Entry", last: int) -> set[tuple[int, int]] | None:
        """Give the ids of pairs that entries since the known one were about; None: no telling."""
        store.footing.know(known)
        if last - known.seq > _ENTRIES or not store.footing.continues():
            return None
        found: set[tuple[int, int]] = set()
        for entry in store.ledger.after(known.seq, _ENTRIES):
            deed = store.ledger.done(entry.seq)
            if deed.action not in _TOLD:
                return None
            found |= {(change.low, change.high) for change in deed.pairs}
            if len(found) > _PAIRS:
                return None
        return found

    def _read_all(self, store: Store) -> None:
        self._imports = store.ledger.imports()
        self._given, self._of, self._teaching = [], {}, 0
        for pair in store.pairs.with_verdicts((Verdict.ACCEPTED, Verdict.REJECTED)):
            taught = self._taught(pair)
            if taught is not None:
                self._given.append(taught)
                self._of[_ends(taught)] = taught
                self._teaching += taught.teaches

    def _taught(self, pair: Pair) -> Taught | None:
        """Give what a pair teaches, by the numbers of its terms; None if nothing.

        Verdicts of an import say who is accepted with whom and teach nothing
        else: accepted pairs from anywhere, without the rejected ones that stood
        beside them, would mislead.
        """
        said = says(pair)
        if said is None:
            return None
        head, other = self._lexicon.row_of(pair.head), self._lexicon.row_of(pair.synonym)
        if head is None or other is None:
            return None
        return Taught(head, other, said, pair.seq, pair.seq not in self._imports)

    def _put(self, ids: tuple[int, int], pair: Pair | None) -> int:
        """Take in what became of a pair; give how many of the first verdicts that leaves."""
        first = len(self._given)
        low, high = self._lexicon.row_of(ids[0]), self._lexicon.row_of(ids[1])
        if low is None or high is None:
            return first
        before = self._of.pop((low, high), None)
        if before is not None:
            first = bisect_left(self._given, _place(before), key=_place)
            del self._given[first]
            self._teaching -= before.teaches
        taught = self._taught(pair) if pair is not None else None
        if taught is not None:
            first = min(first, bisect_left(self._given, _place(taught), key=_place))
            insort(self._given, taught, key=_place)
            self._of[low, high] = taught
            self._teaching += taught.teaches
        return first

    def _leave_old(self, first: int) -> None:
        """Of very many decisions let the last ones teach; the `first` of all are as they were."""
        old = 0
        if self._teaching > 2 * LAST:
            # In steps, lest every verdict more make all be learnt anew.
            old = (self._teaching - LAST) // LAST * LAST
        if old != self._old or first < self._old_until:
            first, self._old = 0, old
            self._old_until = self._until(old)
            self.verdicts = list(self._given)
            for place in range(self._old_until):
                self.verdicts[place] = self.verdicts[place]._replace(teaches=False)
        else:
            self.verdicts[first:] = self._given[first:]
        self.same = min(self.same, first)

    def _until(self, old: int) -> int:
        """Give how many verdicts from the first on there are until `old` of them have taught."""
        place = 0
        while old:
            old -= self._given[place].teaches
            place += 1
        return place


def verdicts_in(store: Store, lexicon: "Lexicon") -> list[Taught]:
    """Read the verdicts in force on synonyms, in the order they were given."""
    lessons = Lessons(lexicon)
    lessons.follow(store)
    return lessons.verdicts


def _ends(taught: Taught) -> _Ends:
    head, other = taught.head, taught.other
    return (head, other) if head < other else (other, head)


def _place(taught: Taught) -> tuple[int, int, int]:
    """Give what orders verdicts: terms have numbers in the order of their ids."""
    return (taught.seq, *_ends(taught))
