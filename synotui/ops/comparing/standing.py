"""Where the cosine of a pair stands: among random pairs of terms, and among accepted ones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import Standing, Verdict
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Store, in_sample

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.pair_cosines import PairCosines

RANDOM = 20_000
"""Random pairs that are looked at; in a small space all pairs, if they are fewer."""
ACCEPTED = 30_000
"""Accepted pairs that are looked at; where there are more, a sample of about half to all these."""
_SEED = 41
_FEW = 50
"""Ledger entries since the last time that are followed; after more, all pairs are read."""


@dataclass(slots=True)
class PairSamples:
    """Cosines of pairs that others are compared with, and what they were made of."""

    random: "PairCosines"
    terms: int
    """Terms with a vector when the random pairs were drawn."""
    accepted: "PairCosines"
    shares: int
    """Of 1,024 shares of accepted pairs, how many are in the sample."""
    seq: int
    """The last ledger entry that the accepted pairs follow."""


def samples_of(bench: Workbench, loaded: Loaded) -> PairSamples:
    """Give the cosines of random and of accepted pairs of the current space.

    Kept with the space: later only what was decided or has moved costs anything.
    """
    held, seq = loaded.pair_samples, bench.store.ledger.next_seq() - 1
    if held is None or held.terms != len(loaded.space) or not _follow(bench.store, loaded, held):
        held = loaded.pair_samples = _read(bench.store, loaded, held)
    held.seq = seq
    return held


def _read(store: Store, loaded: Loaded, held: PairSamples | None) -> PairSamples:
    """Read the accepted pairs; random ones are drawn anew where there are other terms."""
    import numpy as np

    from synotui.engine.pair_cosines import PairCosines
    from synotui.engine.random_pairs import random_pairs

    space = loaded.space
    if held is not None and held.terms == len(space):
        random = held.random
    else:
        drawn = random_pairs(np.arange(len(space)), RANDOM, _SEED, np.empty((0, 2), np.int64))
        random = PairCosines(space, *drawn.T)
    pairs, shares = store.pairs.accepted_sample(ACCEPTED)
    rows = _rows(loaded, np.array(pairs, np.int64).reshape(-1, 2))
    accepted = PairCosines(space, rows[:, 0], rows[:, 1])
    return PairSamples(random, len(space), accepted, shares, 0)


def _rows(loaded: Loaded, pairs: "Ints") -> "Ints":
    """Give the rows (m, 2) of pairs of terms (n, 2), where both have a vector."""
    rows = loaded.space.rows_of(pairs.ravel()).reshape(-1, 2)
    found: Ints = rows[(rows >= 0).all(axis=1)]
    return found


def _follow(store: Store, loaded: Loaded, held: PairSamples) -> bool:
    """Take what was decided since into the accepted pairs; False if that is too much."""
    import numpy as np

    entries = store.ledger.since(held.seq)
    if len(entries) > _FEW:
        return False
    after = {
        (change.low, change.high): change.after
        for entry, _ in entries
        for change in store.ledger.done(entry).pairs
    }
    if after:
        joined = [
            pair
            for pair, decided in after.items()
            if decided and decided.verdict is Verdict.ACCEPTED and in_sample(*pair, held.shares)
        ]
        out, into = (
            _rows(loaded, np.array(pairs, np.int64).reshape(-1, 2)) for pairs in ([*after], joined)
        )
        held.accepted.exchange(out, into)
    return True


def standing_of(
    sample: "PairCosines", base: float, now: float, *, without: tuple[int, int] | None = None
) -> Standing | None:
    """Say where two cosines, base and now, stand in a sample; None if that is empty.

    `without` are the rows of a pair that does not count, if it is in the sample.
    """
    from synotui.engine.pair_cosines import percentile, spread

    by_base, by_now = sample.without(*without) if without else (sample.base, sample.now)
    if not len(by_base):
        return None
    return Standing(
        pairs=len(by_base),
        base=percentile(by_base, base),
        now=percentile(by_now, now),
        base_spread=spread(by_base),
        now_spread=spread(by_now),
    )
