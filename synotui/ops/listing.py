"""The terms of a dictionary in memory: found by any part of them, listed in any order."""

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from synotui.model import TermFilter, TermOrder, Verdict
from synotui.store import Store, TermStamp

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints, Mask
    from synotui.engine.lexicon import Lexicon, Order
    from synotui.engine.lexicon.lexicon import Rows
    from synotui.ops.workbench import Workbench

_LOOKED_UP = 2_000
"""Terms whose pairs are looked up one by one; for more, all pairs are read."""


class Listing:
    """All terms, kept up with what is added and taken back."""

    def __init__(self, lexicon: "Lexicon", stamp: TermStamp | None) -> None:
        self.lexicon = lexicon
        self._stamp = stamp
        self._orders: dict[TermOrder, Order] = {}

    def is_of(self, store: Store) -> bool:
        """Say whether it knows every term there is now."""
        return self._stamp == store.terms.stamp()

    def follow(self, store: Store, terms: Sequence[int], in_use: bool) -> None:
        """Take in `terms` that were added, put back, or taken out of use."""
        new = [term for term in sorted(terms) if self.lexicon.row_of(term) is None]
        stamp = store.terms.stamp()
        if not self._would_know(stamp, terms, new, in_use):
            self._stamp = None
            return
        if new:
            held = store.terms.by_id(new)
            self.lexicon = self.lexicon.with_terms(new, [held[term].key for term in new])
            self._orders.clear()
        self.lexicon.use(terms, in_use)
        self._stamp = stamp

    def _would_know(
        self, stamp: TermStamp, terms: Sequence[int], new: Sequence[int], in_use: bool
    ) -> bool:
        """Say whether with `terms`, of which it lacks the `new`, it knew all those of a `stamp`.

        Not where another process has added some as well, or where some were
        out of use when all were read.
        """
        if self._stamp is None or (new and not in_use):
            return False
        last, retired, counted = self._stamp
        turned = sum(
            bool(self.lexicon.in_use[row]) != in_use
            for row in map(self.lexicon.row_of, terms)
            if row is not None
        )
        expected = TermStamp(last + len(new), retired + (-turned if in_use else turned), counted)
        return stamp == expected and list(new) == list(range(last + 1, last + 1 + len(new)))

    def listed(self, store: Store, chosen: TermFilter, key: str) -> "array[int]":
        """Give the ids of the terms `chosen` lets through, `key` being what its text folds to."""
        lexicon, order = self.lexicon, self._order(store, chosen.order)
        if not key:
            return order.listed(lexicon.in_use, lexicon.in_use)
        begins, holds = lexicon.find(key)
        if chosen.text.startswith("^"):
            holds = begins
        if chosen.candidates:
            holds = holds | self._linked(store, holds)
        return order.listed(begins, holds)

    def _linked(self, store: Store, hits: "Mask") -> "Mask":
        """Say of each row whether it has a pair or a proposal with a hit."""
        import numpy as np

        ids = self.lexicon.ids
        linked = np.zeros(len(ids), bool)
        if np.count_nonzero(hits) <= _LOOKED_UP:
            found = np.array(sorted(store.terms.linked(ids[hits].tolist())), np.int64)
            linked[_rows_of(self.lexicon, found)] = True
        else:
            ends = np.array(store.terms.links(), np.int64).reshape(-1, 2)
            low, high = (np.searchsorted(ids, side).clip(max=len(ids) - 1) for side in ends.T)
            known = (ids[low] == ends[:, 0]) & (ids[high] == ends[:, 1])
            low, high = low[known], high[known]
            linked[low[hits[high]]] = True
            linked[high[hits[low]]] = True
        return linked & self.lexicon.in_use

    def sort(self, name: TermOrder) -> None:
        """Make ready for an order that takes a while, in whatever thread this is called."""
        from synotui.engine import lexicon as terms

        ways = {
            "frequency": terms.by_frequency,
            "alphabet": terms.alphabetical,
            "pinyin": terms.by_pinyin,
        }
        if name in ways and name not in self._orders:
            self._orders[name] = terms.Order(self.lexicon, ways[name](self.lexicon))

    def _order(self, store: Store, name: TermOrder) -> "Order":
        from synotui.engine import lexicon as terms

        if name == "progress":
            return terms.Order(self.lexicon, self._by_class(store, _progress(store)))
        if name == "conflict":
            return terms.Order(
                self.lexicon, self._by_class(store, {0: conflicting(store), 1: None})
            )
        self.sort(name)
        return self._orders[name]

    def _by_class(self, store: Store, classes: "dict[int, Iterable[int] | None]") -> "Rows":
        """Sort by class, then by frequency; the class of None is that of all others."""
        import numpy as np

        [default] = [number for number, ids in classes.items() if ids is None]
        of = np.full(len(self.lexicon), default, np.int8)
        for number, ids in classes.items():
            if ids is not None:
                of[_rows_of(self.lexicon, np.array(sorted(ids), np.int64))] = number
        return np.lexsort((self._order(store, "frequency").places, of)).astype(np.int32)


def read_listing(store: Store) -> Listing:
    """Read all terms, in whatever thread `store` belongs to."""
    import numpy as np

    from synotui.engine.lexicon import Lexicon

    with store.reading():
        stamp = store.terms.stamp()
        ids, keys, frequencies = store.terms.joined()
    numbers = np.fromstring(ids, np.int64, sep=",")
    counted = np.fromstring(frequencies, np.float64, sep=",") if frequencies else None
    return Listing(Lexicon(numbers, keys.encode(), counted), stamp)


def read_beside(bench: "Workbench", order: TermOrder) -> Listing:
    """Read all terms through a connection of its own, sorted: any thread may call it."""
    with bench.store.beside() as store:
        listing = read_listing(store)
    listing.sort(order)
    return listing


def _rows_of(lexicon: "Lexicon", ids: "Ints") -> "Ints":
    """Give the rows of those `ids` that are there."""
    import numpy as np

    if not len(lexicon):
        return np.empty(0, np.int64)
    rows = np.searchsorted(lexicon.ids, ids).clip(max=len(lexicon) - 1)
    there: Ints = rows[lexicon.ids[rows] == ids]
    return there


def _progress(store: Store) -> "dict[int, Iterable[int] | None]":
    """Class the terms: begun and not finished, with proposals, untouched, finished."""
    decided, proposed = store.terms.decided(), store.terms.proposed()
    return {0: decided & proposed, 1: proposed - decided, 2: None, 3: decided - proposed}


def conflicting(store: Store) -> set[int]:
    """Give the terms of every rejected pair whose terms accepted synonyms connect all the same."""
    pairs = store.pairs
    accepted = [
        pair for pair in pairs.with_verdicts((Verdict.ACCEPTED,)) if pair.relation == "synonym"
    ]
    root: dict[int, int] = {}

    def find(term: int) -> int:
        while (above := root.setdefault(term, term)) != term:
            root[term] = term = root.setdefault(above, above)
        return term

    for pair in accepted:
        root[find(pair.head)] = find(pair.synonym)
    return {
        term
        for pair in pairs.with_verdicts((Verdict.REJECTED,))
        if pair.head in root and pair.synonym in root and find(pair.head) == find(pair.synonym)
        for term in (pair.head, pair.synonym)
    }
