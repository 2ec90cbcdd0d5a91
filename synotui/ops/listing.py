"""The terms of a dictionary in memory: found by any part of them, listed in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from synotui.model import Listed, TermFilter, TermOrder
from synotui.ops.ordering import changes_with_decisions, make_orders, rows_of
from synotui.store import Store, TermStamp

if TYPE_CHECKING:
    from synotui.engine.arrays import Mask
    from synotui.engine.lexicon import Lexicon, Order
    from synotui.ops.workbench import Workbench

State = tuple[int, int]

_LOOKED_UP = 2_000
"""Terms whose pairs are looked up one by one; for more, all pairs are read."""


class _Held(NamedTuple):
    order: "Order"
    state: State | None
    """Of the dictionary when it was made, if it depends on what is decided."""


class Listing:
    """All terms, kept up with what is added and taken back."""

    def __init__(self, lexicon: "Lexicon", stamp: TermStamp | None) -> None:
        self.lexicon = lexicon
        self._stamp = stamp
        self._orders: dict[TermOrder, _Held] = {}

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

    def listed(
        self, store: Store, chosen: TermFilter, key: str, *, at_hand: bool = False
    ) -> Listed:
        """Give the terms `chosen` lets through, `key` being what its text folds to.

        With `at_hand`, in the order that was made last, if it was made at all.
        """
        lexicon, order = self.lexicon, self._order(store, chosen.order, at_hand=at_hand)
        if not key:
            begins = holds = lexicon.in_use
        else:
            begins, holds = lexicon.find(key)
            if chosen.text.startswith("^"):
                holds = begins
            if chosen.candidates:
                holds = holds | self._linked(store, holds)
        ids, first = order.listed(begins, holds)
        return Listed(ids, partial(order.place, ids, first))

    def _linked(self, store: Store, hits: "Mask") -> "Mask":
        """Say of each row whether it has a pair or a proposal with a hit."""
        import numpy as np

        ids = self.lexicon.ids
        linked = np.zeros(len(ids), bool)
        if np.count_nonzero(hits) <= _LOOKED_UP:
            found = np.array(sorted(store.terms.linked(ids[hits].tolist())), np.int64)
            linked[rows_of(self.lexicon, found)] = True
        else:
            ends = np.array(store.terms.links(), np.int64).reshape(-1, 2)
            low, high = (np.searchsorted(ids, side).clip(max=len(ids) - 1) for side in ends.T)
            known = (ids[low] == ends[:, 0]) & (ids[high] == ends[:, 1])
            low, high = low[known], high[known]
            linked[low[hits[high]]] = True
            linked[high[hits[low]]] = True
        return linked & self.lexicon.in_use

    def is_sorted(self, store: Store, name: TermOrder) -> bool:
        """Say whether it knows an order as it is now."""
        held = self._orders.get(name)
        return held is not None and held.state == state_of(store, name)

    def orders(self) -> "dict[TermOrder, Order]":
        """Give the orders it knows."""
        return {name: held.order for name, held in self._orders.items()}

    def keep(self, orders: "Mapping[TermOrder, Order]", state: "State | None") -> None:
        """Keep `orders`, made when the dictionary was in a `state`, if they are of its terms."""
        for name, order in orders.items():
            if order.lexicon is self.lexicon:
                of_decisions = changes_with_decisions(name)
                self._orders[name] = _Held(order, state if of_decisions else None)

    def _order(self, store: Store, name: TermOrder, *, at_hand: bool) -> "Order":
        if not (self.is_sorted(store, name) or (at_hand and name in self._orders)):
            state = state_of(store, name)
            self.keep(make_orders(store, self.lexicon, name, self.orders()), state)
        return self._orders[name].order


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


def state_of(store: Store, name: TermOrder) -> State | None:
    """Give what changes whenever an order may have become another one; None if it never does."""
    return store.state() if changes_with_decisions(name) else None


@dataclass(frozen=True, slots=True)
class ListingPlan:
    """What is missing to list the terms in an order; any thread may make it."""

    store: Store
    order: TermOrder
    state: State | None
    """Of the dictionary, when this was planned."""
    listing: Listing | None
    """All terms, of which this order is missing; None if they are to be read."""
    made: "Mapping[TermOrder, Order]"
    lexicon: "Lexicon | None"


@dataclass(frozen=True, slots=True)
class MadeListing:
    """What was missing."""

    plan: ListingPlan
    listing: Listing
    orders: "Mapping[TermOrder, Order]"


def plan_listing(bench: "Workbench", order: TermOrder) -> ListingPlan | None:
    """Give what takes a while before the terms are listed in an order; None if nothing does."""
    store, listing = bench.store, bench.listing_at_hand()
    with store.reading():
        if listing is not None and not listing.is_of(store):
            listing = None
        if listing is not None and listing.is_sorted(store, order):
            return None
        made = listing.orders() if listing is not None else {}
        lexicon = listing.lexicon if listing is not None else None
        return ListingPlan(store, order, state_of(store, order), listing, made, lexicon)


def make_listing(plan: ListingPlan) -> MadeListing:
    """Read all terms, if need be, and sort them, through a connection of its own."""
    with plan.store.beside() as store:
        listing = plan.listing or read_listing(store)
        lexicon = plan.lexicon or listing.lexicon
        return MadeListing(plan, listing, make_orders(store, lexicon, plan.order, plan.made))


def adopt_listing(bench: "Workbench", made: MadeListing) -> None:
    """List terms by what was made from now on."""
    if made.plan.listing is None:
        bench.take_listing(made.listing)
    made.listing.keep(made.orders, made.plan.state)
