"""What the neighbours of every term say about a space: its hubs, and how far lists agree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import SpaceInfo, Term
from synotui.ops.searching.known_neighbours import KnownNeighbours
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.neighbourhoods import Tally
    from synotui.engine.passes import Lists
    from synotui.store.neighbours import HeldPass


@dataclass(frozen=True, slots=True)
class Hub:
    """A term that is near to many."""

    term: Term
    first_tens: int
    """Terms that have it among their ten nearest."""
    lists: int
    """Terms that have it among their `k` nearest."""


@dataclass(frozen=True, slots=True)
class NeighbourReport:
    """A whole pass. Shares are between 0 and 1."""

    space: str
    terms: int
    """Terms that were searched for, and among."""
    k: int
    newer: int
    """Terms whose vectors came after the pass: they are in no list."""
    searched: str
    """What found the neighbours: "exact", or the backend of an index."""
    seconds: float
    """How long the searching took."""
    recall: float
    """Share of the exact `k` nearest that the lists have, of `sampled` terms."""
    recall_at_10: float
    sampled: int
    """0 where the search was exact and there is nothing to compare."""
    hubness: float
    """Skewness of how many first tens a term is in: 0 is even, 1 and more has hubs."""
    hubs: tuple[Hub, ...]
    """The terms in most first tens, most first."""
    in_no_first_ten: float
    """Share of terms that are among nobody's ten nearest."""
    in_no_list: float
    """Share of terms that are among nobody's `k` nearest."""
    mutual: float
    """Share of the first tens' pairs where each is among the other's ten nearest."""
    kept: bool
    """Whether the neighbours are in the dictionary now."""
    note: str = ""
    """What else the curator should know."""


def report_on(
    store: Store,
    info: SpaceInfo,
    held: "HeldPass",
    lists: "Iterable[Lists]",
    *,
    top: int = 10,
    kept: bool = True,
    note: str = "",
) -> NeighbourReport:
    """Measure the lists of a finished pass; `top` hubs are named.

    Goes through `lists` once. Raises DictionaryError.
    """
    import numpy as np

    from synotui.engine.neighbourhoods import Tally, mutual_ranks, skewness

    with store.reading():
        tally = Tally(lists, held.among)
        ids = store.vectors.ids(info.id)
        hubs = _hubs(store, tally, ids, top)
    neighbours = int((tally.first >= 0).sum())
    mutual = int((mutual_ranks(tally.first) > 0).sum())
    return NeighbourReport(
        space=info.name,
        terms=held.among,
        k=held.k,
        newer=len(ids) - held.among,
        searched=held.searched,
        seconds=held.seconds,
        recall=1.0 if held.recall is None else held.recall,
        recall_at_10=1.0 if held.recall_at_10 is None else held.recall_at_10,
        sampled=held.sampled,
        hubness=skewness(tally.in_first),
        hubs=hubs,
        in_no_first_ten=float(np.mean(tally.in_first == 0)),
        in_no_list=float(np.mean(tally.in_whole == 0)),
        mutual=mutual / neighbours if neighbours else 0.0,
        kept=kept,
        note=note,
    )


def report_beside(
    beside: Callable[[], Store], info: SpaceInfo, held: "HeldPass"
) -> NeighbourReport:
    """Report on a pass that is kept, in whatever thread this is called.

    `beside` opens the dictionary once more there: `Store.beside`. Raises DictionaryError.
    """
    with beside() as own:
        return report_on(own, info, held, KnownNeighbours(own, info, held))


def _hubs(store: Store, tally: "Tally", ids: "Ints", top: int) -> tuple[Hub, ...]:
    """Give the `top` rows that most lists have, as terms; `ids` are those of all rows."""
    import numpy as np

    out_of_use = np.array(store.terms.retired(), np.int64)
    order = np.lexsort((-tally.in_whole, -tally.in_first))[: top + len(out_of_use)]
    rows = order[~np.isin(ids[order], out_of_use) & (tally.in_whole[order] > 0)][:top]
    terms = store.terms.by_id(ids[rows].tolist())
    return tuple(
        Hub(terms[int(ids[row])], int(tally.in_first[row]), int(tally.in_whole[row]))
        for row in rows
    )
