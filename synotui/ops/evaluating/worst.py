"""The pairs of an evaluation that came out worst: far from people's ranks, or far apart."""

from dataclasses import dataclass

import numpy as np

from synotui.engine.arrays import Floats, Ints, clipped, row_dots
from synotui.engine.evaluate.bootstrap import Doubles
from synotui.ops.evaluating.evaluate import EvaluationPlan
from synotui.ops.evaluating.pairs import PairsTask
from synotui.ops.evaluating.similarity import SimilarityTask
from synotui.ops.evaluating.states import State


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where people have a pair, and where its adjusted cosine has it; 1 is the most similar."""

    score: float
    people: int
    cosine: int


@dataclass(frozen=True, slots=True)
class WorstPair:
    """A pair of terms, by id, as it was measured."""

    head: int
    synonym: int
    base: float
    now: float
    ranked: Ranked | None
    """Of word similarities; None of pairs that are synonyms."""


def worst_pairs(plan: EvaluationPlan, most: int = 20) -> list[WorstPair]:
    """Give the worst pairs of terms, the worst first; of analogies none. In any thread.

    Of word similarities those whose rank by adjusted cosine is farthest from
    that by score; of synonyms those with the lowest adjusted cosine.
    """
    task = plan.task
    if not isinstance(task, SimilarityTask | PairsTask):
        return []
    at_base, at_now = plan.states
    there = (at_base.places.of(task.pairs) >= 0).all(axis=1)
    pairs = task.pairs[there]
    rows = at_base.places.of(pairs)
    base, now = _cosines(at_base, rows), _cosines(at_now, rows)
    ranks: list[Ranked | None] = [None] * len(pairs)
    order = np.argsort(now, kind="stable")
    if isinstance(task, SimilarityTask):
        scores = task.scores[there]
        people, cosine = _ranks(scores), _ranks(now.astype(np.float64))
        order = np.argsort(-np.abs(people - cosine), kind="stable")
        ranks = [
            Ranked(float(score), round(of_people), round(of_cosine))
            for score, of_people, of_cosine in zip(scores, people, cosine, strict=True)
        ]
    return [
        WorstPair(int(pairs[at, 0]), int(pairs[at, 1]), float(base[at]), float(now[at]), ranks[at])
        for at in order[:most].tolist()
    ]


def _cosines(state: State, rows: Ints) -> Floats:
    one, other = (state.placed.units(rows[:, side]) for side in (0, 1))
    return clipped(row_dots(one, other))


def _ranks(values: Doubles) -> Doubles:
    """Give the rank of each value (n,), the highest 1, equal ones the mean of theirs."""
    _, place, counts = np.unique(-values, return_inverse=True, return_counts=True)
    found: Doubles = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return found
