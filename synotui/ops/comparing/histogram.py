"""How similar accepted, rejected and random pairs are, base and adjusted, and what parts them.

    plan = plan_histogram(bench)                      # on the dictionary's thread, quick
    found = histogram_beside(bench.store, plan)       # in any thread

Random pairs are drawn by a seed from all terms with a vector; decided ones are
left out. Accepted pairs are synonyms: those of other relations are left out.

The threshold is the cosine from which on pairs are best taken as accepted: best
by F1 against rejected pairs, or against as many random ones where too few are
rejected. It is for where cosine alone must decide, and nobody reviews. Adjusted
accepted pairs were drawn together because they were accepted, so that the
adjusted threshold says nothing of pairs to come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synotui.errors import EncoderError, NoVector
from synotui.model import OnProgress, Pair, Progress, Relation, Verdict, no_progress
from synotui.ops.workbench import Workbench
from synotui.store import Store
from synotui.store.past import Past

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints
    from synotui.engine.histogram import Doubles
    from synotui.engine.space import Space

GroupName = Literal["accepted", "rejected", "random"]
Column = Literal["base", "now"]
RANDOM = 20_000
"""Random pairs that are drawn unless told, or as many as are accepted, if these are more."""


@dataclass(frozen=True, slots=True)
class HistogramPlan:
    """What is to be measured, and the space as it was when this was planned."""

    name: str
    """Of the space."""
    space: "Space"
    """A mirror."""
    seed: int
    random: int | None
    """Random pairs that are wanted; None for as many as tell most."""


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Pairs of one kind that have both vectors."""

    name: GroupName
    pairs: "Ints"
    """(p, 2) term ids; of decided pairs the head first, as the curator saw it."""
    base: "Floats"
    """Cosines (p,) of the base vectors."""
    now: "Floats"
    """The same as adjusted."""
    without: int
    """Pairs left out because a term has no vector."""

    def cosines(self, column: Column) -> "Floats":
        """Give the cosines (p,), base or adjusted."""
        return self.base if column == "base" else self.now


@dataclass(frozen=True, slots=True)
class Parting:
    """The cosine that best parts accepted pairs from others: the highest F1 there is."""

    cosine: float
    """Pairs from here on are taken as accepted."""
    precision: float
    recall: float
    f1: float
    against: GroupName
    below: int
    """Accepted pairs below it."""
    others: int
    """How many pairs it is against."""
    above: int
    """Those of them that reach it."""


@dataclass(frozen=True, slots=True)
class SimilarityHistogram:
    """Cosines of three groups of pairs in one space, and the thresholds between them."""

    space: str
    terms: int
    """Vectors in the space."""
    seed: int
    groups: tuple[PairGroup, PairGroup, PairGroup]
    """Accepted, rejected, random."""
    base: Parting | None
    """None where no pair is accepted, or there is no other to tell it from."""
    now: Parting | None
    related: int
    """Accepted pairs of other relations, which are in no group."""
    adjusted: bool
    """Whether any of the pairs' cosines is another than that of base vectors."""

    def threshold(self, column: Column) -> Parting | None:
        """Give the threshold, base or adjusted."""
        return self.base if column == "base" else self.now

    def group(self, name: GroupName) -> PairGroup:
        """Give a group by its name."""
        return next(group for group in self.groups if group.name == name)

    def bounds(self, most: int) -> "Doubles":
        """Give round bounds of `most` bins at most, the same for base and adjusted, all groups."""
        import numpy as np

        from synotui.engine.histogram import round_bounds

        every = np.concatenate([part for g in self.groups for part in (g.base, g.now)])
        if not len(every):
            return round_bounds(0.0, 1.0, most)
        return round_bounds(float(every.min()), float(every.max()), most)

    def counts(self, name: GroupName, column: Column, bounds: "Doubles") -> list[int]:
        """Count the pairs of a group in each bin."""
        from synotui.engine.histogram import counts

        found: list[int] = counts(self.group(name).cosines(column), bounds).tolist()
        return found


def similarity_histogram(
    bench: Workbench,
    space: str | None = None,
    *,
    seed: int = 0,
    random: int | None = None,
    on_progress: OnProgress = no_progress,
) -> SimilarityHistogram:
    """Measure the pairs in a space, the current one unless named. Raises NoVector, EncoderError."""
    plan = plan_histogram(bench, space, seed=seed, random=random, on_progress=on_progress)
    return measure_histogram(bench.store, plan, on_progress)


def plan_histogram(
    bench: Workbench,
    space: str | None = None,
    *,
    seed: int = 0,
    random: int | None = None,
    on_progress: OnProgress = no_progress,
) -> HistogramPlan:
    """Take down what is to be measured. Raises NoVector, EncoderError for an unknown space."""
    from synotui.engine.drift import mirror

    with bench.store.reading():
        spaces = [info for info in bench.store.vectors.spaces() if info.vectors]
    if not spaces:
        raise NoVector.at_all(bench.path)
    chosen = [i for i in spaces if (i.current if space is None else i.name == space)]
    if not chosen and space is None:
        raise NoVector(
            "The current space has no vectors yet", f"Run: synotui space {bench.path} --use NAME"
        )
    if not chosen:
        known = ", ".join(info.name for info in spaces)
        raise EncoderError(f"No space “{space}” with vectors in {bench.path}", f"Spaces: {known}")
    [info] = chosen
    loaded = bench.loaded(on_progress) if info.current else None
    if loaded is not None:
        return HistogramPlan(info.name, mirror(loaded.space), seed, random)
    from synotui.engine.space import Space
    from synotui.ops.adjusting.adjust import solved

    with bench.store.reading():

        def on_vectors(done: int) -> None:
            on_progress(Progress("reading", done, info.vectors, "vectors"))

        found = Space(*bench.store.vectors.load(info, on_vectors))
        found.apply(solved(bench, info))
    return HistogramPlan(info.name, found, seed, random)


