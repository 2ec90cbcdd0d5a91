"""Adjustment: from base vectors, the pairs in force and settings to adjusted vectors.

`solve` is a pure function. With a method that `METHODS` calls incremental, a
term's result depends on its component alone and on nothing done before, bit
for bit; so one decision re-solves one component, and undoing it gives back
exactly what was there. With the others it depends on all pairs, and only
solving all of them again gives the result that belongs to them.
"""

import numpy as np

from synotui.engine.adjust.constraints import Constraints
from synotui.engine.adjust.settings import RANGES, Range, check_settings, parse_settings
from synotui.engine.arrays import Floats, Ints
from synotui.model import METHODS, Settings

__all__ = ["METHODS", "RANGES", "Constraints", "Range", "check_settings", "parse_settings", "solve"]

_UNMOVED = 1e-6
"""Largest change of a component (of a vector scaled to length 1) that counts as none."""


def solve(base: Floats, constraints: Constraints, settings: Settings) -> tuple[Floats, Ints]:
    """Adjust `base` (m, dim), the raw base vectors of the terms that `constraints` name.

    Rows must stand in ascending order of term id. Gives the adjusted vectors
    (m, dim), each as long as its base but with `pull`, and the rows that
    really moved. Zero vectors stay zero but with `pull`.
    """
    adjusted = _by_method(base, constraints.acting(), settings)
    if settings.bound > 0 and adjusted is not base:
        from synotui.engine.adjust.hold import held

        adjusted = held(base, adjusted, settings.bound)
    lengths = np.abs(base).max(axis=1, initial=0) + np.float32(1e-30)
    moved = np.abs(adjusted - base).max(axis=1, initial=0) > _UNMOVED * lengths
    return adjusted, np.flatnonzero(moved)


def _by_method(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    # Each is imported where it is used: the first decision waits for one only.
    if settings.method == "anchored":
        from synotui.engine.adjust.anchored import anchored

        return anchored(base, constraints, settings)
    if settings.method == "pull":
        from synotui.engine.adjust.pull import pull

        return pull(base, constraints, settings)
    if settings.method == "retrofit":
        from synotui.engine.adjust.retrofit import retrofit

        return retrofit(base, constraints, settings)
    if settings.method == "counterfit":
        from synotui.engine.adjust.counterfit import counterfit

        return counterfit(base, constraints, settings)
    if settings.method == "attract-repel":
        from synotui.engine.adjust.attract_repel import attract_repel

        return attract_repel(base, constraints, settings)
    return base
