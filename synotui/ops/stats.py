"""What a dictionary holds, in figures."""

from synotui.model import DictionaryStats, Verdict
from synotui.ops.workbench import Workbench


def stats(bench: Workbench) -> DictionaryStats:
    """Count terms, pairs, proposals, vectors and ledger entries."""
    store = bench.store
    with store.reading():
        counts = store.pairs.counts()
        return DictionaryStats(
            terms=store.terms.count(),
            accepted=counts[Verdict.ACCEPTED],
            rejected=counts[Verdict.REJECTED],
            skipped=counts[Verdict.SKIPPED],
            proposals=store.proposals.count_open(),
            spaces=tuple(store.vectors.spaces()),
            ledger=store.ledger.count(),
            heads_decided=store.pairs.heads_decided(),
            settings=store.values.adjustment(),
            file_bytes=bench.path.stat().st_size,
        )