def histogram_beside(
    store: Store, plan: HistogramPlan, on_progress: OnProgress = no_progress
) -> SimilarityHistogram:
    """Measure in any thread but that of `store`, through a store of its own."""
    with store.beside() as own:
        return measure_histogram(own, plan, on_progress)


def measure_histogram(
    store: Store, plan: HistogramPlan, on_progress: OnProgress = no_progress
) -> SimilarityHistogram:
    """Read decided pairs, draw random ones and measure; `on_progress` stops it by raising."""
    import numpy as np

    from synotui.engine.random_pairs import random_pairs

    on_progress(Progress("reading", 0, None, "pairs"))
    with store.reading():
        pairs = [*Past(store).pairs()]
        retired = np.array(store.terms.retired(), np.int64)
    space = plan.space
    every = _ends(pairs)
    accepted = [pair for pair in pairs if pair.verdict is Verdict.ACCEPTED]
    synonyms = _ends(pair for pair in accepted if pair.relation in (None, Relation.SYNONYM))
    rejected = _ends(pair for pair in pairs if pair.verdict is Verdict.REJECTED)
    taboo = space.rows_of(every.ravel()).reshape(-1, 2)
    rows = np.flatnonzero(~np.isin(space.ids, retired))
    wanted = max(RANDOM, len(synonyms)) if plan.random is None else plan.random
    drawn = random_pairs(rows, wanted, plan.seed, taboo[(taboo >= 0).all(axis=1)])
    measure = _Measure(space, on_progress, len(synonyms) + len(rejected) + len(drawn))
    groups = (
        measure.group("accepted", synonyms),
        measure.group("rejected", rejected),
        measure.group("random", space.ids[drawn]),
    )
    return SimilarityHistogram(
        space=plan.name,
        terms=len(rows),
        seed=plan.seed,
        groups=groups,
        base=_parting(groups, "base", plan.seed),
        now=_parting(groups, "now", plan.seed),
        related=len(accepted) - len(synonyms),
        adjusted=any(not np.array_equal(group.base, group.now) for group in groups),
    )


def _ends(pairs: Iterable[Pair]) -> "Ints":
    """Give the term ids of pairs (p, 2), heads first."""
    import numpy as np

    return np.array([(pair.head, pair.synonym) for pair in pairs], np.int64).reshape(-1, 2)


class _Measure:
    """Measures groups one after the other, telling how many pairs are done."""

    def __init__(self, space: "Space", on_progress: OnProgress, total: int) -> None:
        self._space = space
        self._on_progress = on_progress
        self._total = total
        self._done = 0

    def group(self, name: GroupName, pairs: "Ints") -> PairGroup:
        """Measure pairs (p, 2) of term ids."""
        from synotui.engine.pair_cosines import pair_cosines

        self._on_progress(Progress("measuring", self._done, self._total, "pairs"))
        self._done += len(pairs)
        rows = self._space.rows_of(pairs.ravel()).reshape(-1, 2)
        there = (rows >= 0).all(axis=1)
        known = rows[there]
        return PairGroup(
            name,
            pairs[there],
            pair_cosines(self._space, known, base=True),
            pair_cosines(self._space, known),
            int((~there).sum()),
        )


def _parting(
    groups: tuple[PairGroup, PairGroup, PairGroup], column: Column, seed: int
) -> Parting | None:
    """Give the best threshold of accepted pairs against those there are enough of."""
    import numpy as np

    from synotui.engine.evaluate.telling_apart import TellingApart
    from synotui.ops.evaluating.threshold import ENOUGH

    accepted, rejected, random = groups
    enough = len(rejected.pairs) >= ENOUGH
    others = rejected if enough else random
    against = others.cosines(column)
    if not enough:
        # They are in random order.
        against = against[: len(accepted.pairs)]
    synonyms = np.zeros(len(accepted.pairs) + len(against), bool)
    synonyms[: len(accepted.pairs)] = True
    cosines = np.concatenate([accepted.cosines(column), against])
    best = TellingApart(cosines, synonyms, seed).best() if len(cosines) else None
    if best is None:
        return None
    # Counted from its shares: where all cosines are alike, rounding parts them otherwise.
    found = round(best.recall * len(accepted.pairs))
    return Parting(
        cosine=best.cosine,
        precision=best.precision,
        recall=best.recall,
        f1=best.f1,
        against=others.name,
        below=len(accepted.pairs) - found,
        others=len(against),
        above=round(found / best.precision) - found,
    )
