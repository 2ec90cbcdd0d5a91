"""Why a pair ranks where it does: what its features add, in words."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.ranker import Ranker

_LEAST = 0.1
"""What a feature must add to a logit to be named."""


class Reason(NamedTuple):
    """One feature that speaks for a pair, or against it."""

    column: str
    value: float
    """The feature as it is."""
    push: float
    """What it adds to the logit, beside a pair that is like the others of the pool there."""
    sentence: str
    """A clause: what the value means."""


def reasons(
    ranker: Ranker, columns: tuple[Column, ...], values: Floats, count: int = 4
) -> list[Reason]:
    """Give what speaks most for or against a pair with features `values` (c,), most first.

    Each feature in turn is taken to say nothing, and how far the logit falls
    is what it adds. Of features of one `kind` only the first is given.
    """
    every = np.repeat(values[None], len(columns) + 1, axis=0)
    every[np.arange(len(columns)), np.arange(len(columns))] = np.nan
    logits = ranker.logits(every)
    pushes = logits[-1] - logits[:-1]
    high = ranker.scale.apply(values[None])[0]
    found: list[Reason] = []
    kinds: set[str] = set()
    for place in np.argsort(-np.abs(pushes), kind="stable").tolist():
        column, push = columns[place], float(pushes[place])
        sentence = column.meaning if high[place] > 0 else column.contrary
        if abs(push) < _LEAST or len(found) == count:
            break
        kind = column.kind or column.name
        if sentence and kind not in kinds:
            kinds.add(kind)
            found.append(Reason(column.name, float(values[place]), push, sentence))
    return found
