"""Features on one scale: deviations from the mean of a pool, so that spaces compare."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats

_FARTHEST = 5.0
"""Deviations beyond count as this many: one odd pair must not outweigh all else."""


class Scale(NamedTuple):
    """Mean and spread of every column."""

    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, values: Floats) -> "Scale":
        """Measure `values` (p, c), NaNs left out; a column that does not vary has spread 1."""
        there = ~np.isnan(values)
        count = np.maximum(there.sum(axis=0), 1)
        mean = np.where(there, values, 0).sum(axis=0, dtype=np.float64) / count
        squares = np.where(there, (values - mean) ** 2, 0).sum(axis=0, dtype=np.float64)
        spread = np.sqrt(squares / count)
        spread[spread < 1e-6] = 1
        return cls(mean.astype(np.float32), spread.astype(np.float32))

    def with_fixed(self, fixed: Mapping[int, tuple[float, float]]) -> "Scale":
        """Give the scale with another mean and spread for some columns, by their place."""
        mean, spread = self.mean.copy(), self.spread.copy()
        for place, (middle, width) in fixed.items():
            mean[place], spread[place] = middle, width
        return Scale(mean, spread)

    def apply(self, values: Floats) -> Floats:
        """Give deviations of `values` (m, c) as (m, c); NaN stays NaN."""
        found: Floats = np.clip((values - self.mean) / self.spread, -_FARTHEST, _FARTHEST)
        return found
