"""Word similarities: how far the cosines of pairs go with what people think of them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask, clipped, row_dots, unit
from synotui.engine.evaluate.bootstrap import Doubles, Sampled
from synotui.engine.evaluate.correlation import pearson, spearman
from synotui.errors import FormatError
from synotui.formats import similarity
from synotui.formats.similarity import SimilarityLine
from synotui.model import Coverage, EvaluationKind, OnProgress, Skipped
from synotui.ops.evaluating.options import EvaluateOptions
from synotui.ops.evaluating.states import Measured, Places, State, Steps, all_there
from synotui.ops.evaluating.terms import TOLD, known_texts, placed_texts
from synotui.ops.workbench import Workbench

_UNKNOWN = -1
_FIRST_PLACED = -2
"""Texts that were placed on the spot are -2, -3, ... in place of a term's id."""


@dataclass(frozen=True)
class SimilarityTask:
    """Pairs with their scores."""

    texts: tuple[tuple[str, str], ...]
    pairs: Ints
    """Ids of terms (n, 2)."""
    scores: Doubles
    """(n,)"""
    is_told: Mask
    """Pairs that the adjustment knows (n,)."""
    placed: Floats
    """Unit vectors of texts that were placed on the spot (m, dim)."""
    skipped: int
    vocabulary: int | None
    unknown_is_wrong: bool
    seed: int

    @property
    def kind(self) -> EvaluationKind:
        """What it is."""
        return "similarity"

    @property
    def told(self) -> int:
        """Pairs that the adjustment was told of."""
        return int(self.is_told.sum())

    def usable(self, places: Places) -> Mask:
        """Say which pairs have both their vectors; texts that were placed have not."""
        return all_there(self._rows(places))

    def blocks(self, among: int) -> int:
        """Give the steps."""
        return 1

    def measure(self, state: State, shared: Mask | None, steps: Steps) -> Measured:
        """Measure the correlations."""
        rows = self._rows(state.places)
        spots = np.where(self.pairs <= _FIRST_PLACED, 0, -1)
        held = rows if state.key == "other" else np.maximum(rows, spots)
        found = all_there(held) if shared is None else shared
        cosines = np.zeros(len(self.pairs))
        cosines[found] = self._cosines(state, rows[found], self.pairs[found])
        counted = np.ones(len(found), bool) if self.unknown_is_wrong else found
        figures = self._correlations(cosines, counted, "")
        if self.told:
            figures |= self._correlations(cosines, counted & ~self.is_told, "_untold")
        steps()
        return Measured(figures, self._coverage(state.places, found))

    def notes(self, state: State) -> list[str]:
        """Tell what of it the adjustment knows."""
        if not self.told:
            return []
        return [
            f"{_pairs(self.told)} of the file {'is' if self.told == 1 else 'are'} decided in the "
            "dictionary, and the adjustment was told: “untold” leaves them out"
        ]

    def _rows(self, places: Places) -> Ints:
        rows = places.of(self.pairs)
        if self.vocabulary is not None:
            rows = np.where(rows < self.vocabulary, rows, -1)
        return rows

    def _cosines(self, state: State, rows: Ints, ids: Ints) -> Floats:
        units = []
        for side in (0, 1):
            own = state.placed.units(rows[:, side].clip(min=0))
            spot = ids[:, side] <= _FIRST_PLACED
            own[spot] = self.placed[_FIRST_PLACED - ids[spot, side]]
            units.append(own)
        return clipped(row_dots(*units))

    def _correlations(self, cosines: Doubles, which: Mask, suffix: str) -> dict[str, Sampled]:
        given = self.scores[which], cosines[which], self.seed
        return {f"spearman{suffix}": spearman(*given), f"pearson{suffix}": pearson(*given)}

    def _coverage(self, places: Places, found: Mask) -> Coverage:
        unknown: dict[str, None] = {}
        without: dict[str, None] = {}
        beyond: dict[str, None] = {}
        every = places.of(self.pairs)
        for pair, ids, at in zip(self.texts, self.pairs.tolist(), every.tolist(), strict=True):
            for text, term, row in zip(pair, ids, at, strict=True):
                if term == _UNKNOWN:
                    unknown[text] = None
                elif row < 0 <= term:
                    without[text] = None
                elif self.vocabulary is not None and row >= self.vocabulary:
                    beyond[text] = None
        return Coverage(
            found=int(found.sum()),
            missing=int((~found).sum()),
            unknown=tuple(unknown)[:TOLD],
            without_vector=tuple(without)[:TOLD],
            beyond=tuple(beyond)[:TOLD],
            placed=len(self.placed),
            skipped=self.skipped,
        )


def read_similarity(
    bench: Workbench,
    path: Path,
    options: EvaluateOptions,
    told: frozenset[tuple[int, int]],
    on_progress: OnProgress,
) -> SimilarityTask:
    """Read a similarity file and find its terms. Raises FormatError."""
    lines: list[SimilarityLine] = []
    skipped = 0
    with similarity.read(
        path, encoding_=options.encoding, column=options.column, on_progress=on_progress
    ) as reader:
        for item in reader:
            if isinstance(item, Skipped):
                skipped += 1
            else:
                lines.append(item)
    texts = tuple((line.a, line.b) for line in lines)
    every = [text for pair in texts for text in pair]
    known = known_texts(bench, every, case_sensitive=options.case_sensitive)
    ids = {text: term for text in every if (term := known.term(text)) is not None}
    placed, vectors = placed_texts(bench, known.unknown(every)) if options.place else ([], [])
    spots = {text: _FIRST_PLACED - at for at, text in enumerate(placed)}
    pairs = np.array(
        [[ids.get(text, spots.get(text, _UNKNOWN)) for text in pair] for pair in texts], np.int64
    ).reshape(-1, 2)
    if not (pairs != _UNKNOWN).all(axis=1).any():
        raise FormatError(
            f"none of its {_pairs(len(texts))} is of terms that {bench.path.name} has",
            "Take a file in the language of the dictionary, or place its texts with --place",
            path=path,
        )
    ends = np.sort(pairs, axis=1).tolist()
    return SimilarityTask(
        texts=texts,
        pairs=pairs,
        scores=np.array([line.score for line in lines]),
        is_told=np.array([(low, high) in told for low, high in ends], bool),
        placed=unit(np.stack(vectors)) if vectors else np.empty((0, 1), np.float32),
        skipped=skipped,
        vocabulary=options.vocabulary,
        unknown_is_wrong=options.unknown_is_wrong,
        seed=options.seed,
    )


def _pairs(count: int) -> str:
    return f"{count:,} pair{'' if count == 1 else 's'}"
