"""Synonyms as gold: how high partners are among all terms, and what cosine tells them apart.

The pairs are those of a gold file, or the accepted ones of the dictionary; each
term of a pair is a head. With the dictionary's own pairs comes the health of
the space. What the adjustment was told of it has drawn together: figures named
"untold" leave that out, and of the dictionary's own pairs nothing is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, unit
from synotui.engine.evaluate.bootstrap import Sampled, means, plain
from synotui.engine.evaluate.retrieval import (
    DEPTHS,
    NDCG,
    Wanted,
    by_head,
    chosen,
    directed,
    ranks,
    without,
)
from synotui.model import Coverage, EvaluationKind, OnProgress, Relation, Verdict
from synotui.ops.evaluating.gold import Gold, read_gold
from synotui.ops.evaluating.health import measure_health
from synotui.ops.evaluating.options import EvaluateOptions
from synotui.ops.evaluating.states import Measured, Places, State, Steps, all_there, passes
from synotui.ops.evaluating.terms import TOLD, placed_texts
from synotui.ops.evaluating.threshold import ENOUGH, MOST, measure_threshold
from synotui.ops.workbench import Workbench

FIGURES = (*(f"recall_at_{k}" for k in DEPTHS), "mrr", f"ndcg_at_{NDCG}")
"""What `by_head` gives."""
_COSINES = 2_000_000_000
"""Cosines computed for a column unless a number of heads is named: some ten seconds."""
_HEADS = 200
"""Heads that are asked at least, however many terms there are."""
_HELD_OUT = "To see what adjusting does to pairs it was not told of: synotui adjust DB --held-out"


@dataclass(frozen=True)
class PairsTask:
    """Pairs that are synonyms, by ids of terms."""

    pairs: Ints
    """(p, 2), the lower id first."""
    is_told: Mask
    """Pairs that the adjustment knows (p,)."""
    pulled: Ints
    """All pairs the adjustment draws together (k, 2)."""
    rejected: Ints
    """Pairs the dictionary rejects (r, 2)."""
    retired: Ints
    """Terms out of use: they are in no list."""
    gold: Gold | None
    halves: Ints
    """(k, 2) number of a text that was placed on the spot, id of its partner."""
    placed: Floats
    """Unit vectors of these texts (m, dim)."""
    heads: int | None
    seed: int

    @property
    def kind(self) -> EvaluationKind:
        """What it is."""
        return "dictionary" if self.gold is None else "gold"

    @property
    def told(self) -> int:
        """Pairs that the adjustment was told of."""
        return int(self.is_told.sum())

    def usable(self, places: Places) -> Mask:
        """Say which pairs have both their vectors."""
        return all_there(places.of(self.pairs))

    def blocks(self, among: int) -> int:
        """Give the steps."""
        return (passes(among) if len(self.pairs) else 0) + 1

    def measure(self, state: State, shared: Mask | None, steps: Steps) -> Measured:
        """Look for all partners, tell synonyms from others, and look at the space."""
        rows = state.places.of(self.pairs)
        found = all_there(rows) if shared is None else shared
        figures = self._retrieval(state, found, rows, steps)
        texts = state.key != "other"
        rejected = _both(state.places.of(self.rejected)) if self.gold is None else rows[:0]
        threshold = None
        if found.any():
            told, threshold = measure_threshold(
                state, rows[found], self.is_told[found], rejected, self._left_out(state), self.seed
            )
            figures |= told
        if self.gold is None:
            figures |= measure_health(state, rows[found], self._left_out(state), self.seed)
        steps()
        return Measured(figures, self._coverage(found, texts), (), threshold)

    def notes(self, state: State) -> list[str]:
        """Tell how many heads were asked, and what proves nothing."""
        made = []
        rows = _both(state.places.of(self.pairs))
        heads, asked = len(np.unique(rows)), self._most(state.among)
        if asked is not None and heads > asked:
            made.append(
                f"{asked:,} of {heads:,} heads were asked, drawn by chance; --heads 0 asks all"
            )
        told = self._threshold_words(rows, _both(state.places.of(self.rejected)))
        if told:
            made.append(told)
        if not len(rows):
            made.append("No accepted pair has both its vectors: only the space itself is measured")
        elif self.told == len(self.pairs):
            made.append(
                "Adjusting was told of these very pairs: that it draws them together proves "
                f"nothing. {_HELD_OUT}"
            )
        elif self.told:
            made.append(
                f"{self.told:,} of these pairs are decided in the dictionary, and the adjustment "
                f"was told: “untold” leaves them out. {_HELD_OUT}"
            )
        return made

    def _threshold_words(self, rows: Ints, rejected: Ints) -> str:
        """Say what synonyms are told apart from: precision depends on how many these are."""
        if not len(rows):
            return ""
        if self.gold is None and len(rejected) >= ENOUGH:
            return f"Synonyms are told apart from {min(MOST, len(rejected)):,} rejected pairs"
        return "Synonyms are told apart from as many pairs of terms drawn at random"

    def _most(self, among: int) -> int | None:
        """Give how many heads are asked at most; None for all."""
        if self.heads is None:
            return max(_HEADS, _COSINES // max(1, among))
        return self.heads or None

    def _left_out(self, state: State) -> Ints:
        rows = state.places.of(self.retired)
        return rows[rows >= 0]

    def _retrieval(self, state: State, found: Mask, rows: Ints, steps: Steps) -> dict[str, Sampled]:
        told = rows[found & self.is_told]
        wanted = self._some_heads(state, self._with_texts(state, directed(rows[found])))
        if len(wanted.heads):
            ranked = ranks(state.placed, wanted, self._left_out(state), steps, self.placed)
            values = means(by_head(wanted, ranked), self.seed)
        else:
            values = [plain(None, 0)] * len(FIGURES)
        figures = dict(zip(FIGURES, values, strict=True))
        if not self.told or (self.gold is None and self.told == len(self.pairs)):
            return figures
        span = state.among
        known = directed(told)
        told_codes = known.heads[known.place] * span + known.partners
        codes = wanted.heads[wanted.place] * span + wanted.partners
        untold = ~np.isin(codes, told_codes)
        every = directed(_both(state.places.of(self.pulled)))
        if untold.any():
            fair = without(ranked, state.placed, wanted, every)
            values = means(by_head(*chosen(wanted, fair, untold)), self.seed)
        else:
            values = [plain(None, 0)] * len(FIGURES)
        names = (f"{name}_untold" for name in FIGURES)
        return figures | dict(zip(names, values, strict=True))

    def _with_texts(self, state: State, wanted: Wanted) -> Wanted:
        """Add texts that are no terms as heads, with those of their partners that are."""
        rows = state.places.of(self.halves[:, 1])
        here = (rows >= 0) & (state.key != "other")
        if not here.any():
            return wanted
        texts, place = np.unique(self.halves[here, 0], return_inverse=True)
        return Wanted(
            np.concatenate([wanted.heads, -1 - texts]),
            np.concatenate([wanted.place, len(wanted.heads) + np.sort(place)]),
            np.concatenate([wanted.partners, rows[here][np.argsort(place, kind="stable")]]),
        )

    def _some_heads(self, state: State, wanted: Wanted) -> Wanted:
        """Leave some heads only, the same by their terms in whatever space has them."""
        most = self._most(state.among)
        if most is None or len(wanted.heads) <= most:
            return wanted
        ids = state.places.ids[wanted.heads.clip(min=0)]
        by_term = np.argsort(np.where(wanted.heads < 0, wanted.heads, ids))
        random = np.random.default_rng((self.seed, 3))
        drawn = np.sort(by_term[random.choice(len(by_term), most, replace=False)])
        at = np.full(len(wanted.heads), -1, np.int64)
        at[drawn] = np.arange(most)
        kept = at[wanted.place] >= 0
        return Wanted(wanted.heads[drawn], at[wanted.place[kept]], wanted.partners[kept])

    def _coverage(self, found: Mask, texts: bool) -> Coverage:
        unknown = self.gold.unknown_pairs if self.gold else 0
        halves = len(self.halves) if texts else 0
        return Coverage(
            found=int(found.sum()) + halves,
            missing=int((~found).sum()) + unknown - halves,
            unknown=self.gold.unknown[:TOLD] if self.gold else (),
            placed=len(self.placed) if texts else 0,
            skipped=self.gold.skipped if self.gold else 0,
        )


def read_gold_pairs(
    bench: Workbench,
    path: Path,
    options: EvaluateOptions,
    told: frozenset[tuple[int, int]],
    on_progress: OnProgress,
) -> PairsTask:
    """Read a gold file and find its terms. Raises FormatError."""
    gold = read_gold(bench, path, options.format, on_progress, encoding=options.encoding)
    return _task(bench, gold.pairs, told, gold, options)


def _placed(bench: Workbench, gold: Gold | None) -> tuple[Ints, Floats]:
    """Place the texts of gold pairs of which one text alone is a term: see `PairsTask`."""
    halves = gold.halves if gold else ()
    texts, vectors = placed_texts(bench, list(dict.fromkeys(text for text, _ in halves)))
    number = {text: at for at, text in enumerate(texts)}
    units = unit(np.stack(vectors)) if vectors else np.empty((0, 1), np.float32)
    return _ids((number[text], term) for text, term in halves if text in number), units


def own_pairs(
    bench: Workbench, options: EvaluateOptions, told: frozenset[tuple[int, int]]
) -> PairsTask:
    """Take the dictionary's own accepted synonyms, if there are any."""
    with bench.store.reading():
        accepted = [
            (pair.low, pair.high)
            for pair in bench.store.pairs.with_verdicts([Verdict.ACCEPTED])
            if pair.relation in (None, Relation.SYNONYM)
        ]
    return _task(bench, sorted(accepted), told, None, options)


def _task(
    bench: Workbench,
    pairs: Iterable[tuple[int, int]],
    told: frozenset[tuple[int, int]],
    gold: Gold | None,
    options: EvaluateOptions,
) -> PairsTask:
    listed = list(pairs)
    store = bench.store
    halves, placed = _placed(bench, gold if options.place else None)
    with store.reading():
        acting = store.pairs.acting(store.values.adjustment())
        rejected = store.pairs.with_verdicts([Verdict.REJECTED])
        return PairsTask(
            pairs=_ids(listed),
            is_told=np.array([pair in told for pair in listed], bool),
            pulled=_ids((each.low, each.high) for each in acting if each.pulls),
            rejected=_ids((pair.low, pair.high) for pair in rejected),
            retired=np.array(store.terms.retired(), np.int64),
            gold=gold,
            halves=halves,
            placed=placed,
            heads=options.heads,
            seed=options.seed,
        )


def _ids(pairs: Iterable[tuple[int, int]]) -> Ints:
    return np.array(list(pairs), np.int64).reshape(-1, 2)


def _both(rows: Ints) -> Ints:
    return rows[all_there(rows)]
