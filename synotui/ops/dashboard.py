"""How the work stands: decisions day by day, pace, acceptance by score, agreement, what is left.

The work is read in any thread (`ops.work.read_work`), the rest in the dictionary's.
"""

from dataclasses import dataclass

from synotui.model import Verdict
from synotui.ops.queueing.state import Consistency, consistency
from synotui.ops.work import Work
from synotui.ops.workbench import Workbench

BANDS = 10


@dataclass(frozen=True, slots=True)
class Band:
    """Pairs decided here whose base cosine lies from `low` up to `high`."""

    low: float
    high: float
    accepted: int
    rejected: int

    @property
    def share(self) -> float | None:
        """The share that was accepted; None without pairs."""
        pairs = self.accepted + self.rejected
        return self.accepted / pairs if pairs else None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """How the work on a dictionary stands."""

    terms: int
    with_vector: int
    """Terms in the current space."""
    touched: int
    """Terms that are in at least one decided pair."""
    accepted: int
    rejected: int
    skipped: int
    proposals: int
    """Awaiting a verdict."""
    work: Work
    bands: tuple[Band, ...]
    """By base cosine, the highest first; those without pairs left out."""
    without_cosine: int
    """Decided pairs one of whose terms has no vector."""
    checks: Consistency
    largest: str
    """The head of the largest synonym set; "" without any."""


def dashboard(bench: Workbench, work: Work) -> Dashboard:
    """Put counts and cosines to what was read. Raises DictionaryError."""
    store = bench.store
    loaded = bench.loaded() if work.pairs else None
    bands, without = _bands(bench, work.pairs)
    with store.reading():
        counts = store.pairs.counts()
        info = loaded.info if loaded else store.vectors.current()
        largest = store.terms.by_id([work.largest]) if work.largest is not None else {}
        return Dashboard(
            terms=store.terms.count(),
            with_vector=info.vectors if info else 0,
            touched=store.pairs.heads_decided(),
            accepted=counts[Verdict.ACCEPTED],
            rejected=counts[Verdict.REJECTED],
            skipped=counts[Verdict.SKIPPED],
            proposals=store.proposals.count_open(),
            work=work,
            bands=bands,
            without_cosine=without,
            checks=consistency(store),
            largest=next((term.text for term in largest.values()), ""),
        )


def _bands(
    bench: Workbench, pairs: tuple[tuple[int, int, bool], ...]
) -> tuple[tuple[Band, ...], int]:
    loaded = bench.loaded() if pairs else None
    if loaded is None:
        return (), len(pairs)
    import numpy as np

    from synotui.engine.pair_cosines import pair_cosines

    space = loaded.space
    ends = np.array([pair[:2] for pair in pairs], np.int64)
    joins = np.array([pair[2] for pair in pairs], bool)
    rows = space.rows_of(ends.ravel()).reshape(-1, 2)
    here = (rows >= 0).all(axis=1)
    cosines = pair_cosines(space, rows[here], base=True)
    at = np.clip(np.floor(cosines * BANDS), -BANDS, BANDS - 1).astype(np.int64)
    found = []
    for band in sorted(set(at.tolist()), reverse=True):
        inside = joins[here][at == band]
        accepted = int(inside.sum())
        found.append(Band(band / BANDS, (band + 1) / BANDS, accepted, len(inside) - accepted))
    return tuple(found), int((~here).sum())
