"""Where the cosine of a pair stands: among random pairs of terms, and among accepted ones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import Standing
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.pair_cosines import PairCosines

RANDOM = 20_000
"""Random pairs that are looked at; in a small space all pairs, if they are fewer."""
ACCEPTED = 30_000
"""Accepted pairs that are looked at; where there are more, a sample of about half to all these."""


@dataclass(slots=True)
class PairSamples:
    """Cosines of pairs that others are compared with, and what they were made of."""

    random: "PairCosines"
    terms: int
    """Terms with a vector when the random pairs were drawn."""
    accepted: "PairCosines"
    seq: int
    """The ledger entry up to which accepted pairs were read."""


def samples_of(bench: Workbench, loaded: Loaded) -> PairSamples:
    """Give the cosines of random and of accepted pairs of the current space.

    Kept with the space: later only what was decided or has moved costs anything.
    """
    import numpy as np

    from synotui.engine.pair_cosines import PairCosines, random_pairs

    held, space = loaded.pair_samples, loaded.space
    seq = bench.store.ledger.next_seq()
    if held is None or held.terms != len(space):
        random = PairCosines(space, *random_pairs(len(space), RANDOM))
    else:
        random = held.random
    if held is None or held.seq != seq or held.terms != len(space):
        pairs = np.array(bench.store.pairs.accepted_sample(ACCEPTED), np.int64).reshape(-1, 2)
        rows = space.rows_of(pairs.ravel()).reshape(-1, 2)
        rows = rows[(rows >= 0).all(axis=1)]
        accepted = PairCosines(space, rows[:, 0], rows[:, 1])
    else:
        accepted = held.accepted
    loaded.pair_samples = PairSamples(random, len(space), accepted, seq)
    return loaded.pair_samples


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
