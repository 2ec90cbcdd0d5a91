"""Orders of the terms: those of their keys and frequencies, and those of what is decided."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from synotui.model import TermOrder
from synotui.ops.queueing.conflicts import conflicting
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.lexicon import Lexicon, Order

_OF_DECISIONS: tuple[TermOrder, ...] = ("progress", "conflict")


def changes_with_decisions(name: TermOrder) -> bool:
    """Say whether an order is another one after a decision."""
    return name in _OF_DECISIONS


def make_orders(
    store: Store, lexicon: "Lexicon", name: TermOrder, made: "Mapping[TermOrder, Order]"
) -> "dict[TermOrder, Order]":
    """Make the order called `name`, with the others it needs that are not `made`.

    In whatever thread `store` belongs to.
    """
    from synotui.engine import lexicon as terms

    ways = {
        "frequency": terms.by_frequency,
        "alphabet": terms.alphabetical,
        "pinyin": terms.by_pinyin,
    }
    if not changes_with_decisions(name):
        return {name: terms.Order(lexicon, ways[name](lexicon))}
    orders = {} if "frequency" in made else make_orders(store, lexicon, "frequency", made)
    usual = {**made, **orders}["frequency"]
    with store.reading():
        classes = _progress(store) if name == "progress" else {0: conflicting(store), 1: None}
    return {**orders, name: _by_class(lexicon, usual, classes)}


def _by_class(
    lexicon: "Lexicon", usual: "Order", classes: "Mapping[int, Iterable[int] | None]"
) -> "Order":
    """Sort by class, then by the usual order; the class of None is that of all others."""
    import numpy as np

    from synotui.engine.lexicon import Order

    [default] = [number for number, ids in classes.items() if ids is None]
    of = np.full(len(lexicon), default, np.int8)
    for number, ids in classes.items():
        if ids is not None:
            of[rows_of(lexicon, np.fromiter(ids, np.int64))] = number
    return Order(lexicon, np.lexsort((usual.places, of)).astype(np.int32))


def _progress(store: Store) -> "dict[int, Iterable[int] | None]":
    """Class the terms: begun and not finished, with proposals, untouched, finished."""
    decided, proposed = store.terms.decided(), store.terms.proposed()
    return {0: decided & proposed, 1: proposed - decided, 2: None, 3: decided - proposed}


def rows_of(lexicon: "Lexicon", ids: "Ints") -> "Ints":
    """Give the rows of those `ids` that are there."""
    import numpy as np

    if not len(lexicon):
        return np.empty(0, np.int64)
    rows = np.searchsorted(lexicon.ids, ids).clip(max=len(lexicon) - 1)
    there: Ints = rows[lexicon.ids[rows] == ids]
    return there
