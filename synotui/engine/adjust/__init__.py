"""Adjustment: from base vectors, the pairs in force and settings to adjusted vectors.

`solve` is a pure function. A term's result depends on its component alone and
on nothing done before, bit for bit; so one decision re-solves one component,
and undoing it gives back exactly what was there.
"""

from dataclasses import dataclass

import numpy as np

from synotui.engine.adjust.anchored import anchored
from synotui.engine.adjust.pull import pull
from synotui.engine.adjust.settings import check_settings, parse_settings
from synotui.engine.arrays import Floats, Ints
from synotui.model import Settings

__all__ = ["Constraints", "check_settings", "parse_settings", "solve"]

_UNMOVED = 1e-6
"""Largest change of a component (of a vector scaled to length 1) that counts as none."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs that act, as rows of the matrix they act on.

    `synonyms` (p, 2) in the order they were decided; `antonyms` (q, 2).
    """

    synonyms: Ints
    antonyms: Ints


def solve(base: Floats, constraints: Constraints, settings: Settings) -> tuple[Floats, Ints]:
    """Adjust `base` (m, dim), the raw base vectors of the terms that `constraints` name.

    Rows must stand in ascending order of term id. Gives the adjusted vectors
    (m, dim), each as long as `settings.method` makes it (`anchored` keeps the
    base length), and the rows that really moved.
    """
    if settings.method == "anchored":
        adjusted = anchored(base, constraints.synonyms, constraints.antonyms, settings)
    elif settings.method == "pull":
        adjusted = pull(base, constraints.synonyms, settings.factor, settings.iterations)
    else:
        adjusted = base
    lengths = np.abs(base).max(axis=1, initial=0) + np.float32(1e-30)
    moved = np.abs(adjusted - base).max(axis=1, initial=0) > _UNMOVED * lengths
    return adjusted, np.flatnonzero(moved)
